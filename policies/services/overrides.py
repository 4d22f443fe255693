"""The secretary lets an error of the linter pass, for a reason that stays on record."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foundation import audit, clock
from foundation.errors import Invalid
from policies import rules
from policies.checking import fingerprint, open_errors
from policies.enums import Answer
from policies.models import LintAnswer
from policies.services.versions import locked
from tenants.people.models import User

LONGEST_REASON = 500


class OverrideReasonNeeded(Invalid):
    code = "override_reason_needed"
    message = _("Say why the board lets this pass.")


class NothingToOverride(Invalid):
    code = "nothing_to_override"
    message = _("This does not stand in the way of the approval.")


@transaction.atomic
def override_finding(version_id: UUID, *, actor: User, finding: str, reason: str) -> LintAnswer:
    """`finding`: the fingerprint of an error that is still open for the board."""
    version = locked(version_id)
    rules.check_can_record_approval(actor, version)
    asked = next((each for each in open_errors(version) if fingerprint(each) == finding), None)
    if asked is None:
        raise NothingToOverride
    said = reason.strip()
    if not said:
        raise OverrideReasonNeeded
    now = clock.now()
    overridden = {
        "override_reason": said[:LONGEST_REASON],
        "overridden_at": now,
        "overridden_by": actor,
    }
    answer, _created = LintAnswer.objects.update_or_create(
        version=version,
        fingerprint=finding,
        defaults=overridden,
        create_defaults={
            "answer": Answer.ACCEPTED,
            "answered_at": now,
            "answered_by": actor,
            **overridden,
        },
    )
    audit.record(
        "policy.finding_overridden",
        version,
        actor=actor,
        reason=said[:LONGEST_REASON],
        details={"rule": asked.id},
    )
    return answer
