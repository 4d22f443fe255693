"""“The policy waits for your signature”, on every page of the desk until it is signed."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation import clock
from foundation.dates import both_calendars
from policies.acknowledging.queries import asked_of
from tenants.people.access import person
from tenants.schemas import Kind, current
from ui.notices import Notice


def waiting_signature(request: HttpRequest) -> Notice | None:
    if current().tenant_type != Kind.ASSOCIATION:
        return None
    asked = asked_of(person(request))
    if asked is None:
        return None
    return Notice(
        text=_("The policy waits for your signature, by %(day)s.")
        % {"day": both_calendars(asked.due_on)},
        url=reverse("acknowledging:sign"),
        action=_("Read and sign"),
        tone="error" if asked.due_on < clock.today() else "warning",
    )
