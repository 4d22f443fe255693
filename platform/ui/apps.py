"""The application entry of the interface; it has no models."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ui"
