import pytest
from django.utils import translation

from core.deadlines.engine.terms import Unit
from core.rules import CalendarFirst, ChannelKind, Digits, MeasureMethod, Stage, StartEvent
from policies.comparison.behaviour import behaviour_changes
from policies.comparison.change import Kind
from policies.content import (
    AcknowledgementRule,
    Channel,
    Compensation,
    CompensationStep,
    Complaints,
    Entry,
    Length,
    Measure,
    Officer,
    PolicyContent,
    ReviewRule,
    Step,
)
from tenants.people.roles import Role
from tests.policies.contents import sample_content

ISOLATES = {0x2068: None, 0x2069: None}


def said(before, after, language="en"):
    with translation.override(language):
        return [change.sentence.translate(ISOLATES) for change in behaviour_changes(before, after)]


def changed(**changes):
    return said(sample_content(), sample_content(**changes))


def deadline(**changes):
    return sample_content().deadlines[0].model_copy(update=changes)


FAX = Channel(key="fax", kind=ChannelKind.FAX, label="الفاكس", address="1-3")
PHONE, LETTER = sample_content().channels
FIRST, SECOND = sample_content().steps
ARCHIVE = Step(
    key="step-9", text="حفظ المعاملة", role=Role.EXECUTIVE, stage=Stage.DELIVERY, address="3-3"
)
WEEKS = Length(value=3, unit=Unit.WEEK)


def test_the_same_document_changes_nothing():
    assert said(sample_content(), sample_content()) == []


def test_words_that_govern_nothing_are_no_change():
    assert changed(title="عنوان آخر", introduction=("مقدمة",)) == []


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        (
            {"channels": (PHONE,)},
            ["Requests can no longer be received by “الخطابات”."],
        ),
        ({"channels": (PHONE, LETTER, FAX)}, ["Requests can be received by “الفاكس” too."]),
        (
            {"channels": (PHONE.model_copy(update={"label": "الهاتف الموحد"}), LETTER)},
            ["The channel “الهاتف” is called “الهاتف الموحد” now."],
        ),
        (
            {"channels": (PHONE, LETTER.model_copy(update={"kind": ChannelKind.EMAIL}))},
            ["What arrives by “الخطابات” counts as “E-mail”, so far as “Letter”."],
        ),
        (
            {"deadlines": (deadline(minimum=None, maximum=WEEKS),)},
            [
                "Requests must be decided within 3 weeks from its completion; "
                "so far not before 2 weeks."
            ],
        ),
        (
            {"deadlines": (deadline(start=StartEvent.SUBMISSION),)},
            [
                "Requests must be decided not before 2 weeks from its submission; "
                "so far not before 2 weeks from its completion."
            ],
        ),
        (
            {"deadlines": ()},
            [
                "No clock runs for this any more: Requests must be decided not before 2 weeks "
                "from its completion."
            ],
        ),
        (
            {"steps": (FIRST, SECOND, ARCHIVE)},
            [
                "Every request has one more step: “حفظ المعاملة”, done by: Executive director. "
                "While it is open, no service is delivered."
            ],
        ),
        (
            {"steps": (FIRST.model_copy(update={"role": Role.RELATIONS_OFFICER}), SECOND)},
            [
                "The step “استقبال المستفيد وتسجيل طلبه” is done by: Relations officer; "
                "so far by: whoever handles the case."
            ],
        ),
        (
            {"steps": (FIRST.model_copy(update={"stage": Stage.DECISION}), SECOND)},
            [
                "While the step “استقبال المستفيد وتسجيل طلبه” is open, no request is decided; "
                "so far: no request counts as complete."
            ],
        ),
        (
            {"steps": (FIRST.model_copy(update={"text": "استقبال المستفيد"}), SECOND)},
            ["The step “استقبال المستفيد وتسجيل طلبه” reads “استقبال المستفيد” now."],
        ),
        (
            {"steps": (SECOND,)},
            ["The step “استقبال المستفيد وتسجيل طلبه” is no longer asked for."],
        ),
        (
            {"decision_body": "مجلس الأمناء", "referral_target": None},
            [
                "Who decides requests: مجلس الأمناء. So far: لجنة الخدمات.",
                "Who unclear cases are referred to: the policy leaves it open now. "
                "So far: الباحث الاجتماعي.",
            ],
        ),
        (
            {"required_documents": (), "tools": (Entry(label="نموذج", address="2-1"),)},
            [
                "“صورة الهوية” need no longer be brought.",
                "“نموذج” stands beside every case.",
                "“دليل الخدمات” no longer stands beside the cases.",
            ],
        ),
        (
            {"complaints": Complaints(anonymous=True, channels=("الهاتف",), appeal="المدير")},
            [
                "Complaints can be made by “الهاتف”.",
                "Who hears an appeal in a complaint: المدير. So far the policy left it open.",
                "Complaints without a name are taken: yes. So far the policy left it open.",
            ],
        ),
        (
            {
                "compensation": Compensation(
                    body="لجنة",
                    stages=(
                        CompensationStep(stage="ruling", text="حكم"),
                        CompensationStep(stage="payment", text="سند"),
                    ),
                )
            },
            [
                "Who rules on compensation: لجنة. So far the policy left it open.",
                "What a compensation file must pass, in this order: Ruling of a court, "
                "Proof of payment. So far the policy left it open.",
            ],
        ),
        (
            {
                "satisfaction": (
                    Measure(
                        label="استبانة",
                        method=MeasureMethod.VISIT,
                        every_months=6,
                        address="6-1",
                    ),
                )
            },
            [
                "How “استبانة” is measured: Visit. So far: Survey.",
                "How often “استبانة” is taken: every 6 months. So far the policy left it open.",
            ],
        ),
        (
            {"liaison_officers": (Officer(name="هند", field="الأسر", contact="0110000001"),)},
            ["People are sent to هند for “الأسر”: 0110000001."],
        ),
        (
            {"liaison_officers": ()},
            ["ليلى is no longer shown to people as the one for “الأسر”."],
        ),
        (
            {"acknowledgement": AcknowledgementRule(within_days=10)},
            [
                "Who must sign each version: all staff. So far the policy left it open.",
                "Each version must be signed within: 10 days. So far the policy left it open.",
            ],
        ),
        (
            {"review": ReviewRule(every_months=12, responsible="مسؤول السياسات")},
            [
                "The policy is reviewed: every 12 months. So far the policy left it open.",
                "Who reviews the policy: مسؤول السياسات. So far the policy left it open.",
            ],
        ),
        (
            {
                "digits": Digits.ARABIC,
                "calendar_first": CalendarFirst.HIJRI,
                "beneficiary_word": "مستفيد",
            },
            [
                "What the people served are called: مستفيد. So far: عضو.",
                "How numbers are written: Arabic digits (١٢٣). So far the policy left it open.",
                "Which date is written first: Hijri date first. So far the policy left it open.",
            ],
        ),
    ],
)
def test_each_part_says_what_changes(changes, sentences):
    assert changed(**changes) == sentences


def test_steps_that_changed_places_are_named_once():
    three = sample_content(steps=(FIRST, SECOND, ARCHIVE))
    turned = sample_content(steps=(ARCHIVE, FIRST, SECOND))

    assert said(three, turned) == ["The step “حفظ المعاملة” comes at another place: number 1."]


def test_keys_of_documents_that_were_read_apart_do_not_mislead():
    """A document read anew numbers its steps from 1: the words tell which is which."""
    renumbered = sample_content(
        steps=(
            FIRST.model_copy(update={"key": "step-2"}),
            SECOND.model_copy(update={"key": "step-1"}),
        )
    )

    assert said(sample_content(), renumbered) == []


def test_of_the_first_version_everything_is_new():
    changes = behaviour_changes(None, sample_content())

    assert {change.kind for change in changes} == {Kind.ADDED}
    assert len(changes) == 2 + 1 + 2 + 2 + 1 + 1 + 2 + 1 + 1


def test_arabic_counts_its_nouns():
    after = sample_content(deadlines=(deadline(minimum=None, maximum=WEEKS),))

    assert said(sample_content(), after, "ar") == [
        "يجب البت في الطلب خلال 3 أسابيع من تاريخ الاكتمال؛ وكان ذلك بعد أسبوعين على الأقل."
    ]


def test_a_version_that_leaves_all_open_takes_everything_back():
    changes = behaviour_changes(sample_content(), PolicyContent())

    assert {change.kind for change in changes} == {Kind.REMOVED}
