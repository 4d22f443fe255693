"""Hostile files through the real forms: refused with a sentence, nothing stored, nothing drawn as a page."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from core.cases.models import CaseDocument
from foundation.models import StoredFile
from foundation.uploads import open_stored
from policies.models import PolicyVersion
from tenants.schemas import entered
from tests.foundation.test_uploads import PDF, claimed_png, docx, picture
from tests.isolation.world import EVERY, World, undone


def zip_bomb() -> bytes:
    """A Word file whose text unpacks to 200 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx())) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            if name != "word/document.xml":
                archive.writestr(name, whole.read(name))
        with archive.open(zipfile.ZipInfo("word/document.xml"), "w", force_zip64=True) as part:
            part.write(b"<w:document/>")
        bomb = zipfile.ZipInfo("word/media/filling.xml")
        bomb.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(bomb, b"\0" * (200 * 1024 * 1024))
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
HOSTILE: dict[str, tuple[str, bytes]] = {
    "drawing that runs programs": ("drawing.svg", SVG),
    "the same, called a photo": ("drawing.png", SVG),
    "page": ("page.html", HTML),
    "page, called a PDF": ("page.pdf", HTML),
    "PDF with a program": (
        "form.pdf",
        PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
    ),
    "program": ("tool.pdf", b"MZ" + bytes(200)),
    "archive": ("all.zip", b"PK\x03\x04" + bytes(40)),
    "bomb in a Word file": ("letter.docx", zip_bomb()),
    "picture of 10,000 million dots": ("photo.png", claimed_png(100_000, 100_000)),
    "photo that ends early": ("photo.jpg", picture("JPEG")[:200]),
    "entity": ("letter.xml", ENTITIES),
    "nothing": ("empty.pdf", b""),
}
# A page and a picture at once: what is stored is drawn anew, or kept as a file to download.
POLYGLOT = picture("PNG") + HTML
PLAIN_TEXT_KINDS = {"entity"}


@pytest.fixture(autouse=True)
def undone_after(worlds: tuple[World, World]) -> Iterator[None]:
    with undone():
        yield


def browser(world: World, *, follows: bool = False) -> Client:
    client = Client(headers={"host": world.association.host}, raise_request_exception=False)
    if follows:
        client.post("/follow/", {"code": world.secret["displayed code"]})
    else:
        client.cookies["session"] = world.sessions[EVERY]
    return client


def doors(world: World) -> dict[str, tuple[Client, str, str, dict[str, Any]]]:
    """Every form that takes a file: who fills it in, where, the field, and what else it needs."""
    case, version = world.ids["case_id"][0], world.ids["version_id"][2]
    staff, beneficiary = browser(world), browser(world, follows=True)
    return {
        "desk document": (
            staff, f"/desk/requests/{case}/documents/", "file", {"purpose": "عقد"},
        ),
        "portal document": (
            beneficiary, "/follow/case/document/", "file", {"purpose": "عقد"},
        ),
        "portal request": (beneficiary, "/request/", "other_files", {}),
        "policy document": (staff, "/policies/new/", "document", {}),
        "minutes": (
            staff,
            f"/policies/{version}/approve/",
            "minutes",
            {
                "body": "مجلس",
                "session_number": "3",
                "gregorian_date": "09/02/2025",
                "open_cases": "keep",
            },
        ),
    }  # fmt: skip


def files_on_disk(world: World) -> set[str]:
    folder = Path(settings.MEDIA_ROOT) / str(world.association.pk)
    return {path.name for path in folder.iterdir()}


def counts(world: World) -> tuple[int, int, int]:
    with entered(world.association):
        return (
            StoredFile.objects.count(),
            CaseDocument.objects.count(),
            PolicyVersion.objects.count(),
        )


@pytest.mark.parametrize(
    "door", ["desk document", "portal document", "portal request", "policy document", "minutes"]
)
def test_hostile_files_are_refused_with_a_sentence(alpha: World, door: str) -> None:
    client, path, field, more = doors(alpha)[door]
    before, files, wrong = counts(alpha), files_on_disk(alpha), []
    for what, (name, content) in HOSTILE.items():
        if what in PLAIN_TEXT_KINDS and door in ("desk document", "policy document"):
            continue  # text, for those who take text: see below
        sent = SimpleUploadedFile(name, content, content_type="image/png")
        with undone():
            response = client.post(path, {**more, field: sent})
        page = response.content.decode("utf-8", "replace")
        if response.status_code not in (200, 400) or ("error" not in page and "alert" not in page):
            wrong.append(f"{what}: {response.status_code}")

    assert wrong == []
    assert counts(alpha) == before
    assert files_on_disk(alpha) == files


def test_the_control_is_taken(alpha: World) -> None:
    """The same forms with an honest file; else the refusals above would tell nothing."""
    for door, (client, path, field, more) in doors(alpha).items():
        if door == "portal request":
            continue  # needs the whole form; its files are kept for it
        name, content = ("scan.pdf", PDF)
        if door == "policy document":
            name, content = ("policy.txt", "المادة (1): قنوات التواصل\n1. الهاتف.\n".encode())
        with undone():
            response = client.post(path, {**more, field: SimpleUploadedFile(name, content)})
            taken = response.status_code == 302
        assert taken, f"{door}: {response.status_code}"


def test_text_is_kept_as_text_and_given_back_as_a_file(alpha: World) -> None:
    client, path, field, more = doors(alpha)["desk document"]
    case = alpha.ids["case_id"][0]
    sent = SimpleUploadedFile("note.html", "ملاحظة <b>".encode())

    response = client.post(path, {**more, field: sent})

    assert response.status_code == 302
    with entered(alpha.association):
        kept = CaseDocument.objects.filter(case_id=case).order_by("-added_at", "pk")[0]
        assert kept.file.name == "note.txt"
    answer = client.get(f"/desk/requests/{case}/documents/{kept.pk}/")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_picture_keeps_nothing_but_the_picture(alpha: World) -> None:
    """Where it was taken, a page behind its end: gone once it is drawn anew."""
    exif = Image.Exif()
    exif[0x010E] = "secret place 24.7136 46.6753"
    exif[0x9286] = "secret comment"
    photo = picture("JPEG", exif=exif) + HTML
    assert b"secret place" in photo
    client, path, field, more = doors(alpha)["desk document"]
    for name, content in (("photo.jpg", photo), ("photo.png", POLYGLOT)):
        response = client.post(path, {**more, field: SimpleUploadedFile(name, content)})
        assert response.status_code == 302
        with entered(alpha.association), transaction.atomic():
            stored = StoredFile.objects.order_by("-stored_at", "-pk").first()
            assert stored is not None
            kept = open_stored(stored)
        assert b"secret" not in kept
        assert b"<script" not in kept
        assert not dict(Image.open(io.BytesIO(kept)).getexif())


@pytest.mark.parametrize("door", ["desk document", "portal document"])
def test_a_file_name_steers_nothing(alpha: World, door: str) -> None:
    client, path, field, more = doors(alpha)[door]
    sent = SimpleUploadedFile("x", PDF)
    sent._name = '../../etc/"><script>\r\nSet-Cookie: a=b;\u202egpj.pdf'
    response = client.post(path, {**more, field: sent})
    assert response.status_code == 302

    with entered(alpha.association):
        stored = StoredFile.objects.order_by("-stored_at", "-pk")[0]
        name = stored.name

    assert name.endswith(".pdf")
    assert not set(name) & set('/\\<>"\r\n;\u202e')
    assert f"{stored.pk.hex}.bin" in files_on_disk(alpha)
