"""Pages of the platform's operators."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "console"

    def ready(self) -> None:
        from console import navigation

        navigation.register_all()
