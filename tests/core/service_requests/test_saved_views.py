import pytest

from core.cases.rules import NotYourPart
from core.service_requests import saved_views
from core.service_requests.saved_views import DEFAULTS, DefaultViews
from tenants.people.roles import Role


def names(person) -> list[str]:
    shelf = saved_views.shelf_of(person)
    return [str(view.name) for view in shelf.views[len(saved_views.BUILT_IN) :]]


def test_own_views_are_ones_own_and_shared_ones_everybodys(officer, everyone):
    saved_views.save_view(officer, name="بريدي", query={"channel": "email"})
    saved_views.save_view(officer, name="العاجل", query={"priority": "urgent"}, shared=True)

    assert names(officer) == ["العاجل", "بريدي"]
    assert names(everyone) == ["العاجل"]


def test_the_same_name_takes_the_place_of_the_older_one(officer):
    first = saved_views.save_view(officer, name="  بريدي ", query={"channel": "email"})
    second = saved_views.save_view(officer, name="بريدي", query={"channel": "phone"})

    assert first.id == second.id
    assert saved_views.shelf_of(officer).view(first.id).query == {"channel": "phone"}


@pytest.mark.parametrize(
    ("roles", "opens"),
    [
        ((Role.RELATIONS_OFFICER,), "all"),
        ((Role.SOCIAL_RESEARCHER,), "study"),
        ((Role.COMMITTEE_MEMBER,), "committee"),
        ((Role.AUDITOR,), "all"),
    ],
)
def test_the_role_says_which_view_opens(governed, make_person, roles, opens):
    assert saved_views.shelf_of(make_person(*roles)).default.id == opens


def test_the_association_sets_what_opens_for_a_role(officer, make_person):
    DEFAULTS.write(DefaultViews(by_role={"relations_officer": "unread"}), actor=officer)

    assert saved_views.shelf_of(officer).default.id == "unread"
    assert saved_views.shelf_of(make_person(Role.SOCIAL_RESEARCHER)).default.id == "all"


def test_ones_own_choice_goes_before_the_role_until_it_is_gone(officer):
    view = saved_views.save_view(officer, name="بريدي", query={}, default=True)
    assert saved_views.shelf_of(officer).default.id == view.id

    saved_views.drop_view(officer, view.id)
    assert saved_views.shelf_of(officer).default.id == "all"


def test_who_may_share_and_remove(officer, make_person):
    researcher = make_person(Role.SOCIAL_RESEARCHER)
    shared = saved_views.save_view(officer, name="العاجل", query={}, shared=True)
    own = saved_views.save_view(officer, name="بريدي", query={})

    with pytest.raises(NotYourPart):
        saved_views.save_view(researcher, name="لي", query={}, shared=True)
    with pytest.raises(NotYourPart):
        saved_views.drop_view(researcher, shared.id)
    for view_id in (own.id, "all", "nothing"):
        with pytest.raises(saved_views.ViewNotThere):
            saved_views.drop_view(researcher, view_id)
    with pytest.raises(saved_views.ViewNotThere):
        saved_views.choose_default(researcher, own.id)


def test_names_and_their_number_are_limited(officer):
    for name in ("", " ", "ط" * 61):
        with pytest.raises(saved_views.ViewNameMissing):
            saved_views.save_view(officer, name=name, query={})
    for number in range(20):
        saved_views.save_view(officer, name=f"{number}", query={})
    with pytest.raises(saved_views.TooManyViews):
        saved_views.save_view(officer, name="one more", query={})
