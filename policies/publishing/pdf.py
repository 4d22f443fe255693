"""The PDF of a published version: laid out once, by a job, and kept."""

import logging
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from core.writing import writing_of
from foundation import uploads, writing
from foundation.encryption import DecryptionFailed
from foundation.models import StoredFile
from foundation.printing import pdf as printing
from foundation.printing.qr import qr_path
from foundation.uploads import FileKind
from policies.models import PolicyVersion
from policies.outline import APPROVAL_RECORD
from policies.publishing.document import Published, approval_rows, published, state_words
from policies.workflow import GOVERNING

logger = logging.getLogger(__name__)


def make(version_id: UUID) -> StoredFile | None:
    """The job; the file that is kept, None for a version that is not public or where pango is missing.

    Raises PolicyTampered and PdfFailed. Laid out before the row is locked; who comes second finds the
    file of the first, and its own is never stored.
    """
    version = (
        PolicyVersion.objects.select_related("pdf_file")
        .filter(pk=version_id, state__in=GOVERNING)
        .first()
    )
    if version is None or version.pdf_file is not None or not printing.is_available():
        return version.pdf_file if version else None
    document = published(version)
    laid_out = printing.typeset(html_of(document))
    with transaction.atomic():
        locked = (
            PolicyVersion.objects.select_for_update(of=("self",))
            .select_related("pdf_file")
            .get(pk=version_id)
        )
        if locked.pdf_file is None:
            name = file_name(document, ".pdf")
            locked.pdf_file = uploads.store(laid_out, name=name, media_type=FileKind.PDF)
            locked.save(update_fields=["pdf_file"])
        return locked.pdf_file


def kept(version: PolicyVersion) -> bytes | None:
    """The file as it was made; None where there is none, or what is stored is lost or altered.

    Then it is forgotten, and made anew from the version, which is what counts.
    """
    if version.pdf_file is None:
        return None
    try:
        return uploads.open_stored(version.pdf_file)
    except (DecryptionFailed, FileNotFoundError):
        logger.critical("The kept PDF of version %s is lost or altered; made anew", version.pk)
        PolicyVersion.objects.filter(pk=version.pk).update(pdf_file=None)
        version.pdf_file = None
        return None


def file_name(document: Published, suffix: str) -> str:
    """«سياسة … - الإصدار 3.pdf»."""
    title = document.title[:80].strip()
    return uploads.safe_name(f"{title} - الإصدار {document.version.number}{suffix}")


def html_of(document: Published) -> str:
    """In Arabic, with the digits and the calendar of this version."""
    with translation.override("ar"), writing.written_as(writing_of(document.content)):
        rows = list(approval_rows(document.approval)) if document.approval else []
        page = render_to_string(
            "policies/publishing/pdf.html",
            {
                "document": document,
                "version": document.version,
                "content": document.content,
                "approval": rows,
                "record_heading": APPROVAL_RECORD,
                "state_words": state_words(document.version),
                "qr": qr_path(document.address),
            },
        )
        styles = render_to_string("policies/publishing/pdf.css", {"document": document})
    return page.replace("</head>", f"<style>{styles}</style></head>", 1)
