"""The words of a scanned document, page by page, by tesseract."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from policies.reading.model import Reading
from policies.reading.reader import read_text
from policies.reading.scan import DAMAGED
from policies.reading.sources import EmptyDocument, UnreadableDocument
from policies.reading.text import plain

PROGRAM, LANGUAGE = "tesseract", "ara"
# One block of lines, Arabic alone: measured best on policies, where other layouts drop lines.
LAYOUT = "6"
MOST_PAGES = 60
SECONDS_FOR_A_PAGE = 90
LARGEST_SCAN = 20 * 1024 * 1024
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


def check_ready() -> None:
    """Asked before anything is stored."""
    if shutil.which(PROGRAM) is None:
        raise RecognitionMissing
    try:
        listed = _run([PROGRAM, "--list-langs"], seconds=20).stdout.decode(errors="replace")
    except RecognitionTooSlow as error:
        raise RecognitionMissing from error
    if LANGUAGE not in listed.split():
        raise RecognitionMissing


def pages_of(data: bytes) -> int:
    if len(data) > LARGEST_SCAN:
        raise ScanTooLarge
    answer = _draw(data, "count")
    count = int(answer) if answer.isdigit() else 0
    if not count:
        raise DamagedScan
    if count > MOST_PAGES:
        raise TooManyPages
    return count


def words_of_page(data: bytes, page: int) -> str:
    """`page` counts from 0."""
    picture = _draw(data, str(page))
    command = [PROGRAM, "stdin", "stdout", "-l", LANGUAGE, "--psm", LAYOUT]
    done = _run(command, given=picture)
    if done.returncode:
        raise DamagedScan
    return mended(done.stdout.decode(errors="replace").replace("\x00", ""))


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


def _draw(data: bytes, what: str) -> bytes:
    command = [sys.executable, "-m", "policies.reading.scan.drawing", what]
    done = _run(command, given=data)
    if done.returncode == DAMAGED or done.returncode < 0:
        raise DamagedScan
    if done.returncode:
        raise OSError(f"drawing a page ended with {done.returncode}")
    return done.stdout


def _run(
    command: list[str], *, given: bytes = b"", seconds: int = SECONDS_FOR_A_PAGE
) -> subprocess.CompletedProcess[bytes]:
    root = Path(__file__).parents[3]
    kept = ("PATH", "TESSDATA_PREFIX", "LANG")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    try:
        return subprocess.run(  # noqa: S603  (a fixed command; the file comes by its input)
            command,
            input=given,
            capture_output=True,
            timeout=seconds,
            check=False,
            cwd=root,
            env={**environment, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise RecognitionTooSlow from error
