"""Mails about complaints: they join them, and nobody outside of the circle learns of them."""

import pytest

from core.beneficiaries.enums import ReplyChannel
from core.cases.enums import CaseKind
from core.cases.models import Case
from core.complaints.enums import Confidentiality
from core.mailroom.queries import mails
from foundation.models import StoredFile
from tenants.people.roles import Role
from tests.core.complaints.cases import person, receive
from tests.core.mailroom.mails import letter


@pytest.fixture
def complaint(case, make_person):
    """In confidence, answered by e-mail; the officer of requests has nothing to do with it."""
    make_person(Role.COMPLAINTS_OFFICER, name="وحدة المتابعة")
    return receive(
        confidentiality=Confidentiality.CONFIDENTIAL,
        person=person(email="secret@x.example"),
        reply_channel=ReplyChannel.EMAIL,
    ).case


def told(complaint):
    return complaint.events.get(name="message_received")


def test_who_answers_a_complaint_in_confidence_is_not_given_away(
    complaint, officer, take, django_capture_on_commit_callbacks
):
    stored = StoredFile.objects.count()
    mail = letter(sender="Noura <secret@x.example>", subject=f"Re: {complaint.reference}")

    with django_capture_on_commit_callbacks(execute=True):
        row = take(mail)

    row.refresh_from_db()
    assert (row.state, row.case, list(mails(officer))) == ("filed", complaint, [])
    assert [row.sender, row.sender_name, row.subject, row.text, row.raw] == ["", "", "", "", None]
    assert StoredFile.objects.count() == stored
    assert not Case.objects.filter(kind=CaseKind.REQUEST, received_at__gt=complaint.received_at)
    event = told(complaint)
    assert (event.visibility, event.actor_label) == ("beneficiary", "")
    assert Case.objects.get(pk=complaint.pk).unread_since is not None


def test_a_stranger_who_names_the_complaint_is_not_taken_for_who_complained(complaint, take):
    row = take(letter(sender="Ali <ali@x.example>", subject=f"بخصوص {complaint.reference}"))

    assert (row.case, told(complaint).visibility) == (complaint, "staff")
