from core.messages import templating
from core.messages.templating import Purpose
from core.notices.models import Notice
from core.service_requests import saved_views
from demo.daily import fill_daily
from tenants.people.roles import Role
from tests.core.conftest import governed, policy
from tests.core.requests import receive

__all__ = ["governed", "policy"]


def test_the_daily_pages_have_something_to_show(governed, make_person):
    people = {
        role: make_person(role, name=name)
        for role, name in (
            (Role.RELATIONS_OFFICER, "منى السالم"),
            (Role.SOCIAL_RESEARCHER, "هدى الحربي"),
        )
    }
    receive(people[Role.RELATIONS_OFFICER])

    fill_daily(people)

    assert [len(templating.templates(purpose)) for purpose in Purpose] == [1, 1]
    shelf = saved_views.shelf_of(people[Role.SOCIAL_RESEARCHER])
    assert [view.name for view in shelf.views if view.shared] == ["المكتملة عندي"]
    assert [each.recipient for each in Notice.objects.all()] == [people[Role.SOCIAL_RESEARCHER]]
