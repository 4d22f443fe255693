"""What the inbox asks the database: filters, orders, and counts that stop where nobody counts any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Final

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.beneficiaries.opening import files_open_to
from core.cases.models import PRIORITY_RANK, Case
from core.service_requests.as_written import is_kept_from_files
from core.service_requests.queries import DUE_SOON, requests_visible_to, search_condition
from foundation import clock

PER_PAGE: Final = 25
MOST_LISTED: Final = 1000
HEAVY: Final = ("description", "answers", "decision_reason", "early_reason", "decision_reasons")


class Sort(models.TextChoices):
    DUE = "due", _("Due first")
    PRIORITY = "priority", _("Most urgent first")
    NEWEST = "newest", _("Newest first")
    OLDEST = "oldest", _("Oldest first")


@dataclass(frozen=True, slots=True)
class InboxFilters:
    """Empty means any. `assignee`: a user's id, or "none" for what nobody has. `type`: a type's key.

    `version`: the policy's label; `programme`: its id; `category`: a key of the association's list.
    """

    search: str = ""
    status: str = ""
    channel: str = ""
    assignee: str = ""
    type: str = ""
    priority: str = ""
    category: str = ""
    programme: str = ""
    version: str = ""
    late: bool = False
    soon: bool = False
    paused: bool = False
    unread: bool = False
    ended: bool = False
    sort: str = Sort.DUE.value


@dataclass(frozen=True, slots=True)
class CasePage:
    """A piece of a list of which only the first MOST_LISTED can be leafed through; `found`: of those."""

    object_list: list[Case]
    number: int
    found: int

    @property
    def more_than_listed(self) -> bool:
        return self.found > MOST_LISTED

    @property
    def num_pages(self) -> int:
        return max(1, ceil(min(self.found, MOST_LISTED) / PER_PAGE))

    @property
    def paginator(self) -> "CasePage":
        """For ui/pager.html, which knows Django's pages."""
        return self

    @property
    def has_other_pages(self) -> bool:
        return self.num_pages > 1

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.num_pages

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def inbox(actor: Actor, filters: InboxFilters | None = None) -> QuerySet[Case]:
    """What the actor may see, open or ended, in the order asked for; without a due date last."""
    filters = filters or InboxFilters()
    cases = requests_visible_to(actor).filter(_state(filters), closed_at__isnull=not filters.ended)
    if filters.search.strip():
        cases = cases.filter(search_condition(filters.search, actor))
    exact = {
        "status": filters.status,
        "channel_key": filters.channel,
        "request_type__key": filters.type,
        "priority": filters.priority,
        "programme_id": filters.programme,
        "policy_label": filters.version,
    }
    cases = cases.filter(**{name: value for name, value in exact.items() if value})
    if filters.category:
        cases = cases.filter(beneficiary__categories__contains=[filters.category])
        if is_kept_from_files(actor):
            cases = cases.filter(beneficiary__in=files_open_to(actor).values("pk"))
    if filters.assignee:
        nobody = filters.assignee == "none"
        cases = cases.filter(Q(assignee=None) if nobody else Q(assignee_id=filters.assignee))
    return cases.order_by(*_order(filters.sort))


def page_of(cases: QuerySet[Case], number: int, *, found: int) -> CasePage:
    """A number that is out of range leads to the nearest page there is."""
    last = max(1, ceil(min(found, MOST_LISTED) / PER_PAGE))
    number = min(max(number, 1), last)
    start = (number - 1) * PER_PAGE
    return CasePage(list(cases.defer(*HEAVY)[start : start + PER_PAGE]), number, found)


def counts(lists: Mapping[str, QuerySet[Case]], *, most: int = MOST_LISTED) -> dict[str, int]:
    """How long each list is, in one query; what is longer than `most` counts as one more than that."""
    known = dict.fromkeys(lists, 0)
    parts, values = [], []
    for name, cases in lists.items():
        try:
            sql, params = cases.order_by().values("pk")[: most + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT %s::text, count(*) FROM ({sql}) AS listed")  # noqa: S608 (Django's own)
        values += [name, *params]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            known |= dict(cursor.fetchall())
    return known


def channels_used() -> list[tuple[str, str]]:
    """Key and label of those that requests came by, also under policies no longer in force."""
    return sorted(_distinct("channel_key", "channel_label"), key=lambda row: (row[1], row[0]))


def versions_used() -> list[str]:
    """Labels of the policy versions that requests are pinned to, newest first."""
    labels = [label for _key, label in _distinct("policy_version", "policy_label")]
    return sorted(set(labels), reverse=True)


def _state(filters: InboxFilters) -> Q:
    """Ticked together, they are all asked for."""
    now = clock.now()
    condition = Q()
    if filters.late:
        condition &= Q(due_at__lt=now)
    if filters.soon:
        condition &= Q(due_at__gte=now, due_at__lte=now + DUE_SOON)
    if filters.paused:
        condition &= Q(clock_paused=True)
    if filters.unread:
        condition &= Q(unread_since__isnull=False)
    return condition


def _order(sort: str) -> tuple[str | Combinable, ...]:
    due = F("due_at").asc(nulls_last=True)
    match sort:
        case Sort.PRIORITY:
            return PRIORITY_RANK.desc(), due, "pk"
        case Sort.NEWEST:
            return "-received_at", "-pk"
        case Sort.OLDEST:
            return "received_at", "pk"
        case _:
            return due, "pk"


def _distinct(column: str, label: str) -> list[tuple[str, str]]:
    """One step of an index for each value, however many cases there are."""
    table = Case._meta.db_table
    sql = f"""
        WITH RECURSIVE used AS (
            (SELECT {column} AS key FROM {table} ORDER BY {column} LIMIT 1)
            UNION ALL
            SELECT (SELECT {column} FROM {table} WHERE {column} > used.key ORDER BY {column} LIMIT 1)
            FROM used WHERE used.key IS NOT NULL
        )
        SELECT key::text, (SELECT {label} FROM {table} WHERE {column} = used.key LIMIT 1)
        FROM used WHERE key IS NOT NULL
    """  # noqa: S608 (names of columns, written above)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
