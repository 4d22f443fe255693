"""The settings page of request types."""

from django.utils.translation import gettext_lazy as _

from core.configuration.registry import SettingsPage, register
from tenants.people.roles import Permission


def register_page() -> None:
    register(
        SettingsPage(
            url_name="types:list",
            title=_("Types of requests"),
            summary=_("What people can ask for: who may, with which questions and documents."),
            icon="list",
            permission=Permission.EDIT_REQUEST_TYPES,
            order=10,
        )
    )
