"""What people are asked: kinds of questions, the questionnaire, what an answer amounts to.

A questionnaire is copied into each round and each invitation as it was asked, so that a later change
never alters what an answer meant.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.configuration.sections import Section

MOST_QUESTIONS: Final = 30
MOST_OPTIONS: Final = 12
LONGEST_WORDING: Final = 300
LONGEST_ANSWER: Final = 2000
STARS: Final = range(1, 6)
SCALE: Final = range(11)
FEW_STARS: Final = 2  # a question with so few stars makes an unhappy answer, whatever the mean
PROMOTERS, DETRACTORS = 9, 6


class QuestionKind(models.TextChoices):
    STARS = "stars", _("Stars, 1 to 5")
    SCALE = "scale", _("Scale, 0 to 10")
    YES_NO = "yes_no", _("Yes or no")
    CHOICE = "choice", _("One of several")
    CHOICES = "choices", _("Several of several")
    TEXT = "text", _("Free text")


SCORED: Final = frozenset({QuestionKind.STARS, QuestionKind.SCALE, QuestionKind.YES_NO})
WITH_OPTIONS: Final = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})


class Option(BaseModel):
    model_config = ConfigDict(frozen=True)

    key: str
    ar: str
    en: str = ""

    def __str__(self) -> str:
        return _said(self.ar, self.en)


class Question(BaseModel):
    """`counts`: whether it goes into the score; only what can be scored does."""

    model_config = ConfigDict(frozen=True)

    key: str
    kind: QuestionKind
    ar: str
    en: str = ""
    required: bool = True
    counts: bool = True
    options: tuple[Option, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> "Question":
        if (self.kind in WITH_OPTIONS) != bool(self.options):
            raise ValueError("a choice has options, and nothing else has")
        return self

    def __str__(self) -> str:
        return _said(self.ar, self.en)

    @property
    def is_scored(self) -> bool:
        return self.counts and self.kind in SCORED

    def percent(self, value: Any) -> int:
        """Of an answer to a scored question: the worst is 0, the best 100."""
        match self.kind:
            case QuestionKind.STARS:
                return (int(value) - 1) * 25
            case QuestionKind.SCALE:
                return int(value) * 10
            case _:
                return 100 if value == "yes" else 0


def _said(ar: str, en: str) -> str:
    return en if en and not (get_language() or "ar").startswith("ar") else ar


DEFAULT: Final = (
    Question(
        key="satisfied",
        kind=QuestionKind.STARS,
        ar="ما مدى رضاك عن الخدمة التي قدمناها لك؟",
        en="How satisfied are you with the service we gave you?",
    ),
    Question(
        key="treated",
        kind=QuestionKind.STARS,
        ar="كيف كان تعامل موظفينا معك؟",
        en="How did our staff treat you?",
    ),
    Question(
        key="on-time",
        kind=QuestionKind.YES_NO,
        ar="هل وصلك الرد في الوقت الذي وعدناك به؟",
        en="Did you get an answer by the time we had promised?",
    ),
    Question(
        key="easy",
        kind=QuestionKind.CHOICE,
        ar="ما أصعب خطوة مررت بها؟",
        en="Which step was the hardest for you?",
        required=False,
        options=(
            Option(key="none", ar="لم أجد صعوبة", en="None was hard"),
            Option(key="apply", ar="تقديم الطلب", en="Making the request"),
            Option(key="papers", ar="إحضار المستندات", en="Bringing the papers"),
            Option(key="wait", ar="انتظار القرار", en="Waiting for the decision"),
            Option(key="receive", ar="استلام الخدمة", en="Receiving the service"),
        ),
    ),
    Question(
        key="recommend",
        kind=QuestionKind.SCALE,
        ar="إلى أي حد تنصح من يحتاج بالتوجه إلينا؟",
        en="How likely are you to tell somebody in need to come to us?",
    ),
    Question(
        key="words",
        kind=QuestionKind.TEXT,
        ar="ماذا تحب أن نحسّن؟ لا تكتب اسمك ولا رقمك.",
        en="What should we do better? Please do not write your name or number.",
        required=False,
        counts=False,
    ),
)


class Questionnaire(BaseModel):
    model_config = ConfigDict(frozen=True)

    questions: tuple[Question, ...] = Field(default=DEFAULT, max_length=MOST_QUESTIONS)


QUESTIONNAIRE = Section("questionnaire", Questionnaire)


def snapshot() -> list[dict[str, Any]]:
    """The questionnaire as it stands now, to be kept with what is asked by it."""
    return [question.model_dump(mode="json") for question in QUESTIONNAIRE.read().questions]


def questions_of(rows: Sequence[Mapping[str, Any]]) -> list[Question]:
    return [Question.model_validate(row) for row in rows]


def score_of(questions: Sequence[Question], answers: Mapping[str, Any]) -> int | None:
    """The mean in percent; None where nothing that counts was answered."""
    given = [
        question.percent(answers[question.key])
        for question in questions
        if question.is_scored and question.key in answers
    ]
    return round(sum(given) / len(given)) if given else None


def is_unhappy(questions: Sequence[Question], answers: Mapping[str, Any], *, at_most: int) -> bool:
    """By the mean, or because one question got very few stars."""
    score = score_of(questions, answers)
    few = any(
        question.kind == QuestionKind.STARS and int(answers[question.key]) <= FEW_STARS
        for question in questions
        if question.key in answers
    )
    return few or (score is not None and score <= at_most)


def new_key(wording: str, taken: Sequence[str]) -> str:
    """A key that no other question has; readable where the wording has Latin letters."""
    stem = "-".join(re.findall(r"[a-z0-9]+", wording.lower()))[:30] or "q"
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
