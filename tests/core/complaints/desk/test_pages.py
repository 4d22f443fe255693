"""Who sees which page of which complaint, and what a page, a list, a count and an export tell."""

import io
import json
import zipfile
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from core.cases.enums import CaseStatus as S
from core.complaints import queries, services
from core.complaints.enums import Confidentiality, RecordKind, RightsClass
from core.complaints.workflow import WORKFLOW
from tenants.people.roles import Role
from tests.core.complaints import cases
from tests.core.complaints.cases import bring_to, fresh

PLACE = "/desk/complaints/"
URLS = "config.urls_association"


def place(case) -> str:
    return f"{PLACE}{case.pk}/"


# --- who opens what -------------------------------------------------------------------------------


@pytest.mark.parametrize("status", sorted(WORKFLOW.states()))
def test_each_status_by_each_role(cast, desk, make_person, status):
    case = bring_to(S(status), cast)
    others = {role: make_person(role, name=role.value) for role in Role}

    answers = {role: desk(user).get(place(case)).status_code for role, user in others.items()}

    opened = {role for role, answer in answers.items() if answer == 200}
    seeing = {Role.COMPLAINTS_OFFICER, Role.EXECUTIVE, Role.AUDITOR}
    assert opened == (seeing if status != S.RECEIVED else {Role.COMPLAINTS_OFFICER})
    assert {answers[role] for role in Role if role not in opened} == {404}


@pytest.mark.parametrize("status", [S.ACKNOWLEDGED, S.INVESTIGATING, S.UPHELD])
def test_sensitive_ones_are_open_to_their_circle_alone(cast, desk, make_person, status):
    case = bring_to(status, cast, subject_key="privacy")
    others = [
        make_person(role) for role in (Role.COMPLAINTS_OFFICER, Role.EXECUTIVE, Role.AUDITOR)
    ]

    assert {desk(user).get(place(case)).status_code for user in others} == {404}
    assert desk(cast.officer).get(place(case)).status_code == 200
    team = {desk(user).get(place(case)).status_code for user in (cast.chair, cast.member)}
    assert team == ({404} if status == S.ACKNOWLEDGED else {200})


def test_those_complained_about_find_no_trace(cast, desk, make_person, site, governed):
    accused = make_person(Role.COMPLAINTS_OFFICER, Role.AUDITOR, name="زيد")
    case = cases.receive(about_people=[accused.pk], title="تأخر السلة").case
    record = case.reference
    browser = desk(accused)

    shown = [
        browser.get(f"{PLACE}{query}").content.decode()
        for query in ("", "?search=السلة", f"?search={record}", "?ended=on")
    ]
    exported = browser.get(f"{PLACE}export.csv").content.decode()

    assert [f">{record}<" in page for page in shown] == [False] * 4
    assert [str(case.pk) in page for page in shown] == [False] * 4
    assert "No complaint is open to you" in shown[0]
    assert record not in exported
    assert browser.get(place(case)).status_code == 404
    assert record in desk(cast.officer).get(PLACE).content.decode()


def test_figure_in_the_menu_counts_what_is_open_to_the_reader(cast, desk, make_person):
    accused = make_person(Role.COMPLAINTS_OFFICER, name="زيد")
    cases.receive(about_people=[accused.pk])
    cases.receive()

    def figure(user) -> str:
        page = desk(user).get(PLACE).content.decode()
        return page.split(f'href="{PLACE}"')[1].split("</a>")[0]

    assert ("2" in figure(cast.officer), "1" in figure(accused)) == (True, True)
    assert "2" not in figure(accused)


def test_menu_leads_an_investigator_to_their_complaint(cast, desk, make_person):
    case = bring_to(S.INVESTIGATING, cast)
    stranger = make_person(Role.INVESTIGATOR)

    page = desk(cast.chair).get("/desk/notices/").content.decode()

    assert f'href="{PLACE}"' in page
    assert case.reference in desk(cast.chair).get(PLACE).content.decode()
    assert f'href="{PLACE}"' not in desk(stranger).get("/desk/notices/").content.decode()


def test_notice_of_a_record_leads_to_it(cast, desk):
    case = bring_to(S.INVESTIGATING, cast)
    written = services.write_minutes(case.pk, actor=cast.chair, content=cases.minutes())
    services.close_minutes(case.pk, actor=cast.chair, revision=written.revision)

    page = desk(cast.member).get("/desk/notices/").content.decode()

    assert "A record of a complaint waits for your signature" in page


# --- the list -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"basket", "rude"}),
        ("search=السلة", {"basket"}),
        ("status=acknowledged", {"rude"}),
        ("severity=medium", {"rude"}),
        ("rights_class=sensitive", set()),
        ("subject=treatment", {"rude"}),
        ("handler=mine", {"basket", "rude"}),
        ("handler=none", set()),
        ("late=on", set()),
        ("unread=on", {"rude"}),
        ("ended=on", {"gone"}),
        ("status=withdrawn", {"gone"}),
        ("status=nonsense", {"basket", "rude"}),
    ],
)
def test_filters(cast, desk, query, found):
    basket = cases.receive(title="تأخر السلة").case
    rude = bring_to(S.ACKNOWLEDGED, cast, title="أسلوب الموظف", subject_key="treatment")
    cases.triage(rude, cast.officer, subject_key="treatment")
    services.complainant_writes(rude.pk, text="وماذا بعد؟")
    gone = bring_to(S.WITHDRAWN, cast)
    known = {"basket": basket, "rude": rude, "gone": gone}

    page = desk(cast.officer).get(f"{PLACE}?{query}").content.decode()

    assert {name for name, case in known.items() if case.reference in page} == found


def test_late_ones(cast, desk, at):
    at(2026, 1, 4, 10)
    case = cases.receive().case
    at(2026, 6, 1, 10)

    assert case.reference in desk(cast.officer).get(f"{PLACE}?late=on").content.decode()


def test_list_is_ordered_by_what_is_due_first(cast, desk, at):
    at(2026, 3, 15, 10)
    later = cases.receive().case
    at(2026, 3, 1, 10)
    first = cases.receive().case
    at(2026, 3, 16, 10)

    page = desk(cast.officer).get(PLACE).content.decode()

    assert page.index(first.reference) < page.index(later.reference)


@pytest.mark.parametrize("rows", [1, 30])
def test_list_takes_the_same_queries_for_one_row_and_for_thirty(
    cast, desk, rows, django_assert_num_queries
):
    for _ in range(rows):
        cases.receive()
    browser = desk(cast.officer)
    browser.get(PLACE)

    with django_assert_num_queries(16):
        page = browser.get(PLACE).content.decode()

    assert page.count('<tr class="is-') == min(rows, 25)


@pytest.mark.parametrize("rows", [1, 30])
def test_page_takes_the_same_queries_however_much_happened(
    cast, desk, rows, django_assert_num_queries
):
    case = bring_to(S.ACKNOWLEDGED, cast)
    for _ in range(rows):
        services.add_note(case.pk, actor=cast.officer, text="ملاحظة")
        services.write_to_complainant(case.pk, actor=cast.officer, text="خطاب")
    browser = desk(cast.officer)
    browser.get(place(case))

    with django_assert_num_queries(51):
        assert browser.get(place(case)).status_code == 200


def test_spreadsheets_hold_what_the_list_shows(cast, desk):
    case = bring_to(S.ACKNOWLEDGED, cast, title="=SUM(1)")
    hidden = cases.receive(subject_key="privacy", about_people=[cast.officer.pk]).case
    browser = desk(cast.officer)

    text = browser.get(f"{PLACE}export.csv").content.decode()
    book = load_workbook(io.BytesIO(browser.get(f"{PLACE}export.xlsx").content))
    rows = list(book.active.values)

    assert (case.reference in text, hidden.reference in text) == (True, False)
    assert "'=SUM(1)" in text
    assert [row[0] for row in rows] == ["Reference", case.reference]
    assert (rows[1][2], rows[1][8]) == ("'=SUM(1)", "Acknowledged")


# --- amounts --------------------------------------------------------------------------------------


def agreed(cast):
    case = bring_to(S.COMPENSATING, cast)
    cases.agree(case, cast)
    return fresh(case)


def test_amounts_are_open_to_those_alone_who_must_know(cast, desk):
    case = agreed(cast)
    ruling = queries.latest_record(case.complaint, RecordKind.RULING)
    paper = queries.accepted_offer(case.complaint).signature
    amount, inside = "500 riyals", [place(case), f"{place(case)}records/{ruling.pk}/"]

    for user in (cast.officer, cast.decider):
        assert amount in desk(user).get(place(case)).content.decode()
        assert desk(user).get(f"{place(case)}files/{paper.pk}/").status_code == 200
    page = desk(cast.member).get(place(case)).content.decode()

    assert (amount in page, "Agreed" in page, "قبول موقّع" in page) == (False, True, True)
    assert [desk(cast.member).get(path).status_code for path in inside] == [200, 404]
    assert desk(cast.member).get(f"{place(case)}files/{paper.pk}/").status_code == 404
    assert "500" in desk(cast.officer).get(f"{PLACE}export.csv").content.decode()
    assert "500" not in desk(cast.member).get(f"{PLACE}export.csv").content.decode()
    found = desk(cast.member).get(f"{PLACE}?search=500").content.decode()
    assert str(case.pk) not in found


def test_stages_stand_in_the_words_of_the_policy(cast, desk):
    case = bring_to(S.COMPENSATING, cast)

    page = desk(cast.officer).get(place(case)).content.decode()

    stages = page.split('id="compensation"')[1].split("</ol>")[0]
    words = ["محضر معتمد من الأعضاء", "حكم إن لزم", "التفاوض", "قبول موقّع", "إثبات الصرف"]
    assert [stages.index(word) for word in words] == sorted(stages.index(word) for word in words)
    assert (stages.count("passed"), stages.count("comes next")) == (1, 1)


# --- records --------------------------------------------------------------------------------------


def test_altered_record_says_so(cast, desk):
    case = bring_to(S.UPHELD, cast)
    record = queries.latest_record(case.complaint, RecordKind.MINUTES)
    path = f"{place(case)}records/{record.pk}/"
    before = desk(cast.officer).get(path).content.decode()
    record.content = record.content | {"facts": "لم يحدث شيء"}
    record.save(update_fields=["content"])

    after = desk(cast.officer).get(path).content.decode()

    warning = "What is stored is not what was signed."
    assert (warning in before, warning in after) == (False, True)
    assert "لم تُسجَّل السلة في كشف التسليم" in before
    assert record.digest in before


def test_record_of_another_complaint_is_not_found(cast, desk):
    first, second = bring_to(S.UPHELD, cast), bring_to(S.ACKNOWLEDGED, cast)
    record = queries.latest_record(first.complaint, RecordKind.MINUTES)

    assert desk(cast.officer).get(f"{place(second)}records/{record.pk}/").status_code == 404


# --- who looked -----------------------------------------------------------------------------------


def test_looks_at_a_restricted_complaint_are_shown_to_who_handles_it(cast, desk):
    case = bring_to(S.INVESTIGATING, cast, subject_key="privacy")
    desk(cast.member).get(place(case))

    page = desk(cast.officer).get(place(case)).content.decode()
    looks = page.split('id="looks"')[1]

    assert ("عضو التحقيق" in looks, "opened the page" in looks) == (True, True)
    assert 'id="looks"' not in desk(cast.member).get(place(case)).content.decode()
    ordinary = bring_to(S.ACKNOWLEDGED, cast)
    assert 'id="looks"' not in desk(cast.officer).get(place(ordinary)).content.decode()


# --- taking a complaint in ------------------------------------------------------------------------

TYPED = {
    "operation_id": "11111111-1111-4111-8111-111111111111",
    "channel": "phone",
    "confidentiality": "named",
    "name": "نورة",
    "mobile": "٠٥٥١٢٣٤٥٦٧",
    "reply_channel": "portal",
    "subject_key": "delay",
    "text": "لم تصل السلة",
}


@pytest.fixture
def register(desk):
    return lambda user, **values: desk(user).post(f"{PLACE}register/", TYPED | values)


def test_whoever_takes_it_in_sees_the_receipt_and_not_the_file(cast, register, desk, officer):
    answer = register(officer)
    page = answer.content.decode()
    case = queries.complaints_visible_to(cast.officer).get()

    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    assert case.reference in page
    assert case.complaint.filed_digest in page
    assert reverse("complain:proof", URLS, args=[case.complaint.receipt_key]) in page
    assert "لم تصل السلة" not in page
    assert desk(officer).get(place(case)).status_code == 404
    assert case.person.mobile == "+966551234567"


def test_twice_is_once(cast, register, officer):
    register(officer)
    register(officer)

    assert queries.complaints_visible_to(cast.officer).count() == 1


def test_anonymous_one_keeps_nothing_of_who_came(cast, register, officer):
    register(officer, confidentiality="anonymous")

    case = queries.complaints_visible_to(cast.officer).get()
    assert (case.beneficiary, case.registered_by, case.complaint.identity) == (None, None, None)
    assert case.complaint.confidentiality == Confidentiality.ANONYMOUS


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": ""}, "This field is required."),
        ({"name": ""}, "Say who complains"),
        ({"mobile": "12"}, "mobile"),
        ({"about_reference": "REQ-2020-9999"}, "No request has this reference."),
        ({"reply_channel": "email"}, "e-mail"),
    ],
)
def test_refused_form_keeps_its_words(register, officer, cast, values, said):
    answer = register(officer, about_words="أمين المستودع", **values)

    page = answer.content.decode()
    assert (answer.status_code, said in page, "أمين المستودع" in page) == (400, True, True)
    assert queries.complaints_visible_to(cast.officer).count() == 0


def test_complaint_about_the_management_goes_to_the_board(cast, register, officer, desk):
    register(officer, about_management="on")

    assert queries.complaints_visible_to(cast.decider).count() == 0
    assert queries.complaints_visible_to(cast.officer).count() == 1


def test_nothing_is_taken_in_before_a_policy_is_in_force(officer, desk, policy, at):
    at(2000, 1, 1, 10)

    assert "No policy is in force yet" in desk(officer).get(f"{PLACE}register/").content.decode()


def test_strangers_are_sent_to_sign_in(governed, site):
    browser: Client = site(governed)

    assert browser.get(PLACE).status_code == 302


# --- the bundle -----------------------------------------------------------------------------------


def bundle(browser, case):
    answer = browser.get(f"{place(case)}bundle/")
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_every_part_of_the_bundle_is_what_the_manifest_says(cast, desk):
    case = agreed(cast)
    archive = bundle(desk(cast.officer), case)

    manifest = json.loads(archive.read("manifest.json"))

    listed = {each["path"]: each["sha256"] for each in manifest["files"]}
    assert set(listed) == set(archive.namelist()) - {"manifest.json"}
    assert {path: sha256(archive.read(path)).hexdigest() for path in listed} == listed
    assert {"index.html", "index.pdf", "timeline.html", "conversation.html"} <= set(listed)
    assert [path for path in listed if path.startswith("records/")] == [
        "records/01-minutes.html",
        "records/02-ruling.html",
    ]
    assert "لم تُسجَّل السلة" in archive.read("records/01-minutes.html").decode()
    assert (manifest["reference"], "نورة بنت سالم" in archive.read("index.html").decode()) == (
        case.reference,
        True,
    )


def test_bundle_tells_nobody_who_complained_in_confidence(cast, desk):
    case = bring_to(S.NOT_UPHELD, cast, confidentiality=Confidentiality.CONFIDENTIAL)
    services.ask_reveal(case.pk, actor=cast.officer, reason="لسماعه")

    archive = bundle(desk(cast.officer), case)

    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert [word.encode() in everything for word in ("نورة", "551234567")] == [False, False]


def test_bundle_is_for_who_handles_it_once_it_was_decided(cast, desk):
    early, late = bring_to(S.ACKNOWLEDGED, cast), bring_to(S.UPHELD, cast)

    answers = [
        desk(user).get(f"{place(case)}bundle/").status_code
        for user, case in ((cast.officer, early), (cast.member, late), (cast.officer, late))
    ]

    assert answers == [302, 302, 200]


def test_triaged_as_sensitive_is_seen_no_more_by_the_auditor(cast, desk, make_person):
    auditor = make_person(Role.AUDITOR)
    case = bring_to(S.ACKNOWLEDGED, cast)
    before = desk(auditor).get(place(case)).status_code
    cases.triage(case, cast.officer, rights_class=RightsClass.SENSITIVE)

    assert (before, desk(auditor).get(place(case)).status_code) == (200, 404)


def test_a_colleague_who_complains_in_confidence_is_named_nowhere(cast, desk, make_person):
    """Kept out of it by their own address; that must not say who it was."""
    colleague = make_person(Role.COMPLAINTS_OFFICER, name="سلوى القحطاني")
    who = cases.person(name=colleague.display_name, email=colleague.email)
    case = bring_to(S.RESOLVED, cast, confidentiality=Confidentiality.CONFIDENTIAL, person=who)

    client = desk(cast.officer)
    page = client.get(place(case)).content.decode()
    bundle = client.get(f"{place(case)}bundle/").content

    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    assert ["القحطاني" in text for text in parts] == [False] * len(parts)
    assert ("Nobody of the staff is named." in page, "own e-mail address" in page) == (True, False)
    assert desk(colleague).get(place(case)).status_code == 404
