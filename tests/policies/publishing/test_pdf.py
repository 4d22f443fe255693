"""The PDF: made once, by a job, of the approved words; and a way out where it cannot be made."""

import io
import subprocess
import sys
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from foundation.models import StoredFile
from foundation.printing import pdf as printing
from foundation.printing import press
from policies.models import PolicyVersion
from policies.publishing import pdf
from policies.publishing.tasks import make_policy_pdf
from tenants.schemas import JOBS, entered
from tests.policies.publishing.conftest import address


def words_of(content):
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range() for page in document]


def jobs_of(task):
    with entered(JOBS), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [task])
        return cursor.fetchone()[0]


@pytest.fixture
def laid_out(in_force):
    return printing.typeset(pdf.html_of(pdf.published(in_force)))


def test_it_is_tagged_named_and_says_the_digest(laid_out, in_force):
    with pypdfium2.PdfDocument(laid_out) as document:
        assert document.get_metadata_value("Title") == "سياسة العلاقة مع المستفيدين"
        assert len(document) == 2
    pages = words_of(laid_out)

    with pdfplumber.open(io.BytesIO(laid_out)) as opened:
        catalog = opened.doc.catalog
        fonts = {letter["fontname"] for page in opened.pages for letter in page.chars}

    assert "StructTreeRoot" in catalog
    assert catalog["Lang"] in (b"ar", "ar")
    assert in_force.digest in "".join(pages)
    assert any("Plex" in font for font in fonts)


def test_a_version_has_one_pdf_whoever_makes_it(association, in_force):
    for _again in range(2):
        make_policy_pdf.func(association_id=str(association.pk), version_id=str(in_force.pk))

    version = PolicyVersion.objects.select_related("pdf_file").get(pk=in_force.pk)
    assert StoredFile.objects.count() == 1
    assert version.pdf_file.name == "سياسة العلاقة مع المستفيدين - الإصدار 1.pdf"
    assert version.digest == version.load_content().digest()


def test_coming_into_force_asks_for_it_and_the_page_waits(anyone, in_force):
    before = jobs_of("policies.make_pdf")
    cache.delete(f"policy-pdf:{in_force.pk}")

    pages = [anyone.get(address("pdf", 1)) for _again in range(3)]

    assert before == 1
    assert jobs_of("policies.make_pdf") == 2
    assert {page.status_code for page in pages} == {202}
    assert "يُعدّ ملف PDF" in pages[0].content.decode()
    assert address("docx", 1) in pages[0].content.decode()


def test_then_it_is_given_out_and_the_waiting_page_knows(anyone, in_force):
    pdf.make(in_force.pk)

    answer = anyone.get(address("pdf", 1))
    part = anyone.get(address("pdf", 1), headers={"HX-Request": "true"})

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert answer.content.startswith(b"%PDF-")
    assert "ملف PDF جاهز" in part.content.decode()


def test_without_pango_the_page_shows_a_way_out(anyone, in_force, monkeypatch):
    monkeypatch.setattr(printing, "is_available", lambda: False)
    before = jobs_of("policies.make_pdf")

    html = anyone.get(address("pdf", 1)).content.decode()

    assert "hx-get" not in html
    assert "افتحوا الصفحة واطبعوها" in html
    assert jobs_of("policies.make_pdf") == before
    assert pdf.make(in_force.pk) is None


def test_only_published_versions_have_one(draft):
    assert pdf.make(draft.pk) is None
    assert StoredFile.objects.count() == 0


def test_the_press_reaches_our_fonts_and_nothing_else():
    assert press.font_bytes("font:arabic-400")[:4] == b"wOF2"
    for url in ("file:///etc/passwd", "http://127.0.0.1/", "font:../../x", "data:,x"):
        with pytest.raises(ValueError, match="nothing but our fonts"):
            press.font_bytes(url)


def test_a_picture_from_elsewhere_is_left_out(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("خبيئة")
    html = (
        '<html lang="ar"><title>x</title><link rel="stylesheet" href="http://127.0.0.1:9/x.css">'
        f'<link rel="attachment" href="file://{secret}"><p>نص</p><img alt="x" src="file://{secret}">'
    )

    made = printing.typeset(html)

    assert made.startswith(b"%PDF-")
    assert "خبيئة".encode() not in made
    assert b"/EmbeddedFile" not in made


def test_what_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(printing, "SECONDS", 0.01)

    with pytest.raises(printing.PdfFailed):
        printing.typeset("<p>نص</p>")


def test_a_press_that_dies_is_a_failed_job():
    done = subprocess.run(  # noqa: S603 (ours)
        [sys.executable, "-m", press.__name__], input=b"\xff", capture_output=True, check=False
    )

    assert done.returncode != 0
    assert io.BytesIO(done.stdout).read() == b""


def test_digits_of_the_policy_number_its_pages(in_force):
    document = pdf.published(in_force)
    arabic = document.content.model_copy(update={"digits": "arabic"})
    html = pdf.html_of(pdf.Published(**{**_fields(document), "content": arabic}))

    assert "المادة (٣): خطوات التعامل مع المستفيد" in html
    assert "counter(page, arabic-indic)" in html
    assert "counter(page, arabic-indic)" not in pdf.html_of(document)


def _fields(document):
    names = ("version", "content", "approval", "sections", "promises", "address")
    return {name: getattr(document, name) for name in names}


@pytest.mark.parametrize("damage", [lambda data: data[:-1] + b"\x00", None])
def test_a_kept_file_that_is_altered_or_lost_is_made_anew(anyone, in_force, damage):
    stored = pdf.make(in_force.pk)
    [path] = list(Path(settings.MEDIA_ROOT).rglob(f"{stored.pk.hex}.bin"))
    if damage:
        path.write_bytes(damage(path.read_bytes()))
    else:
        path.unlink()

    waiting = anyone.get(address("pdf", 1))
    pdf.make(in_force.pk)

    assert waiting.status_code == 202
    assert anyone.get(address("pdf", 1)).content.startswith(b"%PDF-")
