"""What the views of a person share: who may open them, whose file is meant, where a merged one leads."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.beneficiaries.models import Beneficiary
from core.people_desk.queries import file_for
from core.service_requests.desk.access import for_case_workers
from tenants.people.access import person

__all__ = ["for_case_workers", "found", "of_person"]

PersonView = Callable[..., HttpResponse]


def found(request: HttpRequest, person_id: UUID) -> Beneficiary:
    """What is not there and what the actor may not see are the same to them."""
    try:
        return file_for(person(request), person_id)
    except Beneficiary.DoesNotExist as error:
        raise Http404 from error


def of_person(view: PersonView) -> Callable[..., HttpResponse]:
    """The view gets the person; a file that was merged leads to the one that was kept."""

    @functools.wraps(view)
    def opened(request: HttpRequest, person_id: UUID, **arguments: Any) -> HttpResponse:
        file = found(request, person_id)
        if file.merged_into_id is not None:
            messages.info(request, _("That file was merged into this one."))
            return redirect("beneficiaries:person", file.merged_into_id)
        return view(request, file, **arguments)

    return opened
