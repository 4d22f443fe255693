"""The words of an HTML mail: no pictures are fetched, nothing is run, and it takes one pass."""

import re
from html.parser import HTMLParser
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


class _Words(HTMLParser):
    """`_depth` counts open elements inside of what is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._left_out = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._left_out:
            self._depth += tag == self._left_out
            return
        if tag in SILENT or _is_quote(tag, attrs):
            if tag not in VOID:
                self._left_out, self._depth = tag, 1
            return
        if tag in BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._left_out:
            self._depth -= tag == self._left_out
            if self._depth == 0:
                self._left_out = ""
            return
        if tag in BREAKS and tag != "br":
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self.words.append(re.sub(r"[\s\u00a0]+", " ", data))


def text_of_html(html: str) -> str:
    """What was written now; all of it where nothing would be left."""
    parser = _Words()
    parser.feed(html[:LONGEST_HTML])
    parser.close()
    lines = (line.strip() for line in "".join(parser.words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_quote(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    if tag == "blockquote":
        return True
    return any(name in ("class", "id") and QUOTES.search(value or "") for name, value in attrs)
