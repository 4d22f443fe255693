"""Files of beneficiaries: households, consents, papers that run out, a duplicate to be merged."""

from datetime import timedelta

from core.beneficiaries.address import Address
from core.beneficiaries.birth import Birth
from core.beneficiaries.consents import ConsentData, record_consent
from core.beneficiaries.details import PersonDetails, edit_person
from core.beneficiaries.enums import ConsentMethod, ConsentPurpose, Relation
from core.beneficiaries.household import RelatedData, add_related
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.papers import add_paper
from core.beneficiaries.services import BeneficiaryData, receive_beneficiary
from core.beneficiaries.social_file import Employment, Housing, SocialFile, save_social_file
from foundation import clock
from foundation.uploads import check_file
from tenants.people.models import User
from tenants.people.roles import Role

IBAN = "SA0380000000608010167519"
HOUSEHOLDS = 6
CATEGORIES = (
    ("widow",),
    ("low_income", "orphan"),
    ("elderly",),
    (),
    ("disability",),
    ("patient",),
)


def fill_people(people: dict[Role, User]) -> None:
    officer = people[Role.RELATIONS_OFFICER]
    known = list(Beneficiary.objects.order_by("created_at", "pk")[:HOUSEHOLDS])
    for number, person in enumerate(known):
        _describe(person, number, officer)
        _household(person, number, officer)
    if known:
        _papers(known[0], officer)
        if Role.SOCIAL_RESEARCHER in people:
            _social_file(known[0], people[Role.SOCIAL_RESEARCHER])
        _duplicate(known[0], officer)


def _describe(person: Beneficiary, number: int, officer: User) -> None:
    basics = BeneficiaryData(
        name=person.name,
        identity_number=person.identity_number or "",
        mobile=person.mobile or "",
        email=person.email or "",
        reply_channel=person.reply_channel,
        language=person.language,
    )
    details = PersonDetails(
        basics,
        Birth.read(f"0{number + 1}/0{number + 2}/13{80 + number}"),
        IBAN if number == 0 else "",
        Address(city="الرياض", district="حي الورود", street="شارع العليا", building="2929"),
        CATEGORIES[number % len(CATEGORIES)],
    )
    edit_person(person.pk, actor=officer, revision=person.revision, details=details)


def _household(person: Beneficiary, number: int, officer: User) -> None:
    today = clock.today()
    family = person.name.split()[-1]
    rows = [
        RelatedData(
            Relation.SON, f"سعد {family}", birth=Birth.read("12/05/2012"), is_dependant=True
        ),
        RelatedData(Relation.DAUGHTER, f"ريم {family}", is_dependant=True),
        RelatedData(
            Relation.DELEGATE,
            f"خالد {family}",
            acts_from=today - timedelta(days=300),
            acts_until=today + timedelta(days=-3 if number == 0 else 20 * number),
        ),
    ]
    for related in rows[: 3 if number < 2 else 2]:
        person.refresh_from_db()
        add_related(person.pk, actor=officer, revision=person.revision, related=related)


def _papers(person: Beneficiary, officer: User) -> None:
    today = clock.today()
    consent = ConsentData(
        ConsentPurpose.KEEPING, ConsentMethod.SPOKEN, today + timedelta(days=700)
    )
    record_consent(person.pk, actor=officer, consent=consent, evidence=None)
    consent = ConsentData(
        ConsentPurpose.RESEARCH, ConsentMethod.SPOKEN, today + timedelta(days=12)
    )
    record_consent(person.pk, actor=officer, consent=consent, evidence=None)
    for purpose, days in (("بطاقة العائلة", 400), ("عقد الإيجار", 9)):
        file = check_file(purpose.encode(), name=f"{purpose}.txt")
        add_paper(
            person.pk,
            actor=officer,
            file=file,
            purpose=purpose,
            expires_on=today + timedelta(days=days),
        )


def _social_file(person: Beneficiary, researcher: User) -> None:
    file = SocialFile.model_validate(
        {
            "incomes": [
                {"what": "معاش الضمان", "amount": 1320},
                {"what": "مساعدة قريب", "amount": 500},
            ],
            "expenses": [{"what": "كهرباء وماء", "amount": 380}],
            "debts": [{"what": "مستأجر سابق", "amount": 6000, "monthly": 250}],
            "employment": Employment.HOME,
            "housing": Housing.RENTED,
            "rent": 1500,
            "rooms": 3,
            "health": "تحتاج إلى علاج منتظم.",
            "needs": "سداد الإيجار وأجهزة منزلية.",
        }
    )
    save_social_file(person.pk, actor=researcher, version="", social_file=file)


def _duplicate(person: Beneficiary, officer: User) -> None:
    """As somebody registered the same person once more, in another spelling and without a number."""
    spelling = person.name.replace("ة", "ه").replace("ى", "ي").replace("أ", "ا")
    data = BeneficiaryData(name=spelling, mobile=person.mobile or "", email="again@example.org")
    receive_beneficiary(data, actor=officer)
