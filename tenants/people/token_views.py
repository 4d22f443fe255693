"""Keys for programs: list, issue (shown once), revoke."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.errors import DomainError
from tenants.people import queries, services
from tenants.people.access import permission_required, person
from tenants.people.forms import TokenForm
from tenants.people.models import ApiToken
from tenants.people.roles import Permission


@permission_required(Permission.MANAGE_TOKENS)
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    return render(request, "people/tokens.html", {"tokens": queries.api_tokens()})


@permission_required(Permission.MANAGE_TOKENS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """The key is in the answer to the POST and nowhere else, so a reload cannot show it again."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issued = services.issue_token(actor=person(request), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return render(request, "people/token_issued.html", {"issued": issued})
    return render(request, "people/token_new.html", {"form": form})


@permission_required(Permission.MANAGE_TOKENS)
@require_POST
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    get_object_or_404(ApiToken, pk=token_id)
    try:
        services.revoke_token(token_id, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The token was revoked; it opens nothing any more."))
    return redirect("people:tokens")
