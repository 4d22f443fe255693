"""Everything of a complaint in one file for the outside authority, with a list of SHA-256 that proves it.

It never says who complained unless they complained by name, and it is bounded in size.
"""

import io
import json
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.cases import queries as cases
from core.cases.models import Case
from core.complaints import queries
from core.complaints.desk.timeline import conversation, entries_of
from core.complaints.paper import lines_of
from core.complaints.settings import SETTINGS
from core.writing import writing_in_force
from foundation import clock, writing
from foundation.errors import WrongState
from foundation.models import StoredFile
from foundation.printing import pdf
from foundation.uploads import open_stored, safe_name

LARGEST: Final = 80 * 1024 * 1024
MANIFEST: Final = "manifest.json"


class TooLarge(WrongState):
    code = "bundle_too_large"
    message = _("The files together are too large for one bundle. Take them away one by one.")


@dataclass(frozen=True, slots=True)
class Bundle:
    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()


def bundle_of(case: Case, *, association: str) -> Bundle:
    """In Arabic. The caller has checked who may, and notes that it left the house. Raises TooLarge."""
    files = _files(case)
    if sum(stored.size for _where, stored in files) > LARGEST:
        raise TooLarge
    parts = {path: open_stored(stored) for path, stored in files}
    with translation.override("ar"), writing.written_as(writing_in_force()):
        parts = {**_pages(case, association, list(parts)), **parts}
    parts[MANIFEST] = _manifest(case, parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return Bundle(f"{case.reference}.zip", out.getvalue())


def _pages(case: Case, association: str, files: list[str]) -> dict[str, bytes]:
    context = _context(case, association)
    pages = {
        "index.html": _page("index", {**context, "files": files}),
        "timeline.html": _page("timeline", context),
        "conversation.html": _page("conversation", context),
    }
    for each in context["records"]:
        pages[each["path"]] = _page("record", {**context, "each": each})
    if pdf.is_available():
        whole = _page("whole", {**context, "files": files})
        pages["index.pdf"] = pdf.typeset(whole.decode())
    return pages


def _context(case: Case, association: str) -> dict[str, Any]:
    records = queries.records(case.complaint).filter(closed_at__isnull=False)
    entries = entries_of(case, with_amounts=True)
    subject = SETTINGS.read().subject(case.complaint.subject_key)
    return {
        "association": association,
        "case": case,
        "complaint": case.complaint,
        "subject": subject.ar if subject else "",
        "entries": entries[::-1],
        "talk": conversation(entries),
        "parties": queries.to_be_told(case.complaint),
        "records": [
            {
                "record": record,
                "path": f"records/{record.number:02}-{record.kind}.html",
                "lines": lines_of(record),
                "signatures": record.signatures.all(),
            }
            for record in records
        ],
        "offers": queries.offers(case.complaint),
        "now": clock.now(),
    }


def _page(part: str, context: dict[str, Any]) -> bytes:
    page = render_to_string(f"complaints/bundle/{part}.html", context)
    styles = render_to_string("committees/minutes_pdf.css")
    return page.replace("</head>", f"<style>{styles}</style></head>", 1).encode()


def _files(case: Case) -> list[tuple[str, StoredFile]]:
    """With where each lies in the bundle: by number, since two may have one name."""
    found = [document.file for document in cases.documents(case)]
    for record in case.complaint.records.select_related("paper").order_by("number"):
        found += [record.paper] if record.paper is not None else []
    for offer in queries.offers(case.complaint).select_related("signature", "proof"):
        found += [each for each in (offer.signature, offer.proof) if each is not None]
    return [
        (f"files/{number:02}-{safe_name(stored.name)}", stored)
        for number, stored in enumerate(found, start=1)
    ]


def _manifest(case: Case, parts: dict[str, bytes]) -> bytes:
    listed = [
        {"path": path, "sha256": sha256(content).hexdigest(), "size": len(content)}
        for path, content in parts.items()
    ]
    body = {
        "reference": case.reference,
        "made_at": clock.now().isoformat(),
        "receipt_sha256": case.complaint.filed_digest,
        "files": listed,
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode()
