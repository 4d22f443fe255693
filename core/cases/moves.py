"""The sentence that tells a move to another version of the policy, for staff and for the beneficiary."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.cases.repinning import Fate
from core.rules import Milestone
from foundation import dates


def told_of_move(details: Mapping[str, Any], milestones: Mapping[Milestone, str | Promise]) -> str:
    """Why, and each date that changed; `milestones`: what they are called for whoever reads it."""
    why = _("Version %(after)s of the policy took the place of version %(before)s.") % {
        "after": details["policy"],
        "before": details["policy_before"],
    }
    return " ".join([why, *(_date(change, milestones) for change in details["dates"])])


def told_of_dates(
    details: Mapping[str, Any], milestones: Mapping[Milestone, str | Promise]
) -> str:
    """Of one deadline that moved or was extended."""
    return _("%(what)s: from %(old)s to %(new)s.") % {
        "what": milestones[Milestone(details["milestone"])],
        "old": _words(_day(details["from"])),
        "new": _words(_day(details["to"])),
    }


def _day(written: str) -> str:
    """A deadline that only has a first day has no last one."""
    return "" if written == str(None) else written


def _date(change: Mapping[str, str], milestones: Mapping[Milestone, str | Promise]) -> str:
    said = {
        "what": milestones[Milestone(change["milestone"])],
        "old": _words(change["from"]),
        "new": _words(change["to"]),
    }
    match Fate(change["fate"]):
        case Fate.RELEASED:
            return _("%(what)s: no longer promised (it was %(old)s).") % said
        case Fate.BEGUN:
            return _("%(what)s: promised now, by %(new)s.") % said
        case _:
            return _("%(what)s: from %(old)s to %(new)s.") % said


def _words(day: str) -> str:
    return dates.both_calendars(date.fromisoformat(day)) if day else _("no date yet")
