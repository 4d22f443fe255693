"""The PDF of a published version: laid out once, by a job, and kept."""

import ctypes.util
import logging
import os
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from core.writing import writing_of
from foundation import uploads, writing
from foundation.encryption import DecryptionFailed
from foundation.models import StoredFile
from foundation.uploads import FileKind
from policies.models import PolicyVersion
from policies.outline import APPROVAL_RECORD
from policies.publishing import press
from policies.publishing.document import Published, approval_rows, published, state_words
from policies.publishing.qr import qr_path
from policies.workflow import GOVERNING

logger = logging.getLogger(__name__)
SECONDS = 120
ROOT = Path(__file__).parents[2]


class PdfFailed(RuntimeError):
    """The PDF could not be made; the job is tried again, and the page offers the print view."""


@cache
def is_available() -> bool:
    """Whether this machine can lay out PDFs; the print view serves where it cannot."""
    return (
        find_spec("weasyprint") is not None
        and ctypes.util.find_library("pango-1.0") is not None
        and ctypes.util.find_library("pangoft2-1.0") is not None
    )


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
    if version is None or version.pdf_file is not None or not is_available():
        return version.pdf_file if version else None
    document = published(version)
    laid_out = typeset(html_of(document))
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


def typeset(html: str) -> bytes:
    """Raises PdfFailed: in a process of its own, so that no document takes the worker with it."""
    command = [sys.executable, "-m", press.__name__]
    kept = ("PATH", "LANG", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME", "HOME")
    try:
        done = subprocess.run(  # noqa: S603 (a fixed command; the page comes by its input)
            command,
            input=html.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=ROOT,
            env={name: os.environ[name] for name in kept if name in os.environ},
        )
    except subprocess.TimeoutExpired as error:
        raise PdfFailed("it took too long") from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise PdfFailed(f"the press ended with {done.returncode}")
    return done.stdout
