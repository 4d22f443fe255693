from django.apps import AppConfig


class DelegatesConfig(AppConfig):
    name = "core.delegates"

    def ready(self) -> None:
        from core.delegates.navigation import register_all

        register_all()
