"""Templates that Meta approved for this association: how they are written down, and filled in.

They are the only words that may open a conversation on WhatsApp, so each kind of message may have one.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.messages.models import OutgoingMessage
from core.messages.providers.port import ApprovedText
from core.messages.sections import ApprovedTemplate, WhatsAppSettings
from foundation.arabic import strip_marks
from foundation.errors import Invalid
from tenants.addresses import own_address, own_association

WRITTEN: Final = re.compile(r"([a-z0-9_]{1,200})\s*(?:\(([^()]*)\))?")


class NoTemplate(Invalid):
    code = "no_approved_template"
    message = _(
        "Write the template's name as Meta knows it, with its blanks in brackets: request_news(reference, text)"
    )


class UnknownValue(Invalid):
    code = "unknown_template_value"
    message = _("There is nothing called “%(name)s” to fill in. These exist: %(known)s")


Value = Callable[[OutgoingMessage], str]
VALUES: Final[Mapping[str, Value]] = {
    "reference": lambda message: message.case.reference,
    "subject": lambda message: message.subject,
    "text": lambda message: message.body,
    "association": lambda message: own_association().name,
    "portal": lambda message: own_address(),
}
LABELS: Final[Mapping[str, str | Promise]] = {
    "reference": _("Reference number"),
    "subject": _("Subject"),
    "text": _("The whole text, in one line"),
    "association": _("Name of the association"),
    "portal": _("Address of the portal"),
}


def parse(written: str) -> ApprovedTemplate:
    """name(reference, text). Raises NoTemplate or UnknownValue."""
    if (found := WRITTEN.fullmatch(written.strip())) is None:
        raise NoTemplate
    values = tuple(filter(None, (each.strip() for each in (found[2] or "").split(","))))
    for name in values:
        if name not in VALUES:
            raise UnknownValue(name=name, known=", ".join(VALUES))
    return ApprovedTemplate(name=found[1], values=values)


def written(template: ApprovedTemplate) -> str:
    blanks = f"({', '.join(template.values)})" if template.values else ""
    return f"{template.name}{blanks}"


def approved_text(message: OutgoingMessage, settings: WhatsAppSettings) -> ApprovedText | None:
    """None where the association has none for this kind."""
    template = settings.template_for(message.kind)
    if template is None:
        return None
    values = [strip_marks(VALUES[name](message)) for name in template.values]
    return ApprovedText(template.name, message.case.written_in, values)
