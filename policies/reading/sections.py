"""Cuts a text into its parts: headings in any wording or numbering, and the pieces under each."""

import re
from collections import Counter
from itertools import islice

from policies.reading.approving import is_approval
from policies.reading.headings import (
    Heading,
    has_words,
    is_labelled,
    section_in_any_order,
    table_of_its_own,
    title_of,
)
from policies.reading.layout import (
    CHAIRS,
    COLON_AT_END,
    COLON_AT_START,
    CONTACTS,
    LEAD_AT_END,
    LETTERHEAD,
    NAMES_DOCUMENT,
    PAGE_NUMBER,
    QUESTION,
    REPEATED,
    SEMICOLON_AT_END,
    SENTENCE_END,
    SIGNS_OF_HEADING,
    TRAILING,
    UNFINISHED,
    cells,
    form,
    has_labelled_headings,
    headed_parts,
    heading_signs,
    is_marked_with_tab,
    usual_gap,
    usual_width,
    wrapping_width,
)
from policies.reading.markers import Marker, inner, numbered, strip_markers
from policies.reading.part_names import (
    LEADS,
    LED_TO,
    NOTES,
    guess_section,
    led_to,
    section_of,
)
from policies.reading.parts import HEAD, OTHER, Outline, Piece, Section
from policies.reading.prose import settle_paragraphs, sort_by_content
from policies.reading.text import Line, Lines, Passage, is_page_head

LIST_GOES_ON_WITHIN = 200  # paragraphs between two items of one list


def outline(lines: Lines, *, disordered: bool = False) -> Outline:
    return _Outliner(lines, disordered=disordered).run()


class _Outliner:
    """Walks through the lines once; what a line is depends on what stood before it."""

    def __init__(self, lines: Lines, *, disordered: bool) -> None:
        self.lines = lines
        self.disordered = disordered
        self.filled = [part for line in lines.filled for part in headed_parts(line)]
        self.seen = Counter(form(line) for line in self.filled)
        self.wraps_at = wrapping_width(self.filled)
        self.usual = usual_width(self.filled)
        self.usual_gap = usual_gap(self.filled)
        self.labelled = has_labelled_headings(self.filled)
        self.heading_signs = heading_signs(self.filled)
        self.sections = [Section(HEAD, Passage([]), 0)]
        self.letterheads: list[Line] = []
        self.toc: list[Line] = []
        self.toc_entries: list[str] = []
        self.in_toc = self.in_labels = False
        self.heading_numbers: dict[str, int] = {}
        self.plain_headings = self.set_apart = 0
        self.last: Line | None = None
        self.next: Line | None = None
        self.last_index = self.blanks = 0

    @property
    def section(self) -> Section:
        return self.sections[-1]

    def run(self) -> Outline:
        for index, line in enumerate(self.filled):
            self.blanks = self._blanks_above(index, line)
            following = self.filled[index + 1 : index + 6]
            self.next = next(filter(has_words, following), None)
            if self._is_letterhead(line):
                self.letterheads.append(line)
            elif not (self.in_toc and self._is_toc_entry(line)):
                self._place(index, line)
                self.last, self.last_index = line, index
        for section in self.sections:
            settle_paragraphs(section)
        return Outline(sort_by_content(self.sections), self.letterheads, self.toc)

    def _is_letterhead(self, line: Line) -> bool:
        if is_page_head(line.source):
            return True
        folded = line.folded.strip()
        if LETTERHEAD.fullmatch(folded):
            marker = inner(strip_markers(line)[0])
            return not self.in_toc and not (marker and self._continues_list(marker))
        if self.seen[form(line)] < 2:
            return False
        beside = self.letterheads and line.number - self.letterheads[-1].number <= self.usual_gap
        words = len(folded.split())
        if beside and folded.endswith(":") and words <= 3:
            return True  # one more field of a page's head
        names = REPEATED.search(folded) if words <= 14 else None
        contacts = CONTACTS.search(folded) if beside else None
        return bool((names or contacts) and not section_of(folded))

    def _is_toc_entry(self, line: Line) -> bool:
        """A table of contents ends where its first entry comes again, or where prose begins."""
        _, start = strip_markers(line)
        title = TRAILING.sub("", PAGE_NUMBER.sub("", line.folded[start:])).strip()
        again = title in self.toc_entries or section_of(title) in {
            section_of(entry) for entry in self.toc_entries
        } - {None}
        if (again and not PAGE_NUMBER.search(line.folded)) or len(title.split()) > 14:
            self.in_toc = False
            return False
        self.toc.append(line)
        self.toc_entries.append(title)
        return True

    def _place(self, index: int, line: Line) -> None:
        markers, start = strip_markers(line)
        markers = [marker for marker in markers if marker.kind != "answer"]
        marker = inner(markers)
        in_row = [] if is_marked_with_tab(line, marker, start) else cells(line)
        if in_row:
            self._place_row(line, in_row)
        elif self._is_approval(index, line, start if markers else 0):
            if self.section.key != "board_approval":
                self._open(Heading("board_approval", Passage([])), line)
            self.section.pieces.append(Piece("paragraph", Passage.of(line, start)))
        elif heading := self._heading(line, markers, start):
            self._open(heading, line)
        else:
            self._place_words(line, marker, start)

    def _is_approval(self, index: int, line: Line, start: int) -> bool:
        if start and self.section.key == "board_approval":
            return False  # one of the items of that part
        return is_approval(line, self.filled[index + 1 : index + 4], start)

    def _place_row(self, line: Line, cells: list[Passage]) -> None:
        labelled = is_labelled(cells, self.section)
        key = section_of(cells[0].folded) if labelled else None
        if part := table_of_its_own(cells, self.section, in_labels=self.in_labels):
            self._open(Heading(part, Passage([])), line)
        in_card = self.section.key in {HEAD, "board_approval"}
        if labelled and self.in_labels and not key and not in_card:
            key = guess_section(cells[0].folded) or OTHER
        if key and not section_of(cells[1].folded):
            self._open(Heading(key, cells[0], cells[1]), line)
            self.in_labels = True
            return
        if all(re.fullmatch(r"[\s:\-–—]*", cell.text) for cell in cells):
            return
        passage = Passage.of(line)
        self.section.pieces.append(Piece("row", passage, cells=cells))

    def _open(self, heading: Heading, line: Line) -> None:
        self.in_labels = False
        self.sections.append(Section(heading.key, heading.title, line.number))
        if heading.marker and heading.marker.number is not None:
            self.heading_numbers[heading.marker.style] = heading.marker.number
        else:
            self.plain_headings += 1
            self.set_apart += self._is_set_apart(line)
        if heading.key == "toc":
            self.in_toc, self.toc_entries = True, []
        if heading.tail and heading.tail.text.strip():
            self.section.pieces.append(Piece("paragraph", heading.tail))

    def _heading(self, line: Line, markers: list[Marker], start: int) -> Heading | None:
        folded = line.folded[start:]
        marker = numbered(markers)
        ends_open = bool(
            COLON_AT_END.search(folded)
            or COLON_AT_START.search(line.folded)
            or LEAD_AT_END.search(folded)
            or (SEMICOLON_AT_END.search(folded) and section_of(folded))
        )
        title_end, tail = title_of(line, start, ends_open=ends_open)
        title = Passage.of(line, start, title_end)
        turned = self.disordered and ends_open
        key = section_in_any_order(title.folded) if turned else section_of(title.folded)
        if key is None and not markers and ends_open:
            key = self._led_to(line)
        kinds = {each.kind for each in markers}
        if kinds & {"hash", "article", "question"}:
            if "hash" in kinds and key is None and self.section.key == HEAD:
                return None
            return Heading(key or guess_section(title.folded) or OTHER, title, tail, marker)
        if key is None:
            is_next = marker and self._is_next_heading(marker, line, ends_open=ends_open)
            if is_next or self._heads_a_list(line, markers, title, tail):
                return Heading(guess_section(title.folded) or OTHER, title, tail, marker)
            return None
        if self._stands_as_heading(line, markers, title, ends_open=ends_open, tail=tail):
            return Heading(key, title, tail, marker)
        return None

    def _led_to(self, line: Line) -> str | None:
        """«… عبر القنوات التالية:» opens a list that has no heading of its own."""
        for key, pattern in LED_TO:
            if pattern.search(line.folded) and self.section.key != key:
                return key
        leads = LEADS.search(line.folded) and COLON_AT_END.search(line.folded)
        if self.section.key == OTHER and not self.section.pieces and leads:
            return led_to(line.folded)
        return None

    def _heads_a_list(
        self, line: Line, markers: list[Marker], title: Passage, tail: Passage | None
    ) -> bool:
        """Unknown words that speak of a part, over a list of its own."""
        if tail or len(title.folded.split()) > 8 or guess_section(title.folded) is None:
            return False
        asks = QUESTION.match(title.folded) and title.folded.rstrip().endswith("؟")
        ends_sentence = SENTENCE_END.search(line.folded) and not COLON_AT_END.search(line.folded)
        if ends_sentence and not asks:
            return False
        if not markers and NAMES_DOCUMENT.match(title.folded):
            return False
        marker, after = inner(markers), inner(strip_markers(self.next)[0]) if self.next else None
        if after is None or self._runs_on(line):
            return False
        if marker is None:
            begins = after.kind == "bullet" or after.number == 1
            return bool(
                begins and self.last and line.number - self.last.number > self.usual_gap
            ) or bool(begins and self.section.key == HEAD)
        if marker.kind == "bullet" or after.style == marker.style:
            return False
        return bool(after.number == 1 or after.kind == "bullet") and not self._continues_list(
            marker
        )

    def _stands_as_heading(
        self, line: Line, markers: list[Marker], title: Passage, *, ends_open: bool,
        tail: Passage | None,
    ) -> bool:  # fmt: skip
        marker = inner(markers)
        words = len(title.folded.split())
        if marker is None:
            if ends_open or tail:
                return True
            asks = line.folded.rstrip().endswith("؟") and words <= 7  # «كيف تصل إلينا؟»
            ends_sentence = SENTENCE_END.search(line.folded) is not None and not asks
            return words <= 9 and not ends_sentence and not self._runs_on(line)
        if marker.kind == "bullet":
            if marker.sign in self.heading_signs and words <= 6:
                return True
            return ends_open or bool(words > 4 and SIGNS_OF_HEADING.search(title.folded))
        continues = self._continues_list(marker)
        if ends_open:
            return not continues or self._continues_headings(marker)
        if marker.kind == "letter" and self._is_lettered_heading(marker, words):
            return not SENTENCE_END.search(line.folded)
        if tail and self.labelled and words <= 5 and marker.kind != "letter":
            return True
        if marker.kind == "letter" or tail or words > 10 or SENTENCE_END.search(line.folded):
            return False
        if marker.style in self.heading_numbers:
            return self._continues_headings(marker)
        is_first_of_list = self._follows(marker)
        outer = any(not style.startswith("levels") for style in self.heading_numbers)
        return not (continues or is_first_of_list or outer or self.plain_headings > 1)

    def _is_lettered_heading(self, marker: Marker, words: int) -> bool:
        goes_on = marker.number == 1 or self._continues_headings(marker)
        in_list = self._continues_list(marker) or self._follows(marker)
        return words <= 6 and goes_on and not in_list

    def _follows(self, marker: Marker) -> bool:
        """The next line counts on from this one, so both are items."""
        after = inner(strip_markers(self.next)[0]) if self.next else None
        return bool(
            after
            and after.style == marker.style
            and marker.number is not None
            and after.number == marker.number + 1
        )

    def _blanks_above(self, index: int, line: Line) -> int:
        """Blank lines since the last words, beyond those that stand everywhere in this text."""
        between = index - self.last_index - 1
        blanks = line.number - (self.last.number if self.last else 0) - 1 - between
        return blanks - (between + 1) * (self.usual_gap - 1)

    def _is_beside_last(self, line: Line) -> bool:
        """Nothing stands between, or a page's head alone."""
        last = self.last.number if self.last else 0
        head = self.letterheads[-1].number if self.letterheads else 0
        return line.number - last <= self.usual_gap or last < head < line.number

    def _runs_on(self, line: Line) -> bool:
        """The line before was cut by the page's edge, so this one goes on with its sentence."""
        last = self.last
        return bool(
            self.section.key != HEAD
            and last
            and self._is_beside_last(line)
            and len(last.text) >= self.wraps_at
            and not SENTENCE_END.search(last.folded)
        )

    def _last_item(self) -> Piece | None:
        near = islice(reversed(self.section.pieces), LIST_GOES_ON_WITHIN)
        return next((piece for piece in near if piece.kind == "item"), None)

    def _continues_list(self, marker: Marker) -> bool:
        last = self._last_item()
        return bool(
            last
            and last.marker
            and last.marker.style == marker.style
            and marker.number is not None
            and last.marker.number is not None
            and 1 <= marker.number - last.marker.number <= 2
        )

    def _continues_headings(self, marker: Marker) -> bool:
        return self.heading_numbers.get(marker.style) == (marker.number or 0) - 1

    def _is_next_heading(self, marker: Marker, line: Line, *, ends_open: bool) -> bool:
        """A heading in words we do not know, told by the numbering of those we know."""
        if not self._continues_headings(marker) or self._continues_list(marker):
            return False
        return ends_open or (
            len(line.folded.split()) <= 8 and not SENTENCE_END.search(line.folded)
        )

    def _place_words(self, line: Line, marker: Marker | None, start: int) -> None:
        words = Passage.of(line, start)
        last = self.section.pieces[-1] if self.section.pieces else None
        item = self._last_item()
        if marker and item and item.marker and self._is_beside(marker, item.marker):
            self._open(Heading(OTHER, Passage([]), words, marker), line)
        elif marker and marker.kind != "hash":
            self.section.pieces.append(Piece("item", words, marker))
        elif last and (self._is_rest_of(last, line) or self._is_cut_before(last, words, line)):
            last.passage = last.passage + words
        elif COLON_AT_END.search(line.folded) and LEADS.search(line.folded):
            self.section.pieces.append(Piece("lead", words))
        elif self._ends_list(line) or self._stands_like_headings(line):
            self._open(Heading(OTHER, words), line)
        else:
            self.section.pieces.append(Piece("paragraph", words))

    def _is_beside(self, marker: Marker, last: Marker) -> bool:
        """It counts on from the heading over this list, so it stands beside the heading."""
        return marker.style != last.style and self._continues_headings(marker)

    def _is_cut_before(self, last: Piece, words: Passage, line: Line) -> bool:
        return last.kind != "row" and self._runs_on(line) and not LEADS.search(words.folded)

    def _is_set_apart(self, line: Line) -> bool:
        """After a blank line and with no blank line under it."""
        near = self.next and self.next.number - line.number <= self.usual_gap
        return bool(self.last and near and self.blanks > 0)

    def _stands_like_headings(self, line: Line) -> bool:
        """An unknown heading, set apart as all headings before it were."""
        short = len(line.folded.split()) <= 6 and not SENTENCE_END.search(line.folded)
        if not short or self.section.key in {HEAD, "board_approval"} or CHAIRS.search(line.folded):
            return False
        return 3 <= self.set_apart == self.plain_headings and self._is_set_apart(line)

    def _is_rest_of(self, item: Piece, line: Line) -> bool:
        """The end of a numbered item that a narrow page broke into two lines."""
        before = self.last
        if item.kind != "item" or item.marker is None or item.marker.number is None or not before:
            return False
        if not self._is_beside_last(line) or SENTENCE_END.search(before.folded):
            return False
        if NOTES.match(line.folded) or len(before.text) < 0.6 * self.usual:
            return False
        return bool(UNFINISHED.search(before.folded) or SENTENCE_END.search(line.folded))

    def _ends_list(self, line: Line) -> bool:
        """A few words between two lists that are marked in different ways: an unknown heading."""
        last = self.section.pieces[-1] if self.section.pieces else None
        after = inner(strip_markers(self.next)[0]) if self.next else None
        if not (last and last.kind == "item" and last.marker and after):
            return False
        short = len(line.folded.split()) <= 6 and not SENTENCE_END.search(line.folded)
        return short and not self._runs_on(line) and last.marker.style != after.style
