"""Merging two files and parting them again: nothing is lost on the way there or back."""

import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.beneficiaries.birth import Birth
from core.beneficiaries.consents import ConsentData, record_consent
from core.beneficiaries.details import PersonDetails, edit_person
from core.beneficiaries.enums import ConsentMethod, ConsentPurpose
from core.beneficiaries.household import RelatedData, add_related
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.papers import add_paper
from core.beneficiaries.rules import FileChanged, FileWasMerged, MayNotMerge
from core.beneficiaries.services import BeneficiaryData, receive_beneficiary
from core.beneficiaries.social_file import SocialFile, save_social_file
from core.cases.enums import EventName
from core.cases.models import Case
from core.people_desk import merging
from core.people_desk.merging import CHOSEN, Seen, merge_files, undo_merge
from core.people_desk.queries import found_people
from foundation.models import AuditEntry
from tenants.people.roles import Role
from tests.core.people_desk.conftest import fill, paper
from tests.core.requests import IDENTITY, person, receive

OTHER_IDENTITY = "2000000006"
MOVING = ("Beneficiary", "RelatedPerson", "Consent", "PersonDocument")


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every value of every row that a merge may touch; `revision` only ever grows."""
    found = {}
    for model in [*(apps.get_model("beneficiaries", name) for name in MOVING), Case]:
        fields = [field.attname for field in model._meta.concrete_fields]
        found[model.__name__] = [
            {name: _plain(getattr(row, name)) for name in fields if name != "revision"}
            for row in model.objects.order_by("pk")
        ]
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def seen(kept: Beneficiary, merged: Beneficiary) -> Seen:
    kept.refresh_from_db()
    merged.refresh_from_db()
    return Seen(kept.revision, merged.revision)


def merge(kept, merged, actor, *taken):
    return merge_files(
        kept.pk, merged.pk, actor=actor, taken=frozenset(taken), seen=seen(kept, merged)
    )


@pytest.fixture
def two(everyone):
    """A full file, and a thin one of the same person with another number and a case of its own."""
    kept = fill(receive(everyone, beneficiary_data=person()).case.beneficiary, everyone)
    data = person(
        name="نوره سالم", identity_number=IDENTITY, mobile="0567654321", email="n@example.org"
    )
    merged = receive(everyone, beneficiary_data=data).case.beneficiary
    merged.refresh_from_db()
    return kept, merged


def test_merging_moves_cases_people_papers_and_chosen_values(everyone, two):
    kept, merged = two
    case = merged.cases.get()
    add_paper(merged.pk, actor=everyone, file=paper(), purpose="صك")

    done = merge(kept, merged, everyone, "identity_number", "email")

    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.identity_number, kept.email, kept.mobile) == (
        IDENTITY, "n@example.org", "+966551234567",
    )  # fmt: skip
    assert (merged.merged_into, merged.identity_number) == (kept, None)
    assert (kept.cases.count(), kept.documents.count(), merged.cases.count()) == (2, 2, 0)
    event = case.events.get(name=EventName.PERSON_MERGED)
    assert event.details == {"merge": str(done.pk), "from": str(merged.pk)}
    assert AuditEntry.objects.get(action="beneficiary.merged").details == {
        "merge": str(done.pk),
        "merged": str(merged.pk),
        "fields": ["email", "identity_number"],
    }
    assert list(found_people(everyone, "نورة سالم")) == [kept]


def test_undo_restores_every_row(everyone, two):
    kept, merged = two
    before = rows()

    done = merge(kept, merged, everyone, *CHOSEN)
    assert rows() != before
    undo_merge(done.pk, actor=everyone)

    assert rows() == before
    with pytest.raises(merging.MergeUndone):
        undo_merge(done.pk, actor=everyone)
    merge(kept, merged, everyone)


NUMBERS = st.sampled_from(["", IDENTITY, OTHER_IDENTITY])
FILES = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["نورة", "نوره سالم"]),
        "mobile": st.sampled_from(["", "0551234567"]),
        "email": st.sampled_from(["", "a@example.org", "b@example.org"]),
        "iban": st.sampled_from(["", "SA0380000000608010167519"]),
        "birth": st.sampled_from(["", "01/09/1390", "1990-02-28"]),
        "categories": st.sets(st.sampled_from(["widow", "orphan"])),
        "consents": st.sets(st.sampled_from(list(ConsentPurpose)), max_size=2),
        "related": st.integers(0, 2),
        "social": st.booleans(),
        "cases": st.integers(0, 2),
    }
)


def build(actor, number: str, wanted: dict[str, Any]) -> Beneficiary:
    basics = {name: wanted[name] for name in ("name", "mobile", "email")}
    data = BeneficiaryData(**basics, identity_number=number)
    made = receive_beneficiary(data, actor=actor)
    edit_person(
        made.pk,
        actor=actor,
        revision=made.revision,
        details=PersonDetails(
            data,
            Birth.read(wanted["birth"]) if wanted["birth"] else None,
            wanted["iban"],
            categories=tuple(wanted["categories"]),
        ),
    )
    for purpose in sorted(wanted["consents"]):
        consent = ConsentData(purpose, ConsentMethod.SPOKEN)
        record_consent(made.pk, actor=actor, consent=consent, evidence=None)
    for number_of in range(wanted["related"]):
        made.refresh_from_db()
        related = RelatedData(relation="son", name=f"سعد {number_of}")
        add_related(made.pk, actor=actor, revision=made.revision, related=related)
    if wanted["social"]:
        file = SocialFile(notes=wanted["name"])
        save_social_file(made.pk, actor=actor, version="", social_file=file)
    for _case in range(wanted["cases"]):
        receive(actor, beneficiary_data=BeneficiaryData(name="x", beneficiary_id=made.pk))
    made.refresh_from_db()
    return made


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    one=FILES,
    other=FILES,
    numbers=st.tuples(NUMBERS, NUMBERS).filter(lambda pair: pair[0] != pair[1] or not pair[0]),
    taken=st.sets(st.sampled_from(CHOSEN)),
)
def test_any_merge_undone_leaves_identical_rows(everyone, one, other, numbers, taken):
    point = transaction.savepoint()
    kept, merged = build(everyone, numbers[0], one), build(everyone, numbers[1], other)
    before = rows()

    done = merge(kept, merged, everyone, *taken)
    assert not merged.cases.exists()
    undo_merge(done.pk, actor=everyone)

    assert rows() == before
    transaction.savepoint_rollback(point)


def test_undo_is_refused_where_a_merged_value_was_changed_since(everyone, two):
    kept, merged = two
    done = merge(kept, merged, everyone, "mobile")
    receive(everyone, beneficiary_data=person(beneficiary_id=kept.pk, mobile="0500000001"))

    with pytest.raises(merging.ChangedSinceMerge) as refused:
        undo_merge(done.pk, actor=everyone)

    assert refused.value.details["fields"] == "الجوال"


def test_what_came_after_the_merge_stays_with_the_kept_file(everyone, two):
    kept, merged = two
    own = merged.cases.get()
    done = merge(kept, merged, everyone)
    later = receive(everyone, beneficiary_data=person(beneficiary_id=merged.pk)).case
    assert later.beneficiary == kept

    undo_merge(done.pk, actor=everyone)

    assert set(merged.cases.all()) == {own}
    assert later in kept.cases.all()


def test_a_number_of_a_merged_file_leads_to_the_kept_one(everyone):
    kept = receive_beneficiary(person(identity_number=OTHER_IDENTITY), actor=everyone)
    merged = receive_beneficiary(person(identity_number=IDENTITY), actor=everyone)
    merge(kept, merged, everyone)

    again = receive_beneficiary(
        person(identity_number=IDENTITY, email="new@example.org"), actor=everyone
    )

    again.refresh_from_db()
    assert (again, again.identity_number, again.email) == (
        kept, OTHER_IDENTITY, "new@example.org",
    )  # fmt: skip


def test_undo_is_refused_in_the_wrong_order_or_when_a_number_went_elsewhere(everyone, two):
    kept, merged = two
    third = receive_beneficiary(
        person(name="نورا", mobile="", identity_number=OTHER_IDENTITY), actor=everyone
    )
    first = merge(kept, merged, everyone)
    second = merge(third, kept, everyone)

    with pytest.raises(merging.MergedFurther):
        undo_merge(first.pk, actor=everyone)
    undo_merge(second.pk, actor=everyone)
    undo_merge(first.pk, actor=everyone)

    with_number = receive_beneficiary(person(name="سلمى", mobile=""), actor=everyone)
    last = merge(third, with_number, everyone, "identity_number")  # the number is dropped
    receive_beneficiary(person(name="غيرها", identity_number=OTHER_IDENTITY), actor=everyone)
    with pytest.raises(merging.NumberTakenSince):
        undo_merge(last.pk, actor=everyone)


def test_merging_needs_permission_two_files_and_a_fresh_page(everyone, two, make_person):
    kept, merged = two
    fresh = seen(kept, merged)

    def attempt(actor=everyone, other=merged.pk, state=fresh):
        merge_files(kept.pk, other, actor=actor, taken=frozenset(), seen=state)

    with pytest.raises(MayNotMerge):
        attempt(actor=make_person(Role.SOCIAL_RESEARCHER))
    with pytest.raises(merging.SameFile):
        attempt(other=kept.pk)
    with pytest.raises(Beneficiary.DoesNotExist):
        attempt(other=uuid.uuid4())
    with pytest.raises(FileChanged):
        attempt(state=Seen(fresh.kept, fresh.merged + 1))
    attempt()
    with pytest.raises(FileWasMerged):
        attempt(state=seen(kept, merged))
