"""Requests for staff to whom the files of known people are closed: with the name that they typed."""

from typing import Final

from django.db.models import QuerySet

from core.actors import Actor
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.opening import files_open_to
from core.cases.models import Case
from tenants.people.models import User
from tenants.people.roles import Permission

COMPARED: Final = "compared"
"""Marks what says how words differ from a file: by what is not named, too, it tells of the file."""


def is_kept_from_files(actor: Actor) -> bool:
    """Whoever works on the cases of others knows the people; a program is shown none."""
    return isinstance(actor, User) and not actor.has_permission(Permission.VIEW_CASES)


def as_written(requests: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """Wherever these are listed or opened, nothing of a closed file comes along."""
    kept = CasesAsWritten(model=Case, query=requests.query.chain())
    kept.actor = actor
    return kept


class CasesAsWritten(QuerySet[Case]):
    actor: Actor

    def _clone(self) -> "CasesAsWritten":
        clone: CasesAsWritten = super()._clone()  # type: ignore[misc]
        clone.actor = self.actor
        return clone

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new:
            rows: list[object] = list(self._result_cache or ())
            # Of values that were asked for there is nothing to keep closed.
            _keep_closed([row for row in rows if isinstance(row, Case)], self.actor)


def _keep_closed(cases: list[Case], actor: Actor) -> None:
    people = {case.person.pk for case in cases}
    if not people:
        return
    is_open = set(files_open_to(actor).filter(pk__in=people).values_list("pk", flat=True))
    for case in cases:
        if case.beneficiary_id not in is_open:
            known = case.person
            # Of requests from before this was kept the name has been on their slip.
            case.beneficiary = Beneficiary(
                pk=known.pk,
                name=case.written_name or known.name,
                language=known.language,
                reply_channel=case.reply_channel,
                created_at=case.received_at,
            )
