"""What a visit learnt for the person's social file, beside what stands there, and taking it over."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.beneficiaries import rules as people
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.social_file import (
    SocialFile,
    load_social_file,
    open_social_file,
    save_social_file,
)
from core.cases import rules as cases
from core.research.models import Visit
from foundation import audit
from foundation.errors import Invalid


class NothingChosen(Invalid):
    code = "nothing_chosen"
    message = _("Choose what is taken over.")


@dataclass(frozen=True, slots=True)
class Learnt:
    """One field of the social file: what stands there and what the visit found."""

    name: str
    kept: Any
    found: Any

    @property
    def differs(self) -> bool:
        return bool(self.kept != self.found)

    @property
    def is_new(self) -> bool:
        """Nothing is lost where nothing stood."""
        return self.kept in (None, "", ())


def check_can_take_over(actor: Actor, visit: Visit) -> None:
    cases.check_can_view(actor, visit.case)
    people.check_can_edit(actor, visit.case.person)
    people.check_can_edit_social_file(actor, visit.case.person)


@transaction.atomic
def open_learnt(visit: Visit, *, actor: Actor) -> list[Learnt]:
    """Reads the social file, which is noted. Raises SocialFileClosed."""
    return _learnt(visit, open_social_file(visit.case.person, actor=actor))


def has_left_to_take_over(visit: Visit) -> bool:
    """For a button, without a word of what stands in the file."""
    return any(each.differs for each in _learnt(visit, load_social_file(visit.case.person)))


@transaction.atomic
def take_over(
    visit_id: uuid.UUID, *, actor: Actor, names: Collection[str], version: str
) -> Beneficiary:
    """`version` as social_file.version_of; raises FileChanged where somebody else saved meanwhile."""
    visit = Visit.objects.select_related("case__beneficiary").get(pk=visit_id)
    check_can_take_over(actor, visit)
    # Locked before it is read: what is saved below is what stands there now.
    person = Beneficiary.objects.select_for_update().get(pk=visit.case.person.pk)
    kept = load_social_file(person)
    chosen = {each.name: each.found for each in _learnt(visit, kept) if each.name in names}
    if not chosen:
        raise NothingChosen
    person = save_social_file(
        person.pk, actor=actor, version=version, social_file=kept.model_copy(update=chosen)
    )
    details = {"visit": str(visit.pk), "fields": sorted(chosen)}
    audit.record("beneficiary.social_file_from_visit", person, actor=actor, details=details)
    return person


def _learnt(visit: Visit, kept: SocialFile) -> list[Learnt]:
    if not visit.found:
        return []
    found = SocialFile.model_validate(visit.found)
    named = [name for name in SocialFile.model_fields if name in visit.found]
    return [Learnt(name, getattr(kept, name), getattr(found, name)) for name in named]
