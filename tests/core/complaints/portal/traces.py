"""Looking for somebody in everything that the service keeps, in whatever form it was written down."""

import base64
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from PIL import Image

from tenants.models import Association
from tenants.schemas import JOBS, PUBLIC, entered

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def forms_of(value: str) -> set[bytes]:
    """As text, with the digits of Arabic and Persian, in hex, base64 wherever it begins, in addresses
    and in JSON."""
    written = {value, value.translate(ARABIC_INDIC), value.translate(PERSIAN)}
    found = set()
    for text in written:
        raw = text.encode()
        found |= {raw, raw.hex().encode(), raw.hex().upper().encode(), quote(text).encode()}
        found.add(json.dumps(text)[1:-1].encode())
        found |= {_inside_base64(raw, before) for before in range(3)}
        found |= {_inside_base64(raw, before, altchars=b"-_") for before in range(3)}
    return found


def _inside_base64(raw: bytes, before: int, altchars: bytes | None = None) -> bytes:
    """What is the same of it, whatever stands around."""
    coded = base64.b64encode(b"x" * before + raw, altchars)
    end = len(coded) // 4 * 4 - (4 if (before + len(raw)) % 3 else 0)
    return coded[4 if before else 0 : end]


def found_in(places: dict[str, bytes], planted: dict[str, str]) -> dict[str, list[str]]:
    """For each planted value the places that hold it in some form."""
    found = {}
    for name, value in planted.items():
        forms = forms_of(value)
        where = [
            place for place, content in places.items() if any(form in content for form in forms)
        ]
        if where:
            found[name] = where
    return found


def everything(
    association: Association, *, logged: Iterable[str], sent: Iterable[str]
) -> dict[str, bytes]:
    """All that is kept anywhere: each table, sessions opened, jobs, files, mails, logs, error reports."""
    places = dict(_tables(association.schema_name))
    places["sessions opened"] = _text([each.get_decoded() for each in Session.objects.all()])
    for schema in (JOBS, PUBLIC):
        with entered(schema):
            name = connection.schema_name
            places |= {f"{name} {table}": rows for table, rows in _tables(name)}
    places["mails"] = b"\n".join(each.message().as_bytes() for each in mail.outbox)
    places["mails read"] = _text([[each.to, each.subject, each.body] for each in mail.outbox])
    places |= {str(path.name): path.read_bytes() for path in _files(association)}
    places["logs"] = "\n".join(logged).encode()
    places["error reports"] = "\n".join(sent).encode()
    return places


def _tables(schema: str) -> Iterator[tuple[str, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = %s AND table_type = 'BASE TABLE' ORDER BY 1",
            [schema],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT to_jsonb(each)::text FROM "{schema}"."{table}" each')
            yield table, "\n".join(row for (row,) in cursor.fetchall()).encode()


def _files(association: Association) -> list[Path]:
    own = Path(settings.MEDIA_ROOT) / str(association.pk)
    mails = Path(settings.EMAIL_FILE_PATH)
    return [
        path
        for folder in (own, mails)
        if folder.exists()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (folder == own or association.host in path.name)
    ]


def _text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=str).encode()


def telling_photo(name: str) -> bytes:
    """Whose telephone took it stands in the file."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[315] = name  # Artist
    exif[271] = name  # Make
    Image.new("RGB", (80, 60), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()
