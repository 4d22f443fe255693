import pytest
from django.urls import reverse

from policies import services
from policies.models import PolicyVersion
from tests.policies.contents import TEXT


def address(name):
    return reverse(f"publishing:{name}", urlconf="config.urls_association")


@pytest.fixture
def anyone(site, association):
    return site(association)


def test_before_the_board_nothing_is_published(anyone, before_the_board):
    page = anyone.get(address("policy"))
    answer = anyone.get(address("json"))

    assert "لم تُنشر السياسة بعد" in page.content.decode()
    assert "لجنة الخدمات" not in page.content.decode()
    assert (answer.status_code, answer.json()["code"]) == (404, "no_policy_in_force")


def test_anybody_reads_the_policy_in_force_clause_by_clause(anyone, in_force):
    html = anyone.get(address("policy")).content.decode()

    assert 'id="c3-3"' in html
    assert "عرض الطلب على لجنة الخدمات" in html
    assert 'href="#c3-3"' in html
    assert "10 شعبان 1446هـ (9 فبراير 2025م)" in html
    assert "<title>سياسة العلاقة مع المستفيدين" in html


def test_a_draft_is_never_published(anyone, in_force, officer):
    services.paste_text(TEXT.replace("لجنة الخدمات", "لجنة سرية"), actor=officer)

    assert "لجنة سرية" not in anyone.get(address("policy")).content.decode()


def test_programs_read_the_same(anyone, in_force):
    answer = anyone.get(address("json")).json()

    assert (answer["version"], answer["digest"]) == (1, in_force.digest)
    assert answer["articles"][2]["items"][0] == {
        "address": "3-1",
        "text": "استقبال المستفيد وتسجيل طلبه",
    }
    assert answer["approval"]["hijri_date"] == "1446-08-10"


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

    html = anyone.get(address("policy")).content.decode()

    assert "<script>x" not in html
    assert "<b>المجلس" not in html
