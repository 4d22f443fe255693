"""What the buttons of the editor do to its rows: add, remove, move, indent. Nothing is saved by them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from policies.editor.rows import DOCUMENT, Row, Sheet, new_id
from policies.editor.specification import RowKind

LEVELS = {RowKind.ARTICLE: 0, RowKind.ROW: 1, RowKind.SUB: 2, RowKind.DEADLINE: 3}


@dataclass(frozen=True, slots=True)
class Done:
    """`focus`: the row to go on with; `button`: what was pressed there; `said`: for those who listen."""

    focus: str = ""
    button: str = ""
    said: str = ""


def change(sheet: Sheet, command: str) -> Done:
    """`add-row:ID`, `add-sub:ID`, `add-article:ID`, `add-deadline:ID`, `add-officer`, `add-stage`,
    `remove:ID`, `up:ID`, `down:ID`, `indent:ID`, `outdent:ID`, `keep:ID`."""
    verb, _colon, row_id = command.partition(":")
    place = next((i for i, row in enumerate(sheet.rows) if row.id == row_id), None)
    if verb.startswith("add-"):
        return _add(sheet, verb.removeprefix("add-"), place)
    if place is None:
        return Done()
    if verb == "remove":
        return _remove(sheet, place)
    if verb in ("up", "down"):
        return _move(sheet, place, verb)
    if verb == "indent":
        return _indent(sheet, place)
    if verb == "outdent":
        return _outdent(sheet, place)
    return Done(row_id, "", _place_words(sheet, sheet.rows[place]))


def block(rows: list[Row], place: int) -> "slice[int, int, None]":
    """A row with all that stands within it."""
    end = place + 1
    while end < len(rows) and _is_within(rows[end], rows[place]):
        end += 1
    return slice(place, end)


def _is_within(row: Row, head: Row) -> bool:
    if row.kind not in DOCUMENT or head.kind not in DOCUMENT:
        return False
    if row.kind == RowKind.ARTICLE:
        return head.kind == RowKind.ARTICLE and not head.nested and row.nested
    return LEVELS[row.kind] > LEVELS[head.kind]


def _add(sheet: Sheet, what: str, place: int | None) -> Done:
    if what not in set(RowKind):
        return Done()
    kind, rows = RowKind(what), sheet.rows
    row = Row(kind, new_id(), {})
    if kind == RowKind.ARTICLE:
        row.values["level"] = rows[place].get("level") if place is not None else "0"
        at = _end_of_articles(rows) if place is None else _end_without_articles(rows, place)
        if place is not None and not rows[place].nested:
            at = block(rows, place).stop
    elif kind in (RowKind.OFFICER, RowKind.STAGE):
        at = len(rows)
    elif place is None:
        at = 0  # before the first article: a deadline that no clause promises yet
    elif kind == RowKind.DEADLINE:
        at = place + 1
    else:
        at = _end_without_articles(rows, place)
    rows.insert(at, row)
    return Done(row.id, "", _("Added"))


def _end_of_articles(rows: list[Row]) -> int:
    """Before the approval, which closes a policy."""
    for place, row in enumerate(rows):
        if row.kind == RowKind.ARTICLE and row.get("kind") == "approval":
            return place
    return sum(row.kind in DOCUMENT for row in rows)


def _end_without_articles(rows: list[Row], place: int) -> int:
    end = block(rows, place).stop
    for inner in range(place + 1, end):
        if rows[inner].kind == RowKind.ARTICLE:
            return inner
    return end


def _remove(sheet: Sheet, place: int) -> Done:
    """An article takes its items with it, but not the articles that stand within it."""
    rows = sheet.rows
    if rows[place].kind == RowKind.ARTICLE:
        del rows[place : _end_without_articles(rows, place)]
        _straighten(rows)
    else:
        del rows[block(rows, place)]
    before = rows[place - 1] if place else rows[0] if rows else None
    return Done(before.id if before else "", "", _("Removed"))


def _straighten(rows: list[Row]) -> None:
    """An article within another needs one above it."""
    above = False
    for row in rows:
        if row.kind == RowKind.ARTICLE:
            if row.nested and not above:
                row.values["level"] = "0"
            above = above or not row.nested


def _move(sheet: Sheet, place: int, verb: str) -> Done:
    rows, row = sheet.rows, sheet.rows[place]
    span = block(rows, place)
    moving = rows[span]
    del rows[span]
    at = _above(rows, place, row) if verb == "up" else _below(rows, place, row)
    rows[at:at] = moving
    _straighten(rows)
    return Done(row.id, verb, _place_words(sheet, row))


def _above(rows: list[Row], place: int, row: Row) -> int:
    """Before the sibling above; the first of its parent goes to the end of the parent before."""
    for at in range(place - 1, -1, -1):
        other = rows[at]
        if _same_level(other, row):
            return at
        if _is_parent(other, row):
            return at if any(_is_parent(each, row) for each in rows[:at]) else place
    return place


def _below(rows: list[Row], place: int, row: Row) -> int:
    """After the sibling below; the last of its parent becomes the first of the next one."""
    if place >= len(rows) or (row.kind in DOCUMENT and rows[place].kind not in DOCUMENT):
        return place
    following = rows[place]
    if _same_level(following, row):
        return block(rows, place).stop
    for at in range(place, len(rows)):
        if _same_level(rows[at], row) and row.kind == RowKind.ARTICLE:
            return block(rows, at).stop
        if _is_parent(rows[at], row):
            return _after_deadlines(rows, at + 1)
    return place


def _after_deadlines(rows: list[Row], place: int) -> int:
    while place < len(rows) and rows[place].kind == RowKind.DEADLINE:
        place += 1
    return place


def _same_level(other: Row, row: Row) -> bool:
    if row.kind == RowKind.ARTICLE:
        return other.kind == RowKind.ARTICLE and other.nested == row.nested
    return other.kind == row.kind


def _is_parent(other: Row, row: Row) -> bool:
    if row.kind == RowKind.ARTICLE:
        return row.nested and other.kind == RowKind.ARTICLE and not other.nested
    if row.kind == RowKind.ROW:
        return other.kind == RowKind.ARTICLE
    if row.kind == RowKind.SUB:
        return other.kind == RowKind.ROW
    if row.kind == RowKind.DEADLINE:
        return other.kind in (RowKind.ARTICLE, RowKind.ROW, RowKind.SUB)
    return False


def _indent(sheet: Sheet, place: int) -> Done:
    """An item becomes a point of the item above it; its own points come along."""
    rows, row = sheet.rows, sheet.rows[place]
    above = next((each for each in reversed(rows[:place]) if LEVELS.get(each.kind, 9) < 2), None)
    if row.kind == RowKind.ROW and above and above.kind == RowKind.ROW:
        row.kind = RowKind.SUB
    elif row.kind == RowKind.ARTICLE and not row.nested and place:
        row.values["level"] = "1"
        _straighten(rows)
    return Done(row.id, "indent", _place_words(sheet, row))


def _outdent(sheet: Sheet, place: int) -> Done:
    row = sheet.rows[place]
    if row.kind == RowKind.SUB:
        row.kind = RowKind.ROW
    elif row.kind == RowKind.ARTICLE:
        row.values["level"] = "0"
    return Done(row.id, "outdent", _place_words(sheet, row))


def _place_words(sheet: Sheet, row: Row) -> str:
    """“Moved to place 2 of article 3”."""
    rows = sheet.rows
    place = rows.index(row)
    siblings = 0
    for other in reversed(rows[: place + 1]):
        if _is_parent(other, row) and other is not row:
            break
        siblings += _same_level(other, row)
    articles = [each for each in rows[: place + 1] if each.kind == RowKind.ARTICLE]
    if row.kind in (RowKind.ARTICLE, RowKind.OFFICER, RowKind.STAGE):
        return _("Moved to place %(place)s") % {"place": siblings}
    return _("Moved to place %(place)s of article %(article)s") % {
        "place": siblings,
        "article": len(articles),
    }
