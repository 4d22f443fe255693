"""What is known of a person: changed by those who may, never over somebody else's newer change."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from core.beneficiaries import categories as cats
from core.beneficiaries.birth import Birth
from core.beneficiaries.categories import Category, UnknownCategory, categories, save_categories
from core.beneficiaries.consents import (
    AlreadyWithdrawn,
    ConsentData,
    EvidenceMissing,
    ExpiresInPast,
    agreed,
    record_consent,
    withdraw_consent,
)
from core.beneficiaries.details import PersonDetails, edit_person
from core.beneficiaries.enums import ConsentMethod, ConsentPurpose, Relation
from core.beneficiaries.expiring import expiring
from core.beneficiaries.household import (
    ActingExpired,
    ActingNotProven,
    ActsInOrder,
    NotYetActing,
    OnlyWhoActs,
    RelatedData,
    add_related,
    check_may_act_for,
    edit_related,
    end_related,
    household_of,
    household_size,
    may_act_for,
)
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.papers import AlreadyReplaced, add_paper, file_of
from core.beneficiaries.rules import FileChanged, MayNotEditPeople, SocialFileClosed
from core.beneficiaries.services import BeneficiaryData, IdentityNumberTaken, receive_beneficiary
from core.beneficiaries.social_file import (
    SocialFile,
    load_social_file,
    open_social_file,
    save_social_file,
    version_of,
)
from core.configuration.sections import SettingChanged
from foundation import clock
from foundation.models import AuditEntry, StoredFile
from foundation.uploads import check_file
from tenants.people.roles import Role
from tests.core.requests import IDENTITY, person

OTHER_IDENTITY = "2000000006"
DAY = timedelta(days=1)


def known(actor, **values) -> Beneficiary:
    return receive_beneficiary(person(**values), actor=actor)


def details(**values) -> PersonDetails:
    basics = {"name": "نورة بنت سالم", "mobile": "0551234567"} | values.pop("basics", {})
    return PersonDetails(BeneficiaryData(**basics), **values)


def paper():
    return check_file(b"hello", name="paper.txt")


def related(relation=Relation.DELEGATE, **values) -> RelatedData:
    return RelatedData(**{"relation": relation, "name": "خالد بن سعد", **values})


def test_changes_are_stored_and_only_their_names_are_in_the_log(officer):
    noura = known(officer)

    changed = edit_person(
        noura.pk,
        actor=officer,
        revision=noura.revision,
        details=details(
            basics={"name": "نورة سالم", "identity_number": IDENTITY, "mobile": ""},
            birth=Birth.read("01/09/1390"),
            iban="SA03 8000 0000 6080 1016 7519",
            categories=("widow", "orphan"),
        ),
    )

    changed.refresh_from_db()
    assert (changed.name, changed.name_search, changed.mobile, changed.mobile_index) == (
        "نورة سالم",
        "نوره سالم",
        None,
        None,
    )
    assert (changed.identity_kind, changed.categories) == ("citizen", ["orphan", "widow"])
    assert changed.birth == {"calendar": "hijri", "date": "1390-09-01"}
    assert changed.revision == noura.revision + 1
    assert AuditEntry.objects.get(action="beneficiary.changed").details == {
        "fields": ["birth", "categories", "iban", "identity_number", "mobile", "name"]
    }


def test_a_stale_save_overwrites_nothing(officer):
    noura = known(officer)
    edit_person(
        noura.pk, actor=officer, revision=noura.revision, details=details(basics={"name": "نوال"})
    )

    with pytest.raises(FileChanged):
        edit_person(
            noura.pk,
            actor=officer,
            revision=noura.revision,
            details=details(basics={"name": "هند"}),
        )
    assert Beneficiary.objects.get().name == "نوال"


def test_a_reception_that_adds_a_number_makes_older_pages_stale(officer):
    noura = known(officer, identity_number=IDENTITY)
    known(officer, identity_number=IDENTITY, email="noura@example.org")

    with pytest.raises(FileChanged):
        edit_person(noura.pk, actor=officer, revision=noura.revision, details=details())


def test_saving_what_is_there_already_changes_nothing(officer):
    noura = known(officer)
    noura.refresh_from_db()

    edit_person(
        noura.pk,
        actor=officer,
        revision=noura.revision,
        details=details(basics={"reply_channel": noura.reply_channel}),
    )

    assert Beneficiary.objects.get().revision == noura.revision
    assert not AuditEntry.objects.filter(action="beneficiary.changed").exists()


def test_the_number_of_somebody_else_is_refused(officer):
    noura = known(officer)
    known(officer, name="هند", identity_number=IDENTITY)

    with pytest.raises(IdentityNumberTaken):
        edit_person(
            noura.pk,
            actor=officer,
            revision=noura.revision,
            details=details(basics={"identity_number": IDENTITY}),
        )


def test_who_may_not_edit_is_refused(officer, make_person):
    noura = known(officer)
    auditor = make_person(Role.AUDITOR)
    changes = (
        lambda: edit_person(noura.pk, actor=auditor, revision=1, details=details()),
        lambda: add_related(noura.pk, actor=auditor, revision=1, related=related()),
        lambda: add_paper(noura.pk, actor=auditor, file=paper(), purpose="x"),
        lambda: record_consent(
            noura.pk,
            actor=auditor,
            consent=ConsentData(ConsentPurpose.KEEPING, ConsentMethod.SPOKEN),
            evidence=None,
        ),
    )

    for change in changes:
        with pytest.raises(MayNotEditPeople):
            change()


# --- household -----------------------------------------------------------------------------------


def test_delegate_acts_within_the_days_of_the_paper_only(officer, at):
    at(2026, 3, 10, 10)
    noura, today = known(officer), clock.today()
    saad = add_related(
        noura.pk,
        actor=officer,
        revision=noura.revision,
        related=related(acts_from=today, acts_until=today + DAY),
        paper=paper(),
    )
    noura.refresh_from_db()
    son = add_related(
        noura.pk, actor=officer, revision=noura.revision, related=related(Relation.SON)
    )
    hind = known(officer, name="هند", mobile="")

    days = [today - DAY, today, today + DAY, today + 2 * DAY]
    assert [may_act_for(noura, saad, day) for day in days] == [False, True, True, False]
    for day, error in ((days[0], NotYetActing), (days[3], ActingExpired)):
        with pytest.raises(error):
            check_may_act_for(noura, saad, day)
    for who, whose in ((son, noura), (saad, hind)):
        with pytest.raises(ActingNotProven):
            check_may_act_for(whose, who, today)
    ended = end_related(noura.pk, saad.pk, actor=officer)
    assert not may_act_for(noura, ended, today)


def test_household_counts_those_who_live_on_the_person(officer):
    noura = known(officer)
    for each in (
        related(Relation.SON, is_dependant=True),
        related(Relation.SPOUSE),
        related(Relation.DELEGATE),
        related(Relation.GUARDIAN, is_dependant=True),
    ):
        noura.refresh_from_db()
        add_related(noura.pk, actor=officer, revision=noura.revision, related=each)

    people = list(household_of(noura))
    assert (len(people), household_size(people)) == (4, 4)
    end_related(noura.pk, people[0].pk, actor=officer)
    assert household_size(list(household_of(noura))) == 3


def test_related_people_are_checked_and_stale_pages_refused(officer):
    noura, today = known(officer), clock.today()
    saad = add_related(noura.pk, actor=officer, revision=noura.revision, related=related())

    with pytest.raises(FileChanged):
        edit_related(
            noura.pk, saad.pk, actor=officer, revision=noura.revision, related=related(name="سعد")
        )
    noura.refresh_from_db()
    for wrong, error in (
        (related(acts_from=today, acts_until=today - DAY), ActsInOrder),
        (related(Relation.SON, acts_until=today), OnlyWhoActs),
    ):
        with pytest.raises(error):
            edit_related(noura.pk, saad.pk, actor=officer, revision=noura.revision, related=wrong)
    changed = edit_related(
        noura.pk,
        saad.pk,
        actor=officer,
        revision=noura.revision,
        related=related(name="سعد", identity_number="١٠٠٠٠٠٠٠٠٨"),
    )
    assert (changed.name, changed.identity_number) == ("سعد", IDENTITY)


# --- consents and papers ---------------------------------------------------------------------------


def test_consent_stands_until_it_is_withdrawn_or_runs_out(officer):
    noura, today = known(officer), clock.today()
    purpose = ConsentPurpose.PHOTOGRAPHS
    first, second = (
        record_consent(
            noura.pk,
            actor=officer,
            consent=ConsentData(purpose, method, today + DAY),
            evidence=evidence,
        )
        for method, evidence in ((ConsentMethod.SPOKEN, None), (ConsentMethod.PAPER, paper()))
    )

    first.refresh_from_db()
    assert (first.withdrawn_at is not None, second.withdrawn_at) == (True, None)
    days = [agreed([noura.pk], today + n * DAY)[noura.pk] for n in (0, 1, 2)]
    assert days == [{purpose}, {purpose}, set()]
    withdraw_consent(noura.pk, second.pk, actor=officer)
    assert agreed([noura.pk]) == {noura.pk: set()}
    with pytest.raises(AlreadyWithdrawn):
        withdraw_consent(noura.pk, second.pk, actor=officer)


def test_consent_on_paper_needs_the_paper_and_a_day_to_come(officer):
    noura, today = known(officer), clock.today()
    for consent, error in (
        (ConsentData(ConsentPurpose.KEEPING, ConsentMethod.PAPER), EvidenceMissing),
        (ConsentData(ConsentPurpose.KEEPING, ConsentMethod.SPOKEN, today - DAY), ExpiresInPast),
    ):
        with pytest.raises(error):
            record_consent(noura.pk, actor=officer, consent=consent, evidence=None)


def test_a_newer_paper_takes_the_place_of_the_older_one_which_stays(officer):
    noura, today = known(officer), clock.today()
    old = add_paper(
        noura.pk, actor=officer, file=paper(), purpose="بطاقة العائلة", expires_on=today - DAY
    )

    new = add_paper(noura.pk, actor=officer, file=paper(), replaces=old.pk)

    old.refresh_from_db()
    assert (new.purpose, old.replaced_at is not None) == ("بطاقة العائلة", True)
    assert expiring(Beneficiary.objects.all()) == []
    with pytest.raises(AlreadyReplaced):
        add_paper(noura.pk, actor=officer, file=paper(), replaces=old.pk)
    assert file_of(noura, old.file_id) == old.file
    with pytest.raises(StoredFile.DoesNotExist):
        file_of(known(officer, name="هند", mobile=""), old.file_id)


# --- social file -----------------------------------------------------------------------------------

FILE = SocialFile.model_validate(
    {
        "incomes": [{"what": "راتب", "amount": "4000.50"}],
        "expenses": [{"what": "فواتير", "amount": 500}],
        "debts": [{"what": "مصرف", "amount": 9000, "monthly": 300}],
        "rent": 1500,
        "health": "سكري",
    }
)


def test_social_file_is_for_those_whose_roles_open_it_and_every_view_is_noted(
    officer, make_person
):
    noura, researcher = known(officer), make_person(Role.SOCIAL_RESEARCHER)

    save_social_file(noura.pk, actor=researcher, version="", social_file=FILE)
    noura.refresh_from_db()

    assert open_social_file(noura, actor=researcher) == FILE
    assert [
        (entry.action, entry.details)
        for entry in AuditEntry.objects.filter(action__contains="social").order_by("seq")
    ] == [
        (
            "beneficiary.social_file_changed",
            {"fields": ["debts", "expenses", "health", "incomes", "rent"]},
        ),
        ("beneficiary.social_file_viewed", {}),
    ]
    for act in (
        lambda: open_social_file(noura, actor=officer),
        lambda: save_social_file(
            noura.pk, actor=officer, version=version_of(noura), social_file=SocialFile()
        ),
    ):
        with pytest.raises(SocialFileClosed):
            act()


def test_social_file_computes_and_refuses_a_stale_save(officer, make_person, at):
    at(2026, 3, 1, 10)
    noura, researcher = known(officer), make_person(Role.SOCIAL_RESEARCHER)
    save_social_file(noura.pk, actor=researcher, version="", social_file=FILE)

    assert [str(FILE.income), str(FILE.spending), str(FILE.left), str(FILE.owed)] == [
        "4000.50", "2300", "1700.50", "9000",
    ]  # fmt: skip
    assert str(FILE.per_head(3)) == "1333.50"
    with pytest.raises(FileChanged):
        save_social_file(noura.pk, actor=researcher, version="", social_file=SocialFile())
    noura.refresh_from_db()
    first = version_of(noura)
    save_social_file(noura.pk, actor=researcher, version=first, social_file=SocialFile(rent=1))
    noura.refresh_from_db()
    assert version_of(noura) != first  # though the clock stands
    assert load_social_file(noura) == SocialFile(rent=1)


# --- categories ------------------------------------------------------------------------------------


def test_categories_are_the_association_s_own(officer, make_person):
    administrator = make_person(Role.ADMINISTRATOR)
    mine = Category(key="farmer", ar="مزارع", en="Farmer")

    save_categories([mine], actor=administrator, revision=0)

    assert categories() == (mine,)
    with override("en"):
        assert mine.label == "Farmer"
    noura = known(officer)
    edited = edit_person(
        noura.pk, actor=officer, revision=noura.revision, details=details(categories=("farmer",))
    )
    assert edited.categories == ["farmer"]
    with pytest.raises(UnknownCategory):
        edit_person(
            noura.pk, actor=officer, revision=edited.revision, details=details(categories=("x",))
        )


def test_category_in_use_stays_and_others_go(officer, make_person):
    administrator, noura = make_person(Role.ADMINISTRATOR), known(officer)
    edit_person(
        noura.pk, actor=officer, revision=noura.revision, details=details(categories=("widow",))
    )
    kept = [each for each in categories() if each.key == "widow"]

    with pytest.raises(cats.CategoryInUse):
        save_categories([], actor=administrator, revision=0)
    with pytest.raises(cats.MayNotSetUp):
        save_categories(kept, actor=officer, revision=0)
    with pytest.raises(cats.CategoryTwice):
        save_categories(
            [*kept, Category(key="b", ar="أرمله", en="B")], actor=administrator, revision=0
        )
    save_categories(kept, actor=administrator, revision=0)
    assert [each.key for each in categories()] == ["widow"]
    with pytest.raises(SettingChanged):
        save_categories(kept, actor=administrator, revision=0)


def test_keys_are_made_from_the_english_name():
    assert cats.new_key("Family of a prisoner", set()) == "family_of_a_prisoner"
    assert cats.new_key("Widow", {"widow", "widow_2"}) == "widow_3"
    assert cats.new_key("3 children", set()) == "c_3_children"
