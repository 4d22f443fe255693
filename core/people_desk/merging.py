"""Two files of one person made one, and parted again: nothing is lost on the way there or back.

The file that goes stays as it is but for numbers that only one file can have; it leads to the kept one.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.actors import Actor, name_of
from core.beneficiaries.details import columns_of, set_value
from core.beneficiaries.models import Beneficiary, BeneficiaryMerge
from core.beneficiaries.queries import identity_index
from core.beneficiaries.rules import check_can_merge, check_is_current, check_revision
from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.recording import record_event
from foundation import audit, clock
from foundation.errors import Invalid, WrongState

CHOSEN: Final = (
    "name",
    "identity_number",
    "birth",
    "mobile",
    "email",
    "reply_channel",
    "language",
    "iban",
    "address",
    "social_file",
)
LABELS: Final = {
    "name": _("Name"),
    "identity_number": _("Identity number"),
    "birth": _("Date of birth"),
    "mobile": _("Mobile"),
    "email": _("E-mail"),
    "reply_channel": _("Agreed way to reply"),
    "language": _("Language"),
    "iban": _("IBAN"),
    "address": _("Address"),
    "social_file": _("Social file"),
    "categories": _("Categories"),
}
ROWS: Final = ("related_people", "consents", "documents")


class SameFile(Invalid):
    code = "same_file"
    message = _("A file is not merged with itself.")


class MergeUndone(WrongState):
    code = "merge_undone"
    message = _("These files were parted again already.")


class MergedFurther(WrongState):
    code = "merged_further"
    message = _("The kept file was itself merged into another one. Part those two first.")


class ChangedSinceMerge(WrongState):
    code = "changed_since_merge"
    message = _(
        "The files cannot be parted as they were, because this was changed since: %(fields)s. "
        "Set it back to the value of the merge, then part them."
    )


class NumberTakenSince(WrongState):
    code = "number_taken_since"
    message = _("Another file has got the identity number since. Look at that file first.")


@dataclass(frozen=True, slots=True)
class Seen:
    """Which state of both files the person looked at when they chose."""

    kept: int
    merged: int


@transaction.atomic
def merge_files(
    kept_id: uuid.UUID,
    merged_id: uuid.UUID,
    *,
    actor: Actor,
    taken: frozenset[str],
    seen: Seen,
    reason: str = "",
) -> BeneficiaryMerge:
    """`taken`: the fields whose value comes from the file that goes. Categories are of both."""
    check_can_merge(actor)
    if kept_id == merged_id:
        raise SameFile
    people = _locked(kept_id, merged_id)
    kept, merged = people[kept_id], people[merged_id]
    for person, revision in ((kept, seen.kept), (merged, seen.merged)):
        check_is_current(person)
        check_revision(person, revision)
    cases = _locked_cases(Case.objects.filter(beneficiary=merged))
    before, after = _values(kept), _chosen(kept, merged, taken)
    changed = sorted(name for name, value in after.items() if before[name] != value)
    gone = ["identity_number"] if "identity_number" in changed and after["identity_number"] else []
    memory = {
        "kept": {name: before[name] for name in changed},
        "after": {name: after[name] for name in changed},
        "merged": {name: getattr(merged, name) for name in gone},
        "social_file_at": kept.social_file_at.isoformat() if kept.social_file_at else None,
    }
    merged.merged_into = kept
    # The number leaves the file that goes before the kept one takes it: only one file can have it.
    _write(merged, dict.fromkeys(gone), "merged_into")
    if "social_file" in changed:
        kept.social_file_at = merged.social_file_at
    _write(kept, {name: after[name] for name in changed}, "social_file_at")
    merge = BeneficiaryMerge(
        kept=kept,
        merged=merged,
        moved={"cases": [str(case.pk) for case in cases], **_move_rows(merged, kept)},
        before=memory,
        reason=reason.strip(),
        merged_at=clock.now(),
        merged_by=name_of(actor),
    )
    merge.save(force_insert=True)
    _move_cases(cases, kept, actor, {"merge": str(merge.pk), "from": str(merged.pk)})
    details = {"merge": str(merge.pk), "merged": str(merged.pk), "fields": changed}
    audit.record("beneficiary.merged", kept, actor=actor, details=details)
    return merge


@transaction.atomic
def undo_merge(merge_id: uuid.UUID, *, actor: Actor) -> BeneficiaryMerge:
    """Both files as they were, but for what came to the kept file since, which stays there."""
    check_can_merge(actor)
    merge = BeneficiaryMerge.objects.get(pk=merge_id)
    people = _locked(merge.kept_id, merge.merged_id)
    merge = BeneficiaryMerge.objects.select_for_update().get(pk=merge_id)
    kept, merged = people[merge.kept_id], people[merge.merged_id]
    if merge.undone_at is not None:
        raise MergeUndone
    if kept.merged_into_id is not None:
        raise MergedFurther
    memory: Any = merge.before
    _check_unchanged(kept, memory["after"])
    _check_free((memory["kept"], memory["merged"]), kept, merged)
    cases = _locked_cases(Case.objects.filter(pk__in=merge.moved["cases"], beneficiary=kept))
    if "social_file" in memory["kept"]:
        kept.social_file_at = _moment(memory["social_file_at"])
    _write(kept, memory["kept"], "social_file_at")
    merged.merged_into = None
    _write(merged, memory["merged"], "merged_into")
    for name in ROWS:
        rows = getattr(kept, name).filter(pk__in=merge.moved[name])
        rows.update(beneficiary=merged)
    merge.undone_at = clock.now()
    merge.undone_by = name_of(actor)
    merge.save(update_fields=["undone_at", "undone_by"])
    details = {"merge": str(merge.pk), "from": str(kept.pk), "undone": True}
    _move_cases(cases, merged, actor, details)
    details = {"merge": str(merge.pk), "merged": str(merged.pk)}
    audit.record("beneficiary.parted", kept, actor=actor, details=details)
    return merge


def _locked(*ids: uuid.UUID) -> dict[uuid.UUID, Beneficiary]:
    """Always in the order of their ids, so that two merges never wait for each other."""
    rows = Beneficiary.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    people = {person.pk: person for person in rows}
    if len(people) != len(set(ids)):
        raise Beneficiary.DoesNotExist
    return people


def _locked_cases(cases: QuerySet[Case]) -> list[Case]:
    return list(cases.select_for_update().order_by("pk"))


def _values(person: Beneficiary) -> dict[str, Any]:
    values = {name: getattr(person, name) for name in CHOSEN}
    return values | {"categories": list(person.categories)}


def _chosen(kept: Beneficiary, merged: Beneficiary, taken: frozenset[str]) -> dict[str, Any]:
    values = {name: getattr(merged if name in taken else kept, name) for name in CHOSEN}
    both = [*kept.categories, *(key for key in merged.categories if key not in kept.categories)]
    return values | {"categories": both}


def _write(person: Beneficiary, values: Mapping[str, Any], *others: str) -> None:
    for name, value in values.items():
        set_value(person, name, value)
    person.revision += 1
    person.save(update_fields=[*columns_of(list(values)), *others, "revision"])


def _move_rows(merged: Beneficiary, kept: Beneficiary) -> dict[str, list[str]]:
    """A consent stays behind where the kept file has one for the same purpose: only one can stand."""
    moved = {}
    standing = set(kept.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))
    for name in ROWS:
        rows = getattr(merged, name)
        if name == "consents":
            rows = rows.exclude(withdrawn_at=None, purpose__in=standing)
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        getattr(merged, name).filter(pk__in=ids).update(beneficiary=kept)
        moved[name] = [str(pk) for pk in ids]
    return moved


def _move_cases(cases: list[Case], to: Beneficiary, actor: Actor, details: dict[str, Any]) -> None:
    for case in cases:
        case.beneficiary = to
        case.save(update_fields=["beneficiary"])
        record_event(case, EventName.PERSON_MERGED, actor=actor, details=details)


def _check_unchanged(kept: Beneficiary, after: Mapping[str, Any]) -> None:
    differing = [name for name, value in after.items() if getattr(kept, name) != value]
    if differing:
        raise ChangedSinceMerge(fields="، ".join(str(LABELS[name]) for name in differing))


def _check_free(memories: Iterable[Mapping[str, Any]], *people: Beneficiary) -> None:
    """Somebody may have been registered anew under a number that is to go back."""
    numbers = filter(None, (values.get("identity_number") for values in memories))
    indexes = [identity_index(number) for number in numbers]
    others = Beneficiary.objects.exclude(pk__in=[person.pk for person in people])
    if indexes and others.filter(identity_index__in=indexes).exists():
        raise NumberTakenSince


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
