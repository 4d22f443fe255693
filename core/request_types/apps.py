from django.apps import AppConfig


class RequestTypesConfig(AppConfig):
    name = "core.request_types"
