import pytest

from core.beneficiaries.rules import FileChanged, MayNotEditPeople
from core.beneficiaries.social_file import (
    Housing,
    SocialFile,
    load_social_file,
    save_social_file,
    version_of,
)
from core.research.taking_over import NothingChosen, open_learnt, take_over
from foundation.models import AuditEntry
from tenants.people.roles import Role
from tests.core.visits import otherwise_known, reported_visit


@pytest.fixture
def researcher(governed, make_person):
    return make_person(Role.SOCIAL_RESEARCHER, name="باحثة")


@pytest.fixture
def visit(officer, researcher):
    return reported_visit(officer, researcher)


@pytest.fixture
def person(visit, researcher):
    return otherwise_known(visit, researcher)


def test_what_was_found_stands_beside_what_is_known(visit, person, researcher):
    visit.case.beneficiary.refresh_from_db()

    learnt = open_learnt(visit, actor=researcher)

    told = [(each.name, each.differs, each.is_new) for each in learnt]
    assert told == [("housing", True, False), ("rent", True, True), ("rooms", False, False)]


def test_only_what_was_chosen_is_taken_over_and_noted(visit, person, researcher):
    changed = take_over(visit.pk, actor=researcher, names=["housing"], version=version_of(person))

    assert load_social_file(changed) == SocialFile(housing=Housing.RENTED, rooms=2, notes="قديم")
    entry = AuditEntry.objects.get(action="beneficiary.social_file_from_visit")
    assert entry.details == {"visit": str(visit.pk), "fields": ["housing"]}


def test_a_file_that_changed_meanwhile_is_not_overwritten(visit, person, researcher):
    version = version_of(person)
    save_social_file(person.pk, actor=researcher, version=version, social_file=SocialFile(rooms=5))

    with pytest.raises(FileChanged):
        take_over(visit.pk, actor=researcher, names=["rooms"], version=version)


@pytest.mark.parametrize("names", [[], ["notes"], ["unknown"]])
def test_what_the_visit_did_not_find_cannot_be_taken_over(visit, person, researcher, names):
    with pytest.raises(NothingChosen):
        take_over(visit.pk, actor=researcher, names=names, version=version_of(person))


def test_who_may_only_read_takes_nothing_over(visit, person, make_person):
    member = make_person(Role.COMMITTEE_MEMBER, name="عضو")

    with pytest.raises(MayNotEditPeople):
        take_over(visit.pk, actor=member, names=["rooms"], version=version_of(person))
