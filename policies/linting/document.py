"""What the rules look at: the text, its reading, and what is known around the document."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from policies.linting.disorder import disordered_lines
from policies.linting.sentences import sentences_of
from policies.reading.model import ReadDeadline, Reading
from policies.reading.text import ARABIC_LETTER, Line, Lines, Passage, fold

_WORD = re.compile(f"[{ARABIC_LETTER}]+")
_CLITICS = re.compile(r"^[وف]?(?:[بك]?ال|لل|[بكل])?(?=..)")


@dataclass(frozen=True)
class OtherDocument:
    """Another document of the same association, and the deadlines read from it."""

    title: str
    deadlines: Sequence[ReadDeadline]


@dataclass(frozen=True)
class Setup:
    """How the association works today; rules that need a part stay silent where it is None."""

    channels: frozenset[str] | None = None
    steps_without_role: tuple[int, ...] = ()
    longest_closure_days: int | None = None
    association_name: str | None = None


@dataclass(frozen=True)
class Word:
    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end]

    @property
    def folded(self) -> str:
        return self.line.folded[self.start : self.end]


def words_of(line: Line) -> list[Word]:
    return [Word(line, match.start(), match.end()) for match in _WORD.finditer(line.text)]


def core(word: str) -> str:
    """The word without the small words and the article that Arabic writes onto it."""
    return _CLITICS.sub("", word)


@dataclass(frozen=True)
class Document:
    text: str
    reading: Reading
    others: Sequence[OtherDocument] = ()
    file_date: date | None = None
    setup: Setup | None = None
    today: date | None = None

    @cached_property
    def lines(self) -> Lines:
        return Lines.read(self.text)

    @cached_property
    def filled(self) -> list[Line]:
        return self.lines.filled

    @cached_property
    def disordered(self) -> list[Line]:
        """Lines whose words are out of order; rules on wording do not judge such a text."""
        return disordered_lines(self.filled)

    @property
    def is_scrambled(self) -> bool:
        return bool(self.disordered)

    @cached_property
    def flow(self) -> Passage:
        """All words of the document as one passage."""
        return Passage([(line, 0, len(line.text)) for line in self.filled])

    @cached_property
    def sentences(self) -> list[Passage]:
        return list(sentences_of(self.filled))

    @cached_property
    def words(self) -> list[Word]:
        return [word for line in self.filled for word in words_of(line)]

    @cached_property
    def vocabulary(self) -> Counter[str]:
        """How often each word occurs, as written."""
        return Counter(word.text for word in self.words)

    @cached_property
    def cores(self) -> Counter[str]:
        """How often each word occurs, folded and without clitics."""
        return Counter(core(word.folded) for word in self.words)

    def search(self, pattern: re.Pattern[str]) -> Iterator[tuple[Line, re.Match[str]]]:
        """Every match on the folded text, line by line."""
        for line in self.filled:
            for match in pattern.finditer(line.folded):
                yield line, match

    def search_sentences(
        self, pattern: re.Pattern[str]
    ) -> Iterator[tuple[Passage, re.Match[str]]]:
        """Every match on the folded text, sentence by sentence."""
        for sentence in self.sentences:
            for match in pattern.finditer(sentence.folded):
                yield sentence, match

    def source_line(self, path: str) -> int | None:
        """Where the reading found a value, or any value under `path`."""
        exact, under = self._source_lines
        return exact.get(path, under.get(path))

    @cached_property
    def _source_lines(self) -> tuple[dict[str, int], dict[str, int]]:
        """The first line of each value, and of anything under each path."""
        exact: dict[str, int] = {}
        under: dict[str, int] = {}
        for source in self.reading.sources:
            exact.setdefault(source.path, source.line)
            parts = source.path.split(".")
            for end in range(1, len(parts)):
                under.setdefault(".".join(parts[:end]), source.line)
        return exact, under

    def line_with(self, words: str) -> int | None:
        """The first line that holds these words, letters folded."""
        wanted = fold(words)
        return next((line.number for line in self.filled if wanted in line.folded.lower()), None)

    def line_after(self, line: Line) -> str:
        """The folded words of the next line that has any."""
        return next((each.folded for each in self.filled if each.number > line.number), "")

    def has_section(self, name: str) -> bool:
        return name in self.reading.sections_present

    @cached_property
    def mentions_approval(self) -> bool:
        approval = self.reading.approval.model_dump(exclude={"dates_agree"})
        said = any(value is not None for value in approval.values())
        return said or self.has_section("board_approval")
