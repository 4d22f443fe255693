"""What the views of the desk share: who may open them, and which request is meant."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from core.cases.models import Case
from core.service_requests.desk.navigation import SEE
from core.service_requests.queries import request_for
from tenants.people.access import View, any_permission_required, person


def for_case_workers(view: View[Any]) -> View[Any]:
    """For all who may see requests; which ones, and what they may do with them, the rules say."""
    return any_permission_required(*SEE)(view)


def found(request: HttpRequest, case_id: UUID) -> Case:
    """What is not there and what the person may not see are the same to them."""
    try:
        return request_for(person(request), case_id)
    except Case.DoesNotExist as error:
        raise Http404 from error
