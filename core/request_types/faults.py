"""What stands against publishing a form, each in a sentence for the person who builds it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.request_types.conditions import (
    NUMERIC,
    OPERATORS,
    Comparison,
    Operator,
    plain,
    read_number,
)
from core.request_types.content import SIMPLE_KINDS, Column, Field, TypeContent
from core.request_types.enums import FieldKind
from core.request_types.own_deadlines import can_be_own
from core.rules import GoverningRules

WITH_OPTIONS = (FieldKind.CHOICE, FieldKind.CHOICES)
FEWEST_OPTIONS = 2
YES_OR_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Fault:
    """`field`: the key of the field it lies in; empty for the form as a whole."""

    field: str
    message: str | Promise
    about: str = ""

    def __str__(self) -> str:
        text = str(self.message)
        return text % {"about": self.about} if self.about else text


def faults(content: TypeContent) -> list[Fault]:
    """Of the form in itself, whatever policy is in force."""
    return [*_of_the_whole(content), *_of_the_fields(content)]


def faults_under(
    content: TypeContent,
    rules: GoverningRules | None,
    *,
    categories: Iterable[str],
    programmes: Iterable[UUID],
) -> list[Fault]:
    """Of the form, and of what it names beyond itself. `rules` None: no policy is in force."""
    found = faults(content)
    if rules is None:
        if content.channels or content.deadline:
            found.append(
                Fault("", _("No policy is in force whose channels or dates it can name."))
            )
    else:
        known = {channel.key for channel in rules.channels}
        for key in content.channels:
            if key not in known:
                found.append(Fault("", _("The policy names no channel “%(about)s”."), key))
        if content.deadline and not can_be_own(content.deadline, rules):
            found.append(
                Fault(
                    "",
                    _(
                        "The policy names no date of its own “%(about)s” besides the one for all requests."
                    ),
                    content.deadline,
                )
            )
    unknown = {key for each in content.documents for key in each.categories} - set(categories)
    found += [Fault("", _("No category is called “%(about)s”."), key) for key in sorted(unknown)]
    if content.programme is not None and content.programme not in set(programmes):
        found.append(Fault("", _("The programme is not there any more, or closed.")))
    return found


def _of_the_whole(content: TypeContent) -> Iterator[Fault]:
    if not content.name.ar:
        yield Fault("", _("The type needs a name in Arabic."))
    if not content.eligibility:
        yield Fault("", _("Say in a sentence who may ask for this."))
    labels = [document.stored_label for document in content.documents]
    for label in _repeated(labels):
        yield Fault("", _("The document “%(about)s” is listed twice."), label)
    if "" in labels:
        yield Fault("", _("A document needs a name."))
    if len([field for field in content.fields if field.is_amount_asked]) > 1:
        yield Fault("", _("Only one field can be the amount that is asked for."))
    for key in _repeated([field.key for field in content.fields]):
        yield Fault(key, _("Two fields have the key “%(about)s”."), key)


def _of_the_fields(content: TypeContent) -> Iterator[Fault]:
    earlier: dict[str, Field] = {}
    for field in content.fields:
        for message, about in (*_of_one(field), *_of_its_condition(field, earlier, content)):
            yield Fault(field.key, message, about)
        earlier[field.key] = field


def _of_one(field: Field) -> Iterator[tuple[str | Promise, str]]:
    name = str(field.label) or field.key
    if not field.label.ar:
        yield _("“%(about)s” needs a label in Arabic."), name
    if field.kind in WITH_OPTIONS:
        yield from _of_options(field, name)
    if field.kind == FieldKind.TABLE:
        if not field.columns:
            yield _("The table “%(about)s” needs at least one column."), name
        for key in _repeated([column.key for column in field.columns]):
            yield _("Two columns have the key “%(about)s”."), key
        for column in field.columns:
            yield from _of_column(column)
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        yield _("In “%(about)s” the smallest number is larger than the largest."), name
    if field.is_amount_asked and field.kind != FieldKind.MONEY:
        yield _("Only an amount of money can be the amount asked for, not “%(about)s”."), name


def _of_column(column: Column) -> Iterator[tuple[str | Promise, str]]:
    name = str(column.label) or column.key
    if not column.label.ar:
        yield _("“%(about)s” needs a label in Arabic."), name
    if column.kind not in SIMPLE_KINDS:
        yield _("The column “%(about)s” cannot be of this kind."), name
    if column.kind == FieldKind.CHOICE:
        yield from _of_options(column, name)


def _of_options(field: Field | Column, name: str) -> Iterator[tuple[str | Promise, str]]:
    if len(field.options) < FEWEST_OPTIONS:
        yield _("“%(about)s” needs at least two choices."), name
    if any(not option.label for option in field.options):
        yield _("A choice of “%(about)s” is empty."), name
    for repeated in _repeated(
        [option.key for option in field.options]
        + [f"“{option.label.ar}”" for option in field.options]
    ):
        yield _("A choice is there twice: %(about)s."), repeated


def _of_its_condition(
    field: Field, earlier: dict[str, Field], content: TypeContent
) -> Iterator[tuple[str | Promise, str]]:
    if field.condition is None:
        return
    name = str(field.label) or field.key
    for comparison in field.condition.comparisons:
        target = content.field(comparison.field)
        if target is None:
            yield _("A condition asks about “%(about)s”, which is not there."), comparison.field
        elif field.key in _asks_about(target.key, content):
            yield _("The condition of “%(about)s” comes back to itself."), name
        elif target.key not in earlier:
            yield (
                _("The condition of “%(about)s” asks about a field that comes later; move it up."),
                name,
            )
        else:
            yield from _of_comparison(comparison, target, name)


def _of_comparison(
    comparison: Comparison, target: Field, name: str
) -> Iterator[tuple[str | Promise, str]]:
    if comparison.operator not in OPERATORS[target.kind]:
        yield _("“%(about)s” cannot be compared in this way."), str(target.label)
        return
    if comparison.operator == Operator.ANSWERED:
        return
    if not any(plain(value) for value in comparison.values):
        yield _("The condition of “%(about)s” does not say what the answer must be."), name
        return
    for value in comparison.values:
        if target.kind in NUMERIC and read_number(value) is None:
            yield _("A condition compares a number with “%(about)s”."), value
        if target.kind == FieldKind.YES_NO and value not in YES_OR_NO:
            yield _("A condition wants yes or no, not “%(about)s”."), value
        if target.kind in WITH_OPTIONS and target.option(value) is None:
            yield _("A condition names a choice that is not there: “%(about)s”."), value


def _asks_about(key: str, content: TypeContent) -> set[str]:
    """This field, and all that its condition depends on, however far back."""
    found, left = set(), [key]
    while left:
        at = left.pop()
        field = content.field(at)
        if at in found:
            continue
        found.add(at)
        if field is not None and field.condition is not None:
            left += [comparison.field for comparison in field.condition.comparisons]
    return found


def _repeated(values: list[str]) -> list[str]:
    return sorted({value for value in values if values.count(value) > 1})
