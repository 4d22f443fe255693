"""The questionnaire as a form, and the forms of the pages about measures."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.cases import rules as cases
from core.satisfaction import measure_rules as rules
from core.satisfaction.answering import LONGEST_WORDS
from core.satisfaction.questions import (
    LONGEST_ANSWER,
    SCALE,
    STARS,
    Question,
    QuestionKind,
    questions_of,
)
from core.satisfaction.rounds import LONGEST_REASON
from foundation.errors import DomainError
from foundation.uploads import CheckedFile, check_upload
from tenants.people.models import User
from ui.fields import DayField
from ui.forms import RefusableForm

PREFIX = "q-"
STAR_WORDS: Mapping[int, str | Promise] = {
    1: gettext_lazy("Very bad"),
    2: gettext_lazy("Bad"),
    3: gettext_lazy("Fair"),
    4: gettext_lazy("Good"),
    5: gettext_lazy("Very good"),
}
YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


class SurveyForm(RefusableForm):
    """Built from the questions as they were copied when they were asked."""

    def __init__(self, data: Any = None, *, rows: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(data)
        self.questions = questions_of(rows)
        for question in self.questions:
            self.fields[PREFIX + question.key] = _field(question)

    def lines(self) -> list[tuple[Question, forms.BoundField]]:
        return [(question, self[PREFIX + question.key]) for question in self.questions]

    def answers(self) -> dict[str, Any]:
        """By the keys of the questions; what was left open is not there."""
        found: dict[str, Any] = {}
        for question in self.questions:
            value = self.cleaned_data[PREFIX + question.key]
            if value in ("", [], None):
                continue
            scaled = question.kind in (QuestionKind.STARS, QuestionKind.SCALE)
            found[question.key] = int(value) if scaled else value
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        typed = [value for name, value in data.items() if name.startswith(PREFIX)]
        if not self.errors and not any(typed):
            raise ValidationError(_("Please answer at least one question."))
        return data


def _field(question: Question) -> forms.Field:
    options: dict[str, Any] = {"label": str(question), "required": question.required}
    match question.kind:
        case QuestionKind.STARS:
            choices: list[tuple[str, Any]] = [(str(each), STAR_WORDS[each]) for each in STARS]
        case QuestionKind.SCALE:
            choices = [(str(each), str(each)) for each in SCALE]
        case QuestionKind.YES_NO:
            choices = list(YES_NO)
        case QuestionKind.TEXT:
            area = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
            return forms.CharField(max_length=LONGEST_ANSWER, widget=area, **options)
        case _:
            choices = [(option.key, str(option)) for option in question.options]
    if question.kind == QuestionKind.CHOICES:
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **options
        )
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)


class AnonymousForm(SurveyForm):
    """Of a poster or a sheet of paper: sent twice, it is one answer."""

    def __init__(self, data: Any = None, *, rows: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(data, rows=rows)
        self.fields["operation_id"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class EvidenceField(forms.FileField):
    """Cleans to a CheckedFile, or None."""

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return check_upload(upload)
        except DomainError as error:
            raise ValidationError(str(error)) from error


def _paragraph(label: Any, *, rows: int = 4, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, widget=area, **options)


class ReportForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        cases.TextMissing: "findings",
        cases.TextTooLong: "findings",
    }
    findings = _paragraph(
        gettext_lazy("What was found"),
        rows=6,
        required=False,
        max_length=cases.LONGEST_TEXT,
        help_text=gettext_lazy("Without names of beneficiaries: the board reads it."),
    )
    evidence = EvidenceField(
        label=gettext_lazy("Evidence: minutes, report or photo"), required=False
    )


class LeaveOutForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        cases.TextMissing: "reason",
        cases.TextTooLong: "reason",
    }
    reason = _paragraph(
        gettext_lazy("Why this round is left out"), rows=3, max_length=LONGEST_REASON
    )


class DecisionForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        cases.TextMissing: "decision",
        cases.TextTooLong: "decision",
        rules.SessionMissing: "session",
        rules.DecidedInFuture: "decided_on",
    }
    decision = _paragraph(gettext_lazy("What was decided"), max_length=cases.LONGEST_TEXT)
    session = forms.CharField(
        label=gettext_lazy("Number of the session"), max_length=rules.LONGEST_SESSION
    )
    decided_on = DayField(
        label=gettext_lazy("Day of the session"),
        help_text=gettext_lazy("In either calendar: 01/09/1445 or 11/03/2024."),
    )


class OwnerForm(RefusableForm):
    owner = forms.ChoiceField(label=gettext_lazy("Who carries it out"), required=False)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.choices = owner_choices(people)


def owner_choices(people: Sequence[User]) -> list[tuple[str, str]]:
    named = [(str(person.pk), person.display_name) for person in people]
    return [("", _("Everybody who runs measures")), *named]


class FollowUpForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        cases.TextMissing: "words",
        cases.TextTooLong: "words",
    }
    words = _paragraph(gettext_lazy("What was done"), rows=3, max_length=LONGEST_WORDS)
