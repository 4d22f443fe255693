"""What can be asked for on the portal: each type with who may ask, what to bring, what is promised."""

from dataclasses import dataclass, replace
from typing import Final

from core.request_types import own_deadlines
from core.request_types.content import TypeContent
from core.request_types.models import RequestTypeVersion
from core.request_types.queries import content_of, open_to
from core.rules import Channel, GoverningRules, Milestone
from core.service_requests.portal.promises import Promise, promises_of

ANYTHING_ELSE: Final = "other"
SHOWN = (Milestone.REQUEST_DECISION, Milestone.FIRST_REPLY)


@dataclass(frozen=True, slots=True)
class Choice:
    """`documents`: those of the policy, and those that the type asks of everybody; `others`: of some."""

    version: RequestTypeVersion
    content: TypeContent
    documents: tuple[str, ...]
    others: tuple[str, ...]
    promise: Promise | None


def choices(rules: GoverningRules, channel: Channel) -> list[Choice]:
    found = open_to(channel.key)
    if not found:
        return []
    reserved = own_deadlines.reserved()
    return [_choice(version, content, rules, reserved) for version, content in found]


def choice_of(version: RequestTypeVersion, rules: GoverningRules) -> Choice:
    return _choice(version, content_of(version), rules, own_deadlines.reserved())


def _choice(
    version: RequestTypeVersion,
    content: TypeContent,
    rules: GoverningRules,
    reserved: frozenset[str],
) -> Choice:
    own = [str(each.label) for each in content.documents if not each.categories]
    return Choice(
        version=version,
        content=content,
        documents=tuple(dict.fromkeys([*rules.required_documents, *own])),
        others=tuple(str(each.label) for each in content.documents if each.categories),
        promise=_promise(content, rules, reserved),
    )


def _promise(
    content: TypeContent, rules: GoverningRules, reserved: frozenset[str]
) -> Promise | None:
    """The date that people wait for: of the decision, else of the first reply."""
    running = own_deadlines.running(
        rules.deadlines, all_rules=rules.deadlines, own=content.deadline, reserved=reserved
    )
    for milestone in SHOWN:
        wanted = [rule for rule in running if rule.milestone == milestone]
        if wanted:
            return promises_of(replace(rules, deadlines=tuple(wanted)))[0]
    return None
