"""What differs between the stories: the language, the association and its policy, who plays."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    role: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Plot:
    language: str
    slug: str
    association: str
    license_no: str
    kind: str
    policy: bytes
    people: dict[str, Person]
    beneficiary: str
    beneficiary_email: str
    identity_number: str
    subject: str
    description: str
    called_for: str
    outcome: str
    reason: str
    referral_target: str
    counts_from_submission: bool = False
    measures_by_survey: bool = False
    early_reason: str = ""
    documents: tuple[str, ...] = ()


PASSWORD = "a sentence that only they know"


def cast(slug: str, names: dict[str, str]) -> dict[str, Person]:
    return {
        role: Person(role, name, f"{role.lower().replace(' ', '-')}@{slug}.example")
        for role, name in names.items()
    }
