"""A process of its own that sets one HTML page as PDF: whatever it is given, it ends, and reaches nothing.

HTML by standard input, PDF by standard output. Nothing is fetched but the fonts of the service.
"""

import resource
import sys
import unicodedata
from pathlib import Path
from typing import Any

MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 90
WITHOUT_PANGO = 4
FONTS = Path(__file__).parents[2] / "ui" / "static" / "vendor" / "plex"
FONT_FILES = {
    f"font:{subset}-{weight}": f"ibm-plex-sans-arabic-{subset}-{weight}-normal.woff2"
    for subset in ("arabic", "latin")
    for weight in (400, 600)
}


def font_bytes(url: str) -> bytes:
    """Raises ValueError for anything but a font of ours, OSError where the fonts were not installed."""
    if url not in FONT_FILES:
        raise ValueError("nothing but our fonts is fetched")
    return (FONTS / FONT_FILES[url]).read_bytes()


class Letters(dict[int, str]):
    """Glyph → the letters that a reader of the file gets for it.

    WeasyPrint names a glyph by its first use. Where a letter carries a vowel mark, the two share one
    piece of text: the mark gets all of it and the letter nothing, for the whole document. Here a mark
    is named by the mark alone, and the letter, drawn right after it, by what is left.
    """

    def __init__(self) -> None:
        super().__init__()
        self._left = ""

    def __contains__(self, glyph: object) -> bool:
        """Not yet, for a letter without a name and for marks, whose letter comes next."""
        known = self.get(glyph, "") if isinstance(glyph, int) else ""
        return any(not unicodedata.combining(char) for char in known)

    def __setitem__(self, glyph: int, text: str) -> None:
        marks = "".join(char for char in text if unicodedata.combining(char))
        if marks and marks != text:
            self._left = text.translate({ord(char): None for char in marks})
            text = marks
        elif not text:
            text, self._left = self._left, ""
        if text or glyph not in self.keys():
            super().__setitem__(glyph, text)


def pdf_of(html: str) -> bytes:
    # It needs pango, which may be missing.
    import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415
    from weasyprint.pdf import fonts  # type: ignore[import-untyped]  # noqa: PLC0415
    from weasyprint.urls import (  # type: ignore[import-untyped]  # noqa: PLC0415
        URLFetcher,
        URLFetcherResponse,
    )

    class OurFonts(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            return URLFetcherResponse(url, font_bytes(url), {"Content-Type": "font/woff2"})

    made = fonts.Font.__init__

    def with_letters(font: Any, *args: Any) -> None:
        made(font, *args)
        font.to_unicode = Letters()

    fonts.Font.__init__ = with_letters
    written = weasyprint.HTML(string=html, url_fetcher=OurFonts()).write_pdf(
        pdf_variant="pdf/ua-1", pdf_tags=True
    )
    assert written is not None  # noqa: S101 (without a target it is returned)
    return bytes(written)


def main() -> int:
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    html = sys.stdin.buffer.read().decode()
    try:
        written = pdf_of(html)
    except (ImportError, OSError) as error:
        sys.stderr.write(type(error).__name__)
        return WITHOUT_PANGO
    sys.stdout.buffer.write(written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
