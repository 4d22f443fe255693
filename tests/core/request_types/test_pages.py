"""Building a form as people do it: with buttons, one question after the other."""

import re

import pytest
from django.test import Client

from core.cases.models import Case
from core.request_types import queries, services
from core.request_types.models import RequestTypeVersion
from tests.core.request_types.contents import EVERY_KIND, OPTIONS, content, field, publish, when
from ui.middleware import COOKIE

HOME = "/desk/types/"


@pytest.fixture
def desk(administrator, association, site) -> Client:
    client = site(association, administrator)
    client.cookies[COOKIE] = "en"
    return client


@pytest.fixture
def draft(administrator) -> RequestTypeVersion:
    return services.create_type(content(), actor=administrator)


def page_of(response):
    return response.content.decode()


def stored(version):
    return queries.content_of(RequestTypeVersion.objects.get(pk=version.pk))


def settings_of(version, **changed):
    return {
        "revision": version.revision,
        "name_ar": "سداد إيجار",
        "eligibility_ar": "للمستأجرين",
        "priority": "high",
        **changed,
    }


def test_the_list_leads_to_a_first_type(desk):
    assert "No types of requests yet" in page_of(desk.get(HOME))
    response = desk.post(f"{HOME}new/", {"name_ar": "كسوة الشتاء", "name_en": "Winter clothes"})
    version = RequestTypeVersion.objects.get()
    assert response["Location"] == f"{HOME}{version.pk}/"
    assert "كسوة الشتاء" in page_of(desk.get(HOME)) or "Winter clothes" in page_of(desk.get(HOME))


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_as_many_queries_for_one_type_as_for_thirty(
    desk, administrator, number, django_assert_num_queries
):
    for _each in range(number):
        publish(content(), administrator)
    desk.get(HOME)
    with django_assert_num_queries(10):
        desk.get(HOME)


@pytest.mark.parametrize("number", [1, 30])
def test_the_builder_takes_as_many_queries_for_one_field_as_for_thirty(
    desk, administrator, number, django_assert_num_queries
):
    made = content(*(field(f"a{each}", "text") for each in range(number)))
    version = services.create_type(made, actor=administrator)
    desk.get(f"{HOME}{version.pk}/")
    with django_assert_num_queries(13):
        desk.get(f"{HOME}{version.pk}/")


def test_settings_are_saved(desk, draft):
    sent = settings_of(
        draft,
        channels=["phone"],
        document_0_ar="عقد الإيجار",
        document_1_ar="صك الطلاق",
        document_1_of=["divorced"],
    )
    assert desk.post(f"{HOME}{draft.pk}/", sent).status_code == 302
    made = stored(draft)
    assert (made.priority, made.channels) == ("high", ("phone",))
    assert [(each.label.ar, each.categories) for each in made.documents] == [
        ("عقد الإيجار", ()),
        ("صك الطلاق", ("divorced",)),
    ]
    emptied = settings_of(draft, revision=2, document_0_ar="", document_1_ar="صك الطلاق")
    desk.post(f"{HOME}{draft.pk}/", emptied)
    assert [(each.label.ar, each.categories) for each in stored(draft).documents] == [
        ("صك الطلاق", ())
    ]


def test_an_old_page_overwrites_nothing_and_loses_nothing(desk, draft):
    desk.post(f"{HOME}{draft.pk}/", settings_of(draft))
    response = desk.post(f"{HOME}{draft.pk}/", settings_of(draft, name_ar="اسم آخر"))
    page = page_of(response)
    assert response.status_code == 409
    assert ('value="اسم آخر"' in page, "سداد إيجار" in page) == (True, True)
    assert stored(draft).name.ar == "سداد إيجار"
    assert 'name="revision" value="2"' in page


FIELDS = [
    ("text", {}),
    ("long_text", {}),
    ("number", {"minimum": "١", "maximum": "10"}),
    ("money", {"is_amount_asked": "on"}),
    ("date", {}),
    ("choice", {"options": "مستأجر | Rented\nملك"}),
    ("choices", {"options": "مستأجر\nملك"}),
    ("yes_no", {}),
    ("file", {}),
    ("person", {}),
    ("table", {"most_rows": "4", "column_0": "الاسم | Name", "column_0_kind": "text"}),
]


@pytest.mark.parametrize(("kind", "typed"), FIELDS)
def test_a_field_of_every_kind_is_added_and_publishable(desk, draft, kind, typed):
    address = f"{HOME}{draft.pk}/fields/?kind={kind}"
    assert desk.get(address).status_code == 200
    sent = {"revision": 1, "label_ar": "السؤال", "label_en": "The question", **typed}
    response = desk.post(address, sent)
    made = stored(draft)
    assert response["Location"] == f"{HOME}{draft.pk}/#field-the_question"
    assert [(each.key, each.kind) for each in made.fields] == [("the_question", kind)]
    assert services.faults_now(made) == []
    assert desk.get(f"{HOME}{draft.pk}/fields/the_question/").status_code == 200


def test_a_condition_is_written_in_words(desk, administrator):
    made = content(field("home", "choice", options=OPTIONS))
    version = services.create_type(made, actor=administrator)
    sent = {
        "revision": 1,
        "label_ar": "المالك",
        "when_0_field": "home",
        "when_0_operator": "in",
        "when_0_value": "مستأجر، Shared",
    }
    desk.post(f"{HOME}{version.pk}/fields/?kind=text", sent)
    added = stored(version).fields[1]
    assert [each.values for each in added.condition.comparisons] == [("rented", "shared")]
    assert "«Ask home» is one of Rented · Shared" in page_of(desk.get(f"{HOME}{version.pk}/"))


def test_fields_move_and_go(desk, administrator):
    version = services.create_type(
        content(field("a", "text"), field("b", "text")), actor=administrator
    )
    desk.post(f"{HOME}{version.pk}/fields/b/move/", {"revision": 1, "to": "up"})
    assert [each.key for each in stored(version).fields] == ["b", "a"]
    desk.post(f"{HOME}{version.pk}/fields/a/remove/", {"revision": 1})
    assert [each.key for each in stored(version).fields] == ["b", "a"]
    desk.post(f"{HOME}{version.pk}/fields/a/remove/", {"revision": 2})
    assert [each.key for each in stored(version).fields] == ["b"]


def test_faults_are_named_and_stop_publishing(desk, administrator):
    version = services.create_type(content(field("a", "choice")), actor=administrator)
    sentence = "“Ask a” needs at least two choices."
    assert sentence in page_of(desk.get(f"{HOME}{version.pk}/"))
    response = desk.post(f"{HOME}{version.pk}/publish/", {"revision": 1})
    assert (response.status_code, sentence in page_of(response)) == (400, True)


def test_what_changes_is_shown_before_publishing(desk, administrator):
    first = publish(content(field("a", "text")), administrator)
    desk.post(f"{HOME}{first.pk}/draft/")
    second = queries.draft_of(first.key)
    desk.post(f"{HOME}{second.pk}/fields/?kind=date", {"revision": 1, "label_ar": "متى"})
    page = page_of(desk.get(f"{HOME}{second.pk}/changes/"))
    assert ("Field added" in page, "متى" in page) == (True, True)
    desk.post(f"{HOME}{second.pk}/publish/", {"revision": 2})
    assert queries.published_version(first.key) == RequestTypeVersion.objects.get(pk=second.pk)


def test_two_who_publish_an_old_page_are_told(desk, administrator):
    version = services.create_type(content(), actor=administrator)
    desk.post(f"{HOME}{version.pk}/", settings_of(version))
    response = desk.post(f"{HOME}{version.pk}/publish/", {"revision": 1})
    assert (response.status_code, queries.published()) == (409, [])


@pytest.mark.parametrize(("language", "label"), [("ar", "سؤال words"), ("en", "Ask words")])
def test_the_preview_speaks_the_language_of_the_applicant(desk, administrator, language, label):
    version = services.create_type(content(*EVERY_KIND), actor=administrator)
    page = page_of(desk.get(f"{HOME}{version.pk}/preview/?language={language}"))
    inner = page.partition(f'<div lang="{language}"')[2]
    assert (label in inner, "See it and test it" in page) == (True, True)


def test_a_test_says_what_would_be_stored_and_stores_nothing(desk, administrator):
    named = {"label": {"ar": "صك الطلاق"}, "categories": ["divorced"]}
    made = content(*EVERY_KIND, documents=[named], priority="urgent")
    version = services.create_type(made, actor=administrator)
    sent = {"a-rent": "١٢٠٠", "a-born": "١/٩/١٤٤٥", "a--categories": ["divorced"]}
    page = page_of(desk.post(f"{HOME}{version.pk}/preview/?language=en", sent))
    outcome = page.partition('id="outcome"')[2].partition("</section>")[0]
    told = ("1200.00", "1 Ramadan 1445 AH", "صك الطلاق", "صورة الهوية", "Urgent", "5-decision")
    assert [words in outcome for words in told] == [True] * 6
    assert Case.objects.count() == 0


def test_a_test_with_mistakes_names_them(desk, administrator):
    version = services.create_type(content(*EVERY_KIND), actor=administrator)
    response = desk.post(f"{HOME}{version.pk}/preview/", {"a-people": "99"})
    assert (response.status_code, "At most 20, please." in page_of(response)) == (400, True)


def test_withdrawing_copying_ordering_and_discarding_have_buttons(desk, administrator):
    version = publish(content(), administrator)
    desk.post(f"{HOME}{version.pk}/copy/", {"name_ar": "نسخة أخرى"})
    copy = RequestTypeVersion.objects.exclude(pk=version.pk).get()
    desk.post(f"{HOME}{copy.pk}/move/", {"to": "up"})
    assert [line.key for line in queries.types()] == [copy.key, version.key]
    desk.post(f"{HOME}{copy.pk}/discard/")
    desk.post(f"{HOME}{version.pk}/withdraw/")
    assert [line.shown.state for line in queries.types()] == ["withdrawn"]


def test_each_page_has_its_form_guarded(desk, draft):
    page = page_of(desk.get(f"{HOME}{draft.pk}/"))
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    assert [each for each in forms if "csrfmiddlewaretoken" not in each] == []


def test_a_condition_that_lost_its_field_is_named(desk, administrator):
    made = content(field("a", "yes_no"), field("b", "text", condition=when("a", "equals", "yes")))
    version = services.create_type(made, actor=administrator)
    desk.post(f"{HOME}{version.pk}/fields/a/remove/", {"revision": 1})
    page = page_of(desk.get(f"{HOME}{version.pk}/"))
    assert "A condition asks about “a”, which is not there." in page
