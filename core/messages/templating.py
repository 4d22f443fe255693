"""Texts that the association keeps for its letters and messages, in both languages, with blanks to fill.

A blank is `{{ name }}` and stands for what the case says at the moment of writing; only those of
VARIABLES exist, so that nothing else of a case can slip into a letter.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid4

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from pydantic import BaseModel, ConfigDict, Field

from core.actors import Actor, name_of
from core.cases.enums import CaseStatus, EventName
from core.cases.models import Case
from core.cases.queries import unsettled_items
from core.configuration.sections import Section
from foundation import clock, writing
from foundation.dates import both_calendars
from foundation.errors import Invalid
from tenants.addresses import own_address, own_association

MOST_TEMPLATES: Final = 100
BLANK: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
NOT_KNOWN: Final = "……"


class Purpose(StrEnum):
    MESSAGE = "message"
    LETTER = "letter"


class UnknownVariable(Invalid):
    code = "unknown_variable"
    message = gettext_lazy("There is no blank called “%(name)s”. These exist: %(known)s")


class BrokenVariable(Invalid):
    code = "broken_variable"
    message = gettext_lazy(
        "A blank has two braces on each side, such as {{ name }}. Look at: %(piece)s"
    )


class TemplateWithoutText(Invalid):
    code = "template_without_text"
    message = gettext_lazy("Write the text in at least one language, with its subject.")


class TooManyTemplates(Invalid):
    code = "too_many_templates"
    message = gettext_lazy("At most %(most)s templates can be kept.")


class Template(BaseModel):
    """`subject_*` and `body_*` are empty where the text was not written in that language."""

    model_config = ConfigDict(frozen=True)

    id: UUID = Field(default_factory=uuid4)
    purpose: Purpose = Purpose.MESSAGE
    name: str
    subject_ar: str = ""
    body_ar: str = ""
    subject_en: str = ""
    body_en: str = ""

    def text(self, language: str) -> tuple[str, str]:
        """Subject and body in this language, or in the other where there is none."""
        arabic, english = (self.subject_ar, self.body_ar), (self.subject_en, self.body_en)
        first, second = (english, arabic) if language == "en" else (arabic, english)
        return first if first[1] else second


class Templates(BaseModel):
    model_config = ConfigDict(frozen=True)

    items: tuple[Template, ...] = ()


TEMPLATES = Section("templates", Templates)


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    label: str | Promise
    value: Callable[[Case, Actor | None, str], str]


@dataclass(frozen=True, slots=True)
class Filled:
    """`unknown`: the labels of the blanks that the case has nothing for yet."""

    subject: str
    body: str
    unknown: tuple[str, ...] = ()


def templates(purpose: Purpose) -> list[Template]:
    found = (item for item in TEMPLATES.read().items if item.purpose == purpose)
    return sorted(found, key=lambda item: (item.name, str(item.id)))


def template(template_id: UUID) -> Template | None:
    return next((item for item in TEMPLATES.read().items if item.id == template_id), None)


def fill_in(
    template: Template, case: Case, *, actor: Actor | None, language: str | None = None
) -> Filled:
    """The text for this case, in the language of the person unless another is asked for."""
    language = language or case.written_in
    subject, body = template.text(language)
    unknown: dict[str, Variable] = {}

    def value_of(match: re.Match[str]) -> str:
        variable = VARIABLES[match.group(1)]
        if value := variable.value(case, actor, language):
            return value
        unknown[variable.name] = variable
        return NOT_KNOWN

    with writing.scope(), override(language):
        filled = [BLANK.sub(value_of, text) for text in (subject, body)]
    labels = tuple(str(variable.label) for variable in unknown.values())
    return Filled(filled[0], filled[1], labels)


def check_text(text: str) -> None:
    """Raises UnknownVariable or BrokenVariable."""
    for name in BLANK.findall(text):
        if name not in VARIABLES:
            raise UnknownVariable(name=name, known=", ".join(VARIABLES))
    rest = BLANK.sub("", text)
    if (broken := re.search(r".{0,20}(\{\{|\}\}|\{%|%\}).{0,20}", rest)) is not None:
        raise BrokenVariable(piece=broken.group(0).strip())


def check_template(template: Template) -> None:
    texts = ((template.subject_ar, template.body_ar), (template.subject_en, template.body_en))
    for pair in texts:
        for text in pair:
            check_text(text)
    if not any(subject.strip() and body.strip() for subject, body in texts):
        raise TemplateWithoutText
    if any(bool(subject.strip()) != bool(body.strip()) for subject, body in texts):
        raise TemplateWithoutText


def save_template(template: Template, *, actor: Actor, revision: int | None = None) -> None:
    """A new one, or another text for the one of the same id. The caller has checked who may."""
    check_template(template)
    others = [item for item in TEMPLATES.read().items if item.id != template.id]
    if len(others) >= MOST_TEMPLATES:
        raise TooManyTemplates(most=MOST_TEMPLATES)
    TEMPLATES.write(Templates(items=(*others, template)), actor=actor, revision=revision)


def drop_template(template_id: UUID, *, actor: Actor, revision: int | None = None) -> None:
    """What was written with it stays as it was sent."""
    others = tuple(item for item in TEMPLATES.read().items if item.id != template_id)
    TEMPLATES.write(Templates(items=others), actor=actor, revision=revision)


def _missing(case: Case, actor: Actor | None, language: str) -> str:
    return "\n".join(f"- {item.label}" for item in unsettled_items(case))


def _decision_reason(case: Case, language: str) -> str:
    """Those chosen from the list, then what was written."""
    listed = [reason.get(language) or reason["ar"] for reason in case.decision_reasons]
    return "\n".join(filter(None, [*listed, case.decision_reason]))


def _decision(case: Case, actor: Actor | None, language: str) -> str:
    decided = case.events.filter(name=EventName.DECIDE).order_by("-happened_at", "-pk").first()
    return str(CaseStatus(decided.details["outcome"]).label) if decided else ""


def _amount(case: Case, actor: Actor | None, language: str) -> str:
    if case.amount_granted is None:
        return ""
    amount = writing.numeral(f"{case.amount_granted:,.2f}")
    return _("%(amount)s riyals") % {"amount": amount}


VARIABLES: Final[Mapping[str, Variable]] = {
    variable.name: variable
    for variable in (
        Variable("name", gettext_lazy("Name of the beneficiary"),
                 lambda case, actor, language: case.person.name),
        Variable("reference", gettext_lazy("Reference number"),
                 lambda case, actor, language: case.reference),
        Variable("subject", gettext_lazy("What was asked for"),
                 lambda case, actor, language: case.subject),
        Variable("received_on", gettext_lazy("Day on which it was received"),
                 lambda case, actor, language: both_calendars(localdate(case.received_at), language)),
        Variable("due_date", gettext_lazy("Day by which the next answer is due"),
                 lambda case, actor, language: both_calendars(case.due_date, language)
                 if case.due_date else ""),
        Variable("missing", gettext_lazy("What is missing, as a list"), _missing),
        Variable("decision", gettext_lazy("Decision"), _decision),
        Variable("decision_reason", gettext_lazy("Reason of the decision"),
                 lambda case, actor, language: _decision_reason(case, language)),
        Variable("amount", gettext_lazy("Amount granted"), _amount),
        Variable("officer", gettext_lazy("Name of whoever writes"),
                 lambda case, actor, language: name_of(actor)),
        Variable("today", gettext_lazy("Today"),
                 lambda case, actor, language: both_calendars(clock.today(), language)),
        Variable("association", gettext_lazy("Name of the association"),
                 lambda case, actor, language: own_association().name),
        Variable("portal", gettext_lazy("Address of the portal"),
                 lambda case, actor, language: own_address()),
    )
}  # fmt: skip
