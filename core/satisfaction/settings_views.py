"""How the measures are carried out: rhythm, owner and sample of each kind, and what holds for all."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.configuration.registry import SettingsPage, register
from core.rules import MeasureMethod
from core.satisfaction.access import revision_of
from core.satisfaction.forms import owner_choices
from core.satisfaction.measure_rules import ASKING
from core.satisfaction.questions import QUESTIONNAIRE
from core.satisfaction.settings import LONGEST_RHYTHM, MEASURES, MeasureSettings, Plan, runners
from foundation.arabic import clean_typed
from foundation.errors import DomainError, status_of
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission
from ui.forms import RefusableForm


class NumberField(forms.IntegerField):
    """With the digits of either script."""

    def __init__(self, label: Any, *, least: int, most: int, **options: Any) -> None:
        attributes = {"inputmode": "numeric", "dir": "ltr"}
        super().__init__(
            label=label,
            min_value=least,
            max_value=most,
            widget=forms.TextInput(attrs=attributes),
            **options,
        )

    def to_python(self, value: Any) -> int | None:
        return super().to_python(clean_typed(value) if isinstance(value, str) else value)


class MeasuresForm(RefusableForm):
    after_service = forms.BooleanField(
        label=gettext_lazy("Ask people after each service, where the policy measures by survey"),
        required=False,
    )
    after_service_percent = NumberField(
        gettext_lazy("Of a hundred services, how many are asked about"), least=1, most=100
    )
    quiet_days = NumberField(
        gettext_lazy("Days in which nobody is asked twice"), least=0, most=730
    )
    remind_after_days = NumberField(gettext_lazy("Days until the only reminder"), least=1, most=60)
    expire_after_days = NumberField(gettext_lazy("Days until a link expires"), least=2, most=180)
    unhappy_at_most = NumberField(
        gettext_lazy("Score in percent up to which an answer is followed up"),
        least=0,
        most=100,
        help_text=gettext_lazy("An answer with one or two stars is followed up in any case."),
    )
    follow_up_days = NumberField(
        gettext_lazy("Working days in which it is followed up"), least=1, most=30
    )
    smallest_group = NumberField(
        gettext_lazy("Fewest answers of which figures are shown"),
        least=3,
        most=20,
        help_text=gettext_lazy("Smaller groups are taken together, so that nobody is recognised."),
    )
    by_employee = forms.BooleanField(
        label=gettext_lazy("Show figures by who had the case"),
        required=False,
        help_text=gettext_lazy("For improving, not for punishing. Off unless you decide so."),
    )

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for method in MeasureMethod:
            self.fields[f"{method}-months"] = NumberField(
                gettext_lazy("Every how many months, where the policy does not say"),
                least=1,
                most=LONGEST_RHYTHM,
                required=False,
            )
            self.fields[f"{method}-owner"] = forms.ChoiceField(
                label=gettext_lazy("Who carries it out"),
                required=False,
                choices=owner_choices(people),
            )
            self.fields[f"{method}-days"] = NumberField(
                gettext_lazy("Working days to carry it out"), least=1, most=120
            )
            if method == MeasureMethod.SURVEY:
                self.fields[f"{method}-percent"] = NumberField(
                    gettext_lazy("Of a hundred people served, how many are asked"),
                    least=1,
                    most=100,
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        remind, expire = data.get("remind_after_days"), data.get("expire_after_days")
        if remind and expire and remind >= expire:
            self.add_error("remind_after_days", _("The reminder comes before the link expires."))
        return data

    def kinds(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (
                str(method.label),
                [self[name] for name in self.fields if name.startswith(f"{method.value}-")],
            )
            for method in MeasureMethod
        ]

    def common(self) -> list[forms.BoundField]:
        return [self[name] for name in self.base_fields]

    def value(self) -> MeasureSettings:
        data = self.cleaned_data
        plans = {
            method: Plan(
                months=data[f"{method}-months"],
                owner=UUID(data[f"{method}-owner"]) if data[f"{method}-owner"] else None,
                days=data[f"{method}-days"],
                percent=data.get(f"{method}-percent") or 100,
            )
            for method in MeasureMethod
        }
        return MeasureSettings(plans=plans, **{name: data[name] for name in self.base_fields})


@permission_required(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def measures(request: HttpRequest) -> HttpResponse:
    stored, revision = MEASURES.read(), MEASURES.revision()
    form = MeasuresForm(
        request.POST if request.method == "POST" else None,
        people=list(runners()),
        initial=_values(stored),
    )
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            MEASURES.write(form.value(), actor=person(request), revision=revision_of(request))
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(request, _("Saved. Rounds that are planned already keep their days."))
            return redirect("satisfaction:settings")
    context = {"form": form, "revision": revision, "asking": ASKING}
    return render(request, "satisfaction/settings.html", context, status=status)


def _values(stored: MeasureSettings) -> dict[str, Any]:
    values = stored.model_dump(exclude={"plans"})
    for method in MeasureMethod:
        plan = stored.plan(method)
        values |= {
            f"{method}-months": plan.months,
            f"{method}-owner": str(plan.owner or ""),
            f"{method}-days": plan.days,
            f"{method}-percent": plan.percent,
        }
    return values


def _state() -> str:
    stored = MEASURES.read()
    if not stored.after_service:
        return _("Nobody is asked after a service")
    return _("%(number)s%% are asked after a service") % {"number": stored.after_service_percent}


def _questions_state() -> str:
    number = len(QUESTIONNAIRE.read().questions)
    return _("Questions: %(number)s") % {"number": number}


def register_pages() -> None:
    register(
        SettingsPage(
            url_name="satisfaction:settings",
            title=gettext_lazy("Measures of satisfaction"),
            summary=gettext_lazy("Who is asked, how often, and who sees to those not satisfied."),
            icon="smile",
            permission=Permission.MANAGE_SETTINGS,
            order=70,
            state=_state,
        )
    )
    register(
        SettingsPage(
            url_name="satisfaction:questionnaire",
            title=gettext_lazy("Questionnaire"),
            summary=gettext_lazy("What people are asked after a service and in surveys."),
            icon="list",
            permission=Permission.MANAGE_SETTINGS,
            order=71,
            state=_questions_state,
        )
    )
