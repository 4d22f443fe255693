"""Forms for waits on an outside body, and for what the law sets a time for."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.cases import rules as cases
from core.deadlines import statutory
from core.deadlines.models import Clock
from core.rules import Milestone
from core.service_requests import services, waiting
from core.service_requests.desk.forms import ActionForm, paragraph
from foundation.errors import DomainError
from ui.fields import DayField


class WaitOutsideForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {cases.TextMissing: "body"}
    body = forms.CharField(
        label=_("Which body, and for what"),
        max_length=300,
        help_text=_("The beneficiary reads it where they follow the request."),
    )


class WordsForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {cases.TextMissing: "note"}
    note = paragraph(_("What was asked or done"))


class ExtendForm(ActionForm):
    beside: ClassVar[dict[type[DomainError], str]] = {cases.TextMissing: "reason"}
    reason = paragraph(_("Reason"), help_text=_("The person reads it."))


class BreachForm(WordsForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        **WordsForm.beside,
        waiting.KnownInFuture: "day",
    }
    day = DayField(
        label=_("Discovered on"), help_text=_("In either calendar: 01/09/1445 or 11/03/2024.")
    )
    at = forms.TimeField(
        label=_("Time"), widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"})
    )
    field_order = ("day", "at", "note")

    def known_at(self) -> datetime:
        return timezone.make_aware(
            datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"])
        )


def answer_data_request(case_id: UUID, actor: Actor, form: Any) -> object:
    return _answered(case_id, actor, Milestone.DATA_SUBJECT_REPLY, form)


def note_breach_notice(case_id: UUID, actor: Actor, form: Any) -> object:
    return _answered(case_id, actor, Milestone.BREACH_NOTICE, form)


def take_breach(case_id: UUID, actor: Actor, form: Any) -> object:
    return services.take_breach(
        case_id, actor=actor, known_at=form.known_at(), note=form.cleaned_data["note"]
    )


def _answered(case_id: UUID, actor: Actor, milestone: Milestone, form: Any) -> object:
    return services.answer_statute(
        case_id, actor=actor, milestone=milestone, note=form.cleaned_data["note"]
    )


def extend_data_reply(case_id: UUID, actor: Actor, form: Any) -> object:
    clock = Clock.objects.get(case_id=case_id, rule_key=statutory.DATA_SUBJECT_REPLY.rule.key)
    return services.extend_deadline(
        case_id, actor=actor, clock_id=clock.pk, reason=form.cleaned_data["reason"]
    )
