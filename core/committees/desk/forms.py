"""Input of the pages about sessions; what the rules forbid the services say."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.committees import rules, services
from core.committees.enums import Vote
from core.committees.models import AgendaItem, CommitteeSession, Seat
from core.service_requests import budgets
from core.service_requests import rules as requests
from core.service_requests.deciding import CommitteeSettings, ReasonUse
from core.service_requests.desk.forms import (
    HasLeft,
    UploadField,
    paragraph,
    programme_choices,
    reason_choices,
)
from core.service_requests.enums import Outcome
from foundation import clock
from foundation.errors import DomainError
from tenants.people.models import User
from ui.fields import DayField, MoneyField
from ui.forms import RefusableForm
from ui.templatetags.ui import bidi

EVERYBODY = [
    (Vote.FOR.value, _("All for")),
    (Vote.AGAINST.value, _("All against")),
    (Vote.ABSTAIN.value, _("All abstain")),
]
HANDS = [(vote.value, vote.label) for vote in (Vote.FOR, Vote.AGAINST, Vote.ABSTAIN)]


class SessionForm(RefusableForm):
    """When, where, who chairs."""

    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.InThePast: "day",
        rules.ChairNotAMember: "chair",
    }
    day = DayField(label=_("Day"), help_text=_("In either calendar: 01/09/1445 or 11/03/2024."))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.CharField(
        label=_("Place, or the address of the call"),
        required=False,
        max_length=rules.LONGEST_PLACE,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    chair = forms.ChoiceField(label=_("Chair"), required=False)

    def __init__(self, *args: Any, members: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chair"]
        named = [(str(member.pk), member.display_name) for member in members]
        field.choices = [("", _("To be settled at the session")), *named]

    def terms(self) -> dict[str, Any]:
        data = self.cleaned_data
        moment = datetime.combine(data["day"], data["time"])
        return {
            "planned_for": timezone.make_aware(moment),
            "place": data["place"],
            "chair_id": UUID(data["chair"]) if data["chair"] else None,
        }


class CallForm(SessionForm):
    operation_id = forms.UUIDField(widget=forms.HiddenInput)
    fill = forms.BooleanField(
        label=_("Put everything that is ready on the agenda"), required=False, initial=True
    )


def first_values(chair: UUID | None) -> dict[str, Any]:
    """Of a session that is still to be called: a week from now, at ten."""
    day = clock.today() + timedelta(days=7)
    return {
        "day": day.isoformat(),
        "time": "10:00",
        "chair": str(chair or ""),
        "operation_id": uuid.uuid4(),
        "fill": True,
    }


def values_of(session: CommitteeSession) -> dict[str, Any]:
    planned = timezone.localtime(session.planned_for)
    return {
        "day": planned.date().isoformat(),
        "time": planned.strftime("%H:%M"),
        "place": session.place,
        "chair": str(session.chair_id or ""),
    }


class AttendanceForm(RefusableForm):
    """One box and one line for each member, and who leads."""

    def __init__(self, *args: Any, seats: Sequence[Seat], chair: UUID | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.seats = seats
        for seat in seats:
            self.fields[f"present_{seat.member_id}"] = forms.BooleanField(
                label=bidi(seat.name), required=False, initial=seat.is_present
            )
            self.fields[f"apology_{seat.member_id}"] = forms.CharField(
                label=_("Apology"),
                required=False,
                max_length=rules.LONGEST_APOLOGY,
                initial=seat.apology,
                widget=forms.TextInput(attrs={"dir": "auto", "placeholder": _("Apology, if any")}),
            )
        self.fields["chair"] = forms.ChoiceField(
            label=_("Chair of this session"),
            required=False,
            initial=str(chair or ""),
            choices=[("", "—"), *((str(seat.member_id), seat.name) for seat in seats)],
        )

    def lines(self) -> list[tuple[Seat, Any, Any]]:
        return [
            (seat, self[f"present_{seat.member_id}"], self[f"apology_{seat.member_id}"])
            for seat in self.seats
        ]

    def terms(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "present": [s.member_id for s in self.seats if data[f"present_{s.member_id}"]],
            "apologies": {s.member_id: data[f"apology_{s.member_id}"] for s in self.seats},
            "chair_id": UUID(data["chair"]) if data["chair"] else None,
        }


class VotesField(forms.ChoiceField):
    """Asked for; whether it can be done without, since members voted themselves, the rules say."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class DecisionForm(RefusableForm):
    """A proposal and the hands that were raised for it; for one item or for several alike."""

    beside: ClassVar[dict[type[DomainError], str]] = {
        requests.ReasonMissing: "reason_text",
        requests.EarlyReasonMissing: "early_reason",
        requests.AmountMissing: "amount",
        requests.AmountNotPositive: "amount",
        requests.NotInPart: "amount",
        budgets.ProgrammeMissing: "programme",
        budgets.ProgrammeClosed: "programme",
        budgets.ProgrammeNotRunning: "programme",
        rules.VotesMissing: "everybody",
    }
    outcome = forms.ChoiceField(
        label=_("Proposed decision"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    amount = MoneyField(
        label=_("Amount granted, in riyals"),
        required=False,
        help_text=_("Empty with an acceptance: what was asked for."),
    )
    programme = forms.ChoiceField(label=_("Granted from the programme"), required=False)
    reasons = forms.MultipleChoiceField(
        label=_("Reasons from the list"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason_text = paragraph(
        _("Reason in words"),
        rows=2,
        required=False,
        help_text=_("The beneficiary reads it."),
    )
    early_reason = paragraph(
        _("Why so early"),
        rows=2,
        required=False,
        help_text=_("Only where the policy asks to wait longer."),
    )
    everybody = VotesField(
        label=_("Everybody present"), choices=EVERYBODY, widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: Any,
        settings: CommitteeSettings,
        running: Sequence[HasLeft],
        present: Sequence[Seat],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["programme"].choices = programme_choices(running)
        if not running:
            del fields["programme"]
        fields["reasons"].choices = reason_choices(settings, ReasonUse.REJECTING, ReasonUse.PARTLY)
        if not fields["reasons"].choices:
            del fields["reasons"]
        self.present = present
        for seat in present:
            fields[f"hand_{seat.member_id}"] = forms.ChoiceField(
                label=bidi(seat.name),
                choices=HANDS,
                required=False,
                widget=forms.RadioSelect,
            )

    def hand_fields(self) -> list[Any]:
        return [self[f"hand_{seat.member_id}"] for seat in self.present]

    def votes_differ(self) -> bool:
        """Somebody's vote was typed apart, so that it must be seen."""
        return any(self.data.get(field.html_name) for field in self.hand_fields())

    def proposal_fields(self) -> list[Any]:
        return [
            bound
            for bound in self
            if bound.name != "everybody" and not bound.name.startswith("hand_")
        ]

    def proposal(self) -> services.Proposal:
        data = self.cleaned_data
        programme = data.get("programme")
        return services.Proposal(
            outcome=Outcome(data["outcome"]),
            amount=data["amount"],
            programme_id=UUID(programme) if programme else None,
            reasons=data.get("reasons", ()),
            reason_text=data["reason_text"],
            early_reason=data["early_reason"],
        )

    def hands(self) -> Mapping[UUID, Vote]:
        """What was chosen for a member apart goes before what was chosen for everybody."""
        data = self.cleaned_data
        return {
            seat.member_id: Vote(chosen)
            for seat in self.present
            if (chosen := data.get(f"hand_{seat.member_id}") or data["everybody"])
        }


def proposed(item: AgendaItem) -> dict[str, Any]:
    """The form as it stands for an item: what is proposed, or what was asked for."""
    if not item.outcome:
        return {"amount": item.case.amount_asked}
    return {
        "outcome": item.outcome,
        "amount": item.amount,
        "programme": str(item.programme_id or ""),
        "reasons": [reason["key"] for reason in item.reasons],
        "reason_text": item.reason_text,
        "early_reason": item.early_reason,
    }


class PostponeForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.PostponementNeedsReason: "postpone_text"
    }
    postpone_reasons = forms.MultipleChoiceField(
        label=_("Why it is postponed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    postpone_text = paragraph(
        pgettext_lazy("postponed", "Why, in words"),
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, settings: CommitteeSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["postpone_reasons"].choices = reason_choices(settings, ReasonUse.POSTPONING)
        if not fields["postpone_reasons"].choices:
            del fields["postpone_reasons"]

    def terms(self) -> dict[str, Any]:
        return {
            "reasons": self.cleaned_data.get("postpone_reasons", ()),
            "reason_text": self.cleaned_data["postpone_text"],
        }


class InterestForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {rules.InterestMissing: "interest"}
    interest = paragraph(
        _("What the interest is"),
        rows=2,
        help_text=_("Such as kinship or a common business. It stands in the minutes."),
    )


class VoteForm(RefusableForm):
    vote = forms.ChoiceField(choices=HANDS, widget=forms.RadioSelect)


class CloseForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        budgets.OverBudget: "over_budget_reason",
        budgets.OverridesNotYours: "over_budget_reason",
    }
    postpone_rest = forms.BooleanField(
        label=_("Postpone what was not heard to a session to come"), required=False
    )
    leave_out = forms.MultipleChoiceField(
        label=_("Leave out what cannot be applied"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    over_budget_reason = paragraph(
        _("Why more is granted than the programme has left"), rows=2, required=False
    )

    def __init__(
        self,
        *args: Any,
        blocked: Sequence[rules.Blocked],
        not_heard: int,
        may_overspend: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["leave_out"].choices = [
            (str(each.item_id), bidi(f"{each.number}. {each.reference}: {each.why}"))
            for each in blocked
        ]
        if not blocked:
            del fields["leave_out"]
        if not not_heard:
            del fields["postpone_rest"]
        if not may_overspend:
            del fields["over_budget_reason"]

    def terms(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "leave_out": [UUID(pk) for pk in data.get("leave_out", ())],
            "postpone_rest": data.get("postpone_rest", False),
            "over_budget_reason": data.get("over_budget_reason", ""),
        }


class RemarksForm(RefusableForm):
    remarks = paragraph(_("Remarks for the minutes"), rows=4, required=False)


class ScanForm(RefusableForm):
    scan = UploadField(
        label=_("Scan of the minutes, signed by hand"), help_text=_("PDF or photo, up to 20 MB.")
    )
