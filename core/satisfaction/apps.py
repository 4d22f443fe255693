from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    name = "core.satisfaction"
