"""The staff hear of what concerns the conversation of a case: an answer that came, a message that did not go."""

from core.cases.circles import circle_of
from core.cases.models import Case, CaseEvent
from core.cases.rules import check_can_work
from core.messages.enums import MessageChannel
from core.messages.models import OutgoingMessage
from core.notices.enums import NoticeKind
from core.notices.services import notify_many
from foundation import clock
from foundation.access import allows
from tenants.people.models import User
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission

DUE = {
    MessageChannel.PHONE: NoticeKind.CALL_DUE,
    MessageChannel.LETTER: NoticeKind.LETTER_DUE,
}


def responsible_for(case: Case) -> list[User]:
    """Who has the case; all who handle cases where nobody has it, of a circle only those inside."""
    if case.assignee is not None and case.assignee.is_active:
        return [case.assignee]
    if circle_of(case) is None:
        return list(people_who_may(Permission.HANDLE_CASES))
    candidates = (
        person
        for permission in (Permission.HANDLE_CASES, Permission.HANDLE_COMPLAINTS)
        for person in people_who_may(permission)
    )
    inside = {each.pk: each for each in candidates if allows(check_can_work, each, case)}
    return list(inside.values())


def beneficiary_wrote(case: Case, event: CaseEvent) -> None:
    """The case is locked."""
    if case.unread_since is None:
        case.unread_since = clock.now()
        case.save(update_fields=["unread_since"])
    notify_many(responsible_for(case), kind=NoticeKind.REPLY, subject=str(event.pk), case=case)


def message_did_not_arrive(case: Case, message: OutgoingMessage) -> None:
    notify_many(
        responsible_for(case),
        kind=NoticeKind.MESSAGE_FAILED,
        subject=str(message.pk),
        case=case,
        details={"kind": message.kind},
    )


def somebody_must_act(message: OutgoingMessage) -> None:
    """A call or a letter waits."""
    notify_many(
        responsible_for(message.case),
        kind=DUE[MessageChannel(message.channel)],
        subject=str(message.pk),
        case=message.case,
        details={"kind": message.kind},
    )
