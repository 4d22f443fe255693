"""One thing that will be done differently, as a sentence in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.deadlines.engine.terms import Term
from core.rules import Stage
from foundation.arabic import counted, isolate
from tenants.people.roles import Role

Said = str | Promise


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Area(StrEnum):
    """What part of the work it is about; the order of the page."""

    CHANNELS = "channels"
    DEADLINES = "deadlines"
    STEPS = "steps"
    DECISION = "decision"
    DOCUMENTS = "documents"
    TOOLS = "tools"
    COMPLAINTS = "complaints"
    COMPENSATION = "compensation"
    SATISFACTION = "satisfaction"
    OFFICERS = "officers"
    STAFF = "staff"
    WORDS = "words"


AREAS: dict[Area, Said] = {
    Area.CHANNELS: _("Channels"),
    Area.DEADLINES: _("Deadlines"),
    Area.STEPS: _("Handling steps"),
    Area.DECISION: _("Decision and referral"),
    Area.DOCUMENTS: _("Documents to bring"),
    Area.TOOLS: _("Tools of the staff"),
    Area.COMPLAINTS: _("Complaints"),
    Area.COMPENSATION: _("Compensation"),
    Area.SATISFACTION: _("Measures of satisfaction"),
    Area.OFFICERS: _("Liaison officers"),
    Area.STAFF: _("Signing and review"),
    Area.WORDS: _("Words and numbers"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """`sentence` speaks the language that is active; `address` is the clause it comes from."""

    kind: Kind
    area: Area
    template: Said
    values: Mapping[str, object] = field(default_factory=dict)
    address: str = ""

    @property
    def sentence(self) -> str:
        return str(self.template) % {name: str(value) for name, value in self.values.items()}

    @property
    def area_label(self) -> Said:
        return AREAS[self.area]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the policy within our sentence, in their own direction."""

    words: str

    def __str__(self) -> str:
        return isolate(self.words)


@dataclass(frozen=True, slots=True)
class Listed:
    parts: tuple[Said, ...]

    def __str__(self) -> str:
        return str(_(", ")).join(str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Counted:
    number: int
    noun: str

    def __str__(self) -> str:
        return counted(self.number, self.noun, oblique=True)


@dataclass(frozen=True, slots=True)
class Time:
    """“within 10 working days from the day it was complete”."""

    term: Term
    start: Said = ""

    def __str__(self) -> str:
        bounds = [
            str(template) % {"time": counted(amount.value, amount.unit.value, oblique=True)}
            for template, amount in (
                (_("not before %(time)s"), self.term.minimum),
                (_("within %(time)s"), self.term.maximum),
            )
            if amount
        ]
        said = str(_(" and ")).join(bounds)
        return f"{said} {self.start}" if self.start else said


@dataclass(frozen=True, slots=True)
class About:
    template: Said
    measure: str

    def __str__(self) -> str:
        return str(self.template) % {"measure": Quoted(self.measure)}


def role_words(role: str | None) -> Said:
    return Role(role).label if role else _("whoever handles the case")


STAGE_WORDS: dict[Stage, Said] = {
    Stage.COMPLETION: _("no request counts as complete"),
    Stage.COMMITTEE: _("no request is put before the deciding body"),
    Stage.DECISION: _("no request is decided"),
    Stage.DELIVERY: _("no service is delivered"),
}


def added(area: Area, template: Said, address: str = "", **values: object) -> Change:
    return Change(Kind.ADDED, area, template, values, address)


def removed(area: Area, template: Said, address: str = "", **values: object) -> Change:
    return Change(Kind.REMOVED, area, template, values, address)


def changed(area: Area, template: Said, address: str = "", **values: object) -> Change:
    return Change(Kind.CHANGED, area, template, values, address)


def value(area: Area, what: object, old: object | None, new: object | None) -> Iterator[Change]:
    """One value that a policy says or leaves open."""
    if old == new:
        return
    if old is None:
        template: Said = _("%(what)s: %(after)s. So far the policy left it open.")
        yield added(area, template, what=what, after=new)
    elif new is None:
        template = _("%(what)s: the policy leaves it open now. So far: %(before)s.")
        yield removed(area, template, what=what, before=old)
    else:
        template = _("%(what)s: %(after)s. So far: %(before)s.")
        yield changed(area, template, what=what, after=new, before=old)


def quoted(words: str | None) -> Quoted | None:
    return Quoted(words) if words else None


def yes_or_no(value: bool | None) -> Said | None:
    return None if value is None else _("yes") if value else _("no")


def named(
    area: Area, old: Iterable[str], new: Iterable[str], now: Said, no_more: Said
) -> Iterator[Change]:
    old, new = list(old), list(new)
    for name in new:
        if name not in old:
            yield added(area, now, name=Quoted(name))
    for name in old:
        if name not in new:
            yield removed(area, no_more, name=Quoted(name))
