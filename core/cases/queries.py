"""Reading cases: what one still needs, its timeline, and the cases that somebody may see."""

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from core.actors import Actor
from core.cases import circles
from core.cases.enums import CaseKind, Visibility
from core.cases.models import Case, CaseDocument, CaseEvent, ChecklistItem, MissingItem
from core.cases.withholding import withheld_from
from core.rules import Stage
from foundation import codes, limits
from tenants.people.roles import Permission

LOOKUPS_PER_HOUR = 30
HOUR = 3600


def cases_visible_to(actor: Actor, *, kind: CaseKind | None = None) -> QuerySet[Case]:
    """All, one's own intakes, or none, and those of one's circles, without what is kept from them.

    With `kind` those of one kind only, by a simpler condition; the caller orders them.
    """
    seen = circles.outside_circles() & _by_permission(actor)
    if kind is None:
        cases = Case.objects.filter(seen | circles.in_circles_of(actor))
    elif circles.has_circle(kind):
        cases = Case.objects.filter(circles.in_circles_of(actor), kind=kind)
    else:
        cases = Case.objects.filter(_by_permission(actor), kind=kind)
    for ids in withheld_from(actor):
        cases = cases.exclude(pk__in=ids)
    return cases


def _by_permission(actor: Actor) -> Q:
    if actor.has_permission(Permission.VIEW_CASES):
        return Q()
    if actor.has_permission(Permission.VIEW_OWN_INTAKES):
        return Q(registered_by_id=actor.pk)
    return Q(pk__in=[])


def case_by_tracking_code(typed: str, *, source: str) -> Case | None:
    """The case of this code, or None; a wrong code costs the same work as a right one.

    Counts against `source` (an address), and raises TooManyAttempts; so call it outside of a
    transaction. An unreadable code is None too: nothing tells it from one that is not known.
    """
    limits.hit("tracking-code", source, LOOKUPS_PER_HOUR, HOUR)
    try:
        code = codes.parse(typed)
    except codes.UnreadableCode:
        code = ""
    # No more of the row than leads to its page: opening sealed columns would take time that tells.
    found = Case.objects.only("kind", "tracking_index").filter(
        tracking_index=codes.code_hash(code)
    )
    return found.first()


def open_steps(case: Case, stage: Stage) -> list[ChecklistItem]:
    """What is still to do before `stage` is over, in the policy's order."""
    order = list(Stage)
    until = [other.value for other in order[: order.index(stage) + 1]]
    return [step for step in checklist(case) if step.stage in until and not step.is_done]


def gather(case: Case) -> None:
    """Reads at once what the page of a case asks for many times: what below, and elsewhere, goes
    through `.all()` of the case costs no further query. Not for a case that is about to change.
    """
    asked_for = MissingItem.objects.select_related("document__file")
    prefetch_related_objects(
        [case],
        "checklist",
        Prefetch("missing_items", queryset=asked_for),
        "clocks__pauses",
        "deliveries",
    )


def checklist(case: Case) -> list[ChecklistItem]:
    return sorted(case.checklist.all(), key=lambda step: step.order)


def unsettled_items(case: Case) -> list[MissingItem]:
    return [item for item in missing_items(case) if item.provided_at is None]


def missing_items(case: Case) -> list[MissingItem]:
    """All that was required or asked for, settled or not."""
    return sorted(case.missing_items.all(), key=lambda item: (item.kind, item.label, item.pk))


def documents(case: Case) -> QuerySet[CaseDocument]:
    return case.documents.select_related("file").order_by("added_at", "pk")


def timeline(case: Case) -> QuerySet[CaseEvent]:
    """Newest first."""
    return case.events.order_by("-happened_at", "-pk")


def timeline_for_beneficiary(case: Case) -> QuerySet[CaseEvent]:
    return timeline(case).filter(visibility=Visibility.BENEFICIARY)
