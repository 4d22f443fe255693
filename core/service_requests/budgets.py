"""What is committed, spent and left of the budget of each programme."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Case as When
from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models import When as Where
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.cases.enums import CaseStatus
from core.cases.models import Case
from core.programmes.models import Programme
from core.service_requests.enums import DeliveryState
from core.service_requests.models import Delivery
from foundation import audit, clock
from foundation.arabic import isolate
from foundation.errors import Invalid, NotAllowed, WrongState
from foundation.writing import amount_of_money
from tenants.people.roles import Permission

NOTHING = Decimal(0)
OWED = (CaseStatus.ACCEPTED, CaseStatus.PARTLY_ACCEPTED, CaseStatus.DELIVERING)
MONEY = DecimalField(max_digits=16, decimal_places=2)


class ProgrammeMissing(Invalid):
    code = "programme_missing"
    message = _("Say from which programme the amount is granted.")


class ProgrammeClosed(WrongState):
    code = "programme_closed"
    message = _("Nothing can be granted from the programme “%(name)s”: it is closed.")


class ProgrammeNotRunning(WrongState):
    code = "programme_not_running"
    message = _(
        "Nothing can be granted from the programme “%(name)s” today: its period is another one."
    )


class OverBudget(WrongState):
    code = "over_budget"
    message = _(
        "The programme “%(name)s” has %(left)s riyals left, less than the %(amount)s to be granted. "
        "The executive may go beyond it, with a reason."
    )


class OverridesNotYours(NotAllowed):
    code = "overrides_not_yours"
    message = _("Only who manages the budgets may go beyond one.")


@dataclass(frozen=True, slots=True)
class Standing:
    """`committed`: granted and not yet handed over. `left` is less than zero where overspent."""

    programme: Programme
    committed: Decimal = NOTHING
    spent: Decimal = NOTHING

    @property
    def left(self) -> Decimal:
        return self.programme.budget - self.committed - self.spent

    @property
    def used_percent(self) -> int:
        used = self.committed + self.spent
        return min(100, int(used * 100 / self.programme.budget)) if self.programme.budget else 100

    def runs_on(self, day: date) -> bool:
        return self.programme.is_open and self.programme.starts_on <= day <= self.programme.ends_on


def standings(programmes: Iterable[Programme]) -> list[Standing]:
    """In the order given; one query for all."""
    listed = list(programmes)
    sums = _sums([programme.pk for programme in listed]) if listed else {}
    return [Standing(programme, *sums.get(programme.pk, ())) for programme in listed]


def running_programmes(day: date) -> QuerySet[Programme]:
    """What can be granted from on that day."""
    running = Programme.objects.filter(is_open=True, starts_on__lte=day, ends_on__gte=day)
    return running.order_by("name", "pk")


def cases_of(programme: Programme) -> QuerySet[Case]:
    """What was granted from it, newest first."""
    return (
        Case.objects.filter(programme=programme)
        .select_related("beneficiary")
        .annotate(handed_over=_handed_over())
        .order_by(F("decided_at").desc(nulls_last=True), "pk")
    )


def lock_programmes(ids: Iterable[UUID]) -> None:
    """For who is going to decide several cases: in one order, so that two never wait for each other."""
    list(Programme.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk"))


def commit(
    programme_id: UUID, amount: Decimal, *, actor: Actor, over_budget_reason: str = ""
) -> Programme:
    """Lock the programme and see that the amount can be granted from it.

    Until this transaction ends nobody else grants from the same programme.
    """
    programme = Programme.objects.select_for_update().get(pk=programme_id)
    check_can_grant_from(programme)
    left = standings([programme])[0].left
    if amount > left:
        if not over_budget_reason.strip():
            raise OverBudget(
                name=isolate(programme.name),
                left=amount_of_money(left),
                amount=amount_of_money(amount),
            )
        if not actor.has_permission(Permission.MANAGE_BUDGETS):
            raise OverridesNotYours
        audit.record("programme.overspent", programme, actor=actor, reason=over_budget_reason)
    return programme


def check_can_grant_from(programme: Programme) -> None:
    if not programme.is_open:
        raise ProgrammeClosed(name=isolate(programme.name))
    if not programme.starts_on <= clock.today() <= programme.ends_on:
        raise ProgrammeNotRunning(name=isolate(programme.name))


def _handed_over() -> Coalesce:
    delivered = (
        Delivery.objects.filter(case=OuterRef("pk"), state=DeliveryState.DELIVERED)
        .order_by()
        .values("case")
        .annotate(sum=Sum("amount"))
        .values("sum")
    )
    return Coalesce(Subquery(delivered, output_field=MONEY), Value(NOTHING), output_field=MONEY)


def _sums(ids: list[UUID]) -> dict[UUID, tuple[Decimal, Decimal]]:
    """Committed and spent, by programme."""
    owed = Greatest(F("amount_granted") - F("handed_over"), Value(NOTHING), output_field=MONEY)
    rows = (
        Case.objects.filter(programme__in=ids, amount_granted__isnull=False)
        .annotate(handed_over=_handed_over())
        .annotate(
            owed=When(
                Where(status__in=OWED, then=owed), default=Value(NOTHING), output_field=MONEY
            )
        )
        .order_by()
        .values("programme_id")
        .annotate(committed=Sum("owed"), spent=Sum("handed_over"))
    )
    return {row["programme_id"]: (row["committed"], row["spent"]) for row in rows}
