from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "core.research"
