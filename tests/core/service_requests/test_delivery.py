from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.cases import rules as cases
from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.notices.enums import NoticeKind
from core.notices.models import Notice
from core.rules import Stage
from core.service_requests import proof, rules, services
from core.service_requests.enums import DeliveryMethod as M
from core.service_requests.enums import DeliveryState, ExitReason
from core.service_requests.instalments import remind_of_instalments
from core.service_requests.models import Delivery
from core.service_requests.proof import Proof
from core.service_requests.services import Instalment
from foundation import clock, uploads
from tenants.people.roles import Role
from tests.core.requests import TRANSFERRED, bring_to, do_steps


def paper():
    return uploads.store(b"signed", name="receipt.txt", media_type="text/plain")


def planned(case, actor, *amounts):
    instalments = [Instalment("قسط إيجار", amount, None) for amount in amounts]
    return services.plan_deliveries(case.pk, actor=actor, instalments=instalments)


def states(case):
    return list(case.deliveries.order_by("order").values_list("state", flat=True))


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        (None, proof.ProofMissing),
        (lambda: Proof(M.TRANSFER), proof.TransferReferenceMissing),
        (lambda: Proof(M.TRANSFER, transfer_reference="  "), proof.TransferReferenceMissing),
        (lambda: Proof(M.CASH, transfer_reference="7"), proof.ReceiptMissing),
        (lambda: Proof(M.CASH, photo=paper()), proof.ReceiptMissing),
        (lambda: Proof(M.VOUCHER), proof.ReceiptMissing),
        (lambda: Proof(M.IN_KIND), proof.ProofMissing),
        (lambda: Proof(M.TRANSFER, transfer_reference="\u200f"), proof.TransferReferenceMissing),
        (lambda: Proof(M.TRANSFER, transfer_reference="TRF-1"), None),
        (lambda: Proof(M.CASH, signature=paper()), None),
        (lambda: Proof(M.CHEQUE, receipt=paper()), None),
        (lambda: Proof(M.IN_KIND, photo=paper()), None),
        (lambda: Proof(M.SERVICE, receipt=paper()), None),
    ],
)
def test_each_way_of_handing_over_has_its_proof(everyone, given, refused):
    case = bring_to(S.DELIVERING, everyone)
    do_steps(case, everyone, Stage.DELIVERY)
    shown = given() if given else None

    if refused:
        with pytest.raises(refused):
            services.deliver(case.pk, actor=everyone, proof=shown)
        assert Case.objects.get(pk=case.pk).status == S.DELIVERING
    else:
        services.deliver(case.pk, actor=everyone, proof=shown)
        assert Case.objects.get(pk=case.pk).status == S.DELIVERED


def test_the_first_instalment_starts_the_delivery_and_the_last_ends_it(everyone):
    case = bring_to(S.ACCEPTED, everyone)
    first, second = planned(case, everyone, Decimal(500), Decimal(700))

    services.hand_over(case.pk, actor=everyone, delivery_id=first.pk, proof=TRANSFERRED)
    assert Case.objects.get(pk=case.pk).status == S.DELIVERING
    do_steps(case, everyone, Stage.DELIVERY)
    services.deliver(case.pk, actor=everyone, proof=TRANSFERRED)

    second.refresh_from_db()
    assert second.state == DeliveryState.DELIVERED
    assert second.transfer_reference == "TRF-1"
    assert Case.objects.get(pk=case.pk).status == S.DELIVERED
    assert [event.details["order"] for event in case.events.filter(name="delivery_made")] == [1]


def test_what_went_in_instalments_is_not_handed_over_again_as_a_whole(everyone):
    case = bring_to(S.ACCEPTED, everyone)
    [only] = planned(case, everyone, Decimal(500))
    services.hand_over(case.pk, actor=everyone, delivery_id=only.pk, proof=TRANSFERRED)
    do_steps(case, everyone, Stage.DELIVERY)

    with pytest.raises(rules.NothingPlanned):
        services.deliver(case.pk, actor=everyone, proof=TRANSFERRED)
    assert states(case) == ["delivered"]
    services.deliver(case.pk, actor=everyone)
    assert (states(case), Case.objects.get(pk=case.pk).status) == (["delivered"], S.DELIVERED)


def test_nothing_counts_as_delivered_while_instalments_are_planned(everyone):
    case = bring_to(S.DELIVERING, everyone)
    do_steps(case, everyone, Stage.DELIVERY)
    planned(case, everyone, Decimal(1), Decimal(2))

    for shown in (None, TRANSFERRED):
        with pytest.raises(rules.InstalmentsOpen):
            services.deliver(case.pk, actor=everyone, proof=shown)
    assert states(case) == ["planned", "planned"]


def test_an_instalment_is_handed_over_once(everyone):
    case = bring_to(S.ACCEPTED, everyone)
    [only] = planned(case, everyone, Decimal(5))
    services.hand_over(case.pk, actor=everyone, delivery_id=only.pk, proof=TRANSFERRED)

    with pytest.raises(cases.StepAlreadyThere):
        services.hand_over(case.pk, actor=everyone, delivery_id=only.pk, proof=TRANSFERRED)


def test_no_more_is_planned_than_was_granted(everyone):
    case = bring_to(S.ACCEPTED, everyone)
    Case.objects.filter(pk=case.pk).update(amount_granted=Decimal(1000))
    [first, _second] = planned(case, everyone, Decimal(400), Decimal(600))
    services.hand_over(case.pk, actor=everyone, delivery_id=first.pk, proof=TRANSFERRED)

    with pytest.raises(rules.MoreThanGranted) as refused:
        planned(case, everyone, Decimal(601))

    assert refused.value.details == {"planned": Decimal(1001), "granted": Decimal(1000)}
    assert states(case) == ["delivered", "planned"]
    planned(case, everyone, Decimal(300), Decimal(300))
    assert states(case) == ["delivered", "planned", "planned"]


@pytest.mark.parametrize(
    ("instalments", "refused"),
    [
        ([], rules.InstalmentsOutOfRange),
        ([Instalment("قسط")] * 61, rules.InstalmentsOutOfRange),
        ([Instalment(" ")], cases.TextMissing),
        ([Instalment("قسط", Decimal(0))], rules.AmountNotPositive),
    ],
)
def test_a_plan_that_cannot_be_is_refused(everyone, instalments, refused):
    case = bring_to(S.ACCEPTED, everyone)

    with pytest.raises(refused):
        services.plan_deliveries(case.pk, actor=everyone, instalments=instalments)


@pytest.mark.parametrize("status", [S.DELIVERING, S.DELIVERED])
def test_what_came_back_is_planned_again(everyone, status):
    case = bring_to(S.ACCEPTED, everyone)
    [only] = planned(case, everyone, Decimal(900))
    services.hand_over(case.pk, actor=everyone, delivery_id=only.pk, proof=TRANSFERRED)
    if status == S.DELIVERED:
        do_steps(case, everyone, Stage.DELIVERY)
        services.deliver(case.pk, actor=everyone)

    again = services.take_back(case.pk, actor=everyone, delivery_id=only.pk, reason="الحساب مغلق")

    assert Case.objects.get(pk=case.pk).status == S.DELIVERING
    assert (again.amount, again.order) == (Decimal(900), 2)
    assert states(case) == ["returned", "planned"]
    assert Delivery.objects.get(pk=only.pk).note == "الحساب مغلق"


def test_a_service_that_ends_early_cancels_what_is_planned_and_says_why(everyone):
    case = bring_to(S.ACCEPTED, everyone)
    first, _second = planned(case, everyone, Decimal(1), Decimal(2))
    services.hand_over(case.pk, actor=everyone, delivery_id=first.pk, proof=TRANSFERRED)

    services.end_service(
        case.pk, actor=everyone, reason=ExitReason.MOVED_AWAY, note="انتقلت الأسرة"
    )

    case = Case.objects.get(pk=case.pk)
    assert (case.status, case.due_at) == (S.CLOSED, None)
    assert states(case) == ["delivered", "cancelled"]
    details = case.events.get(name="close").details
    assert (details["exit"], details["cancelled"]) == ("moved_away", 1)


@pytest.mark.parametrize("status", [S.COMPLETE, S.REJECTED, S.CLOSED])
def test_what_was_not_granted_is_not_planned(everyone, status):
    case = bring_to(status, everyone)

    with pytest.raises(cases.StepNotPossible):
        planned(case, everyone, Decimal(1))


def test_only_who_delivers_plans_and_hands_over(everyone, make_person):
    researcher = make_person(Role.SOCIAL_RESEARCHER, name="باحثة")
    case = bring_to(S.ACCEPTED, everyone)
    [only] = planned(case, everyone, Decimal(1))

    for act in (
        lambda: planned(case, researcher, Decimal(1)),
        lambda: services.hand_over(
            case.pk, actor=researcher, delivery_id=only.pk, proof=TRANSFERRED
        ),
        lambda: services.end_service(case.pk, actor=researcher, reason=ExitReason.OTHER),
    ):
        with pytest.raises(cases.NotYourPart):
            act()


def test_the_plan_keeps_its_dates(everyone):
    case = bring_to(S.ACCEPTED, everyone)
    services.plan_deliveries(
        case.pk,
        actor=everyone,
        instalments=[Instalment("قسط", None, date(2026, 5, 1))],
    )

    assert case.deliveries.get().due_on == date(2026, 5, 1)


@pytest.mark.parametrize(("days", "told"), [(4, 0), (3, 1), (0, 1), (-5, 1)])
def test_who_has_the_case_is_told_of_an_instalment_once(everyone, days, told):
    case = bring_to(S.ACCEPTED, everyone)
    services.assign(case.pk, actor=everyone, assignee=everyone)
    due_on = clock.today() + timedelta(days)
    services.plan_deliveries(
        case.pk, actor=everyone, instalments=[Instalment("قسط", None, due_on)]
    )

    for _again in range(2):
        remind_of_instalments()

    assert Notice.objects.filter(kind=NoticeKind.INSTALMENT_DUE, case=case).count() == told
