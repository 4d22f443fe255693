"""The policy on its way through the board: sending, taking back, approval, refusal, coming into force."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.access import reason
from foundation.errors import DomainError, code_of
from policies import rules, services
from policies.approving.context import before_approval
from policies.approving.forms import ApprovalForm, PlanForm, initial_approval, planned_day
from policies.board.tally import tally_of
from policies.checking import obstacles
from policies.enums import VersionState
from policies.marking import reading_view
from policies.models import ApprovalRecord, PolicyVersion
from policies.pages import done, found, stored_file, with_tone
from policies.questions import questions
from policies.reading.origin import to_compare
from policies.services.ballots import has_open_vote
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission


@permission_required(Permission.EDIT_POLICIES)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version, actor = found(version_id), person(request)
    if refused := reason(rules.check_can_send_to_board, actor, version):
        messages.error(request, refused)
        return redirect("policies:version", version.pk)
    if request.method == "POST":
        try:
            services.send_to_board(version.pk, actor=actor, is_compared="compared" in request.POST)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, _("The draft awaits the board. Its wording stands still now.")
            )
            return redirect("policies:version", version.pk)
    return render(
        request,
        "policies/send.html",
        {
            **with_tone(version),
            **before_approval(version),
            "content": version.load_content(),
            "groups": reading_view(version).groups,
            "questions": questions(version),
            "obstacles": obstacles(version),
            "to_compare": to_compare(version.load_reading()),
        },
    )


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def withdraw(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = found(version_id)
    return done(
        request,
        _("The draft was taken back; it can be edited again."),
        _page_of(version),
        services.withdraw_from_board,
        version.pk,
        actor=person(request),
    )


FIELD_OF = {
    "body_needed": "body",
    "session_needed": "session_number",
    "date_needed": "hijri_date",
    "dates_disagree": "gregorian_date",
    "session_in_future": "gregorian_date",
    "hijri_date_does_not_exist": "hijri_date",
    "date_does_not_exist": "gregorian_date",
    "votes_incomplete": "members_total",
    "more_present_than_members": "members_present",
    "votes_do_not_add_up": "votes_for",
    "quorum_not_reached": "members_present",
    "majority_not_reached": "votes_for",
    "refusal_reason_needed": "refusal",
    "day_has_passed": "planned_from",
    "day_too_far": "planned_from",
}


@permission_required(Permission.RECORD_APPROVAL)
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version, actor = found(version_id), person(request)
    if refused := reason(rules.check_can_record_approval, actor, version):
        messages.error(request, refused)
        return redirect("policies:version", version.pk)
    if has_open_vote(version):
        return redirect("policies:close_vote", version.pk)
    form = ApprovalForm(
        request.POST or None, request.FILES or None, initial=initial_approval(version)
    )
    refusing = request.method == "POST" and "refused" in request.POST
    if request.method == "POST" and form.is_valid():
        try:
            _record(request, version, form, refusing=refusing)
        except DomainError as error:
            refuse_form(form, error)
        else:
            return redirect("policies:version", version.pk)
    return render(
        request,
        "policies/approve.html",
        {
            **with_tone(version),
            **before_approval(version),
            "form": form,
            "refusing": refusing,
            "refusal": request.POST.get("refusal", ""),
        },
    )


def _record(
    request: HttpRequest, version: PolicyVersion, form: ApprovalForm, *, refusing: bool
) -> None:
    actor = person(request)
    if refusing:
        numbers = [form.cleaned_data[name] for name in ApprovalForm.VOTES]
        services.record_refusal(
            version.pk,
            actor=actor,
            reason=request.POST.get("refusal", ""),
            tally=tally_of(*numbers),
        )
        messages.success(request, _("The refusal was recorded. The version is a draft again."))
        return
    services.record_approval(version.pk, actor=actor, **form.details())
    messages.success(request, _("The approval was recorded."))


def refuse_form(form: forms.Form, error: DomainError) -> None:
    """Beside its field, where it has one on this form."""
    field = FIELD_OF.get(code_of(error))
    form.add_error(field if field in form.fields else None, str(error))


@permission_required(Permission.RECORD_APPROVAL)
@require_POST
def let_pass(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """One error of the linter, for a reason."""
    version = found(version_id)
    page = "policies:close_vote" if has_open_vote(version) else "policies:approve"
    if version.state != VersionState.AWAITING_BOARD:
        page = "policies:version"
    return done(
        request,
        _("The reason was kept; this does not block the approval now."),
        reverse(page, args=[version.pk]) + "#errors",
        services.override_finding,
        version.pk,
        actor=person(request),
        finding=request.POST.get("finding", ""),
        reason=request.POST.get("reason", ""),
    )


@permission_required(Permission.RECORD_APPROVAL)
@require_POST
def bring_into_force(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = found(version_id)
    return done(
        request,
        _("The version is in force."),
        _page_of(version),
        services.bring_into_force,
        version.pk,
        actor=person(request),
    )


@permission_required(Permission.RECORD_APPROVAL)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The day on which an approved version comes into force: set, changed, or called off."""
    version, actor = found(version_id), person(request)
    if refused := reason(rules.check_can_bring_into_force, actor, version):
        messages.error(request, refused)
        return redirect("policies:version", version.pk)
    if request.method == "POST" and "call_off" in request.POST:
        return _call_off(request, version)
    form = PlanForm(request.POST or None, initial=_planned_now(version))
    if request.method == "POST" and form.is_valid():
        try:
            services.plan_force(version.pk, actor=actor, day=planned_day(form))
        except DomainError as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, _("The day was set."))
            return redirect("policies:version", version.pk)
    return render(request, "policies/approving/plan.html", {**with_tone(version), "form": form})


def _call_off(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    return done(
        request,
        _("No day is set any more; the version waits."),
        _page_of(version),
        services.plan_force,
        version.pk,
        actor=person(request),
        day=None,
    )


def _page_of(version: PolicyVersion) -> str:
    return reverse("policies:version", args=[version.pk])


def _planned_now(version: PolicyVersion) -> dict[str, str]:
    day = version.planned_from
    return {"day": f"{day.day}/{day.month}/{day.year}"} if day else {}


@permission_required(Permission.VIEW_POLICIES)
@require_safe
def minutes_file(request: HttpRequest, version_id: UUID) -> HttpResponse:
    try:
        approval = ApprovalRecord.objects.select_related("minutes").get(version_id=version_id)
    except ApprovalRecord.DoesNotExist as error:
        raise Http404 from error
    return stored_file(approval.minutes)
