"""Prepared policies to begin with: one for each shape of association, complete and ready to approve."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.errors import Invalid

SHAPES = Path(__file__).parent / "shapes"


class NoSuchPreset(Invalid):
    code = "no_such_preset"
    message = _("There is no such prepared policy.")


@dataclass(frozen=True, slots=True)
class Preset:
    """`summary` says for whom it is and what sets it apart. `beneficiary_word`: None for «مستفيد»."""

    key: str
    title: str | Promise
    summary: str | Promise
    beneficiary_word: str | None = None

    def text(self, *, association_name: str, license_no: str) -> str:
        """The document, in the name of this association."""
        written = (SHAPES / f"{self.key}.txt").read_text(encoding="utf-8")
        named = written.replace("{association}", association_name)
        return named.replace("{license_no}", license_no)


PRESETS = (
    Preset(
        "charity_branches",
        _("Charity with branches"),
        _(
            "Requests come in at any branch or through its delegates and are decided by one "
            "committee; every branch answers for its own staff."
        ),
    ),
    Preset(
        "cooperative_members",
        _("Cooperative that serves its members"),
        _("Membership is checked first; complaints begin with conciliation and end at the board."),
        beneficiary_word="عضو",
    ),
    Preset(
        "prisoners_families",
        _("Care of prisoners' families"),
        _(
            "Discretion first: families are received alone, helped unseen, and may complain unnamed."
        ),
    ),
    Preset(
        "elderly_care",
        _("Care of the elderly"),
        _("The service goes to the home; decisions and complaints may pass through a guardian."),
    ),
    Preset(
        "articles_full",
        _("In articles, with complaints and compensation"),
        _(
            "The fullest form: chapters and articles, appeal to an outside authority, compensation."
        ),
    ),
)


def preset(key: str) -> Preset:
    """Raises NoSuchPreset."""
    for each in PRESETS:
        if each.key == key:
            return each
    raise NoSuchPreset
