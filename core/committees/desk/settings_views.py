"""How the committee works: quorum, chair, ties, and the reasons it may choose from."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.committees import queries
from core.committees.desk.access import revision_of
from core.service_requests.deciding import (
    COMMITTEE,
    CommitteeSettings,
    ListedReason,
    QuorumKind,
    ReasonUse,
)
from core.service_requests.desk.forms import paragraph
from foundation.arabic import fold_digits
from foundation.errors import DomainError, status_of
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission
from ui.forms import RefusableForm

LONGEST_REASON = 200
MOST_REASONS = 20
ONE_EACH = gettext_lazy("One on each line: the Arabic words, a bar (|), the English words.")


class SettingsForm(RefusableForm):
    quorum_kind = forms.ChoiceField(
        label=gettext_lazy("Quorum"),
        widget=forms.RadioSelect,
        choices=[
            (QuorumKind.PERCENT.value, gettext_lazy("A percentage of the members")),
            (QuorumKind.MEMBERS.value, gettext_lazy("A number of members")),
        ],
    )
    quorum = forms.CharField(
        label=gettext_lazy("How many, or how many in a hundred"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )
    chair = forms.ChoiceField(label=gettext_lazy("Usual chair"), required=False)
    chair_decides_ties = forms.BooleanField(
        label=gettext_lazy("In a tie the vote of the chair decides"), required=False
    )
    rejecting = paragraph(
        gettext_lazy("Reasons for rejecting"), rows=5, required=False, help_text=ONE_EACH
    )
    partly = paragraph(
        gettext_lazy("Reasons for accepting in part"), rows=4, required=False, help_text=ONE_EACH
    )
    postponing = paragraph(
        gettext_lazy("Reasons for postponing"), rows=4, required=False, help_text=ONE_EACH
    )

    def __init__(self, *args: Any, stored: CommitteeSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored = stored
        field: Any = self.fields["chair"]
        field.choices = [
            ("", gettext_lazy("Nobody: settled at each session")),
            *((str(member.pk), member.display_name) for member in queries.members()),
        ]

    def clean_quorum(self) -> int:
        typed = fold_digits(self.cleaned_data["quorum"]).strip()
        if not typed.isdecimal() or not 1 <= int(typed) <= 100:
            raise ValidationError(_("Write a number from 1 to 100."))
        return int(typed)

    def clean_rejecting(self) -> list[ListedReason]:
        return self._reasons("rejecting", ReasonUse.REJECTING)

    def clean_partly(self) -> list[ListedReason]:
        return self._reasons("partly", ReasonUse.PARTLY)

    def clean_postponing(self) -> list[ListedReason]:
        return self._reasons("postponing", ReasonUse.POSTPONING)

    def value(self) -> CommitteeSettings:
        data = self.cleaned_data
        return CommitteeSettings(
            quorum_kind=QuorumKind(data["quorum_kind"]),
            quorum=data["quorum"],
            chair=uuid.UUID(data["chair"]) if data["chair"] else None,
            chair_decides_ties=data["chair_decides_ties"],
            reasons=(*data["rejecting"], *data["partly"], *data["postponing"]),
        )

    def _reasons(self, name: str, use: ReasonUse) -> list[ListedReason]:
        """A reason that stood there before keeps its key."""
        known = {reason.ar: reason.key for reason in self._stored.reasons_for(use)}
        found: dict[str, ListedReason] = {}
        for line in self.cleaned_data[name].splitlines():
            arabic, _bar, english = (part.strip() for part in line.partition("|"))
            if not arabic:
                continue
            if max(len(arabic), len(english)) > LONGEST_REASON or len(found) >= MOST_REASONS:
                raise ValidationError(
                    _("At most %(most)s reasons of %(letters)s letters each.")
                    % {"most": MOST_REASONS, "letters": LONGEST_REASON}
                )
            key = known.get(arabic) or uuid.uuid4().hex
            found[arabic] = ListedReason(key=key, use=use, ar=arabic, en=english)
        return list(found.values())


@permission_required(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def committee(request: HttpRequest) -> HttpResponse:
    stored = COMMITTEE.read()
    revision = COMMITTEE.revision()
    form = SettingsForm(
        request.POST if request.method == "POST" else None,
        stored=stored,
        initial=_values(stored),
    )
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            COMMITTEE.write(form.value(), actor=person(request), revision=revision_of(request))
        except DomainError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(request, _("The settings of the committee were saved."))
            return redirect("committees:settings")
    context = {"form": form, "revision": revision}
    return render(request, "committees/settings.html", context, status=status)


def state() -> str:
    """For the page of all settings."""
    stored = COMMITTEE.read()
    if stored.quorum_kind == QuorumKind.MEMBERS:
        return _("Quorum: %(number)s members") % {"number": stored.quorum}
    return _("Quorum: %(number)s%% of the members") % {"number": stored.quorum}


def _values(stored: CommitteeSettings) -> dict[str, Any]:
    return {
        "quorum_kind": stored.quorum_kind.value,
        "quorum": stored.quorum,
        "chair": str(stored.chair or ""),
        "chair_decides_ties": stored.chair_decides_ties,
        "rejecting": _lines(stored, ReasonUse.REJECTING),
        "partly": _lines(stored, ReasonUse.PARTLY),
        "postponing": _lines(stored, ReasonUse.POSTPONING),
    }


def _lines(stored: CommitteeSettings, use: ReasonUse) -> str:
    reasons = stored.reasons_for(use)
    return "\n".join(f"{each.ar} | {each.en}" if each.en else each.ar for each in reasons)
