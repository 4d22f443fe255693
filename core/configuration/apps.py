from django.apps import AppConfig


class ConfigurationConfig(AppConfig):
    name = "core.configuration"

    def ready(self) -> None:
        from core.configuration.navigation import register_all

        register_all()
