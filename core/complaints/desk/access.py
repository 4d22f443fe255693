"""What the pages of complaints share: which complaint is meant, and who is let in to any at all.

Everybody who is signed in may ask: an investigator has no permission of complaints, and whoever may not
see one is told the same as of one that is not there.
"""

from uuid import UUID

from django.http import Http404, HttpRequest

from core.cases.models import Case
from core.complaints.enums import LET_IN
from core.complaints.models import Involvement
from core.complaints.queries import complaint_for
from tenants.people.access import person
from tenants.people.models import User
from tenants.people.roles import Permission

P = Permission
SEE = (P.VIEW_COMPLAINTS, P.HANDLE_COMPLAINTS, P.DECIDE_COMPLAINTS)
OPEN_LIST = (*SEE, P.REGISTER_COMPLAINTS)


def found(request: HttpRequest, case_id: UUID) -> Case:
    try:
        return complaint_for(person(request), case_id)
    except Case.DoesNotExist as error:
        raise Http404 from error


def holds_any(user: User, *permissions: Permission) -> bool:
    return any(map(user.has_permission, permissions))


def is_let_in_somewhere(user: User) -> bool:
    return Involvement.objects.filter(person=user, part__in=LET_IN, ended_at=None).exists()
