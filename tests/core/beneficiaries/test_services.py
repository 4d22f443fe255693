import uuid

import pytest

from core.beneficiaries.models import Beneficiary
from core.beneficiaries.queries import (
    MatchOn,
    find_matches,
    possible_duplicates,
    search_beneficiaries,
)
from core.beneficiaries.services import (
    IdentityNumberTaken,
    NameMissing,
    OtherIdentityNumber,
    receive_beneficiary,
)
from foundation.errors import Invalid
from foundation.models import AuditEntry
from tenants.schemas import entered
from tests.core.requests import IDENTITY, person

OTHER_IDENTITY = "2000000006"


def test_new_person_is_stored_in_the_written_form(association):
    known = receive_beneficiary(
        person(
            name="  نورة   بنت سالم ",
            identity_number="١٠٠٠ ٠٠٠ ٠٠٨",
            mobile="٠٥٥١٢٣٤٥٦٧",
            email=" Noura@Example.ORG ",
        ),
        actor=None,
    )

    known.refresh_from_db()
    assert (known.name, known.identity_number, known.identity_kind) == (
        "نورة بنت سالم",
        IDENTITY,
        "citizen",
    )
    assert (known.mobile, known.email) == ("+966551234567", "noura@example.org")
    assert AuditEntry.objects.get().action == "beneficiary.registered"


def test_same_identity_number_is_the_same_person(officer):
    first = receive_beneficiary(person(identity_number=IDENTITY), actor=officer)
    second = receive_beneficiary(
        person(name="نورة س.", identity_number=IDENTITY, mobile="0567654321"), actor=officer
    )

    assert second == first
    second.refresh_from_db()
    assert (second.name, second.mobile) == ("نورة بنت سالم", "+966567654321")
    update = AuditEntry.objects.get(action="beneficiary.completed")
    assert update.details == {"fields": ["mobile"]}


def test_without_staff_nothing_that_is_known_changes(officer):
    receive_beneficiary(person(identity_number=IDENTITY), actor=officer)
    known = receive_beneficiary(
        person(identity_number=IDENTITY, mobile="0567654321", email="x@example.org"), actor=None
    )

    known.refresh_from_db()
    assert (known.mobile, known.email) == ("+966551234567", None)


def test_same_name_or_mobile_is_proposed_and_never_merged(officer):
    first = receive_beneficiary(person(identity_number=IDENTITY), actor=officer)
    second = receive_beneficiary(person(identity_number=OTHER_IDENTITY), actor=officer)
    third = receive_beneficiary(person(name="نوره بنت سالم", mobile=""), actor=officer)

    assert len({first.pk, second.pk, third.pk}) == 3
    assert {match.beneficiary: match.on for match in possible_duplicates(third)} == {
        first: (MatchOn.NAME,),
        second: (MatchOn.NAME,),
    }
    [best, *rest] = find_matches(
        name="نورة بنت سالم", identity_number=OTHER_IDENTITY, mobile="0551234567"
    )
    assert (best.beneficiary, best.on) == (
        second,
        (MatchOn.IDENTITY, MatchOn.NAME, MatchOn.MOBILE),
    )
    assert {match.beneficiary: (match.on, match.score) for match in rest} == {
        third: ((MatchOn.NAME,), 40),
        first: ((MatchOn.NAME, MatchOn.MOBILE), 40),  # 30 less for another identity number
    }


def test_matching_leaves_out_what_cannot_be_a_number(association):
    assert find_matches(identity_number="123", mobile="x", email="@") == []
    assert find_matches() == []


def test_staff_choose_a_person_from_the_list(officer):
    known = receive_beneficiary(person(mobile="", name="نورة"), actor=officer)
    chosen = receive_beneficiary(
        person(beneficiary_id=known.pk, identity_number=IDENTITY), actor=officer
    )

    assert chosen == known
    assert Beneficiary.objects.get().identity_number == IDENTITY
    with pytest.raises(OtherIdentityNumber):
        receive_beneficiary(
            person(beneficiary_id=known.pk, identity_number=OTHER_IDENTITY), actor=officer
        )
    with pytest.raises(Beneficiary.DoesNotExist):
        receive_beneficiary(person(beneficiary_id=uuid.uuid4()), actor=officer)


def test_number_of_somebody_else_is_not_given_to_the_chosen_one(officer):
    chosen = receive_beneficiary(person(), actor=officer)
    other = receive_beneficiary(person(name="هند", identity_number=IDENTITY), actor=officer)

    with pytest.raises(IdentityNumberTaken):
        receive_beneficiary(
            person(identity_number=IDENTITY, beneficiary_id=chosen.pk), actor=officer
        )
    again = receive_beneficiary(
        person(identity_number=IDENTITY, beneficiary_id=other.pk), actor=officer
    )
    assert again == other


@pytest.mark.parametrize(
    "wrong", [{"identity_number": "1000000009"}, {"mobile": "12"}, {"email": "noura@"}]
)
def test_what_cannot_be_a_number_is_refused(association, wrong):
    with pytest.raises(Invalid):
        receive_beneficiary(person(**wrong), actor=None)
    assert Beneficiary.objects.count() == 0


def test_name_is_needed(association):
    with pytest.raises(NameMissing):
        receive_beneficiary(person(name=" \u200f "), actor=None)


def test_search_finds_by_part_of_the_name_and_by_whole_numbers(officer):
    known = receive_beneficiary(person(identity_number=IDENTITY), actor=officer)

    assert [list(search_beneficiaries(t)) for t in ("سالم", IDENTITY, "+966 55 123 4567")] == [
        [known]
    ] * 3
    assert list(search_beneficiaries("100000")) == []


def test_indexes_of_two_associations_cannot_be_linked(officer, other_association):
    here = receive_beneficiary(person(identity_number=IDENTITY), actor=officer)
    with entered(other_association):
        assert find_matches(identity_number=IDENTITY) == []
        there = receive_beneficiary(person(identity_number=IDENTITY), actor=None)

    assert bytes(here.identity_index) != bytes(there.identity_index)
