"""The policy on its way through the board: sending, taking back, recording the approval."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.access import reason
from foundation.errors import DomainError
from policies import queries, rules, services
from policies.checking import obstacles
from policies.forms import ApprovalForm, initial_approval
from policies.marking import reading_view
from policies.models import ApprovalRecord
from policies.questions import questions
from policies.views import found, stored_file, with_tone
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
            services.send_to_board(version.pk, actor=actor)
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
            "content": version.load_content(),
            "groups": reading_view(version).groups,
            "questions": questions(version),
            "obstacles": obstacles(version),
            "current": queries.version_in_force(),
        },
    )


@permission_required(Permission.EDIT_POLICIES)
@require_POST
def withdraw(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = found(version_id)
    try:
        services.withdraw_from_board(version.pk, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The draft was taken back; it can be edited again."))
    return redirect("policies:version", version.pk)


@permission_required(Permission.RECORD_APPROVAL)
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version, actor = found(version_id), person(request)
    if refused := reason(rules.check_can_record_approval, actor, version):
        messages.error(request, refused)
        return redirect("policies:version", version.pk)
    form = ApprovalForm(
        request.POST or None, request.FILES or None, initial=initial_approval(version)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.record_approval(version.pk, actor=actor, **form.details())
        except DomainError as error:
            form.add_error(FIELD_OF.get(error.code), str(error))
        else:
            messages.success(request, _("The approval was recorded."))
            return redirect("policies:version", version.pk)
    return render(
        request,
        "policies/approve.html",
        {**with_tone(version), "form": form, "current": queries.version_in_force()},
    )


FIELD_OF = {
    "body_needed": "body",
    "session_needed": "session_number",
    "date_needed": "hijri_date",
    "dates_disagree": "gregorian_date",
    "session_in_future": "gregorian_date",
    "hijri_date_does_not_exist": "hijri_date",
    "date_does_not_exist": "gregorian_date",
}


@permission_required(Permission.RECORD_APPROVAL)
@require_POST
def bring_into_force(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = found(version_id)
    try:
        services.bring_into_force(version.pk, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The version is in force."))
    return redirect("policies:version", version.pk)


@permission_required(Permission.VIEW_POLICIES)
@require_safe
def minutes_file(request: HttpRequest, version_id: UUID) -> HttpResponse:
    try:
        approval = ApprovalRecord.objects.select_related("minutes").get(version_id=version_id)
    except ApprovalRecord.DoesNotExist as error:
        raise Http404 from error
    return stored_file(approval.minutes)
