"""Amounts of compensation, for those alone to whom they are open."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from core.cases.models import Case
from core.complaints.enums import SEEING_AMOUNTS, OfferAnswer
from core.complaints.models import Involvement, Offer
from tenants.people.models import User
from tenants.people.roles import Permission


def open_amounts(actor: User, cases: Iterable[Case]) -> dict[UUID, Decimal]:
    """What was agreed on, by the id of the case; as rules.check_can_see_amounts says of each.

    `cases`: visible to the actor.
    """
    ids = [case.pk for case in cases]
    agreed = Offer.objects.filter(
        complaint__case__in=ids, answer=OfferAnswer.ACCEPTED, amount__isnull=False
    )
    if not actor.has_permission(Permission.VIEW_COMPENSATION):
        let_in = Involvement.objects.filter(person=actor, part__in=SEEING_AMOUNTS, ended_at=None)
        agreed = agreed.filter(complaint__in=let_in.order_by().values("complaint"))
    return {
        case_id: amount
        for case_id, amount in agreed.order_by("pk").values_list("complaint__case", "amount")
        if amount is not None
    }
