"""What the child process runs: a PDF from its standard input, what was read as JSON to its output.

Without Django, so that it begins at once, and with limits that it sets for itself before it opens
anything: the libraries that take a PDF apart may want all memory or time for a few bytes.
"""

import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pdfplumber
import pypdfium2
from pdfplumber.page import Page

from policies.reading.pdf import glyphs, tables, witness
from policies.reading.pdf.lines import balance
from policies.reading.pdf.pages import PageLine, page_lines
from policies.reading.pdf.paragraphs import TextLine, paragraphs
from policies.reading.pdf.running import without_repeats
from policies.reading.text import PAGE_HEAD

MOST_PAGES = 200
MOST_LETTERS = 400_000
MOST_LETTERS_OF_A_PAGE = 40_000
LONGEST_SIDE = 14_400  # points: the largest page that the format allows
FEWEST_LETTERS = 12  # a page with less is a picture, or empty
MOST_UNMAPPED = 0.3
MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 40


class Refused(Exception):
    """`kind` is one of process.REFUSALS."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def extract(data: bytes) -> dict[str, Any]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if "password" in str(error).lower() else "damaged") from error
    if len(document) > MOST_PAGES:
        raise Refused("too_large")
    with pdfplumber.open(io.BytesIO(data)) as file:
        drawn = [_drawn(page) for page in _within(file.pages)]
    pictures = _check_readable(drawn)
    names: glyphs.Names = {}
    for page in drawn:
        names |= glyphs.names_of_lost(page.found.glyphs)
    pages = [_lines(number, page, names) for number, page in enumerate(drawn)]
    settle(pages)
    pages = [[line for line in lines if line.text] for lines in pages]
    lines, heads = without_repeats(pages, [page.height for page in drawn])
    texts = [
        *(TextLine(f"{PAGE_HEAD}{head}", (0, 0)) for head in heads),
        *paragraphs(lines, [page.width for page in drawn]),
    ]
    aside = [page.found.aside for page in drawn]
    squeezed = any(page.found.squeezed for page in drawn)
    doubts = witness.doubts(texts, pages, document, aside, squeezed=squeezed)
    if pictures:
        doubts.append(("pages_without_text", None))
    return {"text": "\n".join(line.text for line in texts), "doubts": doubts}


@dataclass(frozen=True)
class Drawn:
    """What one page shows; `width` and `height` once it is turned upright."""

    found: glyphs.PageGlyphs
    tables: list[tables.Table]
    width: float
    height: float
    is_picture: bool


def _within(pages: Iterable[Page]) -> Iterator[Page]:
    """Stops where a document says more than a policy can."""
    letters = 0
    for page in pages:
        if not (0 < page.width <= LONGEST_SIDE and 0 < page.height <= LONGEST_SIDE):
            raise Refused("damaged")
        letters += len(page.chars)
        if len(page.chars) > MOST_LETTERS_OF_A_PAGE or letters > MOST_LETTERS:
            raise Refused("too_large")
        yield page
        page.close()


def _drawn(page: Page) -> Drawn:
    width, height = float(page.width), float(page.height)
    found = glyphs.of_page(page.chars, width, height)
    upright = found.quarter == 0
    inked = sum(bool(glyph.text.strip()) for glyph in found.glyphs)
    return Drawn(
        found,
        tables.find(page) if upright and inked else [],
        width if found.quarter % 2 == 0 else height,
        height if found.quarter % 2 == 0 else width,
        inked < FEWEST_LETTERS and bool(page.images),
    )


def _check_readable(drawn: list[Drawn]) -> int:
    """How many pages are pictures, if they are the lesser part."""
    letters = sum(bool(g.text.strip()) for page in drawn for g in page.found.glyphs)
    unmapped = sum(page.found.unmapped for page in drawn)
    pictures = sum(page.is_picture for page in drawn)
    if unmapped > MOST_UNMAPPED * max(letters, 1) or 2 * pictures > len(drawn):
        raise Refused("scan")
    if letters < FEWEST_LETTERS:  # drawn as curves, or empty: who recognises letters will say
        raise Refused("scan")
    return pictures


def _lines(number: int, page: Drawn, names: glyphs.Names) -> list[PageLine]:
    mended = glyphs.mended(page.found.glyphs, names)
    rows, rest = tables.take(page.tables, mended, page.height)
    return page_lines(number, rest, rows)


def settle(pages: list[list[PageLine]]) -> None:
    """Reads all lines; whether brackets are stored mirrored shows in the whole document."""
    every = [line for lines in pages for line in lines]
    stored, turned = (sum(_balance(line, mirrored=way) for line in every) for way in (False, True))
    usual = turned > stored
    for line in every:
        as_usual, otherwise = (_balance(line, mirrored=way) for way in (usual, not usual))
        line.settle(mirrored=usual if as_usual >= 0 or otherwise <= 0 else not usual)


def _balance(line: PageLine, *, mirrored: bool) -> int:
    line.settle(mirrored=mirrored)
    return balance([line.text])


def main() -> int:
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = extract(sys.stdin.buffer.read())
    except Refused as refusal:
        answer = {"refused": refusal.kind}
    except MemoryError:
        answer = {"refused": "too_large"}
    except Exception:  # whatever the libraries stumble over, the file is at fault
        answer = {"refused": "damaged"}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
