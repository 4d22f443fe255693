"""The ladders among the settings of the association."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.configuration.registry import SettingsPage, register
from core.escalation.ladder import LADDERS
from tenants.people.roles import Permission


def register_page() -> None:
    register(
        SettingsPage(
            url_name="escalation:ladders",
            title=gettext_lazy("Late cases"),
            summary=gettext_lazy("Who is told as a deadline comes near, and who gets the case."),
            icon="bell",
            permission=Permission.MANAGE_SETTINGS,
            order=20,
            state=_state,
        )
    )


def _state() -> str:
    own = len(LADDERS.read().own)
    if not own:
        return _("One ladder for all deadlines")
    return ngettext(
        "%(number)s deadline has a ladder of its own",
        "%(number)s deadlines have a ladder of their own",
        own,
    ) % {"number": own}
