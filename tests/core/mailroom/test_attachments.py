"""The papers of a mail that waits are looked at one by one before anybody says where it belongs."""

import pytest

from core.mailroom import services
from foundation.models import AuditEntry
from tenants.people.roles import Role
from tests.core.mailroom.mails import letter

INBOX = "/desk/mail/"


@pytest.fixture
def desk(site, association, officer):
    return site(association, officer)


@pytest.fixture
def waiting(case, take):
    mail = letter(sender="Ali <ali@x.example>", subject=f"بخصوص {case.reference}")
    mail.add_attachment(
        "عقد الإيجار".encode(), maintype="text", subtype="plain", filename="lease.txt"
    )
    mail.add_attachment(b"MZ\x90\x00", maintype="image", subtype="png", filename="photo.png")
    return take(mail)


def test_each_is_linked_and_opened_by_itself(desk, waiting):
    place = f"{INBOX}{waiting.pk}/attachments/0/"
    assert place in desk.get(f"{INBOX}{waiting.pk}/").content.decode()

    answer = desk.get(place)

    assert (answer.status_code, answer.content.decode()) == (200, "عقد الإيجار")
    assert answer["Content-Disposition"] == 'attachment; filename="lease.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get(action="mail.attachment_opened")
    assert (entry.object_id, entry.details) == (str(waiting.pk), {"attachment": 0})


def test_what_would_not_be_accepted_is_not_opened_and_says_why(desk, waiting):
    answer = desk.get(f"{INBOX}{waiting.pk}/attachments/1/", follow=True)

    assert answer.redirect_chain == [(f"{INBOX}{waiting.pk}/", 302)]
    assert "photo.png" in str(next(iter(answer.context["messages"])))
    assert AuditEntry.objects.filter(action="mail.attachment_opened").count() == 0


def test_there_are_no_others(desk, waiting):
    assert desk.get(f"{INBOX}{waiting.pk}/attachments/2/").status_code == 404
    assert desk.get(f"{INBOX}{waiting.pk}/attachments/-1/").status_code == 404


def test_once_filed_they_lie_with_the_request(desk, case, waiting, officer):
    services.place_with(waiting.pk, actor=officer, reference=case.reference)

    page = desk.get(f"{INBOX}{waiting.pk}/").content.decode()

    document = case.documents.get()
    assert f"/desk/requests/{case.pk}/documents/{document.pk}/" in page
    assert "/attachments/" not in page
    assert desk.get(f"{INBOX}{waiting.pk}/attachments/0/").status_code == 404


def test_where_the_mail_is_gone_nothing_is_linked(desk, waiting):
    services.uploads.discard(waiting.raw)
    waiting.refresh_from_db()

    assert "/attachments/" not in desk.get(f"{INBOX}{waiting.pk}/").content.decode()
    assert desk.get(f"{INBOX}{waiting.pk}/attachments/0/").status_code == 404


def test_who_does_not_handle_cases_opens_none(site, association, make_person, waiting):
    member = site(association, make_person(Role.COMMITTEE_MEMBER, name="عضو"))

    assert member.get(f"{INBOX}{waiting.pk}/attachments/0/").status_code == 403
