"""What an association sets for its complaints: subjects, reasons, days, who stands in."""

import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from core.complaints.desk.forms import choose, person_choices
from core.complaints.settings import SETTINGS, ComplaintSettings, Named, Subject
from core.configuration.registry import SettingsPage, register
from core.service_requests.desk.forms import paragraph
from foundation.arabic import fold_digits
from foundation.errors import DomainError, status_of
from tenants.people.access import permission_required, person
from tenants.people.queries import people
from tenants.people.roles import Permission
from ui.forms import RefusableForm

Choice = TypeVar("Choice", bound=Named)
LONGEST = 120
MOST = 30
ONE_EACH = gettext_lazy("One choice on each line: the Arabic words, a bar (|), the English words.")


class NumberField(forms.CharField):
    """A whole number in digits of either script, within the limits of the setting."""

    def __init__(self, name: str, label: Any, **options: Any) -> None:
        limits = ComplaintSettings.model_fields[name].metadata
        self._least = next(each.ge for each in limits if hasattr(each, "ge"))
        self._most = next(each.le for each in limits if hasattr(each, "le"))
        attributes = {"inputmode": "numeric", "dir": "ltr"}
        super().__init__(
            label=label, max_length=6, widget=forms.TextInput(attrs=attributes), **options
        )

    def clean(self, value: Any) -> int:
        typed = fold_digits(super().clean(value) or "").strip()
        if not typed.isdecimal() or not self._least <= int(typed) <= self._most:
            limits = {"least": self._least, "most": self._most}
            raise ValidationError(_("Write a number from %(least)s to %(most)s.") % limits)
        return int(typed)


class ComplaintSettingsForm(RefusableForm):
    subjects = paragraph(gettext_lazy("Subjects"), rows=7, help_text=ONE_EACH)
    sensitive_subjects = paragraph(
        gettext_lazy("Sensitive subjects"),
        rows=4,
        required=False,
        help_text=gettext_lazy("A complaint about one of these is sensitive from the start."),
    )
    reasons = paragraph(gettext_lazy("Reasons of a decision"), rows=7, help_text=ONE_EACH)
    turned_away = paragraph(
        gettext_lazy("Reasons for not taking a complaint up"), rows=5, help_text=ONE_EACH
    )
    reply_days = NumberField(
        "reply_days",
        gettext_lazy("Working days to answer"),
        help_text=gettext_lazy("Holds where the policy promises no date."),
    )
    sensitive_reply_days = NumberField(
        "sensitive_reply_days", gettext_lazy("Working days to answer a sensitive one")
    )
    settlement_days = NumberField(
        "settlement_days", gettext_lazy("Working days for an amicable settlement")
    )
    investigation_days = NumberField(
        "investigation_days", gettext_lazy("Working days for an investigation")
    )
    reopening_days = NumberField(
        "reopening_days", gettext_lazy("Days in which a complaint can be opened again")
    )
    appeal_days = NumberField(
        "appeal_days",
        gettext_lazy("Days in which a decision can be appealed"),
        help_text=gettext_lazy("Holds where the policy promises no date."),
    )
    anonymous = forms.BooleanField(
        label=gettext_lazy("Anonymous complaints are taken"),
        required=False,
        help_text=gettext_lazy("Holds where the policy says nothing of it."),
    )
    line_upwards = forms.BooleanField(
        label=gettext_lazy("The direct superior of who is complained about is kept out too"),
        required=False,
    )
    board_member = forms.ChoiceField(
        label=gettext_lazy("Member whom the board named"),
        required=False,
        help_text=gettext_lazy(
            "To them a complaint goes when everybody else has a conflict of interest."
        ),
    )
    pattern_count = NumberField(
        "pattern_count", gettext_lazy("How many complaints alike are a pattern")
    )
    pattern_days = NumberField("pattern_days", gettext_lazy("Within how many days"))
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, stored: ComplaintSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored = stored
        active = person_choices(list(people().filter(is_active=True)))
        choose(self, "board_member", [("", pgettext_lazy("assignee", "Nobody")), *active])

    def clean_subjects(self) -> tuple[Subject, ...]:
        return _read(self.cleaned_data["subjects"], self._stored.subjects, Subject)

    def clean_sensitive_subjects(self) -> tuple[Subject, ...]:
        typed = self.cleaned_data["sensitive_subjects"]
        found = _read(typed, self._stored.subjects, Subject)
        return tuple(each.model_copy(update={"sensitive": True}) for each in found)

    def clean_reasons(self) -> tuple[Named, ...]:
        return _read(self.cleaned_data["reasons"], self._stored.reasons, Named)

    def clean_turned_away(self) -> tuple[Named, ...]:
        return _read(self.cleaned_data["turned_away"], self._stored.turned_away, Named)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        ordinary = {each.ar for each in data.get("subjects", ())}
        if ordinary & {each.ar for each in data.get("sensitive_subjects", ())}:
            self.add_error("sensitive_subjects", _("A subject stands in one of the lists only."))
        return data

    def value(self) -> ComplaintSettings:
        data = dict(self.cleaned_data)
        del data["revision"]
        data["subjects"] = (*data["subjects"], *data.pop("sensitive_subjects"))
        data["board_member"] = data["board_member"] or None
        return ComplaintSettings.model_validate(data)


@permission_required(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_settings(request: HttpRequest) -> HttpResponse:
    stored = SETTINGS.read()
    if request.method != "POST":
        initial = {**_values(stored), "revision": SETTINGS.revision()}
        return _page(request, ComplaintSettingsForm(stored=stored, initial=initial))
    form = ComplaintSettingsForm(request.POST, stored=stored)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        revision = form.cleaned_data["revision"]
        SETTINGS.write(form.value(), actor=person(request), revision=revision)
    except DomainError as error:
        form.refuse(error)
        return _page(request, form, status=status_of(error))
    messages.success(request, _("The settings of complaints were saved."))
    return redirect("complaints:settings")


def register_page() -> None:
    register(
        SettingsPage(
            url_name="complaints:settings",
            title=pgettext_lazy("menu", "Complaints"),
            summary=gettext_lazy(
                "Subjects and reasons, days, anonymous complaints, and who stands in when everybody"
                " has a conflict of interest."
            ),
            icon="alert",
            permission=Permission.MANAGE_SETTINGS,
            order=65,
            state=_state,
        )
    )


def _page(request: HttpRequest, form: ComplaintSettingsForm, *, status: int = 200) -> HttpResponse:
    return render(request, "complaints/settings.html", {"form": form}, status=status)


def _state() -> str:
    named = SETTINGS.read().board_member
    return _("somebody stands in") if named else _("nobody named by the board")


def _values(stored: ComplaintSettings) -> dict[str, Any]:
    lists = ("subjects", "reasons", "turned_away", "board_member")
    return {
        **{name: getattr(stored, name) for name in type(stored).model_fields if name not in lists},
        "subjects": _lines(each for each in stored.subjects if not each.sensitive),
        "sensitive_subjects": _lines(each for each in stored.subjects if each.sensitive),
        "reasons": _lines(stored.reasons),
        "turned_away": _lines(stored.turned_away),
        "board_member": str(stored.board_member or ""),
    }


def _lines(choices: Iterable[Named]) -> str:
    return "\n".join(f"{each.ar} | {each.en}" if each.en else each.ar for each in choices)


def _read(typed: str, stored: Iterable[Named], kind: type[Choice]) -> tuple[Choice, ...]:
    """What stood there before keeps its key, so that earlier complaints keep their words."""
    known = {each.ar: each.key for each in stored}
    found: dict[str, Choice] = {}
    for line in typed.splitlines():
        arabic, _bar, english = (part.strip() for part in line.partition("|"))
        if not arabic:
            continue
        if max(len(arabic), len(english)) > LONGEST or len(found) >= MOST:
            limits = {"most": MOST, "letters": LONGEST}
            raise ValidationError(_("At most %(most)s of %(letters)s letters each.") % limits)
        key = known.get(arabic) or f"own_{uuid.uuid4().hex[:12]}"
        found[arabic] = kind(key=key, ar=arabic, en=english)
    return tuple(found.values())
