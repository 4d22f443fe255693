from django.apps import AppConfig


class CaseImportsConfig(AppConfig):
    name = "core.case_imports"

    def ready(self) -> None:
        from core.case_imports.navigation import register_all

        register_all()
