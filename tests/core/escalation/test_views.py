import pytest

from core.escalation.ladder import LADDERS, USUAL, Rung
from core.rules import Milestone
from tenants.people.roles import Role
from ui.middleware import COOKIE

LADDER_LIST, COMMON = "/desk/settings/escalation/", "/desk/settings/escalation/common/"
NOTIFY = "/desk/settings/escalation/notify/"


@pytest.fixture
def browser(association, site):
    def open_site(user):
        client = site(association, user)
        client.cookies[COOKIE] = "en"
        return client

    return open_site


@pytest.fixture
def manager(browser, make_person):
    return browser(make_person(Role.ADMINISTRATOR, name="المديرة"))


def text(response) -> str:
    return response.content.decode()


def typed(revision: int = 0, **steps) -> dict:
    """at90={"goes_to": ...}; all else is left empty."""
    posted = {"revision": revision}
    for step, values in steps.items():
        posted |= {f"{step}-{name}": value for name, value in values.items()}
    return posted


@pytest.mark.parametrize(
    ("role", "status"), [(Role.EXECUTIVE, 200), (Role.RELATIONS_OFFICER, 403)]
)
def test_who_manages_settings_manages_ladders(browser, make_person, role, status):
    client = browser(make_person(role))
    assert [client.get(address).status_code for address in (LADDER_LIST, COMMON, NOTIFY)] == [
        status
    ] * 3
    assert browser(None).get(LADDER_LIST).status_code == 302


def test_usual_ladder_is_shown_and_reached_from_the_settings(manager):
    assert LADDER_LIST in text(manager.get("/desk/settings/"))
    page = text(manager.get(LADDER_LIST))
    assert "Half of the time has passed" in page
    assert "Executive director" in page
    assert page.count("Follows the common ladder.") == len(Milestone)


def test_common_ladder_is_changed(manager, make_person):
    researcher = make_person(Role.SOCIAL_RESEARCHER, name="الباحثة")
    auditor = make_person(Role.AUDITOR, name="المراجع")
    response = manager.post(
        COMMON,
        typed(
            at75={"handler": "on", "roles": ["executive", "auditor"]},
            at90={"people": [str(auditor.pk)], "goes_to": f"person:{researcher.pk}"},
            at100={"goes_to": "role:relations_officer"},
        ),
    )

    assert response.status_code == 302
    assert LADDERS.read().common == {
        50: Rung(),
        75: Rung(handler=True, roles=(Role.EXECUTIVE, Role.AUDITOR)),
        90: Rung(people=(auditor.pk,), give_to_person=researcher.pk),
        100: Rung(give_to_role=Role.RELATIONS_OFFICER),
    }
    page = text(manager.get(LADDER_LIST))
    assert "المراجع" in page
    assert "الباحثة" in page
    form = manager.get(COMMON).context["form"]
    assert form.steps[90]["goes_to"].initial == f"person:{researcher.pk}"


def test_deadline_gets_a_ladder_of_its_own_and_gives_it_up(manager):
    manager.post(NOTIFY, typed(at50={"roles": ["executive"]}))

    stored = LADDERS.read()
    assert stored.common == USUAL
    assert stored.of(Milestone.NOTIFY)[50] == Rung(roles=(Role.EXECUTIVE,))
    assert stored.of(Milestone.DELIVER) == USUAL
    assert "1 deadline has a ladder of its own" in text(manager.get("/desk/settings/"))
    manager.post(f"{NOTIFY}common/")
    assert LADDERS.read().own == {}


def test_mistakes_and_stale_pages_change_nothing_and_keep_what_was_typed(manager, make_person):
    member = make_person(Role.BOARD_SECRETARY)
    for wrong in (
        {"people": ["00000000-0000-0000-0000-000000000000"]},
        {"people": ["x"]},
        {"goes_to": f"person:{member.pk}"},
        {"roles": ["king"]},
    ):
        response = manager.post(COMMON, typed(at50=wrong, at75={"handler": "on"}))
        assert response.status_code == 400
        assert response.context["form"].steps[75]["handler"].value() is True
    assert LADDERS.revision() == 0

    assert manager.post(COMMON, typed(at50={"handler": "on"})).status_code == 302
    stale = manager.post(COMMON, typed(at90={"handler": "on"}))
    assert stale.status_code == 409
    assert "Somebody else changed these settings meanwhile" in text(stale)
    assert stale.context["form"].steps[90]["handler"].value() is True
    assert LADDERS.read().common[90] == Rung()


def test_unknown_ladders_are_not_there(manager):
    assert manager.get("/desk/settings/escalation/nonsense/").status_code == 404
    assert manager.post("/desk/settings/escalation/common/common/").status_code == 404


def test_pages_take_as_many_queries_for_one_person_as_for_thirty(
    manager, make_person, django_assert_num_queries
):
    manager.get(LADDER_LIST)
    for more in (1, 29):
        for _person in range(more):
            make_person(Role.RELATIONS_OFFICER)
        with django_assert_num_queries(12):
            assert manager.get(LADDER_LIST).status_code == 200
        with django_assert_num_queries(13):
            assert manager.get(COMMON).status_code == 200
