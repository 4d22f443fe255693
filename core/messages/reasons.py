"""Why a message did not go, in words: the codes of ours, and those of providers as they stand."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

REASONS = {
    "not_set_up": _("This way is not set up any more."),
    "opted_out": _("The person asked that nothing more is sent this way."),
    "monthly_limit": _("The limit of this month is reached."),
    "no_template": _("More than 24 hours passed since they wrote, and no template is approved."),
    "took_too_long": _("The provider did not answer in time."),
    "not_reached": _("The provider could not be reached."),
    "certificate_refused": _(
        "The provider did not prove who it is: its certificate is not valid."
    ),
    "address_not_allowed": _(
        "The provider's address is not one of the internet that begins with https."
    ),
    "redirected": _("The provider's address leads elsewhere; write the address that it leads to."),
    "unreadable_answer": _("The provider's answer could not be read."),
    "answer_too_large": _("The provider's answer is too large."),
    "no_answer": _("Nobody answered."),
    "later": _("Nobody was reached at the time that they named."),
    "wrong_number": _("The number is somebody else's."),
}


def failure_in_words(code: str) -> str:
    if not code:
        return ""
    known = REASONS.get(code)
    return str(known) if known else gettext("Code: %(code)s") % {"code": code}
