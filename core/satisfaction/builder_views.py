"""The questionnaire, question by question. Who was asked already keeps what they were asked."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core.satisfaction.access import revision_of
from core.satisfaction.forms import SurveyForm
from core.satisfaction.questions import (
    LONGEST_WORDING,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    QUESTIONNAIRE,
    SCORED,
    WITH_OPTIONS,
    Option,
    Question,
    QuestionKind,
    Questionnaire,
    new_key,
    snapshot,
)
from foundation.errors import DomainError, status_of
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission
from ui.forms import RefusableForm

NEW = "new"
for_editors = permission_required(Permission.MANAGE_SETTINGS)
_line: dict[str, Any] = {
    "widget": forms.TextInput(attrs={"dir": "auto"}),
    "max_length": LONGEST_WORDING,
}


class QuestionForm(RefusableForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of question"),
        choices=QuestionKind.choices,
        widget=forms.RadioSelect,
    )
    ar = forms.CharField(label=gettext_lazy("Question in Arabic"), **_line)
    en = forms.CharField(label=gettext_lazy("Question in English"), required=False, **_line)
    options = forms.CharField(
        label=gettext_lazy("Options to choose from"),
        required=False,
        help_text=gettext_lazy(
            "One option on each line: the Arabic words, a bar (|), the English words."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    counts = forms.BooleanField(
        label=gettext_lazy("Counts towards the score"),
        required=False,
        help_text=gettext_lazy("Only stars, scales, and yes or no can."),
    )

    def __init__(self, *args: Any, known: Question | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = known

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "kind" not in data or "options" not in data:
            return data
        try:
            data["found"] = self._options(data["options"])
        except ValidationError as error:
            self.add_error("options", error)
            return data
        if data["kind"] in WITH_OPTIONS and len(data["found"]) < 2:
            self.add_error("options", _("Write at least two options."))
        return data

    def question(self, key: str) -> Question:
        data = self.cleaned_data
        kind = QuestionKind(data["kind"])
        return Question(
            key=key,
            kind=kind,
            ar=" ".join(data["ar"].split()),
            en=" ".join(data["en"].split()),
            required=data["required"],
            counts=data["counts"] and kind in SCORED,
            options=tuple(data["found"]) if kind in WITH_OPTIONS else (),
        )

    def _options(self, typed: str) -> list[Option]:
        """An option that stood there before keeps its key."""
        known = {option.ar: option.key for option in self._known.options} if self._known else {}
        found: dict[str, Option] = {}
        keys = list(known.values())
        for line in typed.splitlines():
            arabic, _bar, english = (part.strip() for part in line.partition("|"))
            if not arabic or arabic in found:
                continue
            if max(len(arabic), len(english)) > LONGEST_WORDING or len(found) >= MOST_OPTIONS:
                raise ValidationError(
                    _("At most %(most)s options of %(letters)s letters each.")
                    % {"most": MOST_OPTIONS, "letters": LONGEST_WORDING}
                )
            key = known.get(arabic) or new_key(english, keys)
            keys.append(key)
            found[arabic] = Option(key=key, ar=arabic, en=english)
        return list(found.values())


@for_editors
@require_http_methods(["GET", "HEAD"])
def questionnaire(request: HttpRequest) -> HttpResponse:
    return _page(request)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question_key: str) -> HttpResponse:
    """One question; `new` stands for one that is not there yet."""
    stored = QUESTIONNAIRE.read().questions
    known = next((each for each in stored if each.key == question_key), None)
    if known is None and question_key != NEW:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(data, known=known, initial=_values(known))
    status = 200
    if data is not None:
        status = 400
        if known is None and len(stored) >= MOST_QUESTIONS:
            form.add_error(
                None, _("At most %(most)s questions can be asked.") % {"most": MOST_QUESTIONS}
            )
        elif form.is_valid():
            key = known.key if known else _free_key(form, stored)
            try:
                _write(request, _with(stored, form.question(key)))
            except DomainError as error:
                form.refuse(error)
                status = status_of(error)
            else:
                messages.success(request, _("The question was saved."))
                return redirect("satisfaction:questionnaire")
    context = {"form": form, "known": known, "revision": QUESTIONNAIRE.revision()}
    return render(request, "satisfaction/question.html", context, status=status)


@for_editors
@require_POST
def arrange(request: HttpRequest) -> HttpResponse:
    """`move`: up or down, a colon, and which; `remove`: which; or the order of the fields as sent."""
    stored = QUESTIONNAIRE.read().questions
    removed = request.POST.get("remove", "")
    order = [key for key in request.POST.getlist("order") if key != removed]
    way, _colon, which = request.POST.get("move", "").partition(":")
    by_key = {each.key: each for each in stored if each.key != removed}
    listed = [by_key[key] for key in dict.fromkeys(order) if key in by_key]
    listed += [each for each in by_key.values() if each not in listed]
    _move(listed, which, way)
    try:
        _write(request, tuple(listed))
    except DomainError as error:
        return _page(request, error=str(error), status=status_of(error))
    messages.success(request, _("The questionnaire was saved."))
    return redirect("satisfaction:questionnaire")


def _move(listed: list[Question], which: str, way: str) -> None:
    for at, each in enumerate(listed):
        to = at - 1 if way == "up" else at + 1
        if each.key == which and way in ("up", "down") and 0 <= to < len(listed):
            listed[at], listed[to] = listed[to], listed[at]
            return


def _write(request: HttpRequest, questions: tuple[Question, ...]) -> None:
    value = Questionnaire(questions=questions)
    QUESTIONNAIRE.write(value, actor=person(request), revision=revision_of(request))


def _with(stored: tuple[Question, ...], changed: Question) -> tuple[Question, ...]:
    if any(each.key == changed.key for each in stored):
        return tuple(changed if each.key == changed.key else each for each in stored)
    return (*stored, changed)


def _free_key(form: QuestionForm, stored: tuple[Question, ...]) -> str:
    return new_key(form.cleaned_data["en"], [NEW, *(each.key for each in stored)])


def _values(known: Question | None) -> dict[str, Any]:
    if known is None:
        return {"kind": QuestionKind.STARS.value, "required": True, "counts": True}
    lines = [f"{each.ar} | {each.en}" if each.en else each.ar for each in known.options]
    return {**known.model_dump(mode="json"), "options": "\n".join(lines)}


def _page(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "questions": QUESTIONNAIRE.read().questions,
        "revision": QUESTIONNAIRE.revision(),
        "preview": SurveyForm(rows=snapshot()),
        "error": error,
    }
    return render(request, "satisfaction/questionnaire.html", context, status=status)
