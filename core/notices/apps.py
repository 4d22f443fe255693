from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "core.notices"

    def ready(self) -> None:
        from core.notices import navigation

        navigation.register_all()
