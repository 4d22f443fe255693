"""What the editor of a policy offers: the fields of its rows and of its settings. Every one has an effect."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.rules import CalendarFirst, ChannelKind, CompensationStage, Digits, MeasureMethod
from policies import phrases
from policies.content import ArticleKind
from tenants.people.roles import Role

Said = str | Promise
Choices = Callable[[], list[tuple[str, Said]]]


class Widget(StrEnum):
    TEXT = "text"
    AREA = "area"
    SELECT = "select"
    NUMBER = "number"
    CHECKS = "checks"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """`chip`: a setting that stands as a small pill beside the words it belongs to."""

    name: str
    label: Said = ""
    widget: Widget = Widget.TEXT
    required: bool = False
    choices: Choices = field(default=list)
    longest: int = 500
    help: Said = ""
    chip: bool = False
    lines: int = 1


class RowKind(StrEnum):
    """`row` is an item of its article: what it is to the system, its article's kind decides."""

    ARTICLE = "article"
    ROW = "row"
    SUB = "sub"
    DEADLINE = "deadline"
    OFFICER = "officer"
    STAGE = "stage"


KEPT = {
    RowKind.ARTICLE: ("address", "level"),
    RowKind.ROW: ("address", "key"),
    RowKind.SUB: ("address",),
    RowKind.DEADLINE: ("key", "words"),
    RowKind.OFFICER: (),
    RowKind.STAGE: (),
}
"""What a row carries along without showing it."""


def _yes_no() -> list[tuple[str, Said]]:
    return [("", _("left open")), ("yes", _("yes")), ("no", _("no"))]


def _choices(values: type[Digits | CalendarFirst | MeasureMethod], empty: Said) -> Choices:
    return lambda: [("", empty), *values.choices]


def _article_kinds() -> list[tuple[str, Said]]:
    return [(kind.value, words) for kind, words in ARTICLE_KINDS.items()]


def _channel_kinds() -> list[tuple[str, Said]]:
    return list(ChannelKind.choices)


def _roles() -> list[tuple[str, Said]]:
    return [("", _("Whoever handles the case")), *Role.choices]


def _stages() -> list[tuple[str, Said]]:
    return [(stage.value, words) for stage, words in phrases.STAGES.items()]


def _milestones() -> list[tuple[str, Said]]:
    named = [(milestone.value, words) for milestone, words in phrases.MILESTONES.items()]
    return [*named, ("", phrases.NO_MILESTONE)]


def _starts() -> list[tuple[str, Said]]:
    named = [(start.value, words) for start, words in phrases.STARTS.items()]
    return [("", _("choose …")), *named]


def _units() -> list[tuple[str, Said]]:
    return [(unit.value, words) for unit, words in phrases.UNITS.items()]


ARTICLE_KINDS: dict[ArticleKind, Said] = {
    ArticleKind.TEXT: _("Text"),
    ArticleKind.CHANNELS: _("List of the channels"),
    ArticleKind.TOOLS: _("List of the tools"),
    ArticleKind.HANDLING: _("List of the handling steps"),
    ArticleKind.DOCUMENTS: _("List of documents to bring"),
    ArticleKind.SATISFACTION: _("List of the measures of satisfaction"),
    ArticleKind.DEADLINES: _("Deadlines"),
    ArticleKind.COMPLAINTS: _("Complaints"),
    ArticleKind.COMPENSATION: _("Compensation"),
    ArticleKind.RELATIONSHIP: _("The relationship"),
    ArticleKind.INFORMATION: _("Information"),
    ArticleKind.PRIVACY: _("Privacy"),
    ArticleKind.APPROVAL: _("Approval"),
}
NAMES: dict[ArticleKind, Said] = {
    ArticleKind.CHANNELS: _("Channel"),
    ArticleKind.TOOLS: _("Tool"),
    ArticleKind.HANDLING: _("Step"),
    ArticleKind.DOCUMENTS: _("Document"),
    ArticleKind.SATISFACTION: _("Measure"),
}
"""What a row of a list is called; a row of any other article is an item."""
ITEM: Said = _("Item")
EFFECTS: dict[ArticleKind, Said] = {
    ArticleKind.CHANNELS: _(
        "Requests can be received by these channels and by no other; the portal shows them."
    ),
    ArticleKind.TOOLS: _("Documents and forms that stand beside every case."),
    ArticleKind.HANDLING: _(
        "The checklist of every request, in this order. An open step holds up its stage."
    ),
    ArticleKind.DOCUMENTS: _("What a request must have with it; reception checks them."),
    ArticleKind.SATISFACTION: _("How the association learns whether people were served well."),
}

WORDS = FieldSpec("text", _("Words"), Widget.AREA, required=True, longest=4000)
ARTICLE = (
    FieldSpec("heading", _("Heading"), required=True),
    FieldSpec("kind", _("What the article is about"), Widget.SELECT, choices=_article_kinds),
    FieldSpec("text", _("Words of the article"), Widget.AREA, longest=40000),
    FieldSpec("chapter", _("Chapter that begins here")),
)
CHIPS: dict[ArticleKind, tuple[FieldSpec, ...]] = {
    ArticleKind.CHANNELS: (
        FieldSpec("kind", _("Kind"), Widget.SELECT, choices=_channel_kinds, chip=True),
    ),
    ArticleKind.HANDLING: (
        FieldSpec("role", _("Who does it"), Widget.SELECT, choices=_roles, chip=True),
        FieldSpec("stage", _("Holds up"), Widget.SELECT, choices=_stages, chip=True),
    ),
    ArticleKind.SATISFACTION: (
        FieldSpec(
            "method",
            _("How it is measured"),
            Widget.SELECT,
            choices=_choices(MeasureMethod, _("not said")),
            chip=True,
        ),
        FieldSpec("every_months", _("Every … months"), Widget.NUMBER, chip=True),
    ),
}
DEADLINE = (
    FieldSpec("milestone", _("What is promised"), Widget.SELECT, choices=_milestones),
    FieldSpec("max_value", _("At most"), Widget.NUMBER),
    FieldSpec("max_unit", _("Unit of the longest time"), Widget.SELECT, choices=_units),
    FieldSpec("min_value", _("At least"), Widget.NUMBER),
    FieldSpec("min_unit", _("Unit of the shortest time"), Widget.SELECT, choices=_units),
    FieldSpec("start", _("Counted"), Widget.SELECT, choices=_starts),
)
OFFICER = (
    FieldSpec("name", _("Name"), required=True),
    FieldSpec("field", _("Field or category"), required=True),
    FieldSpec("contact", _("Telephone or e-mail"), required=True),
)
STAGE = (
    FieldSpec(
        "stage",
        _("What the file must hold"),
        Widget.SELECT,
        choices=lambda: list(CompensationStage.choices),
    ),
    FieldSpec("text", _("As the policy says it"), required=True),
)
ROW_NAMES = ("text", "kind", "role", "stage", "method", "every_months")
"""All that a row may hold, whatever its article is now: so nothing goes when that changes."""


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that stand outside the articles; `rows` of these may follow them."""

    name: str
    title: Said
    intro: Said
    fields: tuple[FieldSpec, ...]
    rows: RowKind | None = None
    add: Said = ""
    empty: Said = ""


BODIES = Group(
    "bodies",
    _("Name and bodies"),
    _("What stands above the articles, and who decides."),
    (
        FieldSpec("title", _("Title of the policy"), required=True),
        FieldSpec("association_name", _("Name of the association")),
        FieldSpec("license_no", _("Licence number"), longest=60),
        FieldSpec("decision_body", _("Who decides requests")),
        FieldSpec("referral_target", _("Who unclear cases are referred to")),
        FieldSpec(
            "introduction", _("Introduction"), Widget.AREA, longest=40000, lines=2
        ),
    ),
)  # fmt: skip
GROUPS = (
    Group(
        "complaints",
        _("Complaints"),
        _("Who hears a complaint, and how it goes on. The words stand in the articles."),
        (
            FieldSpec("complaints_handler", _("Who hears complaints")),
            FieldSpec("complaints_appeal", _("Who hears an appeal in a complaint")),
            FieldSpec(
                "complaints_channels",
                _("Channels of complaints, one in each line"),
                Widget.AREA,
                longest=4000,
                lines=2,
            ),
            FieldSpec(
                "complaints_outside_authority",
                _("The authority outside that complaints can be taken to"),
            ),
            FieldSpec(
                "complaints_anonymous",
                _("Complaints without a name are taken"),
                Widget.SELECT,
                choices=_yes_no,
            ),
            FieldSpec(
                "complaints_amicable_first",
                _("A complaint is first settled amicably, if it can be"),
                Widget.SELECT,
                choices=_yes_no,
            ),
        ),
    ),
    Group(
        "compensation",
        _("Compensation"),
        _("What a compensation file must hold before it goes on, in this order."),
        (FieldSpec("compensation_body", _("Who rules on compensation")),),
        RowKind.STAGE,
        _("Add a stage"),
        _("No stage yet: a file needs nothing before it goes on."),
    ),
    Group(
        "officers",
        _("Liaison officers"),
        _("Whom people can turn to, by field; the portal shows them."),
        (),
        RowKind.OFFICER,
        _("Add an officer"),
        _("No officer yet."),
    ),
    Group(
        "signing",
        _("Signing and review"),
        _("Who signs each version and by when, and when the policy is looked at again."),
        (
            FieldSpec(
                "acknowledgement_within_days",
                _("Signed within … days"),
                Widget.NUMBER,
                help=_("Empty: nobody has to sign."),
            ),
            FieldSpec(
                "acknowledgement_roles",
                _("Who must sign"),
                Widget.CHECKS,
                choices=lambda: list(Role.choices),
                help=_("None ticked: all staff."),
            ),
            FieldSpec("acknowledgement_question", _("The question before signing")),
            FieldSpec(
                "acknowledgement_answers",
                _("Answers to choose from, one in each line; the first is right"),
                Widget.AREA,
                longest=4000,
                lines=2,
            ),
            FieldSpec("review_every_months", _("Reviewed every … months"), Widget.NUMBER),
            FieldSpec("review_responsible", _("Who reviews the policy")),
            FieldSpec(
                "is_minor",
                _("A minor edit: whoever signed the version before need not sign again"),
                Widget.SWITCH,
            ),
        ),
    ),
    Group(
        "words",
        _("Words and numbers"),
        _("How people are called and how numbers and dates are written to them."),
        (
            FieldSpec(
                "beneficiary_word", _("What the people served are called (such as “member”)")
            ),
            FieldSpec(
                "digits",
                _("How numbers are written"),
                Widget.SELECT,
                choices=_choices(Digits, _("as the association has set")),
            ),
            FieldSpec(
                "calendar_first",
                _("Which date is written first"),
                Widget.SELECT,
                choices=_choices(CalendarFirst, _("as the association has set")),
            ),
        ),
    ),
)
SETTINGS = tuple(spec for group in (BODIES, *GROUPS) for spec in group.fields)
