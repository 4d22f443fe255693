from decimal import Decimal

import pytest

from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.service_requests import services
from core.service_requests.appeals import APPEALS
from core.service_requests.services import Instalment
from foundation.dates import HijriDate
from foundation.models import StoredFile
from tenants.people.roles import Role
from tests.core.requests import bring_to
from tests.foundation.test_signatures import data_url, signed

QUERIES = 13
PATH = "/desk/requests/{}/delivery/"


@pytest.fixture
def at_desk(everyone, desk):
    return desk(everyone)


@pytest.fixture
def granted(everyone):
    case = bring_to(S.ACCEPTED, everyone)
    Case.objects.filter(pk=case.pk).update(amount_granted=Decimal("1000.00"))
    return Case.objects.get(pk=case.pk)


def amounts(case):
    return [str(each.amount) for each in case.deliveries.order_by("order")]


def test_equal_instalments_a_month_apart(at_desk, granted):
    values = {"what": "إيجار", "amount": "١٬٠٠٠", "times": "3", "first_on": "1447/11/15"}

    answer = at_desk.post(PATH.format(granted.pk) + "plan/", values)

    assert (answer.status_code, answer["Location"]) == (302, PATH.format(granted.pk))
    assert amounts(granted) == ["333.33", "333.33", "333.34"]
    dates = [str(each.due_on) for each in granted.deliveries.order_by("order")]
    assert dates == ["2026-05-02", "2026-06-01", "2026-06-30"]


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("1 رجب 1447", ["1447-07-01", "1447-08-01", "1447-09-01"]),
        ("٣٠/٠٧/١٤٤٧", ["1447-07-30", "1447-08-29", "1447-09-30"]),
        ("31/01/2026", ["2026-01-31", "2026-02-28", "2026-03-31"]),
    ],
)
def test_instalments_follow_in_the_calendar_that_was_typed(at_desk, granted, typed, days):
    values = {"what": "إيجار", "amount": "1000", "times": "3", "first_on": typed}

    at_desk.post(PATH.format(granted.pk) + "plan/", values)

    planned = [each.due_on for each in granted.deliveries.order_by("order")]
    in_hijri = days[0].startswith("14")
    assert [(HijriDate.of(day) if in_hijri else day).isoformat() for day in planned] == days


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"amount": "1001"}, "were granted"),
        ({"amount": "-1"}, "Write an amount like 1500"),
        ({"amount": "1e5"}, "Write an amount like 1500"),
        ({"amount": "1.234"}, "at most two decimals"),
        ({"amount": "ألف"}, "Write an amount like 1500"),
        ({"times": "0"}, "greater than or equal to 1"),
        ({"times": "61"}, "less than or equal to 60"),
        ({"first_on": "2026-02-30"}, "There is no day"),
        ({"first_on": "29/12/1500", "times": "2"}, "Dates from 1343 to 1500 AH"),
        ({"what": " "}, "This field is required"),
    ],
)
def test_a_plan_that_cannot_be_comes_back_as_typed(at_desk, granted, values, said):
    typed = {"what": "إيجار البيت", "amount": "1", "times": "1", "first_on": ""} | values

    answer = at_desk.post(PATH.format(granted.pk) + "plan/", typed)

    html = answer.content.decode()
    assert answer.status_code == 400
    assert said in html
    assert all(f'value="{text}"' in html for text in typed.values() if text.strip())
    assert amounts(granted) == []


def test_cash_is_handed_over_against_a_drawn_signature(everyone, at_desk, granted):
    [only] = services.plan_deliveries(
        granted.pk, actor=everyone, instalments=[Instalment("إيجار", Decimal(1000))]
    )
    path = f"{PATH.format(granted.pk)}{only.pk}/"

    refused = at_desk.post(path, {"method": "cash"})
    assert refused.status_code == 400
    assert "proved by a signed receipt or a signature" in refused.content.decode()
    assert StoredFile.objects.count() == 0
    answer = at_desk.post(path, {"method": "cash", "signature": data_url(signed())})

    assert answer.status_code == 302
    picture = at_desk.get(f"{path}signature/")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert at_desk.get(f"{path}receipt/").status_code == 404
    assert at_desk.get(f"{path}state/").status_code == 404


def test_the_second_click_hands_nothing_over_again(everyone, at_desk, granted):
    [only] = services.plan_deliveries(
        granted.pk, actor=everyone, instalments=[Instalment("إيجار", Decimal(1000))]
    )
    path = f"{PATH.format(granted.pk)}{only.pk}/"
    values = {"method": "transfer", "transfer_reference": "\u200fFT ٢٠٢٦-۷۷ "}

    answers = [at_desk.post(path, values).status_code for _again in range(2)]

    assert answers == [302, 409]
    assert granted.events.filter(name="delivery_made").count() == 1
    assert granted.deliveries.get().transfer_reference == "FT 2026-77"


def test_a_page_with_many_instalments_asks_no_more_queries(
    everyone, at_desk, granted, django_assert_num_queries
):
    pages = []
    for number in (1, 30):
        services.plan_deliveries(
            granted.pk,
            actor=everyone,
            instalments=[Instalment("إيجار", Decimal(1))] * number,
        )
        with django_assert_num_queries(QUERIES):
            pages.append(at_desk.get(PATH.format(granted.pk)).content.decode())

    assert [page.count("Hand over<") for page in pages] == [1, 30]


def test_an_instalment_of_another_request_is_not_found(everyone, at_desk, granted):
    other = bring_to(S.ACCEPTED, everyone)
    [foreign] = services.plan_deliveries(
        other.pk, actor=everyone, instalments=[Instalment("إيجار")]
    )

    for path in (f"{foreign.pk}/", f"{foreign.pk}/back/"):
        assert at_desk.post(PATH.format(granted.pk) + path, {}).status_code == 404


def test_who_does_not_deliver_sees_the_plan_and_no_buttons(everyone, desk, make_person, granted):
    services.plan_deliveries(granted.pk, actor=everyone, instalments=[Instalment("إيجار")])
    auditor = desk(make_person(Role.AUDITOR))

    html = auditor.get(PATH.format(granted.pk)).content.decode()

    assert "إيجار" in html
    assert "Hand over<" not in html
    assert auditor.post(PATH.format(granted.pk) + "plan/", {}).status_code in (400, 403)


def test_the_setting_of_appeals_is_saved_and_never_written_over(desk, make_person):
    at_desk = desk(make_person(Role.EXECUTIVE))
    page = "/desk/settings/appeals/"

    first = at_desk.post(page, {"within_days": "30", "revision": "0"})
    stale = at_desk.post(page, {"within_days": "90", "revision": "0"})
    wrong = at_desk.post(page, {"within_days": "0", "revision": "1"})

    assert [each.status_code for each in (first, stale, wrong)] == [302, 409, 400]
    assert APPEALS.read().within_days == 30
    assert "within 30 days" in at_desk.get("/desk/settings/").content.decode()


def test_staff_record_an_appeal_at_the_desk(everyone, at_desk):
    case = bring_to(S.REJECTED, everyone)
    values = {"grounds": "", "operation_id": "5b1f4a10-6a55-4f6e-8c6c-0d6c1f6f9a77"}

    refused = at_desk.post(f"/desk/requests/{case.pk}/appeal/", values)
    answers = [
        at_desk.post(f"/desk/requests/{case.pk}/appeal/", values | {"grounds": "لم يُنظر"})
        for _again in range(2)
    ]

    assert refused.status_code == 400
    assert [answer.status_code for answer in answers] == [302, 409]
    assert case.appeals.count() == 1
    appealed = case.appeals.get()
    html = at_desk.get(f"/desk/requests/{case.pk}/").content.decode()
    assert appealed.reference in html
