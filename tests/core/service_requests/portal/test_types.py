"""Asking for a type of request on the portal; each setting of a type changes what happens."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.cases.models import Case
from core.deadlines import queries
from core.programmes.models import Programme
from core.request_types import services
from core.request_types.enums import Priority
from core.rules import Milestone, StartEvent
from core.service_requests.portal.forms import slot_of
from foundation import clock
from tenants.people.roles import Role
from tests.core.provider import RULES, days, deadline
from tests.core.request_types.contents import EVERY_KIND, OPTIONS, content, field, publish, when
from tests.core.service_requests.portal.conftest import REQUEST, photo, typed


@pytest.fixture
def administrator(governed, make_person):
    return make_person(Role.ADMINISTRATOR)


def page_of(response):
    return response.content.decode()


def asked(visitor, version, **values):
    sent = typed(subject="", request_type=str(version.pk), **values)
    return visitor.post(REQUEST, sent)


def received(visitor, version, **values):
    response = asked(visitor, version, **values)
    assert response.status_code == 302, response.context["form"].mistakes()
    return Case.objects.get()


def test_without_types_the_form_itself_opens(visitor):
    assert 'name="subject"' in page_of(visitor.get(REQUEST))


def test_types_are_chosen_first(visitor, administrator):
    version = publish(content(documents=[{"label": {"ar": "عقد الإيجار"}}]), administrator)
    page = page_of(visitor.get(REQUEST))
    shown = (
        "سداد إيجار متأخر",
        "لمن سكنه مستأجر.",
        "عقد الإيجار",
        "صورة الهوية",
        "بين أسبوع واحد و15 يوم عمل",
    )
    assert [words in page for words in shown] == [True] * 5
    assert f"?type={version.key}" in page
    assert 'name="subject"' not in page
    assert 'name="subject"' in page_of(visitor.get(REQUEST, {"type": "other"}))


def test_the_start_page_lists_them(visitor, administrator):
    publish(content(), administrator)
    assert "لمن سكنه مستأجر." in page_of(visitor.get("/"))


@pytest.mark.parametrize("number", [1, 10])
def test_choosing_takes_the_same_queries_for_one_type_and_for_ten(
    visitor, administrator, number, django_assert_num_queries
):
    for _each in range(number):
        publish(content(), administrator)
    visitor.get(REQUEST)
    with django_assert_num_queries(5):
        visitor.get(REQUEST)


def test_a_request_keeps_answers_papers_and_version(visitor, administrator):
    version = publish(content(*EVERY_KIND), administrator)
    case = received(
        visitor,
        version,
        **{
            "a-people": "٤",
            "a-rent": "١٬٢٥٠",
            "a-born": "١/٩/١٤٤٥",
            "a-home": "rented",
            "a-guardian-name": "سالم",
            "a-household-0-name": "ريم",
            "a-paper": photo("lease.png"),
        },
    )
    paper = case.documents.get(purpose="سؤال paper")
    assert case.answers["fields"] == {
        "people": "4",
        "rent": "1250.00",
        "born": {"date": "2024-03-11", "calendar": "hijri"},
        "home": "rented",
        "paper": [str(paper.pk)],
        "guardian": {"name": "سالم", "identity": "", "relation": ""},
        "household": [{"name": "ريم", "age": None, "born": None, "studies": None}],
    }
    assert (case.request_type, case.subject, case.amount_asked) == (
        version,
        "سداد إيجار متأخر",
        Decimal("1250.00"),
    )


def test_a_mistake_in_an_answer_keeps_everything(visitor, administrator):
    version = publish(content(*EVERY_KIND), administrator)
    response = asked(
        visitor,
        version,
        **{
            "a-people": "99",
            "a-household-1-name": "ريم",
            "a-home": "owned",
            "a-paper": photo("lease.png"),
        },
    )
    page = page_of(response)
    assert (response.status_code, Case.objects.count()) == (400, 0)
    kept = ('value="99"', 'value="ريم"', "lease.png", 'href="#id_a-people"', 'id="id_a-people"')
    assert [words in page for words in kept] == [True] * 5
    ids = [file.id for file in response.context["form"].kept]
    again = received(
        visitor, version, kept=ids, signature="", **{"a-people": "9", "a-home": "owned"}
    )
    assert sorted(again.answers["fields"]) == ["home", "paper", "people"]


def test_every_kind_of_mistake_leads_to_its_field(visitor, administrator):
    version = publish(content(*({**each, "required": True} for each in EVERY_KIND)), administrator)
    response = asked(visitor, version)
    page = page_of(response)
    anchors = [mistake.anchor for mistake in response.context["form"].mistakes()]
    assert len(anchors) == len(EVERY_KIND)
    assert [f'id="{anchor}"' in page for anchor in anchors] == [True] * len(EVERY_KIND)


def test_a_version_replaced_a_moment_ago_is_still_taken(visitor, administrator):
    first = publish(content(field("words", "text")), administrator)
    publish(content(), administrator, following=first)
    case = received(visitor, first, **{"a-words": "كلمة"})
    assert (case.request_type, case.answers) == (first, {"fields": {"words": "كلمة"}})


def test_one_replaced_days_ago_or_withdrawn_is_not(visitor, administrator, at):
    at(2026, 3, 1, 9)
    first = publish(content(), administrator)
    second = publish(content(), administrator, following=first)
    at(2026, 3, 4, 9)
    services.withdraw(second.pk, actor=administrator)
    for version in (first, second):
        response = asked(visitor, version)
        assert response.status_code == 400
        assert len(response.context["form"].non_field_errors()) == 1
    assert Case.objects.count() == 0


def test_what_was_answered_is_read_when_following(visitor, administrator):
    version = publish(content(field("who", "person")), administrator)
    received(visitor, version, **{"a-who-name": "سالم", "a-who-identity": "1000000008"})
    code = visitor.get("/request/receipt/").context["code"]
    visitor.post("/follow/", {"code": code})
    page = page_of(visitor.get("/follow/case/"))
    assert ("سالم" in page, "…0008" in page, "1000000008" in page) == (True, True, False)


# --- each setting of a type ------------------------------------------------------------------------


@pytest.mark.parametrize("priority", ["low", "urgent"])
def test_priority_is_that_of_the_type(visitor, administrator, priority):
    version = publish(content(priority=priority), administrator)
    assert received(visitor, version).priority == Priority(priority)


def test_eligibility_is_read_before_anything_is_typed(visitor, administrator):
    version = publish(content(eligibility={"ar": "للأرامل."}), administrator)
    page = page_of(visitor.get(REQUEST, {"type": version.key}))
    assert page.index("للأرامل.") < page.index('name="name"')


@pytest.mark.parametrize(
    ("channels", "offered"), [([], True), (["website"], True), (["phone"], False)]
)
def test_channels_limit_where_it_is_offered(visitor, administrator, channels, offered):
    version = publish(content(channels=channels), administrator)
    assert (f"?type={version.key}" in page_of(visitor.get(REQUEST))) == offered
    assert asked(visitor, version).status_code == (302 if offered else 400)


@pytest.mark.parametrize(("chosen", "missing"), [([], 0), (["widow"], 1), (["orphan"], 0)])
def test_documents_depend_on_the_category(visitor, administrator, chosen, missing):
    named = {"label": {"ar": "شهادة الوفاة"}, "categories": ["widow"]}
    version = publish(content(documents=[named]), administrator)
    case = received(visitor, version, **{"a--categories": [c for c in chosen if c == "widow"]})
    assert case.missing_items.filter(label="شهادة الوفاة").count() == missing


def test_a_document_of_the_type_is_settled_by_its_file(visitor, administrator):
    version = publish(content(documents=[{"label": {"ar": "عقد الإيجار"}}]), administrator)
    case = received(visitor, version, **{slot_of("عقد الإيجار"): photo()})
    item = case.missing_items.get(label="عقد الإيجار")
    assert item.provided_at is not None


def test_programme_is_the_one_that_pays(visitor, administrator):
    programme = Programme.objects.create(
        name="السكن",
        budget=1,
        starts_on="2026-01-01",
        ends_on="2027-12-31",
        created_at=clock.now(),
    )
    version = publish(content(programme=str(programme.pk)), administrator)
    assert received(visitor, version).programme == programme


SEVERAL = (
    deadline("reply", Milestone.FIRST_REPLY, StartEvent.SUBMISSION, days(5)),
    deadline("urgent-reply", Milestone.FIRST_REPLY, StartEvent.SUBMISSION, days(1)),
)


def clocks_of(case):
    return [clock.rule_key for clock in queries.clocks_of(case.pk)]


def test_its_own_date_runs_for_it_and_for_no_other(visitor, administrator, policy):
    policy.change(deadlines=SEVERAL)
    own = publish(content(deadline="urgent-reply"), administrator)
    other = publish(content(), administrator)
    assert clocks_of(received(visitor, own)) == ["urgent-reply"]
    Case.objects.update(subject="x")
    asked(visitor, other)
    assert clocks_of(Case.objects.exclude(request_type=own).get()) == ["reply"]


def test_without_a_type_that_claims_it_each_date_runs(visitor, administrator, policy):
    policy.change(deadlines=SEVERAL)
    version = publish(content(), administrator)
    assert clocks_of(received(visitor, version)) == ["reply", "urgent-reply"]


def test_a_withdrawn_type_does_not_give_its_date_to_everybody(visitor, administrator, policy):
    policy.change(deadlines=SEVERAL)
    own = publish(content(deadline="urgent-reply"), administrator)
    other = publish(content(), administrator)
    services.withdraw(own.pk, actor=administrator)
    assert clocks_of(received(visitor, other)) == ["reply"]


def test_the_only_date_for_a_thing_is_nobody_s_own(visitor, administrator, policy):
    policy.change(deadlines=SEVERAL)
    own = publish(content(deadline="urgent-reply"), administrator)
    other = publish(content(), administrator)
    policy.change(deadlines=(SEVERAL[1],))
    assert own.content["deadline"] == "urgent-reply"
    assert clocks_of(received(visitor, other)) == ["urgent-reply"]
    assert replace(RULES, deadlines=()).deadlines == ()


CHANGES = [
    ({"kind": "number", "minimum": "3"}, "2", "3"),
    ({"kind": "number", "maximum": "3"}, "4", "3"),
    ({"kind": "text", "required": True}, "", "x"),
    ({"kind": "choice", "options": OPTIONS}, "gone", "owned"),
]


@pytest.mark.parametrize(("setting", "refused", "taken"), CHANGES)
def test_each_setting_of_a_field_is_kept_to(visitor, administrator, setting, refused, taken):
    version = publish(content(field("asked", **setting)), administrator)
    assert asked(visitor, version, **{"a-asked": refused}).status_code == 400
    assert asked(visitor, version, **{"a-asked": taken}).status_code == 302


def test_a_condition_hides_its_field_from_the_request(visitor, administrator):
    made = content(
        field("works", "yes_no"),
        field("wage", "money", required=True, condition=when("works", "equals", "yes")),
    )
    version = publish(made, administrator)
    assert asked(visitor, version, **{"a-works": "yes"}).status_code == 400
    assert received(visitor, version, **{"a-works": "no"}).answers["fields"] == {"works": False}
