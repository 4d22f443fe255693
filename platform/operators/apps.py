"""Operators of the platform and what each may do."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperatorsConfig(AppConfig):
    name = "operators"
    label = "operators"
    verbose_name = _("Operators")
