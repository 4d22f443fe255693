"""The words of one paragraph as a reader sees them: no deleted words, field codes or hidden text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from policies.reading.docx.package import W, is_on, value
from policies.reading.docx.styles import Styles

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
TEXT_BOX = f"{W}txbxContent"
LEFT_OUT = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "rt", "rubyPr")
)  # fmt: skip
BREAKS = frozenset({f"{W}br", f"{W}cr"})
TABS = frozenset({f"{W}tab", f"{W}ptab"})
# The picture fonts of Word keep their drawings here; what else they draw says nothing.
SYMBOLS = {
    "F0B7": "•", "F0A7": "▪", "F06E": "■", "F0D8": "➢", "F0FC": "✓", "F0FE": "☑", "F0A8": "□", "F06F": "□",
    "F071": "□", "F076": "❖", "F0E8": "➤", "F0E0": "→", "F0DF": "←", "F02D": "-", "F0FB": "✗",
}  # fmt: skip
IN_CODE, IN_RESULT = "code", "result"


@dataclass
class Words:
    """`boxes` are text boxes that hang on the paragraph; each is read once, apart from its words."""

    text: str = ""
    boxes_before: list[Element] = field(default_factory=list)
    boxes_after: list[Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class RunReader:
    """Fields may begin in one paragraph and end in another, so one reader goes through them all."""

    def __init__(self, styles: Styles, notes: dict[tuple[str, str], str]) -> None:
        self.styles = styles
        self.notes = notes
        self.fields: list[str] = []

    def words(self, paragraph: Element, *, notes_apart: bool) -> Words:
        words, pieces = Words(), list[str]()
        for piece in self._pieces(paragraph):
            if isinstance(piece, str):
                pieces.append(piece)
            elif piece.tag == TEXT_BOX:
                boxes = words.boxes_after if "".join(pieces).strip() else words.boxes_before
                boxes.append(piece)
            elif note := self._note(piece):
                if notes_apart:
                    words.notes.append(note)
                else:
                    pieces.append(f" ({note})")
        words.text = "".join(pieces)
        # A code that does not end in its paragraph is none: the words after it are the reader's.
        self.fields = [state for state in self.fields if state == IN_RESULT]
        return words

    def _pieces(self, element: Element) -> Iterator[str | Element]:
        for child in element:
            tag = child.tag
            if tag in LEFT_OUT or (tag == f"{W}r" and self._is_hidden(child)):
                continue
            if tag == f"{W}fldChar":
                self._mark_field(child.get(f"{W}fldCharType"))
            elif tag == f"{MC}AlternateContent":
                yield from self._pieces(_alternative(child))
            elif self.fields and self.fields[-1] == IN_CODE:
                yield from self._only_marks(child)
            elif tag in {f"{W}footnoteReference", f"{W}endnoteReference", TEXT_BOX}:
                yield child
            elif shown := _shown(child):
                yield shown
            else:
                yield from self._pieces(child)

    def _only_marks(self, element: Element) -> Iterator[str | Element]:
        """Inside a code no word counts, but the marks that end it do."""
        yield from (piece for piece in self._pieces(element) if not isinstance(piece, str))

    def _mark_field(self, mark: str | None) -> None:
        if mark == "begin":
            self.fields.append(IN_CODE)
        elif mark == "separate" and self.fields:
            self.fields[-1] = IN_RESULT
        elif mark == "end" and self.fields:
            self.fields.pop()

    def _is_hidden(self, run: Element) -> bool:
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        if properties.find(f"{W}vanish") is not None:
            return is_on(properties, "vanish")
        return self.styles.of(value(properties, "rStyle")).is_hidden

    def _note(self, reference: Element) -> str:
        kind = "footnotes" if reference.tag == f"{W}footnoteReference" else "endnotes"
        return self.notes.get((kind, reference.get(f"{W}id") or ""), "")


def _alternative(element: Element) -> Element:
    """The same thing twice, for newer and older programs: the first that holds anything."""
    for choice in element:
        if any(each.tag in {f"{W}t", TEXT_BOX, f"{W}drawing"} for each in choice.iter()):
            return choice
    return Element("nothing")


def _shown(element: Element) -> str:
    tag = element.tag
    if tag in {f"{W}t", MATH_TEXT}:
        return element.text or ""
    if tag in TABS:
        return "\t"
    if tag in BREAKS:
        return "\n"
    if tag == f"{W}noBreakHyphen":
        return "-"
    if tag == f"{W}sym":
        return SYMBOLS.get((element.get(f"{W}char") or "").upper(), " ")
    return ""
