"""The public page at the base domain."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "website"
