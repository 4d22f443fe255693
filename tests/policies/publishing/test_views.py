import hashlib
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.db import connection
from django.urls import NoReverseMatch

from policies import services
from policies.integrity import PolicyTampered
from policies.models import PolicyVersion
from policies.provider import PolicyProvider
from policies.publishing import pdf
from tenants.people.roles import Role
from tenants.people.services import issue_token
from tests.policies.contents import TEXT
from tests.policies.publishing.conftest import address

ROOT = Path(__file__).parents[3]


def test_before_the_board_nothing_is_published(anyone, before_the_board):
    page = anyone.get(address("policy"))
    answer = anyone.get(address("json"))

    assert "لم تُنشر السياسة بعد" in page.content.decode()
    assert "لجنة الخدمات" not in page.content.decode()
    assert (answer.status_code, answer.json()["code"]) == (404, "no_policy_in_force")


def test_anybody_reads_the_policy_in_force_clause_by_clause(anyone, in_force):
    html = anyone.get(address("policy")).content.decode()

    assert 'id="clause-3-3"' in html
    assert 'id="c3-3"' in html
    assert "عرض الطلب على لجنة الخدمات" in html
    assert 'href="#clause-3-3"' in html
    assert 'data-copy-link="http://alpha.silah.test:8000/policy/versions/1/#clause-3-3"' in html
    assert "10 شعبان 1446هـ (9 فبراير 2025م)" in html
    assert "<title>سياسة العلاقة مع المستفيدين" in html
    assert in_force.digest in html


def test_points_of_an_item_are_cited_too(anyone, before_the_board, secretary):
    content = before_the_board.content
    content["articles"][3]["items"][0]["subitems"] = [{"address": "4-1-1", "text": "كتابة"}]
    PolicyVersion.objects.filter(pk=before_the_board.pk).update(content=content)
    version = PolicyVersion.objects.get(pk=before_the_board.pk)
    PolicyVersion.objects.filter(pk=version.pk).update(digest=version.load_content().digest())
    services.record_approval(
        version.pk, actor=secretary, body="المجلس", session_number=1, gregorian_date="9/2/2025"
    )

    html = anyone.get(address("policy")).content.decode()

    assert 'id="clause-4-1-1"' in html
    assert anyone.get(address("json")).json()["articles"][3]["items"][0]["subitems"] == [
        {"address": "4-1-1", "text": "كتابة"}
    ]


def test_a_draft_is_never_published(anyone, in_force, officer):
    services.paste_text(TEXT.replace("لجنة الخدمات", "لجنة سرية"), actor=officer)

    assert "لجنة سرية" not in anyone.get(address("policy")).content.decode()


@pytest.mark.parametrize("name", ["version", "version_json", "canonical", "pdf", "docx"])
@pytest.mark.parametrize("state", ["draft", "awaiting_board", "approved", "withdrawn"])
def test_what_never_came_into_force_is_reached_at_no_address(anyone, in_force, draft, name, state):
    # a draft of its own, in each state that is not public
    number = PolicyVersion.objects.order_by("-number").first().number + 1
    other = PolicyVersion.objects.get(pk=in_force.pk)
    other.pk, other.number, other.state, other.in_force_from = None, number, state, None
    other._state.adding = True
    other.save(force_insert=True)

    assert anyone.get(address(name, in_force.number)).status_code in (200, 202)
    assert anyone.get(address(name, number)).status_code == 404
    assert anyone.get(address(name, 99)).status_code == 404
    assert anyone.get(address(name, 10**30)).status_code == 404


def test_a_number_is_no_path(anyone, in_force):
    with pytest.raises(NoReverseMatch):
        address("version", "../../etc/passwd")
    assert anyone.get("/policy/versions/%2e%2e/pdf/").status_code == 404
    assert anyone.get("/policy/versions/-1/").status_code == 404


def test_superseded_versions_stay_at_their_address(anyone, in_force, next_version):
    old = anyone.get(address("version", in_force.number)).content.decode()
    new = anyone.get(address("policy")).content.decode()

    assert "وحدة المتابعة" in old
    assert "حل محل هذا الإصدار في" in old
    assert f"الإصدار {next_version.number}" in old
    assert "مكتب الشكاوى" in new
    assert "وحدة المتابعة" not in new
    assert address("version", in_force.number) in new
    assert anyone.get(address("version_json", in_force.number)).json()["state"] == "superseded"


def test_programs_read_the_same(anyone, in_force):
    answer = anyone.get(address("json")).json()

    assert (answer["schema"], answer["version"]) == ("silah.policy/1", 1)
    assert answer["digest"] == in_force.digest
    assert answer["articles"][2]["items"][0] == {
        "address": "3-1",
        "text": "استقبال المستفيد وتسجيل طلبه",
    }
    assert answer["approval"]["hijri_date"] == "1446-08-10"
    assert answer["content"] == json.loads(answer["canonical"])
    assert answer["address"] == "http://alpha.silah.test:8000/policy/versions/1/"


def test_the_fields_for_programs_are_the_documented_ones(anyone, in_force):
    answer = anyone.get(address("json")).json()
    documented = re.findall(
        r"^\| `(\w+)` \|", (ROOT / "docs" / "policy-json.md").read_text("utf-8"), re.MULTILINE
    )

    assert sorted(documented) == sorted(answer)


def test_anybody_can_take_the_digest_themselves(anyone, in_force):
    file = anyone.get(address("canonical", 1))
    answer = anyone.get(address("version_json", 1)).json()

    assert hashlib.sha256(file.content).hexdigest() == in_force.digest
    assert hashlib.sha256(answer["canonical"].encode()).hexdigest() == in_force.digest
    assert in_force.digest in pdf.html_of(pdf.published(in_force))


def test_files_have_names_in_arabic_and_are_what_they_say(anyone, in_force):
    for name, kind, suffix in (("docx", "officedocument", ".docx"), ("canonical", "text", ".txt")):
        answer = anyone.get(address(name, 1))
        disposition = answer["Content-Disposition"]
        assert disposition.startswith("attachment; filename*=utf-8''")
        assert unquote(disposition.split("''")[1]) == (
            f"سياسة العلاقة مع المستفيدين - الإصدار 1{suffix}"
        )
        assert kind in answer["Content-Type"]
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_text_from_a_document_is_never_markup(anyone, before_the_board, secretary):
    content = before_the_board.load_content().model_copy(update={"title": "<script>x</script>"})
    PolicyVersion.objects.filter(pk=before_the_board.pk).update(
        content=content.model_dump(mode="json"), digest=content.digest()
    )
    services.record_approval(
        before_the_board.pk,
        actor=secretary,
        body="<b>المجلس</b>",
        session_number=1,
        gregorian_date="9/2/2025",
    )
    written = [anyone.get(address(name)).content.decode() for name in ("policy", "embed", "badge")]
    written.append(pdf.html_of(pdf.published(PolicyVersion.objects.get(state="in_force"))))

    for html in written:
        assert "<script>x" not in html
        assert "<b>المجلس" not in html


# --- what was changed behind our back --------------------------------------------------------------


def change_one_letter(version):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE policies_policyversion SET content ="
            " replace(content::text, 'لجنة الخدمات', 'لجنه الخدمات')::jsonb WHERE id = %s",
            [version.pk],
        )
        assert cursor.rowcount == 1


def test_a_changed_letter_is_published_nowhere(anyone, in_force, caplog):
    change_one_letter(in_force)
    paths = [address("policy"), address("embed"), address("badge")]
    paths += [address(name, 1) for name in ("version", "canonical", "pdf", "docx")]

    for path in paths:
        answer = anyone.get(path)
        assert answer.status_code == 503, path
        assert "لجنه الخدمات" not in answer.content.decode()
        assert "ليس النص الذي اعتُمد" in answer.content.decode()
    for path in (address("json"), address("version_json", 1)):
        answer = anyone.get(path)
        assert (answer.status_code, answer.json()["code"]) == (503, "policy_tampered")
    assert f"Policy version {in_force.pk} no longer matches its digest." in caplog.messages


def test_no_pdf_is_made_of_a_changed_text(in_force):
    change_one_letter(in_force)

    with pytest.raises(PolicyTampered):
        pdf.make(in_force.pk)

    assert PolicyVersion.objects.get(pk=in_force.pk).pdf_file is None


def test_no_case_is_handled_by_it(in_force):
    change_one_letter(in_force)

    with pytest.raises(PolicyTampered):
        PolicyProvider().in_force(in_force.in_force_from)


def test_the_api_refuses_it(site, association, in_force, make_person):
    key = issue_token(name="برنامج", roles=[Role.AUDITOR], actor=make_person(*Role)).key
    headers = {"authorization": f"Bearer {key}"}
    before = site(association).get("/api/v1/policy/", headers=headers)
    change_one_letter(in_force)

    after = site(association).get("/api/v1/policy/", headers=headers)

    assert (before.status_code, before.json()["digest"]) == (200, in_force.digest)
    assert (after.status_code, after.json()["code"]) == (503, "policy_tampered")


def test_the_desk_says_so(site, association, in_force, officer):
    desk = site(association, officer)
    path = f"/policies/{in_force.pk}/"
    before = desk.get(path).content.decode()
    change_one_letter(in_force)

    after = desk.get(path).content.decode()

    assert "ليس النص الذي اعتُمد" not in before
    assert "ليس النص الذي اعتُمد" in after
