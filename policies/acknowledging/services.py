"""Everything that changes acknowledgements: who is asked, who signs, who is reminded."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from core.rules import AcknowledgementRule
from foundation import audit, clock
from policies.acknowledging import asking, rules, tasks
from policies.enums import VersionState
from policies.models import Acknowledgement, PolicyVersion
from policies.provider import governing_rules
from tenants.jobs import defer
from tenants.people.models import User

WRONG_ANSWER = "policy.acknowledgement_wrong_answer"


@transaction.atomic
def ask_staff(version: PolicyVersion) -> int:
    """Ask everybody whom the policy names and who was not asked yet; returns how many.

    Called when a version comes into force, and daily for those who joined or changed roles. The
    caller, or this, holds the version's lock: nobody is asked twice.
    """
    version = PolicyVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    rule = rule_of(version)
    if rule is None or version.state != VersionState.IN_FORCE:
        return 0
    asked = set(
        Acknowledgement.objects.filter(version=version)
        .order_by("pk")
        .values_list("person_id", flat=True)
    )
    left_out = asked | asking.bound_already(version)
    new = [
        Acknowledgement(
            version=version,
            person=person,
            asked_at=clock.now(),
            due_on=clock.today() + timedelta(days=rule.within_days),
        )
        for person in asking.staff_of(rule)
        if person.pk not in left_out
    ]
    Acknowledgement.objects.bulk_create(new)
    for each in new:
        defer(tasks.tell_person, acknowledgement_id=str(each.pk))
    if new:
        audit.record(
            "policy.staff_asked_to_sign", version, actor=None, details={"people": len(new)}
        )
    return len(new)


def sign(
    version_id: UUID, *, actor: User, name: str, agreed: bool, answer: str = ""
) -> Acknowledgement:
    """For oneself only. Signing twice is signing once: the first signature stands.

    A wrong answer is remembered although nothing is signed, so it is written apart.
    """
    try:
        return _sign(version_id, actor, name, agreed, answer)
    except rules.WrongAnswer:
        _remember_wrong_answer(version_id, actor)
        raise


@transaction.atomic
def _sign(version_id: UUID, actor: User, name: str, agreed: bool, answer: str) -> Acknowledgement:
    asked = _asked(version_id, actor)
    if asked.signed_at is not None:
        return asked
    rules.check_can_be_signed(asked)
    rules.check_signature(name, agreed=agreed)
    _check_answer(rule_of(asked.version), answer)
    asked.signed_at = clock.now()
    asked.name = " ".join(name.split())
    asked.answer = answer
    asked.digest = asked.version.digest
    asked.save(update_fields=["signed_at", "name", "answer", "digest"])
    audit.record("policy.signed", asked.version, actor=actor, details={"digest": asked.digest})
    return asked


@transaction.atomic
def _remember_wrong_answer(version_id: UUID, actor: User) -> None:
    audit.record(WRONG_ANSWER, _asked(version_id, actor), actor=actor)


@transaction.atomic
def remind_by_hand(version_id: UUID, *, actor: User) -> int:
    """All who still have to sign and were not told today; raises RemindedToday where that is nobody."""
    rules.check_can_remind(actor)
    waiting = [each for each in _waiting(version_id) if asking.last_told(each) < clock.today()]
    if not waiting:
        raise rules.RemindedToday
    _remind(waiting)
    audit.record(
        "policy.signers_reminded",
        obj_type=PolicyVersion._meta.label_lower,
        obj_id=version_id,
        actor=actor,
        details={"people": len(waiting)},
    )
    return len(waiting)


@transaction.atomic
def remind_when_due() -> int:
    """By the daily job; running it twice on a day reminds nobody twice."""
    version = PolicyVersion.objects.filter(state=VersionState.IN_FORCE).order_by("number").first()
    if version is None:
        return 0
    today = clock.today()
    due = [each for each in _waiting(version.pk) if asking.is_to_be_reminded(each, today)]
    _remind(due)
    return len(due)


def rule_of(version: PolicyVersion) -> AcknowledgementRule | None:
    return governing_rules(version).acknowledgement


def _asked(version_id: UUID, actor: User) -> Acknowledgement:
    asked = (
        Acknowledgement.objects.select_for_update(of=("self",))
        .select_related("version")
        .filter(version_id=version_id, person=actor)
        .first()
    )
    if asked is None:
        raise rules.NotAskedToSign
    return asked


def _check_answer(rule: AcknowledgementRule | None, answer: str) -> None:
    """The first answer of the rule is the right one."""
    if rule is None or not rule.question or not rule.answers:
        return
    if answer not in rule.answers:
        raise rules.AnswerNeeded
    if answer != rule.answers[0]:
        raise rules.WrongAnswer


def _waiting(version_id: UUID) -> list[Acknowledgement]:
    return list(
        Acknowledgement.objects.select_for_update(of=("self",))
        .filter(
            version_id=version_id,
            version__state=VersionState.IN_FORCE,
            signed_at=None,
            person__is_active=True,
        )
        .order_by("due_on", "pk")
    )


def _remind(waiting: list[Acknowledgement]) -> None:
    for each in waiting:
        each.reminded_at = clock.now()
        each.reminders += 1
        defer(tasks.tell_person, acknowledgement_id=str(each.pk))
    Acknowledgement.objects.bulk_update(waiting, ["reminded_at", "reminders"])
