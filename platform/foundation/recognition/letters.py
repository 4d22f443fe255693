"""The words of a page, by tesseract."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from foundation.errors import Invalid
from foundation.recognition import DAMAGED

PROGRAM, LANGUAGE = "tesseract", "ara"
# One block of lines, Arabic alone: measured best on policies, where other layouts drop lines.
LAYOUT = "6"
MOST_PAGES = 60
SECONDS_FOR_A_PAGE = 90
LARGEST_SCAN = 20 * 1024 * 1024


class Unrecognised(Invalid):
    """Whoever reads a certain kind of paper may say it in words of their own."""

    code = "unrecognised"


class RecognitionMissing(Unrecognised):
    code = "recognition_missing"
    message = _("This server cannot recognise letters in pictures.")


class DamagedScan(Unrecognised):
    code = "damaged_scan"
    message = _("The pages of this scan cannot be opened. Scan it anew, or send another copy.")


class TooManyPages(Unrecognised):
    code = "too_many_pages"
    message = _("This scan has more than 60 pages.")


class ScanTooLarge(Unrecognised):
    code = "scan_too_large"
    message = _("This scan is larger than 20 MB. Scan it anew in grey, at 300 dots per inch.")


class RecognitionTooSlow(Unrecognised):
    code = "recognition_too_slow"
    message = _("A page took too long to recognise. Scan it anew, straight and in black on white.")


def check_ready() -> None:
    """Asked before anything is stored; raises RecognitionMissing."""
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


def picture_of_page(data: bytes, page: int) -> bytes:
    """A PNG in grey; `page` counts from 0."""
    return _draw(data, str(page))


def words_of_page(data: bytes, page: int) -> str:
    """`page` counts from 0."""
    picture = picture_of_page(data, page)
    command = [PROGRAM, "stdin", "stdout", "-l", LANGUAGE, "--psm", LAYOUT]
    done = _run(command, given=picture)
    if done.returncode:
        raise DamagedScan
    return done.stdout.decode(errors="replace").replace("\x00", "")


def _draw(data: bytes, what: str) -> bytes:
    command = [sys.executable, "-m", "foundation.recognition.drawing", what]
    done = _run(command, given=data)
    if done.returncode == DAMAGED or done.returncode < 0:
        raise DamagedScan
    if done.returncode:
        raise OSError(f"drawing a page ended with {done.returncode}")
    return done.stdout


def _run(
    command: list[str], *, given: bytes = b"", seconds: int = SECONDS_FOR_A_PAGE
) -> subprocess.CompletedProcess[bytes]:
    root = Path(__file__).parents[2]
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
