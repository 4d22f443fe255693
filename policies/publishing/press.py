"""A process of its own that sets one HTML page as PDF: whatever it is given, it ends, and reaches nothing.

HTML by standard input, PDF by standard output. Nothing is fetched but the fonts of the service.
"""

import resource
import sys
from pathlib import Path
from typing import Any

MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 90
WITHOUT_PANGO = 4
FONTS = Path(__file__).parents[2] / "platform" / "ui" / "static" / "vendor" / "plex"
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


def pdf_of(html: str) -> bytes:
    # It needs pango, which may be missing.
    import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415
    from weasyprint.urls import (  # type: ignore[import-untyped]  # noqa: PLC0415
        URLFetcher,
        URLFetcherResponse,
    )

    class OurFonts(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            return URLFetcherResponse(url, font_bytes(url), {"Content-Type": "font/woff2"})

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
