"""What cannot be used of what was typed: a sentence beside every such row or setting."""

from django.utils.translation import gettext as _

from foundation.arabic import clean_typed, searchable
from policies.content import LISTED, ArticleKind
from policies.editor.rows import MOST_ROWS, Row, Sheet, kind_of
from policies.editor.specification import (
    ARTICLE,
    CHIPS,
    DEADLINE,
    OFFICER,
    SETTINGS,
    STAGE,
    WORDS,
    FieldSpec,
    RowKind,
    Widget,
)

LONGEST_TIME = 3650
MOST_MONTHS = 120
MOST_DAYS = 365
ADDRESSED = (ArticleKind.CHANNELS, ArticleKind.TOOLS)
ONE_OF_A_KIND = LISTED
NUMBERS = {
    "every_months": MOST_MONTHS,
    "review_every_months": MOST_MONTHS,
    "acknowledgement_within_days": MOST_DAYS,
    "max_value": LONGEST_TIME,
    "min_value": LONGEST_TIME,
}


def check(sheet: Sheet) -> None:
    """Notes errors in `sheet`. Blank rows that were just added are not asked about."""
    kinds: set[ArticleKind] = set()
    for place, row in enumerate(sheet.rows):
        if row.is_blank:
            continue
        for spec in specs_of(row, sheet.article_kind(place)):
            if error := _error_in(spec, row.get(spec.name)):
                row.errors[spec.name] = error
        if row.kind == RowKind.ARTICLE:
            _check_article(row, kinds)
        if row.kind == RowKind.DEADLINE:
            _check_deadline(row)
    _check_repeats(sheet)
    for spec in SETTINGS:
        if error := _error_in(spec, sheet.settings[spec.name]):
            sheet.errors[spec.name] = error
    _check_signing(sheet)
    if len(sheet.rows) >= MOST_ROWS:
        sheet.errors["title"] = _("This document has more rows than can be edited at once.")


def specs_of(row: Row, within: ArticleKind) -> tuple[FieldSpec, ...]:
    match row.kind:
        case RowKind.ARTICLE:
            return ARTICLE
        case RowKind.ROW:
            return (WORDS, *CHIPS.get(within, ()))
        case RowKind.SUB:
            return (WORDS,)
        case RowKind.DEADLINE:
            return DEADLINE
        case RowKind.OFFICER:
            return OFFICER
    return STAGE


def number(typed: str) -> int | None:
    """As people type it; None for nothing."""
    folded = clean_typed(typed)
    return int(folded) if folded else None


def _error_in(spec: FieldSpec, value: str) -> str | None:
    if spec.required and not value.strip():
        return _("This is needed; remove the row if it is not.")
    if len(value) > spec.longest:
        return _("This is too long (at most %(most)s letters).") % {"most": spec.longest}
    known = {choice for choice, _label in spec.choices()}
    if spec.widget == Widget.SELECT and value and value not in known:
        return _("Choose one from the list.")
    if spec.widget == Widget.CHECKS and not set(value.split()) <= known:
        return _("Choose one from the list.")
    if spec.widget == Widget.NUMBER:
        return _error_in_number(clean_typed(value), NUMBERS[spec.name])
    return None


def _error_in_number(typed: str, most: int) -> str | None:
    if not typed or (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= most):
        return None
    if typed.isascii() and typed.isdigit() and int(typed) > most:
        return _("Write a whole number up to %(most)s.") % {"most": most}
    return _("Write a whole number from 1 on.")


def _check_article(row: Row, kinds: set[ArticleKind]) -> None:
    kind = kind_of(row)
    if kind in ONE_OF_A_KIND and kind in kinds:
        row.errors["kind"] = _("Another article holds this list already.")
    kinds.add(kind)


def _check_repeats(sheet: Sheet) -> None:
    seen: dict[ArticleKind, set[str]] = {kind: set() for kind in ADDRESSED}
    for place, row in enumerate(sheet.rows):
        kind = sheet.article_kind(place)
        if row.kind != RowKind.ROW or kind not in ADDRESSED or row.is_blank:
            continue
        label = searchable(row.get("text"))
        if label in seen[kind]:
            row.errors.setdefault("text", _("This is in the list already."))
        seen[kind].add(label)


def _check_deadline(row: Row) -> None:
    if row.errors:
        return
    longest, shortest = number(row.get("max_value")), number(row.get("min_value"))
    if longest is None and shortest is None:
        row.errors["max_value"] = _("Give a longest or a shortest time.")
    same_unit = row.get("max_unit") == row.get("min_unit")
    if longest and shortest and same_unit and shortest > longest:
        row.errors["min_value"] = _("The shortest time is longer than the longest.")


def _check_signing(sheet: Sheet) -> None:
    said = sheet.settings
    asks = ("acknowledgement_roles", "acknowledgement_question", "acknowledgement_answers")
    if (
        any(said[name].strip() for name in asks)
        and not said["acknowledgement_within_days"].strip()
    ):
        sheet.errors.setdefault(
            "acknowledgement_within_days", _("Say within how many days it must be signed.")
        )
    answers = list(filter(str.strip, said["acknowledgement_answers"].splitlines()))
    if said["acknowledgement_question"].strip() and len(answers) < 2:
        sheet.errors.setdefault(
            "acknowledgement_answers", _("Give at least two answers; the first is the right one.")
        )
    if said["review_responsible"].strip() and not said["review_every_months"].strip():
        sheet.errors.setdefault("review_every_months", _("Say every how many months."))
