"""Pages of the platform's operators."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsoleConfig(AppConfig):
    name = "console"
    label = "console"
    verbose_name = _("Console")

    def ready(self) -> None:
        from console import navigation

        navigation.register_all()
