"""Words put right where they stand: spelling, split words, names, and promises left open."""

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext_lazy as _

from policies.content import Deadline, PolicyContent
from policies.drafting import free_key, from_reading
from policies.fixes.fix import Apply, Fix
from policies.linting.dates import WEEKDAYS, dates_in
from policies.linting.finding import Finding
from policies.linting.references import renamed
from policies.linting.spelling import correction
from policies.linting.wording import users_meant
from policies.reading.grammar import NUMBER_WORD, NUMBER_WORDS
from policies.reading.reader import read_text
from policies.reading.text import ARABIC_LETTER, fold, read_line
from policies.rendering import render

Change = Callable[[str], str]
Rewording = Callable[[str, PolicyContent], str | None]
"""What stands there now, and what shall stand there; None where nobody can tell."""

_MARKS = "\u064b-\u0652\u0670\u0640"
_LETTER = f"[{ARABIC_LETTER}{_MARKS}]"
_TEXTS = (
    "label",
    "text",
    "heading",
    "words",
    "introduction",
    "title",
    "referral_target",
    "decision_body",
)


def _whole(words: str) -> re.Pattern[str]:
    spaced = r"\s+".join(map(re.escape, words.split()))
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, words) else ""
    after = rf"(?!{_LETTER})" if re.search(f"{_LETTER}$", words) else ""
    return re.compile(f"{before}{spaced}{after}")


def _changed(value: Any, change: Change, name: str = "") -> Any:
    """Every text of a dumped document, changed."""
    if isinstance(value, dict):
        return {key: _changed(inner, change, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_changed(inner, change, name) for inner in value]
    return change(value) if isinstance(value, str) and name in _TEXTS else value


def everywhere(content: PolicyContent, change: Change) -> PolicyContent | None:
    """None where nothing changed, or where nothing would be left of a text."""
    before = content.model_dump(mode="json")
    after = _changed(before, change)
    if after == before or _has_emptied(before, after):
        return None
    return PolicyContent.model_validate(after)


def _has_emptied(before: Any, after: Any) -> bool:
    if isinstance(before, dict):
        return any(_has_emptied(before[key], after[key]) for key in before)
    if isinstance(before, list):
        return any(map(_has_emptied, before, after))
    return isinstance(before, str) and bool(before) and not after.strip()


def _replaced_everywhere(reword: Rewording) -> Apply:
    def apply(finding: Finding, content: PolicyContent) -> PolicyContent | None:
        said = finding.words
        meant = reword(said, content) if said else None
        if not said or meant is None or meant == said:
            return None
        pattern = _whole(said)
        return everywhere(content, lambda text: pattern.sub(lambda _match: meant, text))

    return apply


def _replaced_in_place(reword: Rewording, *, promises: bool = False) -> Apply:
    """Only in the clause of the finding's line. `promises`: the new words may hold a deadline."""

    def apply(finding: Finding, content: PolicyContent) -> PolicyContent | None:
        said = finding.words
        meant = reword(said, content) if said else None
        if not said or meant is None or meant == said:
            return None
        pattern = _whole(said)
        dumped = content.model_dump(mode="json")
        held = _rows_with(dumped, pattern)
        rows = [row for row, _name in held if row.get("line") == finding.line] or _row_above(
            [row for row, _name in held], finding.line
        )
        if not rows:
            return _if_said_once(content, pattern, meant)
        for row, name in held:
            if row is rows[0]:
                row[name] = pattern.sub(lambda _match: meant, row[name], count=1)
                break
        for deadline in dumped["deadlines"]:
            deadline["words"] = pattern.sub(lambda _match: meant, deadline["words"])
        if _has_emptied(content.model_dump(mode="json"), dumped):
            return None
        changed = PolicyContent.model_validate(dumped)
        return _with_what_it_promises(content, changed) if promises else changed

    return apply


def _if_said_once(
    content: PolicyContent, pattern: re.Pattern[str], meant: str
) -> PolicyContent | None:
    if len(pattern.findall(render(content).text)) != 1:
        return None
    return everywhere(content, lambda text: pattern.sub(lambda _match: meant, text))


def _rows_with(
    dumped: dict[str, Any], pattern: re.Pattern[str]
) -> list[tuple[dict[str, Any], str]]:
    """The clauses that hold the words, and under which name."""
    found: list[tuple[dict[str, Any], str]] = []

    def look(value: Any) -> None:
        if isinstance(value, dict):
            found.extend(
                (value, name)
                for name in ("text", "label")
                if isinstance(value.get(name), str) and pattern.search(value[name])
            )
            for key, inner in value.items():
                if key != "deadlines":
                    look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(dumped)
    return found


def _row_above(rows: list[dict[str, Any]], line: int | None) -> list[dict[str, Any]]:
    """The only one, or the last that begins above the line: an article's text runs on."""
    if len(rows) == 1:
        return rows
    above = [row for row in rows if line and row.get("line") and row["line"] < line]
    return sorted(above, key=lambda row: row["line"])[-1:]


def _with_what_it_promises(before: PolicyContent, content: PolicyContent) -> PolicyContent:
    """The deadlines that the changed words promise, so that what is published is also kept."""
    text = render(content).text
    known = {
        (deadline.minimum, deadline.maximum, deadline.words) for deadline in content.deadlines
    }
    lengths = {(deadline.minimum, deadline.maximum) for deadline in before.deadlines}
    deadlines = list(content.deadlines)
    used = {deadline.key for deadline in deadlines}
    for said in from_reading(text, read_text(text)).deadlines:
        same_words = [index for index, each in enumerate(deadlines) if each.words == said.words]
        if same_words:
            bounds = {"minimum": said.minimum, "maximum": said.maximum}
            deadlines[same_words[0]] = deadlines[same_words[0]].model_copy(update=bounds)
        elif (said.minimum, said.maximum) not in lengths and said.words not in {
            w for _, _, w in known
        }:
            deadlines.append(_placed(said, content, used))
    return content.model_copy(update={"deadlines": tuple(deadlines)})


def _placed(said: Deadline, content: PolicyContent, used: set[str]) -> Deadline:
    saying = [address for address, text in content.clauses() if said.words in text]
    address = said.address if said.address in saying or not saying else saying[-1]
    key = free_key(said.key.rstrip("-0123456789") or "deadline", used)
    return said.model_copy(update={"address": address, "key": key})


def _joined(words: str, _content: PolicyContent) -> str | None:
    return "".join(words.split())


def _spelt(words: str, _content: PolicyContent) -> str | None:
    return correction(words)


_CLITIC = re.compile(r"^([وف]?(?:لل|[بكل])?)(?=ال?جمعي|ال?م[ؤو]سس|جمعي|م[ؤو]سس)")


def _our_name(words: str, content: PolicyContent) -> str | None:
    match = _CLITIC.match(words)
    prefix = match.group(1) if match else ""
    return prefix + content.association_name if content.association_name else None


def _name_in_full(finding: Finding, content: PolicyContent) -> PolicyContent | None:
    """With the words after it that are the rest of the name, misspelt."""
    said, name = finding.words, content.association_name
    full = _our_name(said, content) if said else None
    if not said or not name or not full:
        return None
    rest = name.split()[len(said.split()) :]

    def change(text: str) -> str:
        for match in reversed(list(_whole(said).finditer(text))):
            after = re.match(
                rf"(?:\s+[{ARABIC_LETTER}{_MARKS}]+){{0,{len(rest)}}}", text[match.end() :]
            )
            words = after.group().split() if after else []
            if rest and words[: len(rest)] == rest:
                continue  # the name in full begins with the same words
            alike = [
                _resembles(fold(word), fold(wanted))
                for word, wanted in zip(words, rest, strict=False)
            ]
            end = match.end() + (len(after.group()) if after and alike and all(alike) else 0)
            text = f"{text[: match.start()]}{full}{text[end:]}"
        return text

    return everywhere(content, change)


def _resembles(word: str, wanted: str) -> bool:
    return SequenceMatcher(None, word, wanted).ratio() >= 0.6


def _todays_name(words: str, _content: PolicyContent) -> str | None:
    return renamed(words)


def _actual_weekday(words: str, _content: PolicyContent) -> str | None:
    line = read_line(0, words)
    days = [day for written in dates_in(line) if (day := written.gregorian)]
    named = next((name for name in WEEKDAYS if name in line.folded), None)
    if not days or named is None:
        return None
    actual = next(name for name, number in _WEEKDAY_NAMES.items() if number == days[0].weekday())
    start = line.folded.index(named)
    return words.replace(line.words(start, start + len(named)), actual, 1)


_WEEKDAY_NAMES = {
    "الاثنين": 0, "الثلاثاء": 1, "الأربعاء": 2, "الخميس": 3, "الجمعة": 4, "السبت": 5, "الأحد": 6,
}  # fmt: skip


def _always(words: str) -> Rewording:
    return lambda _said, _content: words


def _and_where(words: str, _content: PolicyContent) -> str:
    return f"{words} على موقع الجمعية الإلكتروني وفي مقرها"


_LIMITS = re.compile(r"(?:(?<=\s)|^)(?:ل )?(?=(?:تقل|يقل|تزيد|يزيد|تتجاوز|يتجاوز|تتعدى|يتعدى)\s?)")
_BARE = re.compile(r"(?:(?<=\s)|^)لـ*\s?(?=لل)|(?:(?<=\s)|^)لـ+(?=ل)")


def _negated(words: str, _content: PolicyContent) -> str | None:
    for pattern in (_LIMITS, _BARE):
        if pattern.search(words):
            return pattern.sub("لا ", words, count=1)
    return None


_DIGITS = re.compile(r"[(\[]?\s?([0-9٠-٩]{1,3})\s?[)\]]?")
_IN_WORDS = re.compile(
    rf"(?<![{ARABIC_LETTER}])[(\[]?\s?({NUMBER_WORD})(?![{ARABIC_LETTER}])\s?[)\]]?"
)


def _by_digits(words: str, _content: PolicyContent) -> str | None:
    match = _DIGITS.search(words)
    return f"({match.group(1)})" if match else None


def _by_words(words: str, _content: PolicyContent) -> str | None:
    line = read_line(0, words)
    match = _IN_WORDS.search(line.folded)
    if match is None or (number := NUMBER_WORDS.get(" ".join(match.group(1).split()))) is None:
        return None
    return f"{line.words(match.start(1), match.end(1))} ({number})"


def _beneficiary_instead(_finding: Finding, content: PolicyContent) -> PolicyContent | None:
    """«المستخدم» in every form, except who uses software."""

    def change(text: str) -> str:
        lines = []
        for written in text.split("\n"):
            line, meant = read_line(0, written), written
            for start, end in users_meant(line):
                said = line.words(start, end)
                meant = meant.replace(said, said.replace("مستخدم", "مستفيد"), 1)
            lines.append(meant)
        return "\n".join(lines)

    return everywhere(content, change)


def _without(_words: str, _content: PolicyContent) -> str | None:
    return ""


def _same_promise(length: str) -> Apply:
    return _replaced_in_place(
        _always(f"خلال مدة لا تزيد على {length} من تاريخ تقديم الطلب"), promises=True
    )


FIXES: dict[str, tuple[Fix, ...]] = {
    "BRP-A06": (
        Fix("weekday", _("Write the weekday of that date"), _replaced_in_place(_actual_weekday)),
    ),
    "BRP-D53": (
        Fix("digits", _("The digits are right"), _replaced_in_place(_by_digits, promises=True)),
        Fix("words", _("The words are right"), _replaced_in_place(_by_words, promises=True)),
    ),
    "BRP-D54": (
        Fix("three", _("Within 3 working days of submission"), _same_promise("ثلاثة أيام عمل")),
        Fix("ten", _("Within 10 working days of submission"), _same_promise("عشرة أيام عمل")),
    ),
    "BRP-F01": (
        Fix("quarter", _("Every three months"), _replaced_in_place(_always("كل ثلاثة أشهر"))),
        Fix("half_year", _("Every six months"), _replaced_in_place(_always("كل ستة أشهر"))),
        Fix("year", _("Every year"), _replaced_in_place(_always("كل سنة"))),
    ),
    "BRP-I01": (Fix("our_name", _("Our association was meant"), _replaced_everywhere(_our_name)),),
    "BRP-I02": (Fix("our_name", _("Write the name in full"), _name_in_full),),
    "BRP-P52": (
        Fix("place", _("On the site and at the premises"), _replaced_in_place(_and_where)),
    ),
    "BRP-Q01": (Fix("join", _("Join the word"), _replaced_everywhere(_joined)),),
    "BRP-T01": (Fix("beneficiary", _("Write “beneficiary” everywhere"), _beneficiary_instead),),
    "BRP-T02": (Fix("negation", _("Put “no” back"), _replaced_in_place(_negated, promises=True)),),
    "BRP-T03": (Fix("spelling", _("Correct the spelling"), _replaced_everywhere(_spelt)),),
    "BRP-X01": (Fix("remove", _("Take the broken reference out"), _replaced_in_place(_without)),),
    "BRP-X50": (Fix("today", _("Write today's name"), _replaced_everywhere(_todays_name)),),
}
