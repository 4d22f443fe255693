"""The words of a scanned document, page by page, and what keeps a scan from being read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from foundation.recognition import letters
from foundation.recognition.letters import LARGEST_SCAN
from policies.reading.model import Reading
from policies.reading.reader import read_text
from policies.reading.sources import EmptyDocument, UnreadableDocument
from policies.reading.text import plain

__all__ = ["LARGEST_SCAN"]
# Below what counts without a person's eyes: letters from a picture are likely, never sure.
MOST_CONFIDENCE = 0.7
_NUMBERED = re.compile(r"(\d{1,2})\s*[.\-)–]\s*\D")
_BARE = re.compile(
    r"(\d{1,2})\s+(?=[\u0621-\u064a]{2})(?!يوم|أيام|شهر|أشهر|ساع|أسبوع|أسابيع|سن|عام)"
)


class RecognitionMissing(UnreadableDocument):
    code = "recognition_missing"
    message = _(
        "This server cannot recognise letters in pictures: tesseract or its Arabic data is not"
        " installed. Nothing was stored. Tell whoever runs the server, or paste the text."
    )


class DamagedScan(UnreadableDocument):
    code = "damaged_scan"
    message = _("The pages of this scan cannot be opened. Scan it anew, or send another copy.")


class TooManyPages(UnreadableDocument):
    code = "too_many_pages"
    message = _("This scan has more than 60 pages. Send only the pages of the policy.")


class ScanTooLarge(UnreadableDocument):
    code = "scan_too_large"
    message = _("This scan is larger than 20 MB. Scan it anew in grey, at 300 dots per inch.")


class RecognitionTooSlow(UnreadableDocument):
    code = "recognition_too_slow"
    message = _("A page took too long to recognise. Scan it anew, straight and in black on white.")


class NoWordsFound(EmptyDocument):
    code = "no_words_found"
    message = _("No words were recognised on these pages. Scan them anew, or paste the text.")


PROBLEMS: tuple[type[UnreadableDocument], ...] = (
    RecognitionMissing, DamagedScan, TooManyPages, ScanTooLarge, RecognitionTooSlow, NoWordsFound,
)  # fmt: skip


@contextmanager
def _told() -> Iterator[None]:
    """In the words for policies."""
    try:
        yield
    except letters.Unrecognised as error:
        raise next(each for each in PROBLEMS if each.code == error.code) from error


@_told()
def check_ready() -> None:
    """Asked before anything is stored."""
    letters.check_ready()


@_told()
def pages_of(data: bytes) -> int:
    return letters.pages_of(data)


@_told()
def words_of_page(data: bytes, page: int) -> str:
    """`page` counts from 0."""
    return mended(letters.words_of_page(data, page))


def mended(text: str) -> str:
    """«2 نموذج» after «1. دليل» lost its stop: the numbers around it say so."""
    lines = [line.strip() for line in re.split(r"[\n\f]", text)]
    numbers = [int(found[1]) if (found := _NUMBERED.match(line)) else 0 for line in lines]
    counted = {number for number in numbers if number}
    for index, line in enumerate(lines):
        if (bare := _BARE.match(line)) and int(bare[1]) - 1 in counted:
            counted.add(int(bare[1]))
            lines[index] = f"{bare[1]}. {line[bare.end() :]}"
    return "\n".join(lines).strip()


def read_scan(text: str) -> Reading:
    """Every value asks for a person."""
    reading = read_text(text)
    sources = [
        source.model_copy(update={"confidence": min(source.confidence, MOST_CONFIDENCE)})
        for source in reading.sources
    ]
    review = dict.fromkeys(("from_scan", *reading.review_needed, "doubtful_values"))
    return reading.model_copy(update={"sources": sources, "review_needed": list(review)})


def joined(pages: list[str]) -> str:
    text = "\n".join(pages)
    if not plain(text).strip():
        raise NoWordsFound
    return text


def read_at_once(data: bytes) -> tuple[str, Reading]:
    """For the command line, where somebody waits for it."""
    check_ready()
    text = joined([words_of_page(data, page) for page in range(pages_of(data))])
    return text, read_scan(text)
