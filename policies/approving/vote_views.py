"""A vote by circulation: the secretary's pages, and the page behind a member's link."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from foundation import limits
from foundation.access import reason
from foundation.errors import DomainError
from policies import rules, services
from policies.approving.context import before_approval, behaviour
from policies.approving.forms import CloseVoteForm, MembersForm
from policies.approving.views import refuse_form
from policies.enums import VersionState, Vote
from policies.models import BoardBallot
from policies.pages import done, found, with_tone
from policies.services.ballots import (
    BallotUnusable,
    has_open_vote,
    members_from,
    tally_of_vote,
    usable_ballot,
)
from tenants.people.access import permission_required, person, public_page
from tenants.people.roles import Permission
from tenants.visitors import source_of

OPENED_PER_HOUR = 60
HOUR = 3600


@permission_required(Permission.RECORD_APPROVAL)
@require_http_methods(["GET", "HEAD", "POST"])
def circulate(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version, actor = found(version_id), person(request)
    if refused := reason(rules.check_can_record_approval, actor, version):
        messages.error(request, refused)
        return redirect("policies:version", version.pk)
    if has_open_vote(version):
        return redirect("policies:close_vote", version.pk)
    form = MembersForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            members = members_from(form.cleaned_data["members"])
            services.open_vote(version.pk, actor=actor, members=members)
        except DomainError as error:
            form.add_error("members", str(error))
        else:
            messages.success(request, _("Each member gets a mail with a link of their own."))
            return redirect("policies:close_vote", version.pk)
    context = {**with_tone(version), **before_approval(version), "form": form}
    return render(request, "policies/approving/circulate.html", context)


@permission_required(Permission.RECORD_APPROVAL)
@require_http_methods(["GET", "HEAD", "POST"])
def close_vote(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """How the vote stands, and closing it."""
    version, actor = found(version_id), person(request)
    if not has_open_vote(version):
        messages.error(request, _("No vote is open on this version."))
        return redirect("policies:version", version.pk)
    form = CloseVoteForm(
        request.POST or None, request.FILES or None, initial={"body": "مجلس الإدارة"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            closed = services.close_vote(version.pk, actor=actor, **form.details())
        except DomainError as error:
            refuse_form(form, error)
        else:
            if closed.state == VersionState.DRAFT:
                messages.warning(
                    request, _("The board did not approve it. The version is a draft again.")
                )
            else:
                messages.success(request, _("The vote was closed and the approval recorded."))
            return redirect("policies:version", version.pk)
    context = {
        **with_tone(version),
        **before_approval(version),
        "form": form,
        "tally": tally_of_vote(version),
        "ballots": version.ballots.filter(digest=version.digest).order_by("member_name", "pk"),
    }
    return render(request, "policies/approving/close_vote.html", context)


@permission_required(Permission.RECORD_APPROVAL)
@require_POST
def call_off_vote(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = found(version_id)
    return done(
        request,
        _("The vote was called off; its links do not work any more."),
        reverse("policies:version", args=[version.pk]),
        services.call_off_vote,
        version.pk,
        actor=person(request),
    )


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, ballot: str) -> HttpResponse:
    """For a member of the board, without an account; a link works for one wording only."""
    try:
        own = usable_ballot(ballot)
    except BallotUnusable as error:
        return _no_vote(request, _counted(request, error))
    except DomainError as error:
        return _no_vote(request, error)
    error_said = ""
    if request.method == "POST":
        try:
            own = services.cast_vote(
                ballot, vote=request.POST.get("vote", ""), remark=request.POST.get("remark", "")
            )
        except DomainError as error:
            error_said = str(error)
        else:
            messages.success(request, _("Your vote was kept. Thank you."))
            return redirect("policies:vote", ballot)
    return _ballot_page(request, own, error_said)


def _counted(request: HttpRequest, error: DomainError) -> DomainError:
    """Links that open nothing: a board that votes in one room, behind one address, has good ones."""
    try:
        limits.hit("board-vote", source_of(request), OPENED_PER_HOUR, HOUR)
    except limits.TooManyAttempts as too_many:
        return too_many
    return error


def _ballot_page(request: HttpRequest, own: BoardBallot, error: str) -> HttpResponse:
    version, posted = own.version, request.method == "POST"
    content = version.load_content()
    context = {
        "ballot": own,
        "version": version,
        "content": content,
        "articles": content.whole_articles(),
        "behaviour": behaviour(version),
        "votes": Vote.choices,
        "chosen": request.POST.get("vote", "") if posted else own.vote,
        "remark": request.POST.get("remark", "") if posted else own.remark,
        "is_open": version.state == VersionState.AWAITING_BOARD,
        "error": error,
    }
    status = 400 if error else 200
    return render(request, "policies/approving/vote.html", context, status=status)


def _no_vote(request: HttpRequest, error: DomainError) -> HttpResponse:
    if isinstance(error, limits.TooManyAttempts):
        status = 429
    else:
        status = 404 if isinstance(error, BallotUnusable) else 410
    context = {"reason": str(error)}
    return render(request, "policies/approving/no_vote.html", context, status=status)
