"""The words of an HTML mail: no pictures are fetched, nothing is run, and it takes one pass.

Our own scanner, since the parsers at hand take minutes for a few hundred kilobytes of broken tags.
"""

import html as entities
import re
from collections.abc import Iterator
from typing import Final

LONGEST_HTML: Final = 300_000
BREAKS: Final = frozenset(
    {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
)
SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "svg"})
# What mail programs put round the mail that is answered.
QUOTES: Final = re.compile(
    r"\b(?:gmail_quote|gmail_extra|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|appendonsend|protonmail_quote)\b"
)
VOID: Final = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr"})
LONGEST_TAG: Final = 1_000
_TAG: Final = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?![a-zA-Z0-9])")


def text_of_html(html: str) -> str:
    words: list[str] = []
    left_out, depth = "", 0
    for closes, tag, rest, text in _pieces(html[:LONGEST_HTML]):
        if left_out:
            depth += (tag == left_out) * (-1 if closes else 1)
            left_out = left_out if depth else ""
        elif not tag:
            words.append(re.sub(r"[\s\u00a0]+", " ", entities.unescape(text)))
        elif not closes and tag not in VOID and _is_left_out(tag, rest):
            left_out, depth = tag, 1
        elif tag in BREAKS and not (closes and tag == "br"):
            words.append("\n")
    lines = (line.strip() for line in "".join(words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_left_out(tag: str, rest: str) -> bool:
    return tag in SILENT or tag == "blockquote" or QUOTES.search(rest) is not None


def _pieces(html: str) -> Iterator[tuple[bool, str, str, str]]:
    """(closes, tag, its attributes, "") for a tag, (False, "", "", text) between tags.

    Each sign is looked for once: where the next > stands is remembered.
    """
    at, ends = 0, -1
    while at < len(html):
        begins = html.find("<", at)
        if begins < 0:
            yield False, "", "", html[at:]
            return
        if begins > at:
            yield False, "", "", html[at:begins]
        if html.startswith("<!--", begins):
            closed = html.find("-->", begins + 4)
            if closed < 0:
                return
            at = closed + 3
            continue
        if ends <= begins:
            ends = html.find(">", begins)
        if ends < 0:
            return
        found = _TAG.match(html, begins + 1)
        if found is not None:
            rest = html[found.end() : min(ends, found.end() + LONGEST_TAG)]
            yield bool(found[1]), found[2].lower(), rest, ""
            at = ends + 1
        elif html[begins + 1] in "!?/":
            at = ends + 1
        else:
            yield False, "", "", "<"
            at = begins + 1
