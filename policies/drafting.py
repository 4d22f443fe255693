"""From a reading to a draft: every value with its clause, and nothing that the text does not say."""

import re
from collections.abc import Iterator

from core.deadlines.engine.terms import Unit
from core.rules import Milestone, Stage, StartEvent
from foundation.arabic import searchable
from policies.amendment import UNPLACED, renumber, with_articles
from policies.content import (
    Article,
    ArticleKind,
    Channel,
    Compensation,
    Complaints,
    Deadline,
    Entry,
    Item,
    Length,
    Measure,
    PolicyContent,
    Step,
    SubItem,
)
from policies.derivation import completed
from policies.outline import TABLE_CELLS, Line, Outline, Section, outline
from policies.reading.filing import is_time_to_file
from policies.reading.model import ReadDeadline, Reading
from policies.vocabulary import channel_kind, step_role, step_stage
from tenants.people.roles import Role

# What the reader calls a deadline's subject; of the others no clock runs yet, and a person may choose one.
MILESTONES = {
    "request_decision": Milestone.REQUEST_DECISION,
    "acknowledgement": Milestone.ACKNOWLEDGE,
    "first_reply": Milestone.FIRST_REPLY,
    "notification": Milestone.NOTIFY,
    "service_delivery": Milestone.DELIVER,
    "complaint_reply": Milestone.COMPLAINT_REPLY,
    "complaint_appeal": Milestone.COMPLAINT_APPEAL,
}
Clause = tuple[str, str, str]
"""Address, words, and the words as they are searched."""
STARTS = {"submission": StartEvent.SUBMISSION, "completion": StartEvent.COMPLETION}
OTHER_STARTS = [
    (r"رد|جواب", StartEvent.REPLY),
    (r"قرار|اعتماد|موافق", StartEvent.DECISION),
    (r"احال", StartEvent.REFERRAL),
    (r"اكتمال|استكمال", StartEvent.COMPLETION),
    (r"تقديم|استلام|ورود|تسجيل", StartEvent.SUBMISSION),
]


def from_reading(text: str, reading: Reading) -> PolicyContent:
    return _Draft(text, reading).content()


class _Draft:
    def __init__(self, text: str, reading: Reading) -> None:
        self.reading = reading
        self.text_lines = text.splitlines()
        self.lines = {
            "channels": self._lines_of("channels", reading.channels),
            "tools": self._lines_of("tools", reading.tools),
            "handling_steps": self._lines_of("handling_steps", reading.handling_steps.texts),
        }
        known = {line for lines in self.lines.values() for line in lines if line}
        title = {source.line for source in reading.sources if source.path == "title"}
        self.outline: Outline = outline(text, frozenset(known), no_heading=frozenset(title))

    def content(self) -> PolicyContent:
        self._tell_list_articles()
        steps = tuple(self._steps())
        documents = tuple(self._entries_under(ArticleKind.DOCUMENTS))
        measures = tuple(self._measures())
        reading = self.reading
        content = PolicyContent.model_construct(
            title=reading.title,
            association_name=reading.association_name,
            license_no=reading.license_no,
            introduction=tuple(self._introduction()),
            articles=tuple(self._articles()),
            channels=tuple(self._channels()),
            tools=tuple(self._tools()),
            steps=steps,
            deadlines=(),
            required_documents=documents,
            referral_target=reading.referral_target,
            decision_body=reading.decision_body,
            satisfaction=measures,
            liaison_officers=(),
            beneficiary_word=None,
            complaints=_complaints(reading),
            compensation=_compensation(reading),
        )
        content = _placed(with_articles(_with_some_article(content)))
        deadlines = tuple(self._deadlines(content))
        drafted = content.model_copy(update={"deadlines": deadlines})
        return completed(PolicyContent.model_validate(drafted.model_dump()))

    def _lines_of(self, path: str, values: list[str]) -> list[int | None]:
        """The source line of each entry of a list, as the reading tells it, else by its words."""
        told = {source.path: source.line for source in self.reading.sources}
        found = []
        after = 0
        for index, value in enumerate(values):
            line = told.get(f"{path}.{index}") or self._line_saying(value, after)
            after = line or after
            found.append(line)
        return found

    def _line_saying(self, words: str, after: int) -> int | None:
        wanted = searchable(words)
        for number, line in enumerate(self.text_lines, start=1):
            if number >= after and wanted in searchable(line):
                return number
        return None

    def _tell_list_articles(self) -> None:
        """An article that holds a list's lines is that list's, whatever its heading says."""
        kinds = {
            "channels": ArticleKind.CHANNELS,
            "tools": ArticleKind.TOOLS,
            "handling_steps": ArticleKind.HANDLING,
        }
        listed = set(kinds.values())
        for section in self.outline.sections:
            if section.kind in listed:
                section.kind = ArticleKind.TEXT
        taken: set[ArticleKind] = set()
        for path, kind in kinds.items():
            for section in self.outline.sections:
                holds = {item.number for _, item in section.items} & set(self.lines[path])
                if holds and section.kind not in listed and kind not in taken:
                    section.kind = kind
                    taken.add(kind)
        for kind in (ArticleKind.DOCUMENTS, ArticleKind.SATISFACTION):
            same = [section for section in self.outline.sections if section.kind == kind]
            listing = self._holding_its_list(same[0]) if same else None
            for section in same:
                if section is not listing:
                    section.kind = ArticleKind.TEXT

    def _holding_its_list(self, section: Section) -> Section:
        """«يقاس الرضا بما يأتي:» under the article's heading leads the list, and is read as a heading."""
        within = f"{section.address}-"
        for inner in self.outline.sections:
            if inner.address.startswith(within) and inner.items and not section.items:
                inner.kind, section.kind = section.kind, ArticleKind.TEXT
                return inner
        return section

    def _introduction(self) -> Iterator[str]:
        said = {
            searchable(value)
            for value in (self.reading.title, self.reading.association_name)
            if value
        }
        for line in self.outline.introduction:
            words = line.folded
            named = any(value in words and len(words) < len(value) + 40 for value in said)
            if not named and not (self.reading.license_no and self._is_licence(words)):
                yield line.text

    def _is_licence(self, words: str) -> bool:
        return len(words) < 60 and searchable(self.reading.license_no or "") in words

    def _articles(self) -> Iterator[Article]:
        lists = {
            ArticleKind.CHANNELS: set(self.lines["channels"]),
            ArticleKind.TOOLS: set(self.lines["tools"]),
            ArticleKind.HANDLING: set(self.lines["handling_steps"]),
        }
        for section in self.outline.sections:
            lead = [line.text for line in section.lead]
            items = [
                Item(
                    address=address,
                    text=line.text,
                    subitems=_points(section, address),
                    line=line.number,
                )
                for address, line in section.items
            ]
            if section.kind in lists:
                lead += [item.text for item in items if item.line not in lists[section.kind]]
                if section.kind != ArticleKind.HANDLING:
                    lead += [point.text for item in items for point in item.subitems]
                lead = [*_without_table_head(lead), *self._said_beside(section.kind)]
                items = []
            elif section.kind in (ArticleKind.DOCUMENTS, ArticleKind.SATISFACTION):
                lead = lead if items else []
                items = []
            yield Article(
                address=section.address,
                heading=section.heading,
                kind=section.kind,
                text="\n".join(lead),
                items=tuple(items),
                chapter=section.chapter,
                line=section.line,
            )

    def _said_beside(self, kind: ArticleKind) -> Iterator[str]:
        """What the other columns of a table of channels or tools say, as sentences of the article."""
        rows = {
            ArticleKind.CHANNELS: ("channels", self.reading.channels),
            ArticleKind.TOOLS: ("tools", self.reading.tools),
        }
        path, labels = rows.get(kind, ("", []))
        for index, label in enumerate(labels):
            if beside := self._beside(path, index, label):
                yield f"{label} ({beside})."

    def _beside(self, path: str, index: int, label: str) -> str:
        """«المسؤول: …، المدة: …», from the row of a table that `label` stands in."""
        line = self.lines[path][index]
        for section in self.outline.sections:
            for _address, item in section.items:
                cells = item.text.split(TABLE_CELLS)
                if item.number == line and len(cells) > 1 and label in cells:
                    heads = _table_head(section, len(cells))
                    pairs = zip(heads, cells, strict=True)
                    said = [(head, cell) for head, cell in pairs if cell and cell != label]
                    return "، ".join(f"{head}: {cell}" if head else cell for head, cell in said)
        return ""

    def _address(self, path: str, index: int, kind: ArticleKind) -> tuple[str, int | None]:
        """Its own item's address where it has one."""
        line = self.lines[path][index]
        for section in self.outline.sections:
            if section.kind == kind:
                for address, item in section.items:
                    if item.number == line and self.lines[path].count(line) == 1:
                        return address, line
        return UNPLACED, line

    def _channels(self) -> Iterator[Channel]:
        used: set[str] = set()
        for index, label in enumerate(self.reading.channels):
            kind = channel_kind(label)
            address, line = self._address("channels", index, ArticleKind.CHANNELS)
            yield Channel(
                key=free_key(kind.value, used), kind=kind, label=label, address=address, line=line
            )

    def _tools(self) -> Iterator[Entry]:
        for index, label in enumerate(self.reading.tools):
            address, line = self._address("tools", index, ArticleKind.TOOLS)
            yield Entry(label=label, address=address, line=line)

    def _steps(self) -> Iterator[Step]:
        stage = Stage.COMPLETION
        for index, label in enumerate(self.reading.handling_steps.texts):
            beside = self._beside("handling_steps", index, label)
            text = f"{label} ({beside})" if beside else label
            address, line = self._address("handling_steps", index, ArticleKind.HANDLING)
            own, points = self._divided(address)
            text = own or text
            role = step_role(text)
            stage = step_stage(text, stage)
            if role == Role.COMMITTEE_MEMBER and stage == Stage.COMMITTEE:
                stage = Stage.DECISION  # the body cannot do its part before the request lies there
            yield Step(
                key=f"step-{index + 1}",
                text=text,
                role=role,
                stage=stage,
                subitems=points,
                address=address,
                line=line,
            )

    def _divided(self, address: str) -> tuple[str, tuple[SubItem, ...]]:
        """A step that has points of its own, without their words."""
        for section in self.outline.sections:
            for item, line in section.items:
                if item == address and section.points.get(item):
                    return line.text.rstrip(" .،؛"), _points(section, item)
        return "", ()

    def _entries_under(self, kind: ArticleKind) -> Iterator[Entry]:
        section = next((each for each in self.outline.sections if each.kind == kind), None)
        if section is None:
            return
        for address, line in list(section.every_item()) or _numbered_lead(section):
            yield Entry(label=line.text.rstrip(" .؛،"), address=address, line=line.number)

    def _measures(self) -> Iterator[Measure]:
        for entry in self._entries_under(ArticleKind.SATISFACTION):
            yield Measure(label=entry.label, address=entry.address, line=entry.line)

    def _deadlines(self, content: PolicyContent) -> Iterator[Deadline]:
        used: set[str] = set()
        clauses = [(address, text, searchable(text)) for address, text in content.clauses()]
        for group in _paired(self.reading.deadlines):
            first = group[0]
            yield Deadline(
                key=free_key(re.sub(r"[^a-z]+", "-", first.subject) or "deadline", used),
                milestone=self._milestone(first),
                start=next(filter(None, map(_start, group)), None),
                minimum=next((_length(one) for one in group if one.kind == "min"), None),
                maximum=next((_length(one) for one in group if one.kind == "max"), None),
                words=_joint_words(group, clauses),
                address=self._clause_saying(first, clauses),
                line=first.line,
            )

    def _milestone(self, deadline: ReadDeadline) -> Milestone | None:
        line = self.text_lines[deadline.line - 1] if deadline.line else ""
        if is_time_to_file(deadline, line) or deadline.subject_guessed:
            return None
        return MILESTONES.get(deadline.subject)

    def _clause_saying(self, deadline: ReadDeadline, clauses: list[Clause]) -> str:
        wanted = searchable(deadline.raw)
        near = self.outline.address_at(deadline.line)
        saying = [address for address, _text, folded in clauses if wanted in folded]
        if near in saying or not saying:
            return near or (saying[0] if saying else clauses[0][0])
        return saying[0]


def _points(section: Section, address: str) -> tuple[SubItem, ...]:
    return tuple(
        SubItem(address=point, text=line.text, line=line.number)
        for point, line in section.points.get(address, [])
    )


def _table_head(section: Section, cells: int) -> list[str]:
    """Titles of a table's columns, without that of the numbers; empty where there are none."""
    for line in section.lead:
        titles = line.text.split(TABLE_CELLS)
        if len(titles) in (cells, cells + 1):
            return titles[-cells:]
    return [""] * cells


def _without_table_head(lead: list[str]) -> list[str]:
    return [line for line in lead if line.count(TABLE_CELLS) < 1]


def free_key(stem: str, used: set[str]) -> str:
    """`phone`, then `phone-2`; marks it as used."""
    key, number = stem, 1
    while key in used:
        number += 1
        key = f"{stem}-{number}"
    used.add(key)
    return key


def _numbered_lead(section: Section) -> Iterator[tuple[str, Line]]:
    for number, line in enumerate(section.lead, start=1):
        yield f"{section.address}-{number}", line


def _with_some_article(content: PolicyContent) -> PolicyContent:
    """A text without headings is one article, so that what it says can be cited."""
    if content.articles or not content.introduction:
        return content
    text = "\n".join(content.introduction)
    article = Article(address="1", heading="النص", text=text, line=1)
    return content.model_copy(update={"articles": (article,), "introduction": ()})


def _placed(content: PolicyContent) -> PolicyContent:
    """Rows without an item of their own in the text are addressed in their article's order."""
    changes: dict[str, object] = {}
    for name, kind in (
        ("channels", ArticleKind.CHANNELS),
        ("tools", ArticleKind.TOOLS),
        ("steps", ArticleKind.HANDLING),
    ):
        rows = getattr(content, name)
        article = content.article_of(kind)
        if article is None or all(row.address != UNPLACED for row in rows):
            continue
        changes[name] = tuple(
            row.model_copy(update={"address": f"{article.address}-{position}"})
            for position, row in enumerate(rows, start=1)
        )
    placed = content.model_copy(update=changes)
    addresses = [address for address, _text in placed.clauses()]
    # Numbers of the text that lead to two clauses tell nobody which is meant.
    return placed if len(addresses) == len(set(addresses)) else renumber(placed)


def _paired(deadlines: list[ReadDeadline]) -> list[list[ReadDeadline]]:
    """A minimum and a maximum of one promise, said in one line, are one deadline."""
    groups: list[list[ReadDeadline]] = []
    for deadline in deadlines:
        last = groups[-1] if groups else []
        if (
            len(last) == 1
            and {last[0].kind, deadline.kind} == {"min", "max"}
            and last[0].line == deadline.line
            and last[0].subject == deadline.subject
        ):
            last.append(deadline)
        else:
            groups.append([deadline])
    return groups


def _length(deadline: ReadDeadline) -> Length | None:
    if not deadline.value or not deadline.unit:
        return None
    return Length(value=deadline.value, unit=Unit(deadline.unit))


def _start(deadline: ReadDeadline) -> StartEvent | None:
    if deadline.trigger in STARTS:
        return STARTS[deadline.trigger]
    said = searchable(deadline.trigger_raw or "")
    return next(
        (start for pattern, start in OTHER_STARTS if said and re.search(pattern, said)), None
    )


def _joint_words(group: list[ReadDeadline], clauses: list[Clause]) -> str:
    """The words of the whole promise, as one stretch where the text has them side by side."""
    raws = [deadline.raw for deadline in group]
    for _address, text, _folded in clauses:
        if len(raws) == 2 and all(raw in text for raw in raws):
            start = min(text.index(raw) for raw in raws)
            end = max(text.index(raw) + len(raw) for raw in raws)
            return text[start:end]
    return " ".join(raws)


def _complaints(reading: Reading) -> Complaints | None:
    said = reading.complaints
    if said is None:
        return None
    return Complaints(
        handler=said.get("handler"),
        channels=tuple(said.get("channels") or ()),
        appeal=said.get("escalation"),
    )


def _compensation(reading: Reading) -> Compensation | None:
    said = reading.compensation
    return None if said is None else Compensation(body=said.get("body"))
