"""Reading one row: the same rules as the form of the desk, each complaint beside its cell."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import rules as governing
from core.beneficiaries.categories import Category
from core.beneficiaries.services import BeneficiaryData, normalised
from core.case_imports import past
from core.case_imports.columns import Column
from core.case_imports.findings import Finding, found, words_of
from core.case_imports.past import PastCase
from core.case_imports.words import understood
from core.cases import rules as cases
from core.cases.enums import CaseStatus as S
from core.request_types.content import TypeContent
from core.request_types.models import RequestTypeVersion
from core.rules import Channel, GoverningRules
from core.service_requests import rules
from core.service_requests.enums import DeliveryMethod, Outcome
from foundation import clock
from foundation.arabic import clean_typed, isolate, listed, searchable
from foundation.dates import parse_date
from foundation.errors import DomainError
from foundation.identity import normalise_email, normalise_identity_number, normalise_mobile
from tenants.people.models import User
from ui.fields import MoneyField

T = TypeVar("T")
Word = TypeVar("Word", S, Outcome)
MONEY = MoneyField(required=False)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rows are read against: the same for all rows of a batch."""

    now: GoverningRules
    types: Sequence[tuple[RequestTypeVersion, TypeContent]]
    categories: Sequence[Category]
    people: dict[str, User]


@dataclass(slots=True)
class Reading:
    """The cells of one row by their field, and what was found wrong with them so far."""

    cells: dict[Column, str]
    findings: list[Finding] = field(default_factory=list)

    def text(self, column: Column) -> str:
        return self.cells.get(column, "").strip()

    def wrong(self, column: Column | None, say: Callable[[], object]) -> None:
        self.findings.append(found(column, say))

    def read(self, column: Column, reader: Callable[[str], T]) -> T | None:
        """None for an empty cell, and for one that cannot be read."""
        typed = self.text(column)
        if not typed:
            return None
        try:
            return reader(typed)
        except (DomainError, ValidationError) as error:
            self.wrong(column, words_of(error))
            return None

    @property
    def has_errors(self) -> bool:
        return any(finding.is_error for finding in self.findings)


def read_row(
    number: int, cells: dict[Column, str], known: Surroundings
) -> tuple[PastCase | None, list[Finding]]:
    """The case, unless something is wrong with the row."""
    row = Reading(cells)
    received = row.read(Column.RECEIVED, parse_date)
    if not row.text(Column.RECEIVED):
        row.wrong(Column.RECEIVED, lambda: _("Write the day on which the request arrived."))
    held_to = _governing(received, known.now)
    request_type = row.read(Column.TYPE, lambda typed: _type(typed, known))
    subject = row.text(Column.SUBJECT) or (request_type[1].name.ar if request_type else "")
    _check_text(row, Column.SUBJECT, lambda: rules.check_words(subject, ""))
    _check_text(row, Column.DESCRIPTION, lambda: cases.check_length(row.text(Column.DESCRIPTION)))
    for column in (Column.REGISTER, Column.OLD_REFERENCE):
        _check_text(row, column, lambda c=column: rules.check_register_number(row.text(c)))  # type: ignore[misc]
    channel = row.read(Column.CHANNEL, lambda typed: _channel(typed, held_to))
    if not row.text(Column.CHANNEL):
        row.wrong(Column.CHANNEL, lambda: _("Write by which channel of the policy it came."))
    person = _person(row)
    categories = row.read(Column.CATEGORIES, lambda typed: _categories(typed, known)) or ()
    assignee = row.read(Column.ASSIGNEE, lambda typed: _assignee(typed, known))
    decider = row.read(Column.DECIDER, lambda typed: _staff_member(typed, known))
    status, outcome = _stage(row)
    decided = row.read(Column.DECIDED, parse_date)
    closed = row.read(Column.CLOSED, parse_date)
    _check_days(row, status, received, decided, closed)
    asked, granted = (_amount(row, column) for column in (Column.ASKED, Column.GRANTED))
    _check_decision(row, status, outcome, asked, granted)
    method = row.read(Column.METHOD, _method) or DeliveryMethod.SERVICE
    if row.has_errors or received is None or channel is None or person is None:
        return None, row.findings
    case = PastCase(
        number=number,
        person=person,
        categories=categories,
        governing=held_to,
        channel_key=channel.key,
        request_type=request_type[0] if request_type else None,
        subject=subject,
        description=row.text(Column.DESCRIPTION),
        received_on=received,
        register_number=clean_typed(row.text(Column.REGISTER)),
        old_reference=clean_typed(row.text(Column.OLD_REFERENCE)),
        status=status,
        outcome=outcome,
        decided_on=decided,
        decider=decider,
        reason=row.text(Column.REASON),
        amount_asked=asked,
        amount_granted=granted,
        method=method,
        assignee=assignee,
        closed_on=closed,
    )
    return case, row.findings


def _governing(received: date | None, now: GoverningRules) -> GoverningRules:
    """The policy of that day; of a day before the first one, the policy in force now."""
    if received is not None and received <= clock.today():
        with suppress(governing.NoPolicyInForce):
            return governing.in_force(past.Days(received).at)
    return now


def _check_text(row: Reading, column: Column, check: Callable[[], None]) -> None:
    try:
        check()
    except DomainError as error:
        row.wrong(column, words_of(error))


def _refuse(say: Callable[[], str]) -> ValidationError:
    class Late:
        def __str__(self) -> str:
            return say()

    return ValidationError(Late())  # type: ignore[arg-type]


def _type(typed: str, known: Surroundings) -> tuple[RequestTypeVersion, TypeContent]:
    wanted = searchable(typed)
    for version, content in known.types:
        if wanted in {
            searchable(each) for each in (version.key, content.name.ar, content.name.en)
        }:
            return version, content
    names = [str(content.name.ar) for _version, content in known.types]
    raise _refuse(lambda: _("No type of request is called that. There are: %s") % _listed(names))


def _channel(typed: str, held_to: GoverningRules) -> Channel:
    """By its key or its label, or by its kind where the policy names one channel of it."""
    wanted = searchable(typed)
    for channel in held_to.channels:
        if wanted in (searchable(channel.key), searchable(channel.label)):
            return channel
    kinds = [c for c in held_to.channels if wanted in _names_of_kind(c)]
    if len(kinds) == 1:
        return kinds[0]
    labels = [channel.label for channel in held_to.channels]
    raise _refuse(
        lambda: _("The policy names no such channel. Choose one of: %s") % _listed(labels)
    )


def _names_of_kind(channel: Channel) -> set[str]:
    words: set[str] = {searchable(channel.kind.value)}
    found(None, lambda: words.add(searchable(str(channel.kind.label))))
    return words


def _person(row: Reading) -> BeneficiaryData | None:
    number = row.read(Column.IDENTITY, normalise_identity_number)
    mobile = row.read(Column.MOBILE, normalise_mobile)
    email = row.read(Column.EMAIL, normalise_email)
    data = BeneficiaryData(row.text(Column.NAME), number or "", mobile or "", email or "")
    try:
        return normalised(data)
    except DomainError as error:
        row.wrong(Column.NAME, words_of(error))
        return None


def _categories(typed: str, known: Surroundings) -> tuple[str, ...]:
    spelt = {
        searchable(name): each.key
        for each in known.categories
        for name in (each.key, each.ar, each.en)
    }
    parts = [part.strip() for part in _parted(typed) if part.strip()]
    unknown = next((part for part in parts if searchable(part) not in spelt), None)
    if unknown is not None:
        labels = [each.ar for each in known.categories]
        raise _refuse(
            lambda: (
                _("“%(part)s” is no category. There are: %(all)s")
                % {"part": isolate(unknown), "all": _listed(labels)}
            )
        )
    return tuple(dict.fromkeys(spelt[searchable(part)] for part in parts))


def _parted(typed: str) -> list[str]:
    for sign in ("،", ";", "؛", "|", "/", "\n"):
        typed = typed.replace(sign, ",")
    return typed.split(",")


def _staff_member(typed: str, known: Surroundings) -> User:
    person = known.people.get(clean_typed(typed).casefold())
    if person is None:
        raise _refuse(lambda: _("No staff member has this e-mail address."))
    return person


def _assignee(typed: str, known: Surroundings) -> User:
    person = _staff_member(typed, known)
    rules.check_can_be_assigned(person)
    return person


def _method(typed: str) -> DeliveryMethod:
    method = understood(typed, DeliveryMethod)
    if method is None:
        labels = [choice.label for choice in DeliveryMethod]
        raise _refuse(lambda: _("Write one of: %s") % _listed([str(each) for each in labels]))
    return method


def _amount(row: Reading, column: Column) -> Decimal | None:
    amount: Decimal | None = row.read(column, MONEY.clean)
    if amount is not None and amount <= 0:
        row.wrong(column, lambda: rules.AmountNotPositive.message)
    return amount


def _stage(row: Reading) -> tuple[S, Outcome | None]:
    """Where the case stands. A sheet without a status tells it by its decision and its last day."""
    outcome = row.read(Column.OUTCOME, lambda typed: _word(typed, Outcome))
    status = row.read(Column.STATUS, lambda typed: _word(typed, S))
    if status is None:
        if row.text(Column.CLOSED):
            return S.CLOSED, outcome
        return (S(outcome.value) if outcome else S.RECEIVED), outcome
    told = past.OUTCOME_OF.get(status)
    if told is not None and outcome not in (None, told):
        row.wrong(Column.OUTCOME, lambda: _("The status says something else: %s") % status.label)
    if status in (S.DELIVERING, S.DELIVERED):
        outcome = outcome or Outcome.ACCEPTED
        if outcome == Outcome.REJECTED:
            row.wrong(Column.OUTCOME, lambda: _("Nothing is handed over after a rejection."))
    return status, told or outcome


def _word(typed: str, choices: type[Word]) -> Word:
    meant = understood(typed, choices)
    if meant is None:
        labels = [choice.label for choice in choices]
        raise _refuse(
            lambda: (
                _("This word is not known here. Write one of: %s")
                % _listed([str(each) for each in labels])
            )
        )
    return meant


def _check_days(
    row: Reading, status: S, received: date | None, decided: date | None, closed: date | None
) -> None:
    today = clock.today()
    days = [(Column.RECEIVED, received), (Column.DECIDED, decided), (Column.CLOSED, closed)]
    for column, day in days:
        if day is not None and day > today:
            row.wrong(column, lambda: _("This day has not come yet."))
    known = [(column, day) for column, day in days if day is not None]
    for (_before, earlier), (column, later) in pairwise(known):
        if later < earlier:
            row.wrong(column, lambda: _("This day lies before the one it follows."))
    if status in past.DECIDED and not row.text(Column.DECIDED):
        row.wrong(Column.DECIDED, lambda: _("Write the day of the decision."))
    if status not in past.DECIDED and row.text(Column.DECIDED):
        row.wrong(Column.STATUS, lambda: _("There is a decision, and the status comes before it."))
    if status in past.ENDED and not row.text(Column.CLOSED):
        row.wrong(Column.CLOSED, lambda: _("Write the day on which the case ended."))
    if status not in (*past.ENDED, S.DELIVERED) and row.text(Column.CLOSED):
        row.wrong(
            Column.STATUS, lambda: _("There is a day of closing, and the status is an open one.")
        )


def _check_decision(
    row: Reading,
    status: S,
    outcome: Outcome | None,
    asked: Decimal | None,
    granted: Decimal | None,
) -> None:
    if status == S.CLOSED and outcome is None and not row.text(Column.OUTCOME):
        row.wrong(Column.OUTCOME, lambda: _("Write what was decided before the case was closed."))
    if status not in past.DECIDED and (outcome is not None or granted is not None):
        row.wrong(Column.STATUS, lambda: _("There is a decision, and the status comes before it."))
        return
    if outcome in (Outcome.REJECTED, Outcome.PARTLY_ACCEPTED) and not row.text(Column.REASON):
        row.wrong(Column.REASON, lambda: rules.ReasonMissing.message)
    if outcome == Outcome.REJECTED and granted is not None:
        row.wrong(Column.GRANTED, lambda: rules.NothingGranted.message)
    in_part = outcome == Outcome.PARTLY_ACCEPTED and asked is not None and granted is not None
    if in_part and granted >= asked:  # type: ignore[operator]
        row.wrong(Column.GRANTED, lambda: str(rules.NotInPart(asked=asked)))


def _listed(names: Sequence[str]) -> str:
    return listed(isolate(name) for name in names)
