"""What operators do to associations and invoices; each step is written to their own audit chain."""

from datetime import date
from uuid import UUID

from django.db import transaction

from billing import services as billing
from billing.models import Invoice
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


@transaction.atomic
def draft_invoice(
    operator: User, association_id: UUID, *, plan_key: str, period_start: date, period_end: date
) -> Invoice:
    rules.check_can_bill(operator)
    invoice = billing.draft_invoice(
        association_id, plan_key=plan_key, period_start=period_start, period_end=period_end
    )
    audit.record("invoice.drafted", invoice, actor=operator)
    return invoice


@transaction.atomic
def issue_invoice(operator: User, invoice_id: UUID) -> Invoice:
    rules.check_can_bill(operator)
    invoice = billing.issue_invoice(invoice_id)
    audit.record("invoice.issued", invoice, actor=operator)
    return invoice


@transaction.atomic
def mark_invoice_paid(operator: User, invoice_id: UUID) -> Invoice:
    rules.check_can_bill(operator)
    invoice = billing.mark_paid(invoice_id)
    audit.record("invoice.paid", invoice, actor=operator)
    return invoice
