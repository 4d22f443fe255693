"""The rules for assigning and who is away: the pages, and their place among the settings."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from core.configuration.registry import SettingsPage, register
from core.request_types.enums import Priority
from core.service_requests import assignment
from core.service_requests.assignment import ASSIGNMENT, AWAY, AssignmentRule, Away
from core.service_requests.desk.access import for_case_workers
from core.service_requests.desk.filter_form import Choices
from foundation.errors import DomainError, status_of
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission, Role
from ui.fields import DayField


class RuleForm(forms.Form):
    type = forms.ChoiceField(label=gettext_lazy("Type of request"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), required=False)
    person = forms.ChoiceField(label=gettext_lazy("To this person"), required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Or to whoever of this role has least to do"), required=False
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", pgettext_lazy("channel", "Any"))
        nobody = ("", "—")
        fields: dict[str, Any] = self.fields
        for name in ("type", "channel", "category"):
            fields[name].choices = [anything, *getattr(choices, name)]
        fields["priority"].choices = [anything, *Priority.choices]
        fields["person"].choices = [nobody, *choices.assignee]
        fields["role"].choices = [nobody, *role_choices()]


class FallbackForm(forms.Form):
    fallback = forms.ChoiceField(
        label=gettext_lazy("Where no rule fits, to whoever of this role has least to do"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["fallback"]
        field.choices = [("", gettext_lazy("Nobody: it stays unassigned")), *role_choices()]


class AwayForm(forms.Form):
    start = DayField(label=gettext_lazy("First day away"), required=False)
    until = DayField(label=gettext_lazy("Last day away"), required=False)


def role_choices() -> list[tuple[str, Any]]:
    return [(role.value, role.label) for role in assignment.working_roles()]


@permission_required(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_settings(request: HttpRequest) -> HttpResponse:
    """By its button: a rule more, one less, one further up, or the fallback."""
    choices = Choices.now()
    if request.method != "POST":
        return _page(request, choices)
    form = RuleForm(request.POST, choices=choices)
    try:
        value = _changed(request, form)
        if value is None:
            return _page(request, choices, form, status=400)
        revision = request.POST.get("revision", "")
        ASSIGNMENT.write(
            value,
            actor=person(request),
            revision=int(revision) if revision.isascii() and revision.isdecimal() else -1,
        )
    except DomainError as error:
        form.full_clean()
        form.add_error(None, str(error))
        return _page(request, choices, form, status=status_of(error))
    messages.success(request, _("Saved. It holds for the next request that arrives."))
    return redirect("desk:assignment_settings")


@for_case_workers
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """One's own days; empty dates end them."""
    actor, kept = person(request), AWAY.read(owner=person(request))
    if request.method != "POST":
        form = AwayForm(initial={"start": kept.start, "until": kept.until})
        return render(request, "desk/away.html", {"form": form, "kept": kept})
    form = AwayForm(request.POST)
    if form.is_valid():
        try:
            value = Away(**form.cleaned_data)
            assignment.check_away(value)
        except DomainError as error:
            form.add_error("until", str(error))
        else:
            AWAY.write(value, actor=actor, owner=actor)
            messages.success(request, _("Saved. Rules give you nothing new on these days."))
            return redirect("desk:away")
    return render(request, "desk/away.html", {"form": form, "kept": kept}, status=400)


def _changed(request: HttpRequest, form: RuleForm) -> assignment.AssignmentRules | None:
    kept, typed = ASSIGNMENT.read(), request.POST
    rules = list(kept.rules)
    ids = [str(rule.id) for rule in rules]
    match typed.get("do"):
        case "add":
            if not form.is_valid():
                return None
            rule = AssignmentRule(**form.cleaned_data)
            assignment.check_rule(rule)
            if len(rules) >= assignment.MOST_RULES:
                raise assignment.TooManyRules
            return kept.model_copy(update={"rules": (*rules, rule)})
        case "drop" if typed.get("rule") in ids:
            rules.pop(ids.index(typed["rule"]))
        case "up" if typed.get("rule") in ids[1:]:
            at = ids.index(typed["rule"])
            rules.insert(at - 1, rules.pop(at))
        case "fallback":
            fallback = FallbackForm(typed)
            chosen = fallback.cleaned_data["fallback"] if fallback.is_valid() else kept.fallback
            return kept.model_copy(update={"fallback": chosen})
    return kept.model_copy(update={"rules": tuple(rules)})


def _page(
    request: HttpRequest, choices: Choices, form: RuleForm | None = None, *, status: int = 200
) -> HttpResponse:
    kept = ASSIGNMENT.read()
    people = dict(choices.assignee)
    context = {
        "lines": [
            (rule, _conditions(rule, choices), _target(rule, people)) for rule in kept.rules
        ],
        "form": form or RuleForm(choices=choices),
        "fallback": FallbackForm(initial={"fallback": kept.fallback}),
        "revision": ASSIGNMENT.revision(),
        "away": [
            (people[pk], days) for pk, days in assignment.away_people().items() if pk in people
        ],
    }
    return render(request, "desk/assignment_settings.html", context, status=status)


def _conditions(rule: AssignmentRule, choices: Choices) -> str:
    """«Type: … · Channel: …», or everything."""
    named = {
        _("Type of request"): dict(choices.type).get(rule.type, rule.type),
        _("Channel"): dict(choices.channel).get(rule.channel, rule.channel),
        _("Category"): dict(choices.category).get(rule.category, rule.category),
        _("Priority"): str(Priority(rule.priority).label) if rule.priority else "",
    }
    told = [f"{label}: {value}" for label, value in named.items() if value]
    return " · ".join(told) or _("Every request")


def _target(rule: AssignmentRule, people: dict[str, Any]) -> str:
    if rule.person:
        return str(people.get(rule.person, _("Somebody who no longer works on requests")))
    return _("Least loaded: %(role)s") % {"role": Role(rule.role).label}


def _state() -> str:
    number = len(ASSIGNMENT.read().rules)
    return ngettext("%(number)s rule", "%(number)s rules", number) % {"number": number}


def register_page() -> None:
    register(
        SettingsPage(
            url_name="desk:assignment_settings",
            title=gettext_lazy("Assigning requests"),
            summary=gettext_lazy("Who gets a new request by itself: by its kind, and by load."),
            icon="users",
            permission=Permission.MANAGE_SETTINGS,
            order=40,
            state=_state,
        )
    )
