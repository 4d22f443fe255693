"""The liaison officers that the policy names, with what the association adds: hours, channels, who stands in.

A policy may order that officers are designated and name none: then the association designates them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict

from core.actors import Actor
from core.beneficiaries.categories import categories
from core.configuration.models import Setting
from core.configuration.sections import Section
from core.deadlines.calendars import calendar_in_force
from core.deadlines.engine.calendar import WorkCalendar
from core.rules import GoverningRules
from core.rules import LiaisonOfficer as Named
from core.service_requests.assignment import AWAY, Away
from foundation import clock
from foundation.arabic import searchable
from foundation.errors import Invalid

DAYS_LOOKED_AHEAD: Final = 60


class HoursInDisorder(Invalid):
    code = "hours_in_disorder"
    message = _("The end of the hours comes after their beginning; write both, or neither.")


class StandsInForThemself(Invalid):
    code = "stands_in_for_themself"
    message = _("Nobody stands in for themself. Choose another officer.")


class NameMissing(Invalid):
    code = "name_missing"
    message = _("Write the name of the officer.")


class AlreadyNamed(Invalid):
    code = "already_named"
    message = _("This officer is on the list already.")


class OfficerDetails(BaseModel):
    """What the policy does not say. Without hours of their own the association's hold.

    `categories`: keys of categories of beneficiaries, none for all. `days`: ISO weekdays, none for
    every working day. `user_id`: the staff account, whose days away count. `substitute`: the key of
    another officer.
    """

    model_config = ConfigDict(frozen=True)

    categories: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    opens: time | None = None
    closes: time | None = None
    phone: str = ""
    whatsapp: str = ""
    email: str = ""
    user_id: str = ""
    absent_until: date | None = None
    substitute: str = ""


class Designated(BaseModel):
    """Whom the association designates besides those of the policy."""

    model_config = ConfigDict(frozen=True)

    name: str
    field: str = ""

    def as_named(self) -> Named:
        return Named(self.name, self.field, "")


class Liaison(BaseModel):
    """`officers`: by the key of the officer."""

    model_config = ConfigDict(frozen=True)

    officers: dict[str, OfficerDetails] = {}
    designated: tuple[Designated, ...] = ()


LIAISON = Section("liaison", Liaison)


@dataclass(frozen=True, slots=True)
class Hours:
    """`now`: whether one can be reached at this moment; `next_at`: when next, in local time."""

    now: bool
    until: datetime | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Officer:
    """One whom the policy in force names, or the association (`is_designated`). `substitute`: who is there
    instead, while they are away; `absent_until` is None where nobody said how long.
    """

    key: str
    name: str
    field: str
    contact: str
    details: OfficerDetails
    categories: tuple[str, ...]
    hours: Hours
    is_absent: bool
    absent_until: date | None
    is_designated: bool = False
    substitute: "Officer | None" = None

    @property
    def is_here(self) -> bool:
        return self.hours.now and not self.is_absent

    @property
    def whatsapp_address(self) -> str:
        """Of a conversation with them."""
        return f"https://wa.me/{self.details.whatsapp.lstrip('+')}"


def key_of(named: Named) -> str:
    """The policy has no key for them: their name and field are it, however they are spelt."""
    said = f"{searchable(named.name)}\0{searchable(named.field)}"
    return sha256(said.encode()).hexdigest()[:16]


def officers_of(rules: GoverningRules) -> list[Officer]:
    """In the order of the policy, each as they can be reached now."""
    now = clock.now()
    calendar = calendar_in_force(clock.today())
    liaison = LIAISON.read()
    kept = liaison.officers
    labels = {category.key: str(category.label) for category in categories()}
    away = _away(details.user_id for details in kept.values() if details.user_id)
    found: dict[str, Officer] = {}
    for named in named_officers(rules, liaison):
        details = kept.get(key_of(named), OfficerDetails())
        is_absent, absent_until = _absence(details, away.get(details.user_id))
        found[key_of(named)] = Officer(
            key=key_of(named),
            name=named.name,
            field=named.field,
            contact=named.contact,
            details=details,
            categories=tuple(labels[key] for key in details.categories if key in labels),
            hours=hours_of(details, calendar, now),
            is_absent=is_absent,
            absent_until=absent_until,
            is_designated=named not in rules.liaison_officers,
        )
    return [_with_substitute(officer, found) for officer in found.values()]


def named_officers(rules: GoverningRules, liaison: Liaison) -> list[Named]:
    """The policy's own first; whom it names meanwhile is not designated any more."""
    of_policy = {key_of(each) for each in rules.liaison_officers}
    designated = (each.as_named() for each in liaison.designated)
    return [
        *rules.liaison_officers,
        *(each for each in designated if key_of(each) not in of_policy),
    ]


def officer_of(rules: GoverningRules, key: str) -> Named | None:
    found = named_officers(rules, LIAISON.read())
    return next((named for named in found if key_of(named) == key), None)


def designate(name: str, field: str, *, actor: Actor, revision: int) -> None:
    """Raises NameMissing, AlreadyNamed, SettingChanged."""
    new = Designated(name=" ".join(name.split()), field=" ".join(field.split()))
    if not new.name:
        raise NameMissing
    liaison = LIAISON.read()
    if key_of(new.as_named()) in {key_of(each.as_named()) for each in liaison.designated}:
        raise AlreadyNamed
    changed = liaison.model_copy(update={"designated": (*liaison.designated, new)})
    LIAISON.write(changed, actor=actor, revision=revision)


def dismiss(key: str, *, actor: Actor) -> None:
    """Of those that the association designated; what was set up for them goes with them."""
    liaison = LIAISON.read()
    left = tuple(each for each in liaison.designated if key_of(each.as_named()) != key)
    if len(left) == len(liaison.designated):
        return
    officers = {other: details for other, details in liaison.officers.items() if other != key}
    LIAISON.write(Liaison(officers=officers, designated=left), actor=actor)


def hours_of(details: OfficerDetails, calendar: WorkCalendar, now: datetime) -> Hours:
    """Their own hours within those of the association: holidays and closures hold for everybody."""
    today = calendar.date_of(now)
    for ahead in range(DAYS_LOOKED_AHEAD):
        for opens, closes in _spans(details, calendar, today + timedelta(days=ahead)):
            if opens <= now < closes:
                return Hours(True, timezone.localtime(closes), None)
            if opens > now:
                return Hours(False, None, timezone.localtime(opens))
    return Hours(False, None, None)


def check_details(key: str, details: OfficerDetails) -> None:
    if (details.opens is None) != (details.closes is None):
        raise HoursInDisorder
    if details.opens and details.closes and details.closes <= details.opens:
        raise HoursInDisorder
    if details.substitute and details.substitute == key:
        raise StandsInForThemself


def _spans(
    details: OfficerDetails, calendar: WorkCalendar, day: date
) -> Iterable[tuple[datetime, datetime]]:
    if details.days and day.isoweekday() not in details.days:
        return
    for opens, closes in calendar.spans_on(day):
        own_opens = _at(day, details.opens, calendar) or opens
        own_closes = _at(day, details.closes, calendar) or closes
        if max(opens, own_opens) < min(closes, own_closes):
            yield max(opens, own_opens), min(closes, own_closes)


def _at(day: date, moment: time | None, calendar: WorkCalendar) -> datetime | None:
    return datetime.combine(day, moment, tzinfo=calendar.zone) if moment else None


def _absence(details: OfficerDetails, away: Away | None) -> tuple[bool, date | None]:
    """Whether today, and until when: by what stands here, and by what the account says of itself."""
    if away is not None and away.until is None:
        return True, None
    ends = [details.absent_until, away.until if away else None]
    still = [end for end in ends if end and end >= clock.today()]
    return bool(still), max(still, default=None)


def _away(user_ids: Iterable[str]) -> dict[str, Away]:
    """The accounts that are away today."""
    rows = Setting.objects.filter(key=AWAY.key, owner__in=set(user_ids)).order_by("pk")
    found = {str(row.owner_id): Away.model_validate(row.value) for row in rows}
    return {user_id: away for user_id, away in found.items() if away.covers(clock.today())}


def _with_substitute(officer: Officer, found: dict[str, Officer]) -> Officer:
    other = found.get(officer.details.substitute)
    if not officer.is_absent or other is None or other.is_absent:
        return officer
    return replace(officer, substitute=other)
