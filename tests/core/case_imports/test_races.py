"""Two clicks at once, two workers at once, and a worker that is lost in the middle."""

import uuid

import pytest

from core import rules as governing
from core.case_imports import services, working
from core.case_imports.models import CaseImport
from core.cases.models import Case
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.case_imports.files import ACCEPTED, CLOSED, OPEN, REJECTED
from tests.core.case_imports.imports import checked, imported, work_off
from tests.core.provider import FixedProvider
from tests.racing import together

ALL = (OPEN, ACCEPTED, CLOSED, REJECTED)


@pytest.fixture
def staff(own_association):
    before = list(governing._providers)
    governing.register(FixedProvider())
    user = User.objects.create_user(f"{uuid.uuid4().hex[:8]}@race.example", display_name="سارة")
    user.role_grants.create(role=Role.RELATIONS_OFFICER)
    yield user
    governing._providers[:] = before


def test_two_clicks_and_two_workers_import_each_row_once(own_association, staff):
    batch = checked(staff, *ALL)

    def work():
        services.start_import(batch.pk, actor=staff)
        while working.carry_on(batch.pk):
            pass
        return CaseImport.objects.get(pk=batch.pk).state

    assert together(own_association, 3, work) == ["imported"] * 3
    assert Case.objects.count() == 4
    assert Case.objects.order_by().values("register_number").distinct().count() == 4


class Killed(BaseException):
    """As a process is ended: nothing catches it."""


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_worker_lost_in_the_middle_of_a_row_is_followed_by_another(
    own_association, staff, monkeypatch, after
):
    batch = checked(staff, *ALL)
    services.start_import(batch.pk, actor=staff)
    take_over, taken = working.take_over, []

    def lost(past, **options):
        case = take_over(past, **options)
        if len(taken) == after:
            raise Killed
        taken.append(case)
        return case

    with monkeypatch.context() as patched:
        patched.setattr(working, "take_over", lost)
        with pytest.raises(Killed):
            working.carry_on(batch.pk)

    assert Case.objects.count() == after
    assert CaseImport.objects.get(pk=batch.pk).done == after
    assert work_off(batch).state == "imported"
    assert Case.objects.count() == 4


def test_an_undo_lost_in_the_middle_goes_on(own_association, staff, monkeypatch):
    batch = imported(staff, *ALL)
    services.undo_import(batch.pk, actor=staff)
    take_away, taken = working.take_away, []

    def lost(case_id, **options):
        gone = take_away(case_id, **options)
        if len(taken) == 2:
            raise Killed
        taken.append(case_id)
        return gone

    with monkeypatch.context() as patched:
        patched.setattr(working, "take_away", lost)
        with pytest.raises(Killed):
            working.carry_on(batch.pk)

    assert Case.objects.count() == 2
    assert work_off(batch).state == "undone"
    assert Case.objects.count() == 0
