"""A person with everything that a file can hold, and the desk in English."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from core.beneficiaries.consents import ConsentData, record_consent
from core.beneficiaries.enums import ConsentMethod, ConsentPurpose, Relation
from core.beneficiaries.household import RelatedData, add_related
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.papers import add_paper
from core.beneficiaries.social_file import SocialFile, save_social_file
from foundation import clock
from foundation.uploads import CheckedFile, check_file
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.requests import IDENTITY, person, receive
from ui.middleware import COOKIE


@pytest.fixture
def desk(governed: Association, site: Callable[..., Client]) -> Callable[[User], Client]:
    """desk(person): their browser at the association's address."""

    def open_desk(user: User) -> Client:
        client = site(governed, user)
        client.cookies[COOKIE] = "en"
        return client

    return open_desk


@pytest.fixture
def delegate(governed: Association, make_person: Callable[..., User]) -> User:
    return make_person(Role.BRANCH_DELEGATE, name="مندوب الفرع")


def paper(words: str = "hello") -> CheckedFile:
    return check_file(words.encode(), name="paper.txt")


@pytest.fixture
def noura(everyone: User) -> Beneficiary:
    data = person(identity_number=IDENTITY, email="noura@example.org")
    return receive(everyone, beneficiary_data=data).case.beneficiary


def fill(beneficiary: Beneficiary, actor: User) -> Beneficiary:
    """Household, delegate who may act no more, consent, document, social file."""
    today = clock.today()
    for relation, name, until in (
        (Relation.SON, "سعد بن خالد", None),
        (Relation.DELEGATE, "خالد بن سعد", today - timedelta(days=1)),
    ):
        beneficiary.refresh_from_db()
        related = RelatedData(
            relation=relation, name=name, is_dependant=until is None, acts_until=until
        )
        add_related(beneficiary.pk, actor=actor, revision=beneficiary.revision, related=related)
    consent = ConsentData(ConsentPurpose.KEEPING, ConsentMethod.SPOKEN, today + timedelta(days=10))
    record_consent(beneficiary.pk, actor=actor, consent=consent, evidence=None)
    add_paper(
        beneficiary.pk,
        actor=actor,
        file=paper(),
        purpose="بطاقة العائلة",
        expires_on=today + timedelta(days=5),
    )
    social = SocialFile.model_validate(
        {
            "incomes": [{"what": "راتب تقاعدي", "amount": "3000"}],
            "expenses": [{"what": "فواتير", "amount": "500"}],
            "debts": [{"what": "مصرف", "amount": "9000", "monthly": "300"}],
            "housing": "rented",
            "rent": "1500",
            "health": "سكري",
        }
    )
    save_social_file(beneficiary.pk, actor=actor, version="", social_file=social)
    beneficiary.refresh_from_db()
    return beneficiary
