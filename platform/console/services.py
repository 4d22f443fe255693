"""What operators do to associations; each step is written to the operators' own audit chain."""

from uuid import UUID

from django.db import transaction

from console import rules
from foundation import audit
from tenants.models import Association
from tenants.people.models import User
from tenants.provisioning import services as provisioning


@transaction.atomic
def onboard(
    operator: User,
    *,
    name: str,
    license_no: str,
    kind: str,
    slug: str,
    contact_name: str,
    contact_email: str,
    operation_id: UUID,
) -> Association:
    """Record the association and start its set-up; the same operation_id does it once."""
    rules.check_can_onboard(operator)
    association = provisioning.onboard_association(
        name=name,
        license_no=license_no,
        kind=kind,
        slug=slug,
        contact_name=contact_name,
        contact_email=contact_email,
        actor_label=operator.display_name,
        operation_id=operation_id,
    )
    audit.record("association.onboarded", association, actor=operator)
    return association


@transaction.atomic
def retry(operator: User, association_id: UUID) -> Association:
    rules.check_can_onboard(operator)
    association = provisioning.retry_set_up(association_id)
    audit.record("association.retried", association, actor=operator)
    return association


@transaction.atomic
def suspend(operator: User, association_id: UUID) -> Association:
    rules.check_can_suspend(operator)
    association = provisioning.suspend(association_id)
    audit.record("association.suspended", association, actor=operator)
    return association


@transaction.atomic
def resume(operator: User, association_id: UUID) -> Association:
    rules.check_can_suspend(operator)
    association = provisioning.resume(association_id)
    audit.record("association.resumed", association, actor=operator)
    return association
