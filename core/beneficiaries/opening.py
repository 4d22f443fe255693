"""Whose files somebody may open, and whether what stands in one may show in what they do."""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from core.actors import Actor, id_of
from core.beneficiaries.models import Beneficiary
from foundation.models import AuditEntry
from tenants.people.models import User
from tenants.people.roles import Permission

REGISTERED: Final = "beneficiary.registered"


Closed = Callable[[Actor], QuerySet[Any, Any]]

_closed: dict[str, Closed] = {}


def register(name: str, closed: Closed) -> None:
    """Call it from AppConfig.ready; `closed` gives ids of people whose file would tell the actor what is
    kept from them, to be asked within another query."""
    _closed[name] = closed


def files_open_to(actor: Actor) -> QuerySet[Beneficiary]:
    """All; those that one made at one's own intakes; or none. Merged files too, which lead to the kept one.

    An identity number typed at an intake opens nobody's file: one that was known already, or that took
    another one in since, holds what others wrote.
    """
    if actor.has_permission(Permission.VIEW_CASES):
        files = Beneficiary.objects.all()
        for closed in _closed.values():
            files = files.exclude(pk__in=closed(actor))
        return files
    if not actor.has_permission(Permission.VIEW_OWN_INTAKES):
        return Beneficiary.objects.none()
    made = AuditEntry.objects.filter(
        object_type=Beneficiary._meta.label_lower,
        object_id=Cast(OuterRef("pk"), CharField()),
        action=REGISTERED,
        actor_id=id_of(actor),
    )
    taken_in = Beneficiary.objects.filter(merged_into=OuterRef("pk"))
    own = Beneficiary.objects.filter(cases__registered_by_id=actor.pk).order_by().values("pk")
    return Beneficiary.objects.filter(Exists(made), ~Exists(taken_in), pk__in=own)


def relies_on_file(actor: Actor, person: Beneficiary) -> bool:
    """Whether what is known may show in what they do; a program reads no file and is told of none."""
    if not isinstance(actor, User) or actor.has_permission(Permission.VIEW_CASES):
        return True
    return files_open_to(actor).filter(pk=person.pk).exists()
