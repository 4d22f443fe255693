"""Prints texts as PDF files, as offices do: with tables, page heads and different fonts."""

import html
import re
from pathlib import Path

from PIL import ImageFile
from weasyprint import HTML

# WeasyPrint changes it for the whole process, and uploads rely on it.
ImageFile.LOAD_TRUNCATED_IMAGES = False

FONTS = Path(__file__).resolve().parents[4] / "node_modules/@fontsource/ibm-plex-sans-arabic/files"
PLAIN = "body { font: 12pt 'DejaVu Sans' }"
RANGES = {"arabic": "U+0600-06FF, U+FB50-FDFF, U+FE70-FEFC", "latin": "U+0000-00FF, U+2000-206F"}
JUSTIFIED = "body { font: 12pt 'Plex arabic', 'Plex latin' } p { text-align: justify }" + "".join(
    f"@font-face {{ font-family: 'Plex {script}'; unicode-range: {letters};"
    f" src: url('file://{FONTS}/ibm-plex-sans-arabic-{script}-400-normal.woff') }}"
    for script, letters in RANGES.items()
)
HEADED = PLAIN + (
    "@page { size: A5; margin: 20mm 15mm; @top-center { content: 'نسخة معتمدة للنشر' }"
    " @bottom-center { content: 'صفحة ' counter(page) ' من ' counter(pages) } }"
)
RULED = "table { border-collapse: collapse } td { border: 1px solid; padding: 2mm }"
MARKED_WITH_TAB = re.compile(r"^\s*(?:\S{0,3}[-.)ـ•]|[-•*])\t[^\t]*$")


def page(text: str, style: str = PLAIN) -> str:
    """Each line is a paragraph; lines with tabs or bars are rows of a table."""
    parts: list[str] = []
    for line in text.splitlines():
        if cells := _cells(line):
            row = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
            if parts and parts[-1].endswith("</table>"):
                parts[-1] = f"{parts[-1].removesuffix('</table>')}<tr>{row}</tr></table>"
            else:
                parts.append(f"<table><tr>{row}</tr></table>")
        elif line.startswith("#"):
            parts.append(f"<h2>{html.escape(line.lstrip('# '))}</h2>")
        elif line.strip():
            parts.append(f"<p>{html.escape(line)}</p>")
        else:
            parts.append("<p>&nbsp;</p>")
    return (
        f"<html dir=rtl lang=ar><meta charset=utf-8><style>{RULED} p {{ white-space: pre-wrap }}"
        f"{style}</style><body>{''.join(parts)}</body></html>"
    )


def _cells(line: str) -> list[str]:
    if MARKED_WITH_TAB.match(line) or ("\t" not in line.strip() and line.count("|") < 2):
        return []
    cells = [cell.strip() for cell in re.split(r"[\t|]", line.strip().strip("|"))]
    return cells if any(re.search(r"[^\s:\-]", cell) for cell in cells) else []


def printed(markup: str) -> bytes:
    return HTML(string=markup).write_pdf()


def pdf(text: str, style: str = PLAIN) -> bytes:
    return printed(page(text, style))


def laid_out(text: str, style: str, *, pages: int) -> bytes:
    """The first pages of a long text."""
    document = HTML(string=page(text, style)).render()
    return document.copy(document.pages[:pages]).write_pdf()
