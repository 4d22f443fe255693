from django.apps import AppConfig


class RequestTypesConfig(AppConfig):
    name = "core.request_types"

    def ready(self) -> None:
        # It needs the models, which load after the apps.
        from core.request_types.navigation import register_page

        register_page()
