"""Input of what is done with a complaint from its first look to its end."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.cases import rules as cases
from core.cases.papers import NewDocument
from core.complaints import conflicts, queries, rules
from core.complaints.enums import Finding, RightsClass, Severity
from core.complaints.models import Complaint, Involvement
from core.complaints.settings import SETTINGS
from core.service_requests.desk.forms import ActionForm, UploadField, paragraph
from foundation.errors import DomainError
from foundation.uploads import store_checked
from tenants.people.models import User
from tenants.people.queries import people, people_who_may
from tenants.people.roles import Permission

Beside = dict[type[DomainError], str]
FILE_HELP = _("PDF, photo, Word or text, up to 20 MB.")


def choose(form: forms.Form, name: str, choices: Any) -> None:
    field: Any = form.fields[name]
    field.choices = choices


def person_choices(users: list[User]) -> list[tuple[str, str]]:
    return [(str(user.pk), user.display_name) for user in users]


def chosen_person(pk: str) -> User:
    """Raises User.DoesNotExist; the form offered those who can be chosen."""
    return User.objects.get(pk=pk)


def fit_people(complaint: Complaint) -> list[User]:
    """Active people whom no conflict of interest keeps out; nobody else is ever offered."""
    return conflicts.without_conflict(people().filter(is_active=True), complaint)


class TriageForm(ActionForm):
    beside: ClassVar[Beside] = {rules.UnknownSubject: "subject_key"}
    subject_key = forms.ChoiceField(label=_("What it is about"))
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices)
    rights_class = forms.ChoiceField(
        label=_("Class"),
        choices=RightsClass.choices,
        help_text=_("A sensitive one is answered faster, and only its circle opens it."),
    )
    note = paragraph(_("Note"), rows=2, required=False)

    def prepare(self) -> None:
        subjects = SETTINGS.read().subjects
        choose(self, "subject_key", [(each.key, str(each)) for each in subjects])
        complaint = self.case.complaint
        self.initial.setdefault("subject_key", complaint.subject_key)
        self.initial.setdefault("severity", complaint.severity or Severity.MEDIUM)
        self.initial.setdefault("rights_class", complaint.rights_class)


class TurnAwayForm(ActionForm):
    beside: ClassVar[Beside] = {rules.ReasonsMissing: "explanation"}
    reason_key = forms.ChoiceField(label=_("Reason"))
    explanation = paragraph(
        _("Explanation"), help_text=_("Whoever complained reads it word for word.")
    )

    def prepare(self) -> None:
        choose(self, "reason_key", [(each.key, str(each)) for each in SETTINGS.read().turned_away])


class QuestionForm(ActionForm):
    beside: ClassVar[Beside] = {cases.TextMissing: "question", cases.TextTooLong: "question"}
    question = paragraph(
        _("Question to whoever complained"),
        help_text=_("They read it word for word; the clocks stand still until they answer."),
    )


class PartyForm(ActionForm):
    """One of the three is enough."""

    person = forms.ChoiceField(label=_("Somebody of the staff"), required=False)
    unit = forms.CharField(label=_("A unit"), required=False, max_length=120)
    name = forms.CharField(label=_("Somebody else, by name"), required=False, max_length=200)
    note = forms.CharField(label=_("In what way"), required=False, max_length=500)

    def prepare(self) -> None:
        nobody = ("", pgettext_lazy("assignee", "Nobody"))
        active = list(people().filter(is_active=True))
        choose(self, "person", [nobody, *person_choices(active)])
        units = sorted({user.unit for user in active if user.unit})
        if units:
            help_text = _("As it stands with the staff: %(units)s")
            self.fields["unit"].help_text = help_text % {"units": "، ".join(units)}

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not any(data.get(name, "").strip() for name in ("person", "unit", "name")):
            self.add_error(None, _("Choose a person, or write a unit or a name."))
        return data

    def chosen(self) -> User | None:
        pk = self.cleaned_data["person"]
        return chosen_person(pk) if pk else None


class TakeBackForm(ActionForm):
    party = forms.ChoiceField(label=_("Named by mistake"))

    def prepare(self) -> None:
        rows = queries.named_by_people(self.case.complaint)
        named = [(str(row.pk), party_name(row)) for row in rows]
        choose(self, "party", named)


def party_name(row: Involvement) -> str:
    return row.person.display_name if row.person else row.unit or row.name


class HandlerForm(ActionForm):
    beside: ClassVar[Beside] = {rules.HasConflict: "handler", rules.Unfit: "handler"}
    handler = forms.ChoiceField(
        label=_("Who handles the complaint"),
        help_text=_("Those whom a conflict of interest keeps out are not offered."),
    )

    def prepare(self) -> None:
        complaint = self.case.complaint
        handling = people_who_may(Permission.HANDLE_COMPLAINTS)
        fit = conflicts.without_conflict(handling, complaint)
        board = conflicts.stand_in(complaint)
        if board is not None and board not in fit:
            fit.append(board)
        choose(self, "handler", person_choices(fit))
        self.initial.setdefault("handler", str(self.case.assignee_id or ""))


class WhyForm(ActionForm):
    beside: ClassVar[Beside] = {rules.ReasonMissing: "why", cases.TextTooLong: "why"}
    why = paragraph(_("Why"))


class RecuseForm(ActionForm):
    beside: ClassVar[Beside] = {rules.ReasonMissing: "reason"}
    reason = paragraph(
        _("Your conflict of interest"),
        help_text=_("Afterwards you see nothing of this complaint any more."),
    )


class MessageForm(ActionForm):
    beside: ClassVar[Beside] = {cases.TextMissing: "text", cases.TextTooLong: "text"}
    text = paragraph(
        _("Message to whoever complained"),
        rows=4,
        help_text=_(
            "Read with the tracking code. By e-mail only that there is something to read."
        ),
    )
    file = UploadField(label=_("File"), required=False, help_text=FILE_HELP)

    def documents(self) -> tuple[NewDocument, ...]:
        file = self.cleaned_data["file"]
        return (NewDocument(store_checked(file), file.name),) if file else ()


class InternalNoteForm(ActionForm):
    beside: ClassVar[Beside] = {cases.TextMissing: "text", cases.TextTooLong: "text"}
    text = paragraph(
        _("Note"), help_text=_("For those who may open this complaint, and nobody else.")
    )


class PaperForm(ActionForm):
    purpose = forms.CharField(label=_("What it is"), max_length=200)
    file = UploadField(label=_("File"), help_text=FILE_HELP)

    def document(self) -> NewDocument:
        return NewDocument(store_checked(self.cleaned_data["file"]), self.cleaned_data["purpose"])


class DecisionForm(ActionForm):
    beside: ClassVar[Beside] = {rules.ReasonsMissing: "explanation"}
    finding = forms.ChoiceField(
        label=_("Finding"), choices=Finding.choices, widget=forms.RadioSelect
    )
    reasons = forms.MultipleChoiceField(
        label=_("Reasons from the list"), widget=forms.CheckboxSelectMultiple
    )
    explanation = paragraph(
        _("Explanation"), rows=4, help_text=_("Whoever complained reads it word for word.")
    )

    def prepare(self) -> None:
        choose(self, "reasons", [(each.key, str(each)) for each in SETTINGS.read().reasons])


class DoneForm(ActionForm):
    beside: ClassVar[Beside] = {rules.ReasonMissing: "done"}
    done = paragraph(
        _("What was done about it"), help_text=_("Whoever complained reads it word for word.")
    )


class WithdrawnForm(ActionForm):
    reason = paragraph(_("What whoever complained said"), required=False)


class GroundsForm(ActionForm):
    beside: ClassVar[Beside] = {cases.TextMissing: "grounds", cases.TextTooLong: "grounds"}
    grounds = paragraph(
        _("Why the decision is appealed"),
        help_text=_(
            "Nobody who handled, investigated or decided this complaint opens the appeal."
        ),
    )


class RevealForm(ActionForm):
    beside: ClassVar[Beside] = {rules.ReasonMissing: "reason"}
    reason = paragraph(
        _("Why it must be known who complained"),
        help_text=_("Somebody else must agree; both are named in the timeline."),
    )


class AnswerRevealForm(ActionForm):
    agrees = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("The identity is shown")), ("no", _("The identity stays closed"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = paragraph(_("Why"), rows=2, required=False)


def staff_of(ids: list[str]) -> list[User]:
    return list(User.objects.filter(pk__in=ids).order_by("display_name", "pk"))
