"""The page behind an invitation's link: a name, a password, and the account is there."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from foundation.errors import DomainError
from tenants.people import services
from tenants.people.access import public_page
from tenants.people.forms import AcceptInvitationForm
from tenants.people.models import User, role_labels
from tenants.people.rules import InvitationUnusable


@public_page
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The same answer for a token that is used, expired, another association's or made up."""
    try:
        invitation = services.usable_invitation(token)
    except InvitationUnusable as error:
        return render(request, "people/invitation_unusable.html", {"reason": error}, status=404)
    form = AcceptInvitationForm(
        request.POST or None,
        email=invitation.email,
        initial={"display_name": invitation.display_name},
    )
    if request.method == "POST" and form.is_valid():
        try:
            user = services.accept_invitation(
                token,
                display_name=form.cleaned_data["display_name"],
                password=form.cleaned_data["password"],
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _signed_in(request, user)
    context = {"invitation": invitation, "roles": role_labels(invitation.roles), "form": form}
    return render(request, "people/accept.html", context)


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    """Whoever was signed in on this browser is not any more."""
    request.session.flush()
    record_authentication(request, user, method="password", email=user.email)
    response: HttpResponse = perform_login(request, user)
    return response
