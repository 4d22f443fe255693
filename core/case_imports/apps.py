from django.apps import AppConfig


class CaseImportsConfig(AppConfig):
    name = "core.case_imports"
