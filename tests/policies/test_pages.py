import re
from datetime import date

import pytest
from django.urls import reverse as reverse_in

from foundation.uploads import LARGEST_FILE
from policies import services
from policies.enums import VersionState
from policies.models import ApprovalRecord, PolicyVersion
from policies.questions import questions
from tenants.people.roles import Role
from tenants.schemas import entered
from tests.policies.conftest import answer_all
from tests.policies.contents import TEXT

MINIMUM = TEXT.replace(
    "بمدة لا تزيد على 15 يوم عمل من تاريخ اكتمال الطلب", "خلال مدة لا تقل عن أسبوعين"
)


@pytest.fixture
def editor(site, association, officer):
    return site(association, officer)


@pytest.fixture
def board(site, association, secretary):
    return site(association, secretary)


@pytest.fixture
def anyone(site, association):
    return site(association)


def reverse(name, args=()):
    return reverse_in(name, urlconf="config.urls_association", args=args)


def page(client, name, *args, **data):
    response = client.get(reverse(name, args=args), **data)
    return response.status_code, response.content.decode()


def test_the_list_says_how_to_begin_when_it_is_empty(editor, board):
    assert "لا توجد سياسة بعد" in page(editor, "policies:list")[1]
    assert reverse("policies:new") in page(editor, "policies:list")[1]
    assert reverse("policies:new") not in page(board, "policies:list")[1]


def test_the_list_costs_the_same_with_more_versions(
    editor, draft, officer, django_assert_max_num_queries
):
    for _number in range(3):
        services.paste_text(TEXT, actor=officer)

    with django_assert_max_num_queries(12):
        status, html = page(editor, "policies:list")

    assert (status, html.count('<td class="subj">')) == (200, 4)


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("policies:list", set(Role)),
        ("policies:version", set(Role)),
        ("policies:reading", set(Role)),
        ("policies:edit", {Role.ADMINISTRATOR, Role.POLICY_OFFICER}),
        ("policies:send", {Role.ADMINISTRATOR, Role.POLICY_OFFICER}),
        ("policies:new", {Role.ADMINISTRATOR, Role.POLICY_OFFICER}),
    ],
)
def test_pages_open_to_those_who_may(site, association, make_person, draft, name, roles):
    args = [] if name in ("policies:list", "policies:new") else [draft.pk]

    opened = {
        role
        for role in Role
        if site(association, make_person(role)).get(reverse(name, args=args)).status_code == 200
    }

    assert opened == roles


def test_only_the_secretary_opens_the_approval(editor, board, before_the_board):
    assert page(editor, "policies:approve", before_the_board.pk)[0] == 403
    assert page(board, "policies:approve", before_the_board.pk)[0] == 200


def test_strangers_are_asked_to_sign_in(anyone, draft):
    response = anyone.get(reverse("policies:reading", args=[draft.pk]))

    assert response.status_code == 302


def test_another_association_does_not_find_the_version(
    site, association, other_association, draft, make_person
):
    with entered(other_association):
        stranger = make_person(Role.POLICY_OFFICER)

    response = site(other_association, stranger).get(reverse("policies:version", args=[draft.pk]))

    assert response.status_code == 404


def test_a_document_is_uploaded_and_read(editor, tmp_path):
    file = tmp_path / "policy.txt"
    file.write_text(TEXT, encoding="utf-8")

    with file.open("rb") as document:
        response = editor.post(reverse("policies:new"), {"document": document})

    version = PolicyVersion.objects.get()
    assert response["Location"] == reverse("policies:reading", args=[version.pk])
    source = editor.get(reverse("policies:source", args=[version.pk]))
    assert source.content.decode() == TEXT
    assert source["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("data", [{}, {"text": "   "}])
def test_nothing_to_read_is_said(editor, data):
    response = editor.post(reverse("policies:new"), data)

    assert response.status_code == 200
    assert PolicyVersion.objects.count() == 0


def test_what_cannot_be_read_is_said_and_what_was_typed_is_kept(editor, tmp_path):
    file = tmp_path / "policy.docx"
    file.write_bytes(b"PK\x03\x04 no document")

    with file.open("rb") as document:
        response = editor.post(reverse("policies:new"), {"document": document, "text": ""})

    assert response.status_code == 200
    assert 'class="alert alert-error"' in response.content.decode()
    assert PolicyVersion.objects.count() == 0
    assert file.stat().st_size < LARGEST_FILE


def test_each_value_points_to_its_words(editor, draft):
    _status, html = page(editor, "policies:reading", draft.pk)

    anchors = re.findall(r'href="#(w[0-9-]+)"', html)
    marks = re.findall(r'<mark id="(w[0-9-]+)">([^<]+)</mark>', html)
    assert set(anchors) == {mark for mark, _words in marks}
    assert dict(marks)["w6-1"] == "الهاتف"
    assert "15 يوم عمل" in html


def test_a_question_is_answered_on_the_reading_page(editor, officer):
    draft = services.paste_text(MINIMUM, actor=officer)
    asked = next(q for q in questions(draft) if q.finding.id == "BRP-D01")
    accept = reverse("policies:accept", args=[draft.pk])

    refused = editor.post(accept, {"finding": asked.fingerprint, "reason": ""})
    assert (refused.status_code, draft.lint_answers.count()) == (200, 0)

    editor.post(accept, {"finding": asked.fingerprint, "reason": "قرار المجلس"})
    assert draft.lint_answers.get().reason == "قرار المجلس"
    assert "قرار المجلس" in page(editor, "policies:reading", draft.pk)[1]


def test_a_question_is_put_right_with_one_click(editor, officer):
    draft = services.paste_text(MINIMUM, actor=officer)
    asked = next(q for q in questions(draft) if q.finding.id == "BRP-D01")

    editor.post(
        reverse("policies:fix", args=[draft.pk]),
        {"finding": asked.fingerprint, "revision": draft.revision, "fix": "maximum"},
    )

    deadline = PolicyVersion.objects.get().load_content().deadlines[0]
    assert (deadline.minimum, deadline.maximum.value) == (None, 2)


def test_the_way_through_the_board(editor, board, draft, officer):
    answer_all(draft, officer)
    assert page(editor, "policies:send", draft.pk)[0] == 200

    editor.post(reverse("policies:send", args=[draft.pk]))
    assert PolicyVersion.objects.get().state == VersionState.AWAITING_BOARD
    _status, html = page(board, "policies:approve", draft.pk)
    assert "1446-08-10" in html

    response = board.post(
        reverse("policies:approve", args=[draft.pk]),
        {
            "body": "مجلس الإدارة",
            "session_number": "١٢",
            "open_cases": "keep",
            "gregorian_date": "9/2/2025",
            "at_once": "on",
        },
    )

    approval = ApprovalRecord.objects.get()
    assert response.status_code == 302
    assert (approval.session_number, approval.gregorian_date) == (12, date(2025, 2, 9))
    assert PolicyVersion.objects.get().state == VersionState.IN_FORCE
    assert page(board, "policies:version", draft.pk)[0] == 200


def test_dates_that_disagree_are_shown_beside_what_was_typed(board, before_the_board):
    response = board.post(
        reverse("policies:approve", args=[before_the_board.pk]),
        {
            "body": "مجلس الإدارة",
            "session_number": "12",
            "open_cases": "keep",
            "hijri_date": "29/2/1441",
            "gregorian_date": "18/9/2019",
        },
    )

    html = response.content.decode()
    assert (response.status_code, ApprovalRecord.objects.count()) == (200, 0)
    assert 'value="29/2/1441"' in html
    assert "28 أكتوبر 2019م" in html


def test_the_board_is_not_asked_while_something_is_missing(editor, officer):
    draft = services.paste_text("نص لا يقول شيئًا عن أي قناة.", actor=officer)

    editor.post(reverse("policies:send", args=[draft.pk]))

    assert PolicyVersion.objects.get().state == VersionState.DRAFT
    assert "لا تسمّي السياسة أي قناة" in page(editor, "policies:version", draft.pk)[1]


def test_a_draft_is_taken_back_and_discarded(editor, before_the_board):
    editor.post(reverse("policies:withdraw", args=[before_the_board.pk]))
    editor.post(reverse("policies:discard", args=[before_the_board.pk]))

    assert PolicyVersion.objects.get().state == VersionState.WITHDRAWN


def test_a_version_waits_and_comes_into_force(board, before_the_board):
    board.post(
        reverse("policies:approve", args=[before_the_board.pk]),
        {
            "body": "المجلس",
            "session_ordinal": "3",
            "gregorian_date": "9/2/2025",
            "open_cases": "keep",
        },
    )
    assert PolicyVersion.objects.get().state == VersionState.APPROVED

    into_force = reverse("policies:into_force", args=[before_the_board.pk])
    page = board.get(reverse("policies:version", args=[before_the_board.pk])).content.decode()
    assert f'action="{into_force}" data-confirm="' in page
    board.post(into_force)

    assert PolicyVersion.objects.get().state == VersionState.IN_FORCE


def test_a_new_draft_begins_from_the_version_in_force(editor, in_force):
    response = editor.post(reverse("policies:new_from", args=[in_force.pk]))

    draft = PolicyVersion.objects.get(number=2)
    assert response["Location"] == reverse("policies:edit", args=[draft.pk])


def test_a_version_in_force_cannot_be_edited(editor, in_force):
    response = editor.get(reverse("policies:edit", args=[in_force.pk]))

    assert response["Location"] == reverse("policies:version", args=[in_force.pk])


def test_the_minutes_are_given_to_staff(board, anyone, before_the_board, tmp_path):
    minutes = tmp_path / "minutes.pdf"
    minutes.write_bytes(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    with minutes.open("rb") as file:
        board.post(
            reverse("policies:approve", args=[before_the_board.pk]),
            {
                "body": "المجلس",
                "session_number": "4",
                "open_cases": "keep",
                "gregorian_date": "9/2/2025",
                "at_once": "on",
                "minutes": file,
            },
        )
    address = reverse("policies:minutes", args=[before_the_board.pk])

    assert board.get(address).content == minutes.read_bytes()
    assert anyone.get(address).status_code == 302


def test_pages_of_unknown_versions_are_not_found(editor, board):
    unknown = "00000000-0000-0000-0000-000000000000"

    for name in ("version", "reading", "edit", "send", "source", "minutes"):
        assert page(editor, f"policies:{name}", unknown)[0] == 404
    assert page(board, "policies:approve", unknown)[0] == 404
