from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    name = "core.satisfaction"

    def ready(self) -> None:
        # It needs the models, which load after the apps.
        from core.satisfaction.navigation import register_all

        register_all()
