"""When a file was last changed, as the file itself says."""

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import PurePath

from policies.linting.dates import gregorian

_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>\s*(\d{4}-\d{2}-\d{2})")
_PDF_DATES = re.compile(rb"/(ModDate|CreationDate)\s*\(D:(\d{4})(\d{2})(\d{2})")
_PROPERTIES = "docProps/core.xml"
_MOST_PROPERTIES = 100_000
# What this library writes keeps the date of the library's own template.
_FROM_A_TEMPLATE = b"python-docx"


def file_date(data: bytes, filename: str) -> date | None:
    match PurePath(filename).suffix.lower():
        case ".docx":
            return _of_word(data)
        case ".pdf":
            return _of_pdf(data)
    return None


def _of_word(data: bytes) -> date | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(_PROPERTIES) as properties:
            said = properties.read(_MOST_PROPERTIES)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, ValueError):
        return None  # whether the file can be read at all is for the reader to say
    match = None if _FROM_A_TEMPLATE in said else _MODIFIED.search(said)
    return gregorian(match.group(1).decode()) if match else None


def _of_pdf(data: bytes) -> date | None:
    found = {name: b"-".join(parts) for name, *parts in _PDF_DATES.findall(data)}
    last = found.get(b"ModDate") or found.get(b"CreationDate")
    return gregorian(last.decode()) if last else None
