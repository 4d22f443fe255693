"""The dry run: each row is read, then taken over for a moment and rolled back. Nothing stays."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _

from core import rules as governing
from core.beneficiaries import services as people
from core.beneficiaries.categories import categories
from core.beneficiaries.queries import Match, find_matches
from core.beneficiaries.scoring import MatchOn
from core.case_imports.columns import Column
from core.case_imports.findings import Finding, Level, found, words_of
from core.case_imports.importer import Importer
from core.case_imports.models import CaseImport
from core.case_imports.past import PastCase
from core.case_imports.row import Surroundings, read_row
from core.case_imports.table import Row, Table, cells_of, twice
from core.case_imports.taking_over import take_over
from core.cases import rules as cases
from core.cases.models import Case
from core.request_types import rules as request_types
from core.request_types.queries import content_of, published
from core.service_requests import rules
from foundation import clock
from foundation.arabic import clean_typed, isolate, listed
from foundation.errors import DomainError
from tenants.people.queries import people as staff

BESIDE: dict[type[DomainError], Column] = {
    governing.ChannelNotInPolicy: Column.CHANNEL,
    request_types.NotByThisChannel: Column.CHANNEL,
    request_types.TypeNotOffered: Column.TYPE,
    governing.NoPolicyInForce: Column.RECEIVED,
    rules.ArrivesInFuture: Column.RECEIVED,
    rules.SubjectMissing: Column.SUBJECT,
    rules.EmailMissing: Column.EMAIL,
    rules.MobileMissing: Column.MOBILE,
    rules.CannotBeAssigned: Column.ASSIGNEE,
    rules.NoReferralTarget: Column.STATUS,
    rules.ReasonMissing: Column.REASON,
    people.NameMissing: Column.NAME,
    people.NameTooLong: Column.NAME,
    people.OtherIdentityNumber: Column.IDENTITY,
    people.IdentityNumberTaken: Column.IDENTITY,
    cases.TextTooLong: Column.DESCRIPTION,
}


@dataclass(slots=True)
class Check:
    """Everything that the rows of one import are looked at with."""

    batch: CaseImport
    table: Table
    known: Surroundings
    twice_by_reference: dict[tuple[str, ...], int]
    twice_by_content: dict[tuple[str, ...], int]
    twice_by_person: dict[tuple[str, ...], int]
    imported_before: set[str]
    passed: set[tuple[object, ...]] = field(default_factory=set)

    @classmethod
    def of(cls, batch: CaseImport, table: Table, rows: Iterable[Row]) -> "Check":
        columns = batch.columns
        return cls(
            batch,
            table,
            surroundings(),
            twice(table, columns, Column.OLD_REFERENCE),
            twice(table, columns, Column.NAME, Column.SUBJECT, Column.RECEIVED),
            twice(table, columns, Column.NAME, Column.MOBILE),
            _imported_before(rows, columns),
        )

    def look_at(self, row: Row) -> list[Finding]:
        cells = cells_of(self.batch, self.table, row)
        past, findings = read_row(row.number, cells, self.known)
        if past is not None:
            findings += self._tried(past)
        findings += self._computed(row)
        findings += self._repeated(cells)
        if past is not None:
            findings += _known_people(past)
        return findings

    def _tried(self, past: PastCase) -> list[Finding]:
        """As it will be imported, and then as if nothing had been.

        One row of a kind: of thousands nearly all go the same few ways, and the import itself refuses a
        row that finds its way barred after all.
        """
        if past.kind in self.passed:
            return []
        importer = Importer(self.batch.created_by)
        try:
            with transaction.atomic():
                take_over(past, batch_id=self.batch.pk, importer=importer)
                transaction.set_rollback(True)
        except DomainError as error:
            beside = next((c for kind, c in BESIDE.items() if isinstance(error, kind)), None)
            return [found(beside, words_of(error))]
        except ObjectDoesNotExist:
            return [found(None, lambda: _("Something that this row names is no longer there."))]
        self.passed.add(past.kind)
        return []

    def _computed(self, row: Row) -> Iterable[Finding]:
        for name, place in self.batch.columns.items():
            if place in row.computed:
                yield _warning(
                    Column(name),
                    lambda: _("A formula gave this value; only its last result is taken."),
                )

    def _repeated(self, cells: dict[Column, str]) -> Iterable[Finding]:
        reference = cells.get(Column.OLD_REFERENCE, "").strip()
        if (reference,) in self.twice_by_reference:
            yield _warning(
                Column.OLD_REFERENCE, lambda: _("Another row of this file has the same number.")
            )
        if clean_typed(reference) in self.imported_before:
            yield _warning(
                Column.OLD_REFERENCE, lambda: _("A case with this number was imported before.")
            )
        content = tuple(
            cells.get(c, "").strip() for c in (Column.NAME, Column.SUBJECT, Column.RECEIVED)
        )
        if content in self.twice_by_content:
            yield _warning(
                Column.SUBJECT,
                lambda: _("Another row has the same name, subject and day of arrival."),
            )
        person = tuple(cells.get(c, "").strip() for c in (Column.NAME, Column.MOBILE))
        if person in self.twice_by_person and not cells.get(Column.IDENTITY, "").strip():
            yield _warning(
                Column.IDENTITY,
                lambda: _(
                    "Another row has the same name and mobile. Without an identity number each row "
                    "makes a file of its own; they can be merged later."
                ),
            )


def surroundings() -> Surroundings:
    """Raises NoPolicyInForce."""
    return Surroundings(
        now=governing.in_force(clock.now()),
        types=[(version, content_of(version)) for version in published()],
        categories=categories(),
        people={person.email.casefold(): person for person in staff() if person.is_active},
    )


def _imported_before(rows: Iterable[Row], columns: dict[str, int]) -> set[str]:
    place = columns.get(Column.OLD_REFERENCE)
    if place is None:
        return set()
    numbers = {clean_typed(row.cells[place]) for row in rows} - {""}
    earlier = Case.objects.filter(register_number__in=numbers, import_batch__isnull=False)
    return set(earlier.values_list("register_number", flat=True))


def _known_people(past: PastCase) -> Iterable[Finding]:
    """Whoever has the same identity number is that person; all others are only proposed."""
    person = past.person
    matches = find_matches(
        name=person.name,
        mobile=person.mobile,
        email=person.email,
        identity_number=person.identity_number,
    )
    same = [match for match in matches if MatchOn.IDENTITY in match.on]
    yield from (_of_another_name(match) for match in same if MatchOn.NAME not in match.on)
    others = [match.beneficiary for match in matches if match not in same]
    if others:
        names = [isolate(each.name) for each in others[:3]]
        yield _warning(
            Column.NAME,
            lambda: (
                _("Perhaps known already: %(names)s. A file of its own is made; merge it later.")
                % {"names": listed(names)}
            ),
        )


def _of_another_name(match: Match) -> Finding:
    name = isolate(match.beneficiary.name)
    return _warning(
        Column.IDENTITY,
        lambda: (
            _(
                "This number is that of %(name)s, whose file takes the case. Compare it with the card."
            )
            % {"name": name}
        ),
    )


def _warning(column: Column, say: Callable[[], object]) -> Finding:
    return found(column, say, Level.WARNING)
