"""Letters to a beneficiary on the paper of the association: laid out, kept with the request, and told."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.actors import Actor, name_of
from core.cases import papers
from core.cases import rules as cases
from core.cases.enums import EventName
from core.cases.models import Case
from core.cases.papers import NewDocument
from core.cases.recording import record_event
from core.service_requests.services.changes import locked_request
from core.writing import writing_in_force
from foundation import clock, uploads, writing
from foundation.errors import Invalid
from foundation.printing import pdf
from tenants.models import Association
from tenants.schemas import current

LONGEST_SUBJECT = 200


class LetterSubjectMissing(Invalid):
    code = "letter_subject_missing"
    message = _("A letter needs a subject of at most 200 characters.")


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on the paper. `language`: ar or en."""

    association: str
    license_number: str
    reference: str
    recipient: str
    subject: str
    paragraphs: tuple[str, ...]
    signed_by: str
    day: date
    language: str


def letter(case: Case, *, actor: Actor, subject: str, text: str, language: str) -> Letter:
    """Raises LetterSubjectMissing, TextMissing or TextTooLong."""
    subject = " ".join(subject.split())
    if not subject or len(subject) > LONGEST_SUBJECT:
        raise LetterSubjectMissing
    cases.check_has_text(text)
    association = current()
    if not isinstance(association, Association):
        raise RuntimeError("letters are written inside an association")
    paragraphs = (each.strip() for each in text.replace("\r\n", "\n").split("\n\n"))
    return Letter(
        association=association.name,
        license_number=association.license_no,
        reference=case.reference,
        recipient=case.person.name,
        subject=subject,
        paragraphs=tuple(each for each in paragraphs if each),
        signed_by=name_of(actor),
        day=clock.today(),
        language="en" if language == "en" else "ar",
    )


def html_of(written: Letter) -> str:
    with translation.override(written.language), writing.written_as(writing_in_force()):
        page = render_to_string("desk/letter_paper.html", {"letter": written})
        styles = render_to_string("desk/letter_paper.css")
    return page.replace("</head>", f"<style>{styles}</style></head>", 1)


def write_letter(
    case_id: UUID,
    *,
    actor: Actor,
    subject: str,
    text: str,
    language: str,
    operation_id: UUID | None = None,
) -> None:
    """The same `operation_id` is one letter, however often it comes."""
    case = Case.objects.select_related("beneficiary").get(pk=case_id)
    check_can_write_letter(actor, case)
    written = letter(case, actor=actor, subject=subject, text=text, language=language)
    laid_out = pdf.typeset(html_of(written))  # slow, so before anything is locked
    with transaction.atomic():
        _keep(case_id, written, laid_out, actor=actor, operation_id=operation_id)


def check_can_write_letter(actor: Actor, case: Case) -> None:
    cases.check_can_work(actor, case)


def _keep(
    case_id: UUID, written: Letter, laid_out: bytes, *, actor: Actor, operation_id: UUID | None
) -> None:
    case = locked_request(case_id)
    operation = str(operation_id) if operation_id else ""
    letters = case.events.filter(name=EventName.LETTER_WRITTEN)
    if operation and letters.filter(details__operation=operation).exists():
        return
    name = uploads.safe_name(f"{written.reference} {written.subject[:60]}.pdf")
    stored = uploads.store(laid_out, name=name, media_type="application/pdf")
    document = papers.attach(case, NewDocument(stored, written.subject), actor=actor)
    details = {"document": str(document.pk), "operation": operation}
    record_event(
        case, EventName.LETTER_WRITTEN, actor=actor, note=written.subject, details=details
    )
