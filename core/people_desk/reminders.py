"""Once a day: papers that run out soon are told to those who have the person's open cases."""

from django.db import transaction

from core.beneficiaries.expiring import Expiring, expiring
from core.beneficiaries.models import Beneficiary
from core.cases.models import Case
from core.notices.enums import NoticeKind
from core.notices.services import notify_many
from tenants.people.models import User
from tenants.people.queries import people as staff
from tenants.people.roles import Permission, permissions_of


def remind() -> int:
    """Once for each paper and day of expiry, however often it runs; returns how many were told of."""
    due = expiring(Beneficiary.objects.all(), untold=True)
    handlers = _handlers() if due else []
    for item in due:
        _tell(item, handlers)
    return len(due)


@transaction.atomic
def _tell(item: Expiring, handlers: list[User]) -> None:
    """The assignees of open cases; where nobody has one, all who handle cases."""
    # Another run may have told it since; whoever comes second finds nothing to update.
    rows = type(item.row).objects.filter(pk=item.row.pk)
    if not rows.exclude(reminded_for=item.on).update(reminded_for=item.on):
        return
    cases = Case.objects.filter(beneficiary=item.person, closed_at=None, assignee__isnull=False)
    assignees = [case.assignee for case in cases.select_related("assignee").order_by("pk")]
    notify_many(
        [user for user in assignees if user is not None] or handlers,
        kind=NoticeKind.PAPER_EXPIRING,
        subject=f"{item.row.pk}:{item.on}",
        details={
            "beneficiary": str(item.person.pk),
            "kind": item.kind.value,
            "on": item.on.isoformat(),
        },
    )


def _handlers() -> list[User]:
    return [
        user
        for user in staff()
        if user.is_active
        and Permission.HANDLE_CASES
        in permissions_of(grant.role for grant in user.role_grants.all())
    ]
