from datetime import timedelta

from core.beneficiaries.models import PersonDocument
from core.beneficiaries.papers import add_paper
from core.notices.enums import NoticeKind
from core.notices.links import address_of
from core.notices.models import Notice
from core.people_desk.reminders import remind
from core.people_desk.tasks import remind_of_papers
from core.service_requests import services
from foundation import clock
from tenants.people.roles import Role
from tests.core.people_desk.conftest import fill, paper


def test_assignees_of_open_cases_are_told_once(everyone, officer, noura, settings):
    settings.ROOT_URLCONF = "config.urls_association"
    fill(noura, everyone)
    services.assign(noura.cases.get().pk, actor=everyone, assignee=everyone)

    assert (remind(), remind()) == (3, 0)

    told = Notice.objects.filter(kind=NoticeKind.PAPER_EXPIRING)
    assert {notice.recipient for notice in told} == {everyone}
    assert {notice.details["kind"] for notice in told} == {"document", "delegate", "consent"}
    assert {address_of(notice) for notice in told} == {f"/desk/people/{noura.pk}/"}


def test_where_nobody_has_a_case_all_who_handle_cases_are_told(
    everyone, officer, noura, make_person
):
    make_person(Role.AUDITOR)
    add_paper(noura.pk, actor=everyone, file=paper(), purpose="بطاقة", expires_on=clock.today())

    assert remind() == 1
    assert {notice.recipient for notice in Notice.objects.all()} == {everyone, officer}


def test_a_new_day_of_expiry_is_told_again_and_a_far_one_not_yet(everyone, noura):
    day = clock.today()
    document = add_paper(
        noura.pk,
        actor=everyone,
        file=paper(),
        purpose="بطاقة",
        expires_on=day + timedelta(days=31),
    )
    assert remind() == 0
    for days in (30, 20):
        PersonDocument.objects.filter(pk=document.pk).update(expires_on=day + timedelta(days=days))
        assert (remind(), remind()) == (1, 0)
    assert Notice.objects.count() == 2


def test_task_runs_in_every_association(everyone, noura):
    add_paper(noura.pk, actor=everyone, file=paper(), purpose="بطاقة", expires_on=clock.today())

    remind_of_papers(timestamp=0)

    assert Notice.objects.filter(kind=NoticeKind.PAPER_EXPIRING).count() == 1
