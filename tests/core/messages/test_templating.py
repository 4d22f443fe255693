from datetime import date

import pytest
from django.utils.translation import override

from core.cases.enums import CaseStatus as S
from core.cases.models import Case
from core.configuration.sections import SettingChanged
from core.messages import templating
from core.messages.templating import (
    NOT_KNOWN,
    TEMPLATES,
    BrokenVariable,
    Purpose,
    Template,
    TemplateWithoutText,
    TooManyTemplates,
    UnknownVariable,
)
from tests.core.requests import bring_to, receive


def template(**values) -> Template:
    words = {"name": "رد", "subject_ar": "طلبك {{reference}}", "body_ar": "الأخ {{ name }}"}
    return Template(**words | values)


def test_blanks_are_filled_from_the_case(officer, at):
    at(2026, 3, 1, 10)
    case = receive(officer).case
    text = " | ".join(f"{{{{ {name} }}}}" for name in templating.VARIABLES)

    with override("en"):
        filled = templating.fill_in(template(body_ar=text), case, actor=officer)

    values = dict(zip(templating.VARIABLES, filled.body.split(" | "), strict=True))
    assert values["name"] == "نورة بنت سالم"
    assert values["reference"] == case.reference
    assert values["subject"] == "مساعدة في الإيجار"
    assert values["officer"] == "ضابط العلاقات"
    assert values["association"] == "جمعية الألفة للتنمية"
    assert "2026" in values["today"]
    assert "مارس" in values["received_on"]
    assert values["missing"].startswith("- ")
    assert values["decision"] == values["amount"] == NOT_KNOWN
    assert filled.unknown == ("Decision", "Reason of the decision", "Amount granted")
    assert filled.subject == f"طلبك {case.reference}"


def test_what_was_decided_can_be_told(everyone):
    case = bring_to(S.REJECTED, everyone)
    Case.objects.filter(pk=case.pk).update(amount_granted="1500.5", due_date=date(2026, 3, 9))
    case.refresh_from_db()
    text = "{{ decision }}/{{ decision_reason }}/{{ amount }}/{{ due_date }}"

    filled = templating.fill_in(
        template(subject_en="x", body_en=text), case, actor=everyone, language="en"
    )

    decision, reason, amount, due = filled.body.split("/")
    assert (decision, reason, amount) == ("Rejected", "لأسباب مذكورة", "1,500.50 riyals")
    assert "March 2026" in due
    assert filled.unknown == ()


def test_what_people_typed_is_not_filled_a_second_time(officer):
    case = receive(officer, subject="{{ name }}").case

    filled = templating.fill_in(template(body_ar="{{ subject }}"), case, actor=officer)

    assert filled.body == "{{ name }}"


def test_the_other_language_serves_where_one_is_missing(officer):
    case = receive(officer).case
    english = template(subject_ar="", body_ar="", subject_en="Hello", body_en="{{ reference }}")

    filled = templating.fill_in(english, case, actor=officer)

    assert (filled.subject, filled.body) == ("Hello", case.reference)


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        ("{{ identity }}", UnknownVariable, "identity"),
        ("{{ name.__class__ }}", UnknownVariable, "name.__class__"),
        ("{{ }}", UnknownVariable, "due_date"),
        ("{{ name }", BrokenVariable, "{{ name }"),
        ("name }}", BrokenVariable, "name }}"),
        ("{% include 'x' %}", BrokenVariable, "{%"),
    ],
)
def test_an_unknown_or_broken_blank_is_named(officer, text, error, told):
    with pytest.raises(error) as refused:
        templating.save_template(template(body_ar=text), actor=officer)

    assert told in str(refused.value)
    assert TEMPLATES.read().items == ()


@pytest.mark.parametrize(
    "words",
    [
        {"subject_ar": "", "body_ar": ""},
        {"subject_ar": ""},
        {"body_ar": " "},
        {"subject_en": "only a subject"},
    ],
)
def test_a_template_has_subject_and_text_in_a_language(officer, words):
    with pytest.raises(TemplateWithoutText):
        templating.save_template(template(**words), actor=officer)


def test_templates_are_kept_changed_and_dropped(officer):
    letter = template(purpose=Purpose.LETTER, name="ب")
    first = template(name="أ")
    for each in (letter, first):
        templating.save_template(each, actor=officer)
    seen = TEMPLATES.revision()
    changed = first.model_copy(update={"name": "ج"})
    templating.save_template(changed, actor=officer, revision=seen)

    assert templating.templates(Purpose.MESSAGE) == [changed]
    assert templating.templates(Purpose.LETTER) == [letter]
    assert templating.template(first.id) == changed
    with pytest.raises(SettingChanged):
        templating.save_template(first, actor=officer, revision=seen)

    templating.drop_template(first.id, actor=officer)
    assert templating.template(first.id) is None
    assert TEMPLATES.read().items == (letter,)


def test_there_is_a_limit(officer, monkeypatch):
    monkeypatch.setattr(templating, "MOST_TEMPLATES", 2)
    for _ in range(2):
        templating.save_template(template(), actor=officer)

    with pytest.raises(TooManyTemplates):
        templating.save_template(template(), actor=officer)
