"""The entries of people in the menu and among the settings, and where their notices lead."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.beneficiaries.categories import categories
from core.configuration import registry
from core.notices import links
from core.notices.enums import NoticeKind
from core.notices.models import Notice
from foundation.writing import numeral
from tenants.people.roles import Permission
from ui import search_box
from ui.navigation import NavItem, register

SEE = (Permission.VIEW_CASES, Permission.VIEW_OWN_INTAKES)


def _search() -> tuple[str, ...]:
    return ("beneficiaries:search",)


def register_all() -> None:
    register(
        NavItem(
            label=pgettext_lazy("menu", "Beneficiaries"),
            url_name="beneficiaries:list",
            icon="users",
            permission=SEE,
            order=14,
            also=_search,
        )
    )
    search_box.register(
        search_box.SearchBox(
            url_name="beneficiaries:search",
            label=_("Search people and requests"),
            permission=SEE,
        )
    )
    registry.register(
        registry.SettingsPage(
            url_name="beneficiaries:categories",
            title=_("Categories of beneficiaries"),
            summary=_("By which beneficiaries are sorted, and required documents chosen."),
            icon="users",
            permission=Permission.MANAGE_SETTINGS,
            order=40,
            state=_how_many,
        )
    )
    links.register(NoticeKind.PAPER_EXPIRING, _address)


def _how_many() -> str:
    return _("%(number)s categories") % {"number": numeral(str(len(categories())))}


def _address(notice: Notice) -> str:
    person = notice.details.get("beneficiary")
    return reverse("beneficiaries:person", args=[person]) if person else ""
