"""Drafts, numbers and payment of invoices."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from billing import services
from billing.models import Invoice, Plan
from foundation.errors import WrongState
from tenants.schemas import control_plane


@pytest.fixture
def plan(db):
    with control_plane():
        return Plan.objects.create(
            key="basic", name_ar="الأساسية", name_en="Basic", monthly_price=Decimal("333.33")
        )


@pytest.fixture
def draft(association, plan):
    def make(start=date(2026, 1, 1), end=date(2026, 1, 31)):
        return services.draft_invoice(
            association.pk, plan_key="basic", period_start=start, period_end=end
        )

    return make


@pytest.mark.parametrize(
    ("start", "end", "net", "vat", "total"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), "333.33", "50.00", "383.33"),
        (date(2026, 1, 1), date(2026, 3, 31), "999.99", "150.00", "1149.99"),
        (date(2027, 12, 1), date(2028, 2, 29), "999.99", "150.00", "1149.99"),
        (date(2026, 1, 1), date(2026, 12, 31), "3999.96", "599.99", "4599.95"),
    ],
)
def test_the_tax_is_fifteen_percent_rounded_once(draft, start, end, net, vat, total):
    invoice = draft(start, end)
    assert (invoice.net_amount, invoice.vat_amount, invoice.total_amount) == (
        Decimal(net),
        Decimal(vat),
        Decimal(total),
    )


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 1, 2), date(2026, 1, 31)),
        (date(2026, 1, 1), date(2026, 1, 30)),
        (date(2026, 2, 1), date(2026, 1, 31)),
        (date(2028, 2, 1), date(2028, 2, 28)),
    ],
)
def test_a_period_is_whole_months(draft, start, end):
    with pytest.raises(services.PeriodUnusable):
        draft(start, end)


def test_numbers_count_within_the_year(draft, at):
    at(2026, 12, 31, 23)
    first, second = services.issue_invoice(draft().pk), services.issue_invoice(draft().pk)
    assert (first.number, second.number) == ("SILAH-2026-0001", "SILAH-2026-0002")
    at(2027, 1, 1, 0)
    assert services.issue_invoice(draft().pk).number == "SILAH-2027-0001"


def test_an_invoice_goes_from_draft_over_issued_to_paid(draft, at):
    moment = at(2026, 2, 1, 9)
    invoice = draft()
    with pytest.raises(WrongState):
        services.mark_paid(invoice.pk)
    services.issue_invoice(invoice.pk)
    with pytest.raises(WrongState):
        services.issue_invoice(invoice.pk)
    assert services.mark_paid(invoice.pk).paid_at == moment
    with pytest.raises(WrongState):
        services.mark_paid(invoice.pk)


def test_the_database_refuses_an_issued_invoice_without_number(draft):
    invoice = draft()
    with control_plane(), pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(state="issued")


@pytest.fixture
def committed_drafts(provisioned, transactional_db):
    with control_plane():
        plan = Plan.objects.create(
            key="race", name_ar="سباق", name_en="Race", monthly_price=Decimal("10.00")
        )
    drafts = [
        services.draft_invoice(
            provisioned[0].pk,
            plan_key="race",
            period_start=date(2026, 1, 1),
            period_end=date(2026, 1, 31),
        )
        for _draft in range(6)
    ]
    yield drafts
    with control_plane():
        Invoice.objects.filter(plan=plan).delete()
        plan.delete()


def test_numbers_have_no_gap_and_no_double_under_load(committed_drafts):
    numbers = []

    def issue(invoice):
        numbers.append(services.issue_invoice(invoice.pk).number)
        connection.close()

    threads = [threading.Thread(target=issue, args=[draft]) for draft in committed_drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(number[-4:]) for number in numbers) == [1, 2, 3, 4, 5, 6]
