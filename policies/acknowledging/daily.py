"""What is looked at once a day in an association: signers who joined, reminders, the policy's review."""

from django.db import transaction

from core.schedule import due_review
from foundation import audit, clock
from policies import queries
from policies.acknowledging.services import ask_staff, remind_when_due
from policies.acknowledging.tasks import tell_reviewer
from policies.models import PolicyVersion
from policies.provider import governing_rules
from tenants.jobs import defer
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission

REVIEW_REMINDED = "policy.review_reminded"


def go_round() -> None:
    version = queries.version_in_force()
    if version is None:
        return
    ask_staff(version)
    remind_when_due()
    remind_of_review(version)


@transaction.atomic
def remind_of_review(version: PolicyVersion) -> int:
    """Those who look after the policy, once for each version, when its review is due; returns how many."""
    PolicyVersion.objects.select_for_update(of=("self",)).only("pk").get(pk=version.pk)
    review = due_review(governing_rules(version), clock.today())
    if review is None or review.days_left > 0 or _reminded(version):
        return 0
    officers = list(people_who_may(Permission.EDIT_POLICIES))
    for officer in officers:
        defer(tell_reviewer, user_id=str(officer.pk))
    audit.record(REVIEW_REMINDED, version, actor=None, details={"people": len(officers)})
    return len(officers)


def _reminded(version: PolicyVersion) -> bool:
    return audit.entries_about(version).filter(action=REVIEW_REMINDED).exists()
