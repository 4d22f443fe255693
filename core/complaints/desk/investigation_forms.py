"""Input of settlement and investigation: who investigates, plan, interview, evidence, minutes."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.complaints import queries, rules
from core.complaints.desk.forms import (
    FILE_HELP,
    Beside,
    choose,
    chosen_person,
    fit_people,
    person_choices,
    staff_of,
)
from core.complaints.enums import Finding, RecordKind, Stand
from core.complaints.models import Complaint, Signature
from core.complaints.records import (
    LONGEST,
    Evidence,
    Interview,
    Minutes,
    Outside,
    Plan,
    Ruling,
    Settlement,
    loaded,
)
from core.service_requests.desk.forms import ActionForm, UploadField, paragraph
from foundation import clock
from foundation.models import StoredFile
from foundation.uploads import store_checked
from tenants.people.models import User
from ui.fields import DayField

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
DAY_HELP = _("In either calendar: 01/09/1445 or 11/03/2024. Empty: today.")


def words(label: Any, *, rows: int = 3, **options: Any) -> forms.CharField:
    return paragraph(label, rows=rows, max_length=LONGEST, **options)


def yes_or_no(label: Any, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        **options,
    )


class DatedForm(ActionForm):
    beside: ClassVar[Beside] = {rules.DayInFuture: "held_on"}


class SettlementForm(ActionForm):
    terms = words(_("What both sides agree on"))
    association_does = words(_("What the association does"), rows=2, required=False)
    person_does = words(_("What whoever complained does"), rows=2, required=False)
    until = DayField(label=_("Agreed until"), required=False)

    def clean_until(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("The day has passed."))
        return day

    def content(self) -> Settlement:
        return Settlement(**self.cleaned_data)


class SettlementAnswerForm(ActionForm):
    beside: ClassVar[Beside] = {rules.PaperMissing: "file"}
    accepts = yes_or_no(_("Do they accept?"))
    words = words(_("What they said"), rows=2, required=False)
    file = UploadField(
        label=_("Signed settlement"),
        required=False,
        help_text=_("An acceptance needs the paper that they signed."),
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def prepare(self) -> None:
        record = queries.latest_record(self.case.complaint, RecordKind.SETTLEMENT)
        self.initial.setdefault("digest", record.digest if record else "")


class TeamForm(ActionForm):
    beside: ClassVar[Beside] = {rules.HasConflict: "members", rules.NobodyLeft: "chair"}
    chair = forms.ChoiceField(label=_("Who chairs the investigation"))
    members = forms.MultipleChoiceField(
        label=_("Members"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those whom a conflict of interest keeps out are not offered."),
    )

    def prepare(self) -> None:
        fit = person_choices(fit_people(self.case.complaint))
        choose(self, "chair", fit)
        choose(self, "members", fit)
        team = [str(user.pk) for user in queries.investigators(self.case.complaint)]
        if team:
            self.initial.setdefault("chair", team[0])
            self.initial.setdefault("members", team[1:])

    def team(self) -> dict[str, Any]:
        data = self.cleaned_data
        members = [pk for pk in data["members"] if pk != data["chair"]]
        return {"chair": chosen_person(data["chair"]), "members": staff_of(members)}


class OpenInvestigationForm(TeamForm):
    beside: ClassVar[Beside] = {**TeamForm.beside, rules.SettlementFirst: "why_not_settled"}
    why_not_settled = words(
        _("Why no amicable settlement was tried"),
        rows=2,
        required=False,
        help_text=_("Needed where the policy wants a settlement tried first and there was none."),
    )

    def prepare(self) -> None:
        super().prepare()
        if not rules.wants_settlement_first(self.case):
            del self.fields["why_not_settled"]


class PlanForm(DatedForm):
    questions = words(_("Questions that the investigation must answer"))
    steps = words(_("Steps, one on each line"), required=False)
    to_be_heard = words(_("Who is to be heard"), rows=2, required=False)
    until = DayField(label=_("Agreed until"), required=False)

    def content(self) -> Plan:
        return Plan(**self.cleaned_data)


class InterviewForm(DatedForm):
    who = forms.CharField(label=_("Who was heard"), max_length=200)
    role = forms.CharField(label=_("Their part in it"), required=False, max_length=200)
    said = words(_("What they said"), rows=5)
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    held_on = DayField(label=_("Day"), required=False, help_text=DAY_HELP)
    file = UploadField(label=_("Signed paper"), required=False, help_text=FILE_HELP)

    def content(self) -> Interview:
        return Interview(**_of(self.cleaned_data, "who", "role", "said", "place"))


class EvidenceForm(DatedForm):
    title = forms.CharField(label=_("What it is"), max_length=200)
    shows = words(_("What it proves"), required=False)
    held_on = DayField(label=_("Day"), required=False, help_text=DAY_HELP)
    file = UploadField(label=_("File"), required=False, help_text=FILE_HELP)

    def content(self) -> Evidence:
        return Evidence(**_of(self.cleaned_data, "title", "shows"))


class MinutesForm(DatedForm):
    """What stands in the open minutes is there to be written on."""

    held_on = DayField(label=_("Day"), required=False, help_text=DAY_HELP)
    facts = words(_("What was found"), rows=5)
    fault = yes_or_no(
        _("Did the association cause the damage?"),
        help_text=_("Compensation begins only where the signed minutes say so."),
    )
    damage = words(_("Damage"), rows=2, required=False)
    size = words(_("How large it is"), rows=2, required=False)
    causes = words(_("Causes"), rows=2, required=False)
    finding = forms.ChoiceField(
        label=_("Finding"), choices=Finding.choices, widget=forms.RadioSelect
    )
    recommendation = words(_("Recommendation"), rows=2, required=False)

    def prepare(self) -> None:
        record = queries.open_minutes(self.case.complaint)
        content = loaded(record.kind, record.content) if record else None
        if record is None or not isinstance(content, Minutes):
            return
        self.initial = {
            **content.model_dump(exclude={"present"}),
            "fault": "yes" if content.fault else "no",
            "held_on": f"{record.held_on:%d/%m/%Y}",
            **self.initial,
        }

    def content(self) -> Minutes:
        present = tuple(user.display_name for user in queries.investigators(self.case.complaint))
        said = _of(
            self.cleaned_data,
            "facts", "fault", "damage", "size", "causes", "finding", "recommendation",
        )  # fmt: skip
        return Minutes(present=present, **said)


class CloseMinutesForm(ActionForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        record = queries.open_minutes(self.case.complaint)
        self.initial.setdefault("revision", record.revision if record else 0)


class RefusalForm(ActionForm):
    beside: ClassVar[Beside] = {rules.ReasonMissing: "words"}
    signer = forms.ChoiceField(label=_("Who does not sign"))
    words = words(_("What is known of why"), rows=2)

    def prepare(self) -> None:
        signatures = awaited(self.case.complaint)
        self._records = {str(each.signer_id): each.record_id for each in signatures}
        choose(self, "signer", [(str(each.signer_id), each.name) for each in signatures])

    def refused(self) -> tuple[UUID, User]:
        pk = self.cleaned_data["signer"]
        return self._records[pk], chosen_person(pk)


def awaited(complaint: Complaint) -> list[Signature]:
    """Signatures of the staff that the last minutes still wait for."""
    record = queries.latest_record(complaint, RecordKind.MINUTES)
    if record is None:
        return []
    return [
        each
        for each in record.signatures.all()
        if each.stand == Stand.AWAITED and each.signer_id is not None
    ]


class RulingForm(ActionForm):
    needed = yes_or_no(_("Is there a ruling?"), initial="yes")
    court = forms.CharField(label=_("Court or authority"), required=False, max_length=200)
    number = forms.CharField(label=_("Number of the ruling"), required=False, max_length=80)
    ruling = words(_("What was ruled; or why the matter does without a ruling"))
    file = UploadField(label=_("Copy of the ruling"), required=False, help_text=FILE_HELP)

    def content(self) -> Ruling:
        return Ruling(**_of(self.cleaned_data, "needed", "court", "number", "ruling"))


class OutsideForm(ActionForm):
    authority = forms.CharField(label=_("Authority"), max_length=200)
    reason = words(_("Why"))
    number = forms.CharField(label=_("Their number for it"), required=False, max_length=80)
    file = UploadField(label=_("Letter"), required=False, help_text=FILE_HELP)

    def content(self) -> Outside:
        return Outside(**_of(self.cleaned_data, "authority", "reason", "number"))


class SignForm(forms.Form):
    """On the page of the record itself, under what is signed."""

    stand = forms.ChoiceField(
        label=_("Your word"),
        choices=[
            (Stand.SIGNED.value, _("I agree and sign")),
            (Stand.DISSENTED.value, _("I sign with a dissent")),
        ],
        widget=forms.RadioSelect,
        initial=Stand.SIGNED.value,
    )
    words = words(
        _("What you do not agree with"), required=False, help_text=_("Needed with a dissent.")
    )


def paper_of(form: ActionForm) -> StoredFile | None:
    file = form.cleaned_data.get("file")
    return store_checked(file) if file else None


def day_of(form: ActionForm) -> date:
    typed: date | None = form.cleaned_data.get("held_on")
    return typed or clock.today()


def _of(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: data[name] for name in names}
