"""A survey in the field: its questionnaire taken along on the phone, and each sheet that comes back."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.delegates.forms import PhoneForm
from core.delegates.types import Pairs, PairsField
from core.satisfaction.answering import Given, add_answer
from core.satisfaction.enums import AnswerWay
from core.satisfaction.forms import PREFIX, STAR_WORDS, SurveyForm
from core.satisfaction.models import MeasureRound, SurveyAnswer
from core.satisfaction.queries import open_field_rounds
from core.satisfaction.questions import (
    LONGEST_ANSWER,
    SCALE,
    STARS,
    Question,
    QuestionKind,
    questions_of,
)
from tenants.people.models import User

MOST_ROUNDS = 10
ON_PHONE = "a-"
"""How the phone names what is answered; the rest is the key of the question."""


class PhoneSurveyForm(PhoneForm):
    """`answers`: what was ticked and typed, under the names that the phone gave the questions."""

    moment_field = "taken_at"

    taken_at = forms.CharField(max_length=40)
    round = forms.UUIDField()
    answers = PairsField(required=False)

    found: MeasureRound | None = None
    filled_in: SurveyForm | None = None

    def is_valid(self) -> bool:
        own = super().is_valid()
        return own and (self.filled_in is None or self.filled_in.is_valid())

    def errors_by_field(self) -> dict[str, list[str]]:
        found = super().errors_by_field()
        if self.filled_in is not None:
            for name, listed in self.filled_in.errors.get_json_data().items():
                place = name.replace(PREFIX, ON_PHONE, 1) if name != "__all__" else "answers"
                found[place] = [each["message"] for each in listed]
        return found

    def clean_round(self) -> UUID:
        chosen: UUID = self.cleaned_data["round"]
        self.found = MeasureRound.objects.filter(pk=chosen, method="field_survey").first()
        if self.found is None:
            raise ValidationError(_("This survey is not there any more."))
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.found is not None:
            self.filled_in = SurveyForm(_query(data.get("answers", [])), rows=self.found.questions)
        return data


def surveys_to_take() -> list[dict[str, Any]]:
    """In the shape of a type of request, which the phone draws; in the language that it speaks."""
    return [
        {
            "id": str(round_.pk),
            "label": round_.label,
            "type": {
                "key": str(round_.pk),
                "version": "",
                "name": round_.label,
                "survey": True,
                "eligibility": "",
                "papers": [],
                "categories": [],
                "fields": [_field(question) for question in questions_of(round_.questions)],
            },
        }
        for round_ in open_field_rounds()[:MOST_ROUNDS]
    ]


@transaction.atomic
def answer_from_phone(form: PhoneSurveyForm, *, actor: User) -> tuple[SurveyAnswer, bool]:
    """Once, however often it comes; nothing tells whose answer it is, only who brought it."""
    data = form.cleaned_data
    if form.filled_in is None:
        raise ValueError("a form that is valid has been filled in")
    given = Given(
        form.filled_in.answers(),
        AnswerWay.FIELD,
        operation_id=data["operation_id"],
        branch=actor.unit,
        taken_at=data["moment"],
    )
    return add_answer(data["round"], given, entered_by=actor)


def _query(pairs: Pairs) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, word in pairs:
        if name.startswith(ON_PHONE):
            query.appendlist(PREFIX + name.removeprefix(ON_PHONE), word)
    return query


KINDS = {
    QuestionKind.STARS: "choice",
    QuestionKind.SCALE: "choice",
    QuestionKind.YES_NO: "yes_no",
    QuestionKind.CHOICE: "choice",
    QuestionKind.CHOICES: "choices",
    QuestionKind.TEXT: "long_text",
}


def _field(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": KINDS[question.kind],
        "label": str(question),
        "stored": "",
        "help": str(OF_SCALE) if question.kind == QuestionKind.SCALE else "",
        "required": question.required,
        "when": "",
        "longest": LONGEST_ANSWER,
        "options": _options(question),
        "columns": [],
        "rows": 0,
    }


OF_SCALE = gettext_lazy("0: not at all, 10: certainly")


def _options(question: Question) -> list[dict[str, str]]:
    match question.kind:
        case QuestionKind.STARS:
            return [{"key": str(each), "label": f"{each} - {STAR_WORDS[each]}"} for each in STARS]
        case QuestionKind.SCALE:
            return [{"key": str(each), "label": str(each)} for each in SCALE]
        case _:
            return [{"key": each.key, "label": str(each)} for each in question.options]
