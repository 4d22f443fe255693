from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "core.reports"

    def ready(self) -> None:
        # It needs the models, which load after the apps.
        from core.reports.navigation import register_all

        register_all()
