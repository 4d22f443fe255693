"""What measures add to the menu, the settings and the notices."""

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from core.notices import links
from core.notices.enums import NoticeKind
from core.notices.models import Notice
from core.satisfaction import settings_views
from core.satisfaction.measure_rules import READERS
from tenants.people.roles import Permission
from ui.navigation import NavItem, register


def register_all() -> None:
    register(
        NavItem(
            label=pgettext_lazy("menu", "Satisfaction"),
            url_name="satisfaction:rounds",
            icon="smile",
            permission=READERS,
            order=32,
        )
    )
    # The board's secretary sees the summary alone.
    register(
        NavItem(
            label=pgettext_lazy("menu", "Satisfaction of the year"),
            url_name="satisfaction:year",
            icon="smile",
            permission=Permission.RECORD_APPROVAL,
            order=33,
        )
    )
    settings_views.register_pages()
    links.register(NoticeKind.MEASURE_DUE, _round_page)
    links.register(NoticeKind.FOLLOW_UP, _follow_ups)


def _round_page(notice: Notice) -> str:
    return reverse("satisfaction:round", args=[notice.details["round"]])


def _follow_ups(notice: Notice) -> str:
    return reverse("satisfaction:follow_ups")
