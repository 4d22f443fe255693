"""The file of a social researcher: income, housing, debts, health. Restricted, sealed, every view noted.

It stands in no export, no search and no answer of the API.
"""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from core.actors import Actor
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.rules import (
    FileChanged,
    check_can_edit_social_file,
    check_can_see_social_file,
)
from foundation import audit, clock

LONGEST_TEXT = 4_000
MOST_LINES = 30
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT)]


class Housing(TextChoices):
    OWNED = "owned", pgettext_lazy("housing", "Owned")
    MORTGAGED = "mortgaged", pgettext_lazy("housing", "Owned, with a loan")
    RENTED = "rented", pgettext_lazy("housing", "Rented")
    WITH_FAMILY = "with_family", pgettext_lazy("housing", "With the family")
    PROVIDED = "provided", pgettext_lazy("housing", "Provided by somebody")
    NONE = "none", pgettext_lazy("housing", "No fixed home")


class Condition(TextChoices):
    GOOD = "good", pgettext_lazy("state of a home", "Good")
    FAIR = "fair", pgettext_lazy("state of a home", "Fair")
    POOR = "poor", pgettext_lazy("state of a home", "Poor")
    UNFIT = "unfit", pgettext_lazy("state of a home", "Not fit to live in")


class Employment(TextChoices):
    EMPLOYED = "employed", pgettext_lazy("work", "Employed")
    SELF_EMPLOYED = "self_employed", pgettext_lazy("work", "Self-employed")
    SEEKING = "seeking", pgettext_lazy("work", "Looking for work")
    RETIRED = "retired", pgettext_lazy("work", "Retired")
    UNABLE = "unable", pgettext_lazy("work", "Unable to work")
    HOME = "home", pgettext_lazy("work", "At home")
    STUDENT = "student", pgettext_lazy("work", "Student")


class Line(BaseModel):
    """An income, an expense or a debt; `monthly` of a debt is its instalment."""

    model_config = ConfigDict(frozen=True)

    what: Words
    amount: Money
    monthly: Money | None = None


Lines = Annotated[tuple[Line, ...], Field(max_length=MOST_LINES)]


class SocialFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    incomes: Lines = ()
    expenses: Lines = ()
    debts: Lines = ()
    employment: Employment | None = None
    education: Words = ""
    housing: Housing | None = None
    rent: Money | None = None
    rooms: Annotated[int, Field(ge=0, le=99)] | None = None
    condition: Condition | None = None
    health: Text = ""
    disability: Text = ""
    needs: Text = ""
    notes: Text = ""

    @property
    def income(self) -> Decimal:
        return sum((line.amount for line in self.incomes), Decimal(0))

    @property
    def spending(self) -> Decimal:
        listed = sum((line.amount for line in self.expenses), Decimal(0))
        instalments = sum((line.monthly or Decimal(0) for line in self.debts), Decimal(0))
        return listed + instalments + (self.rent or Decimal(0))

    @property
    def owed(self) -> Decimal:
        return sum((line.amount for line in self.debts), Decimal(0))

    @property
    def left(self) -> Decimal:
        """Negative where more is spent than comes in."""
        return self.income - self.spending

    def per_head(self, household: int) -> Decimal:
        return (self.income / household).quantize(Decimal("0.01"))


@transaction.atomic
def open_social_file(person: Beneficiary, *, actor: Actor) -> SocialFile:
    """Every view stands in the audit log. Raises SocialFileClosed."""
    check_can_see_social_file(actor)
    audit.record("beneficiary.social_file_viewed", person, actor=actor)
    return load_social_file(person)


@transaction.atomic
def save_social_file(
    person_id: uuid.UUID, *, actor: Actor, version: str, social_file: SocialFile
) -> Beneficiary:
    """`version`: as version_of said when the page was made; raises FileChanged for an older one."""
    person = Beneficiary.objects.select_for_update().get(pk=person_id)
    check_can_edit_social_file(actor, person)
    if version != version_of(person):
        raise FileChanged
    before, after = load_social_file(person).model_dump(), social_file.model_dump()
    changed = sorted(name for name, value in after.items() if before[name] != value)
    if not changed:
        return person
    person.social_file = social_file.model_dump(mode="json")
    person.social_file_at = _later(person.social_file_at)
    person.save(update_fields=["social_file", "social_file_at"])
    details = {"fields": changed}
    audit.record("beneficiary.social_file_changed", person, actor=actor, details=details)
    return person


def load_social_file(person: Beneficiary) -> SocialFile:
    stored: Any = person.social_file
    return SocialFile.model_validate(stored) if stored else SocialFile()


def version_of(person: Beneficiary) -> str:
    """What a page hands back, so that it never overwrites what came after it."""
    return person.social_file_at.isoformat() if person.social_file_at else ""


def _later(before: datetime | None) -> datetime:
    """Two saves never share a moment, even where a clock stands still."""
    now = clock.now()
    if before is not None and now <= before:
        return before + timedelta(microseconds=1)
    return now
