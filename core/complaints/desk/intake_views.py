"""Taking a complaint in, and the receipt that is shown this once.

Whoever takes one in sees the receipt and not the file, unless they handle complaints.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core import rules as governing
from core.cases.models import Case
from core.complaints import services
from core.complaints.desk.intake_forms import ComplaintIntakeForm
from core.complaints.intake import ReceivedComplaint
from core.complaints.portal.files import stored
from core.complaints.queries import complaints_visible_to
from foundation import clock, codes
from foundation.errors import DomainError, status_of
from foundation.printing.qr import qr_path
from tenants.people.access import any_permission_required, person
from tenants.people.roles import Permission

REGISTER = (Permission.REGISTER_COMPLAINTS, Permission.HANDLE_COMPLAINTS)


@any_permission_required(*REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    actor = person(request)
    try:
        in_force = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        status = 409 if request.method == "POST" else 200
        return render(request, "complaints/register_nothing.html", status=status)
    if request.method != "POST":
        return _form(request, ComplaintIntakeForm(governing=in_force, actor=actor))
    form = ComplaintIntakeForm(request.POST, request.FILES, governing=in_force, actor=actor)
    if not form.is_valid():
        return _form(request, form, status=400)
    try:
        with stored(form.files_typed(), nameless=form.is_nameless) as documents:
            received = services.receive_complaint(
                form.new_complaint(documents),
                channel_key=form.cleaned_data["channel"],
                registered_by=actor,
            )
    except DomainError as error:
        form.refuse(error)
        return _form(request, form, status=status_of(error))
    return _receipt(request, received)


def _form(request: HttpRequest, form: ComplaintIntakeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "complaints/register.html", {"form": form}, status=status)


def _receipt(request: HttpRequest, received: ReceivedComplaint) -> HttpResponse:
    """The answer itself, not a page to come back to: the code stands nowhere else."""
    case = received.case
    proof = request.build_absolute_uri(proof_address(case))
    context = {
        "case": case,
        "complaint": case.complaint,
        "code": codes.display(received.tracking_code) if received.tracking_code else "",
        "proof": proof,
        "qr": qr_path(proof),
        "follow": request.build_absolute_uri(reverse("portal:follow")),
        "opens": complaints_visible_to(person(request)).filter(pk=case.pk).exists(),
    }
    response = render(request, "complaints/receipt.html", context, status=201)
    response["Cache-Control"] = "no-store"
    return response


def proof_address(case: Case) -> str:
    """The public page that proves the receipt and shows nothing else."""
    return reverse("complain:proof", args=[case.complaint.receipt_key])
