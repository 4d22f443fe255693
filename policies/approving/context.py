"""What the pages before an approval show alike: what changes, what is open, what stands in the way."""

from dataclasses import dataclass
from typing import Any

from foundation import audit
from foundation.access import allows
from policies import queries, rules
from policies.board.moving import cases_before, progress_of
from policies.checking import errors
from policies.comparison.behaviour import behaviour_changes
from policies.comparison.change import Change
from policies.enums import VersionState
from policies.models import ClauseComment, PolicyVersion
from policies.questions import Question, questions
from policies.services.ballots import has_open_vote, tally_of_vote
from tenants.people.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """An error of the linter, with what the officer answered and whether the secretary let it pass."""

    question: Question

    @property
    def is_passed(self) -> bool:
        answer = self.question.answer
        return answer is not None and answer.override_reason != ""


def behaviour(version: PolicyVersion) -> list[Change]:
    """What will be done differently, measured against the version in force."""
    current = queries.version_in_force()
    if current is not None and current.pk == version.pk:
        return []
    return behaviour_changes(current.load_content() if current else None, version.load_content())


def standing_errors(version: PolicyVersion) -> list[Standing]:
    blocking = {(finding.id, finding.words, finding.line) for finding in errors(version)}
    return [
        Standing(question)
        for question in questions(version)
        if (question.finding.id, question.finding.words, question.finding.line) in blocking
    ]


def open_remarks(version: PolicyVersion) -> int:
    return ClauseComment.objects.filter(version=version, resolved_at=None).count()


def before_approval(version: PolicyVersion) -> dict[str, Any]:
    standing = standing_errors(version)
    return {
        "current": queries.version_in_force(),
        "behaviour": behaviour(version),
        "standing": standing,
        "blocking": sum(not each.is_passed for each in standing),
        "open_remarks": open_remarks(version),
        "open_case_count": cases_before(version).count(),
    }


def on_its_way(version: PolicyVersion, actor: User) -> dict[str, Any]:
    """For the page of a version."""
    vote_open = has_open_vote(version)
    passed = [each for each in standing_errors(version) if each.is_passed]
    return {
        "vote_open": vote_open,
        "tally": tally_of_vote(version) if vote_open else None,
        "open_remarks": open_remarks(version),
        "overrides": passed,
        "progress": progress_of(version),
        "refused": _last_refusal(version),
        "may_record": allows(rules.check_can_record_approval, actor, version),
        "may_plan": allows(rules.check_can_bring_into_force, actor, version),
        "may_ask": allows(rules.check_can_ask_what_if, actor),
    }


def _last_refusal(version: PolicyVersion) -> str:
    """Why the board sent it back, until it is asked again."""
    if version.state != VersionState.DRAFT:
        return ""
    asked = audit.entries_about(version).filter(
        action__in=("policy.refused_by_board", "policy.sent_to_board")
    )
    last = asked.first()
    return last.reason if last and last.action == "policy.refused_by_board" else ""
