"""The application entry of the interface; it has no models."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ui"

    def ready(self) -> None:
        from ui.naming import follow_the_association

        follow_the_association()
