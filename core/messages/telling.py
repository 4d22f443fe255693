"""The staff hear of what concerns the conversation of a case: an answer that came, a message that did not go."""

from core.cases.models import Case, CaseEvent
from core.messages.models import OutgoingMessage
from core.notices.enums import NoticeKind
from core.notices.services import notify_many
from foundation import clock
from tenants.people.models import User
from tenants.people.queries import people_who_may
from tenants.people.roles import Permission


def responsible_for(case: Case) -> list[User]:
    """Who has the case; all who handle cases where nobody has it."""
    if case.assignee is not None and case.assignee.is_active:
        return [case.assignee]
    return list(people_who_may(Permission.HANDLE_CASES))


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
