"""The receipt of a complaint or an appeal: the answer to the form itself, so that its code lies nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.complaints.intake import ReceivedComplaint
from core.complaints.portal.promises import promises_for
from core.complaints.settings import SETTINGS
from foundation import codes
from foundation.printing.qr import qr_path
from tenants.addresses import own_address


def receipt_page(request: HttpRequest, received: ReceivedComplaint) -> HttpResponse:
    """A browser that loads it again sends the same form again, and that is the same complaint."""
    case = received.case
    proof = own_address(reverse("complain:proof", args=[case.complaint.receipt_key]))
    context = {
        "case": case,
        "complaint": case.complaint,
        "subject": SETTINGS.read().subject(case.complaint.subject_key) or case.subject,
        "code": codes.display(received.tracking_code) if received.tracking_code else "",
        "promises": promises_for(case),
        "proof": proof,
        "qr": qr_path(proof),
        "follow": own_address(reverse("portal:follow")),
    }
    response = render(request, "complaints/portal/receipt.html", context, status=201)
    response["Cache-Control"] = "no-store"
    return response
