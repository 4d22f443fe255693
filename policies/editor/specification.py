"""What the editor of a policy offers: sections of rows, each row of fields. Every one has an effect."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.rules import ChannelKind
from policies import phrases
from tenants.people.roles import Role

Choices = Callable[[], list[tuple[str, str | Promise]]]


class Widget(StrEnum):
    TEXT = "text"
    AREA = "area"
    SELECT = "select"
    NUMBER = "number"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    name: str
    label: str | Promise = ""
    widget: Widget = Widget.TEXT
    required: bool = False
    choices: Choices = field(default=list)
    longest: int = 500


@dataclass(frozen=True, slots=True)
class SectionSpec:
    name: str
    title: str | Promise
    intro: str | Promise
    add: str | Promise
    empty: str | Promise
    fields: tuple[FieldSpec, ...]
    sortable: bool = True

    @property
    def shown(self) -> tuple[FieldSpec, ...]:
        return tuple(spec for spec in self.fields if spec.widget != Widget.HIDDEN)


def hidden(name: str) -> FieldSpec:
    return FieldSpec(name, widget=Widget.HIDDEN, longest=4000)


def _kinds() -> list[tuple[str, str | Promise]]:
    return list(ChannelKind.choices)


def _roles() -> list[tuple[str, str | Promise]]:
    return [("", _("Whoever handles the case")), *Role.choices]


def _stages() -> list[tuple[str, str | Promise]]:
    return [(stage.value, words) for stage, words in phrases.STAGES.items()]


def _milestones() -> list[tuple[str, str | Promise]]:
    named = [(milestone.value, words) for milestone, words in phrases.MILESTONES.items()]
    return [*named, ("", phrases.NO_MILESTONE)]


def _starts() -> list[tuple[str, str | Promise]]:
    named = [(start.value, words) for start, words in phrases.STARTS.items()]
    return [("", _("choose …")), *named]


def _units() -> list[tuple[str, str | Promise]]:
    return [(unit.value, words) for unit, words in phrases.UNITS.items()]


LABEL = FieldSpec("label", _("Name"), required=True)
ENTRY = (hidden("address"), LABEL)

SECTIONS = (
    SectionSpec(
        "channels",
        _("Channels"),
        _("Requests can be received by these channels and by no other; the portal shows them."),
        _("Add a channel"),
        _("No channel yet: nothing could be received."),
        (
            hidden("key"),
            hidden("address"),
            LABEL,
            FieldSpec("kind", _("Kind"), Widget.SELECT, choices=_kinds),
        ),
    ),
    SectionSpec(
        "tools",
        _("Tools of the staff"),
        _("Documents and forms that stand beside every case."),
        _("Add a tool"),
        _("No tool yet."),
        ENTRY,
    ),
    SectionSpec(
        "steps",
        _("Handling steps"),
        _("The checklist of every request, in this order. An open step holds up its stage."),
        _("Add a step"),
        _("No step yet."),
        (
            hidden("key"),
            hidden("address"),
            FieldSpec("text", _("Step"), Widget.AREA, required=True, longest=4000),
            FieldSpec("role", _("Who does it"), Widget.SELECT, choices=_roles),
            FieldSpec("stage", _("Holds up"), Widget.SELECT, choices=_stages),
        ),
    ),
    SectionSpec(
        "deadlines",
        _("Deadlines"),
        _(
            "The clocks of every request. When a number changes, the words of its clause change too."
        ),
        _("Add a deadline"),
        _("No deadline yet."),
        (
            hidden("key"),
            hidden("address"),
            hidden("words"),
            FieldSpec("milestone", _("What is promised"), Widget.SELECT, choices=_milestones),
            FieldSpec("max_value", _("At most"), Widget.NUMBER),
            FieldSpec("max_unit", _("Unit of the longest time"), Widget.SELECT, choices=_units),
            FieldSpec("min_value", _("At least"), Widget.NUMBER),
            FieldSpec("min_unit", _("Unit of the shortest time"), Widget.SELECT, choices=_units),
            FieldSpec("start", _("Counted"), Widget.SELECT, choices=_starts),
        ),
    ),
    SectionSpec(
        "required_documents",
        _("Documents to bring"),
        _("What a request must have with it; reception checks them."),
        _("Add a document"),
        _("No document is asked for."),
        ENTRY,
    ),
    SectionSpec(
        "satisfaction",
        _("Measures of satisfaction"),
        _("How the association learns whether people were served well."),
        _("Add a measure"),
        _("No measure yet."),
        ENTRY,
    ),
    SectionSpec(
        "officers",
        _("Liaison officers"),
        _("Whom people can turn to, by field; the portal shows them."),
        _("Add an officer"),
        _("No officer yet."),
        (
            FieldSpec("name", _("Name"), required=True),
            FieldSpec("field", _("Field or category"), required=True),
            FieldSpec("contact", _("Telephone or e-mail"), required=True),
        ),
    ),
    SectionSpec(
        "articles",
        _("The other articles"),
        _("Published as they stand. A line that begins with a dash is an item of its own."),
        _("Add an article"),
        _("No article yet."),
        (
            hidden("address"),
            FieldSpec("heading", _("Heading"), required=True),
            FieldSpec("body", _("Words of the article"), Widget.AREA, longest=40000),
        ),
        sortable=False,
    ),
)
BY_NAME = {section.name: section for section in SECTIONS}

SINGLES = (
    FieldSpec("title", _("Title of the policy"), required=True),
    FieldSpec("decision_body", _("Who decides requests")),
    FieldSpec("referral_target", _("Who unclear cases are referred to")),
    FieldSpec("beneficiary_word", _("What the people served are called (such as “member”)")),
)
