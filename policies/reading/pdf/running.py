"""What comes again on every page: letterheads are kept once, page numbers not at all."""

import re
from collections import defaultdict

from policies.reading.layout import REPEATED
from policies.reading.pdf.pages import PageLine
from policies.reading.text import fold

EDGE_LINES = 4  # of each page, from its top and from its foot
LONGEST_HEAD = 200
MARGIN = 0.13  # of the page's height
PAGE_NUMBER = re.compile(
    r"(?:(?:ال)?صفحه|ص|page)?\s*[-–—(\[]*\s*\d{1,3}\s*(?:(?:من|/|of)\s*\d{1,3})?\s*[-–—)\]]*"
)
# «جمعية … · صفحة 2 من 3» says itself that it runs along, even where there is one page.
PAGE_OF_ALL = re.compile(r"(?:صفحه|page)\s*\d{1,3}\s*(?:من|/|of)\s*\d{1,3}")


def without_repeats(
    pages: list[list[PageLine]], heights: list[float]
) -> tuple[list[PageLine], list[str]]:
    """The lines of all pages, and what their heads say of association and document."""
    found: list[PageLine] = []
    heads: dict[str, str] = {}
    seen: dict[str, set[int]] = defaultdict(set)
    for number, lines in enumerate(pages):
        for line in _edges(lines):
            seen[_form(line)].add(number)
    for number, lines in enumerate(pages):
        edges = {id(line) for line in _edges(lines)}
        for line in lines:
            form = _form(line)
            again = len(seen[form]) >= 2 and 2 * len(seen[form]) >= len(pages)
            if id(line) not in edges:
                found.append(line)
            elif _is_page_number(line) and _is_in_margin(line, heights[number]):
                continue
            elif not again:
                found.append(line)
            elif REPEATED.search(fold(line.text)) and len(line.text) <= LONGEST_HEAD:
                heads.setdefault(form, " ".join(line.text.split()))
    return found, list(heads.values())


def _is_page_number(line: PageLine) -> bool:
    words = fold(line.text)
    return bool(PAGE_NUMBER.fullmatch(words) or PAGE_OF_ALL.search(words))


def _edges(lines: list[PageLine]) -> list[PageLine]:
    ordered = sorted(lines, key=lambda line: -line.y)
    return ordered[:EDGE_LINES] + ordered[EDGE_LINES:][-EDGE_LINES:]


def _form(line: PageLine) -> str:
    """Page headers differ in the page's number alone."""
    return re.sub(r"\d+", "0", fold(line.text))


def _is_in_margin(line: PageLine, height: float) -> bool:
    return not MARGIN * height < line.y % height < (1 - MARGIN) * height
