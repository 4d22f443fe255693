"""What the linter asks, told to programs: about a version, and about a text that is not stored."""

import pytest

from policies import services
from policies.checking import fingerprint
from policies.models import PolicyVersion
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import issue_token
from tests.api.conftest import Call, caller
from tests.policies.contents import TEXT

MINIMUM = TEXT.replace("لا تزيد على 15 يوم عمل", "لا تقل عن 15 يوم عمل")


@pytest.fixture
def officers_call(governed: Association, administrator: User) -> Call:
    key = issue_token(name="البرنامج", roles=[Role.POLICY_OFFICER], actor=administrator).key
    return caller(governed, key)


def test_a_text_is_read_and_asked_about_and_not_stored(officers_call: Call) -> None:
    before = PolicyVersion.objects.count()

    status, body = officers_call("POST", "/policies/lint/", {"text": MINIMUM})

    assert status == 200
    assert PolicyVersion.objects.count() == before
    assert body["reading"]["channels"] == ["المقابلة في المقر", "الهاتف", "البريد الإلكتروني"]
    (asked,) = [finding for finding in body["findings"] if finding["id"] == "BRP-D01"]
    assert (asked["severity"], asked["line"], asked["answered"]) == ("error", 14, False)
    assert asked["message_en"].startswith("The deadline is written as a minimum")


def test_each_fix_comes_with_its_difference(officers_call: Call) -> None:
    _status, body = officers_call(
        "POST", "/policies/lint/", {"text": MINIMUM}, **{"accept-language": "en"}
    )

    (asked,) = [finding for finding in body["findings"] if finding["id"] == "BRP-D01"]
    (fix,) = asked["fixes"]
    (line,) = fix["diff"]
    assert (fix["key"], fix["label"]) == ("maximum", "“No more than” was meant")
    assert [piece["text"] for piece in line if piece["kind"] == "removed"] == ["بمدة", "تقل عن"]
    assert [piece["text"] for piece in line if piece["kind"] == "added"] == [
        "خلال مدة",
        "تزيد على",
    ]


def test_documents_of_the_association_are_compared(officers_call: Call) -> None:
    charter = TEXT.replace("15 يوم عمل", "20 يوم عمل")

    _status, body = officers_call(
        "POST",
        "/policies/lint/",
        {"text": TEXT, "others": [{"title": "ميثاق الخدمة", "text": charter}]},
    )

    (asked,) = [finding for finding in body["findings"] if finding["id"] == "BRP-D05"]
    assert "«ميثاق الخدمة»" in asked["message_ar"]


def test_a_document_of_another_association_is_noticed(officers_call: Call) -> None:
    _status, body = officers_call("POST", "/policies/lint/", {"text": TEXT})

    (asked,) = [finding for finding in body["findings"] if finding["id"] == "BRP-I51"]
    assert (asked["severity"], asked["words"]) == ("warn", "جمعية روافد الخير الأهلية")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({}, "invalid"),
        ({"text": " \n"}, "nothing_to_read"),
        ({"text": "ا" * 400_001}, "text_too_long"),
    ],
)
def test_what_cannot_be_read_is_refused(
    officers_call: Call, sent: dict[str, str], code: str
) -> None:
    status, body = officers_call("POST", "/policies/lint/", sent)

    assert (status, body["code"]) == (400, code)


def test_a_version_tells_its_questions_and_which_are_answered(
    officers_call: Call, make_person: object
) -> None:
    officer = make_person(Role.POLICY_OFFICER)  # type: ignore[operator]
    draft = services.paste_text(MINIMUM, actor=officer)
    print_ = next(fingerprint(f) for f in draft.load_findings() if f.id == "BRP-D01")
    services.accept_finding(draft.pk, actor=officer, finding=print_, reason="قرره المجلس")

    status, body = officers_call("GET", f"/policies/{draft.pk}/findings/")

    assert status == 200
    assert [f["id"] for f in body["findings"]] == [f.id for f in draft.load_findings()]
    assert {f["id"]: f["answered"] for f in body["findings"]}["BRP-D01"] is True


def test_who_may_not_edit_policies_may_not_have_texts_read(call: Call) -> None:
    status, _body = call("POST", "/policies/lint/", {"text": TEXT})

    assert status == 403
