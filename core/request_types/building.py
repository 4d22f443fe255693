"""Lines that people type in the builder, and the parts of a form that they become."""

from collections.abc import Iterable, Sequence

from django.utils.text import slugify

from core.request_types.conditions import NUMERIC, Comparison, Operator
from core.request_types.content import Column, Field, Option, TypeContent, Words
from core.request_types.enums import FieldKind
from foundation.arabic import searchable

BETWEEN = "|"
LONGEST_KEY = 36


def words_of_line(line: str) -> Words:
    """«Arabic | English»; the second part may be absent."""
    arabic, _bar, english = line.partition(BETWEEN)
    return Words(ar=arabic.strip(), en=english.strip())


def line_of_words(words: Words) -> str:
    return f"{words.ar} {BETWEEN} {words.en}" if words.en else words.ar


def options_of_lines(text: str, before: Sequence[Option]) -> tuple[Option, ...]:
    """One on each line. A choice that was there keeps its key, also under other words in its place."""
    labels = [words_of_line(line) for line in text.splitlines() if line.strip()]
    if len(labels) == len(before):
        keys = [option.key for option in before]
    else:
        known = {option.label.ar: option.key for option in before}
        keys = [known.get(label.ar, "") for label in labels]
    return tuple(
        Option(key=key, label=label)
        for key, label in zip(_fill_keys(keys, "option"), labels, strict=True)
    )


def columns_of_rows(
    rows: Iterable[tuple[str, FieldKind, bool, str]], before: Sequence[Column]
) -> tuple[Column, ...]:
    """Each a line of words, a kind, whether it is required, and choices on one line with commas."""
    earlier = {column.label.ar: column for column in before}
    made = []
    for line, kind, required, choices in rows:
        label = words_of_line(line)
        old = earlier.get(label.ar)
        lines = choices.replace("،", ",").replace(",", "\n")
        options = options_of_lines(lines, old.options if old else ())
        made.append((old.key if old else "", label, kind, required, options))
    keys = _fill_keys([each[0] for each in made], "column")
    return tuple(
        Column(
            key=key,
            label=label,
            kind=kind,
            required=required,
            options=options if kind == FieldKind.CHOICE else (),
        )
        for key, (_old, label, kind, required, options) in zip(keys, made, strict=True)
    )


def new_field_key(label: Words, content: TypeContent) -> str:
    """Of the English words where there are any; never one that a field has or a program would mistake."""
    base = slugify(label.en).replace("-", "_")[:LONGEST_KEY].strip("_")
    if not base or not base[0].isalpha():
        base = "field"
    taken = {field.key for field in content.fields} | {"categories"}
    key, number = base, 2
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    return key


def values_of_line(line: str, field: Field, operator: Operator) -> tuple[str, ...]:
    """What a condition compares with: choices by their words or keys, several with commas."""
    if operator == Operator.ANSWERED or not line.strip():
        return ()
    if field.kind in NUMERIC:
        return (line.strip(),)
    pieces = [piece.strip() for piece in line.replace("،", ",").split(",") if piece.strip()]
    if operator != Operator.IN and field.kind == FieldKind.TEXT:
        pieces = [line.strip()]
    return tuple(_value(piece, field) for piece in pieces)[:20]


def line_of_values(comparison: Comparison, field: Field | None) -> str:
    if field is None:
        return ", ".join(comparison.values)
    names = {option.key: str(option.label) for option in field.options}
    if field.kind == FieldKind.YES_NO:
        names = {"yes": "نعم", "no": "لا"}
    return ", ".join(names.get(value, value) for value in comparison.values)


def _value(piece: str, field: Field) -> str:
    wanted = searchable(piece)
    if field.kind == FieldKind.YES_NO:
        known = {"نعم": "yes", "yes": "yes", "لا": "no", "no": "no"}
        return known.get(wanted, piece)
    for option in field.options:
        if wanted in {option.key, searchable(option.label.ar), searchable(option.label.en)}:
            return option.key
    return piece


def _fill_keys(keys: list[str], stem: str) -> list[str]:
    taken, number, filled = set(keys), 1, []
    for key in keys:
        if not key:
            while f"{stem}_{number}" in taken:
                number += 1
            key = f"{stem}_{number}"  # noqa: PLW2901
            taken.add(key)
        filled.append(key)
    return filled
