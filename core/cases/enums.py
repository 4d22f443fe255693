from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseKind(models.TextChoices):
    REQUEST = "request", _("Request")
    COMPLAINT = "complaint", _("Complaint")
    INQUIRY = "inquiry", _("Inquiry")


class CaseStatus(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("case status", "Received")
    WAITING_FOR_BENEFICIARY = (
        "waiting_for_beneficiary",
        pgettext_lazy("case status", "Waiting for the beneficiary"),
    )
    COMPLETE = "complete", pgettext_lazy("case status", "Complete")
    UNDER_STUDY = "under_study", pgettext_lazy("case status", "Under study")
    BEFORE_COMMITTEE = "before_committee", pgettext_lazy("case status", "Before the committee")
    ACCEPTED = "accepted", pgettext_lazy("case status", "Accepted")
    PARTLY_ACCEPTED = "partly_accepted", pgettext_lazy("case status", "Partly accepted")
    REJECTED = "rejected", pgettext_lazy("case status", "Rejected")
    DELIVERING = "delivering", pgettext_lazy("case status", "Delivering")
    DELIVERED = "delivered", pgettext_lazy("case status", "Delivered")
    CLOSED = "closed", pgettext_lazy("case status", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("case status", "Withdrawn")


FINAL_STATUSES = (CaseStatus.CLOSED, CaseStatus.WITHDRAWN)


class Visibility(models.TextChoices):
    STAFF = "staff", _("Staff only")
    BENEFICIARY = "beneficiary", _("Staff and beneficiary")


class MissingKind(models.TextChoices):
    DOCUMENT = "document", _("Document")
    ANSWER = "answer", _("Answer")


class EventName(models.TextChoices):
    """What can stand in the timeline of a case; the label is the line that people read."""

    RECEIVE = "receive", _("Request received")
    MARK_MISSING = "mark_missing", _("Something is missing; the beneficiary was asked")
    DOCUMENT_ADDED = "document_added", _("Document added")
    MISSING_SETTLED = "missing_settled", _("A missing item was settled")
    REPLY = "reply", _("The beneficiary replied")
    RESUME = "resume", _("Nothing is missing any more; work goes on")
    MARK_COMPLETE = "mark_complete", _("Request complete")
    STEP_COMPLETED = "step_completed", _("Handling step done")
    STEP_SET_ASIDE = "step_set_aside", _("Handling step does not apply to this case")
    STEP_REOPENED = "step_reopened", _("Handling step opened again")
    REFER = "refer", _("Referred for study")
    RETURN_FROM_STUDY = "return_from_study", _("Returned from study")
    SEND_TO_COMMITTEE = "send_to_committee", _("Sent to the body that decides")
    DECIDE = "decide", _("Decision taken")
    START_DELIVERY = "start_delivery", _("Delivery started")
    DELIVER = "deliver", _("Service delivered")
    CLOSE = "close", _("Case closed")
    WITHDRAW = "withdraw", _("Withdrawn")
    ASSIGN = "assign", _("Assigned")
    NOTE = "note", _("Note")
    CONTACT = "contact", _("Contact with the beneficiary")
    MESSAGE_SENT = "message_sent", _("Message sent to the beneficiary")
    DEADLINE_WARNING = "deadline_warning", _("A deadline comes near")
    DEADLINE_MISSED = "deadline_missed", _("A deadline has passed")
    DEADLINE_MOVED = "deadline_moved", _("A deadline moved")
    REPINNED = "repinned", _("Moved to a new version of the policy")
    RATED = "rated", _("Service rated")
    IMPORTED = "imported", _("Taken over from a spreadsheet")
    DETAILS_CHANGED = "details_changed", _("What was filled in was corrected")
    PRIORITY_CHANGED = "priority_changed", _("Priority changed")
    PERSON_MERGED = "person_merged", _("Moved to another file of the same person")
    WAIT_OUTSIDE = "wait_outside", _("Waiting for an outside body")
    OUTSIDE_ANSWERED = "outside_answered", _("The outside body answered")
    DEADLINE_EXTENDED = "deadline_extended", _("A deadline was extended")
    ESCALATED = "escalated", _("Brought to somebody higher up")
    VISIT_PLANNED = "visit_planned", _("Visit planned")
    VISIT_REPORTED = "visit_reported", _("Visit reported")
    ON_AGENDA = "on_agenda", _("Placed on the agenda of a session")
    OFF_AGENDA = "off_agenda", _("Taken off the agenda")
    POSTPONED = "postponed", _("Postponed by the committee")
    DELIVERY_PLANNED = "delivery_planned", _("Delivery planned")
    DELIVERY_MADE = "delivery_made", _("An instalment was handed over")
    DELIVERY_RETURNED = "delivery_returned", _("An instalment came back")
    APPEALED = "appealed", _("An appeal was made")
    APPEAL_DECIDED = "appeal_decided", _("The appeal was decided")
    MAIL_RECEIVED = "mail_received", _("E-mail received")
    MESSAGE_WRITTEN = "message_written", _("Message written to the beneficiary")
    MESSAGE_FAILED = "message_failed", _("A message could not be delivered")
    LETTER_WRITTEN = "letter_written", _("Letter written")
    SLIP_PRINTED = "slip_printed", _("Receipt printed again")
