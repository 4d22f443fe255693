"""The page of a person: facts, cases, history, the form that changes them, the printed sheet."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.actors import BENEFICIARY
from core.beneficiaries.consents import consents_of, stands
from core.beneficiaries.details import edit_person
from core.beneficiaries.expiring import expiring
from core.beneficiaries.household import household_of, household_size
from core.beneficiaries.models import Beneficiary
from core.beneficiaries.papers import papers_of
from core.beneficiaries.rules import FileChanged
from core.people_desk.access import for_case_workers, of_person
from core.people_desk.facts import facts_of
from core.people_desk.forms import PersonForm
from core.people_desk.merging import LABELS
from core.people_desk.pages import attempt, person_page
from core.people_desk.social_views import labels as social_labels
from core.service_requests.desk.due import status_tone
from core.service_requests.queries import requests_visible_to
from foundation import audit
from foundation.models import AuditEntry
from tenants.people.access import permission_required
from tenants.people.access import person as signed_in
from tenants.people.roles import Permission

MOST_ENTRIES = 100
ACTIONS: dict[str, str | Promise] = {
    "beneficiary.registered": gettext_lazy("Registered"),
    "beneficiary.completed": gettext_lazy("Completed at a reception"),
    "beneficiary.changed": gettext_lazy("Changed"),
    "beneficiary.viewed": gettext_lazy("Looked at"),
    "beneficiary.numbers_shown": gettext_lazy("Numbers shown in full"),
    "beneficiary.printed": gettext_lazy("Printed"),
    "beneficiary.file_opened": gettext_lazy("A document was opened"),
    "beneficiary.related_added": gettext_lazy("Somebody was added to the household"),
    "beneficiary.related_changed": gettext_lazy("Somebody of the household was changed"),
    "beneficiary.related_ended": gettext_lazy("Somebody left the household"),
    "beneficiary.consent_given": gettext_lazy("Consent given"),
    "beneficiary.consent_withdrawn": gettext_lazy("Consent withdrawn"),
    "beneficiary.document_added": gettext_lazy("Document added"),
    "beneficiary.social_file_viewed": gettext_lazy("Social file looked at"),
    "beneficiary.social_file_changed": gettext_lazy("Social file changed"),
    "beneficiary.social_file_from_visit": gettext_lazy("Taken over from the report of a visit"),
    "beneficiary.distinct": gettext_lazy("Told apart from another file"),
    "beneficiary.not_distinct": gettext_lazy("No longer told apart from another file"),
    "beneficiary.merged": gettext_lazy("Another file was merged into this one"),
    "beneficiary.parted": gettext_lazy("A merged file was parted again"),
}
CHANGES = tuple(action for action in ACTIONS if not action.endswith(("viewed", "printed")))


@for_case_workers
@require_safe
@of_person
def person(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    return _facts(request, person, reveal=False)


@for_case_workers
@require_POST
@of_person
def reveal(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    """The numbers in full, on this one answer."""
    _note(request, person, "beneficiary.numbers_shown")
    return _facts(request, person, reveal=True)


@permission_required(Permission.EDIT_BENEFICIARIES)
@require_http_methods(["GET", "HEAD", "POST"])
@of_person
def edit(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    if request.method != "POST":
        _note(request, person, "beneficiary.numbers_shown")
        return _edit_page(request, person, PersonForm(person=person), 200)
    form = PersonForm(request.POST, person=person)

    def act() -> object:
        revision = form.cleaned_data["revision"]
        return edit_person(
            person.pk, actor=signed_in(request), revision=revision, details=form.details()
        )

    return attempt(
        request,
        person,
        form,
        act,
        said=_("The file was saved."),
        back="beneficiaries:person",
        page=lambda status: _edit_page(request, person, form, status),
    )


@for_case_workers
@require_safe
@of_person
def cases(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    found = requests_visible_to(signed_in(request)).filter(beneficiary=person)
    rows = [(case, status_tone(case)) for case in found.order_by("-received_at", "pk")[:200]]
    return person_page(request, person, "cases", {"rows": rows}, tab="cases")


@permission_required(Permission.VIEW_CASES)
@require_safe
@of_person
def history(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    """What changed, by whom; and who looked, on demand."""
    views_too = "all" in request.GET
    entries = audit.entries_about(person)
    if not views_too:
        entries = entries.filter(action__in=CHANGES)
    lines = [
        (entry, ACTIONS.get(entry.action, entry.action), _fields(entry), _who(entry))
        for entry in entries[:MOST_ENTRIES]
    ]
    context = {"lines": lines, "views_too": views_too}
    return person_page(request, person, "history", context, tab="history")


@for_case_workers
@require_safe
@of_person
def printed(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    """One sheet: facts in full, household, what stands. Never the social file."""
    _note(request, person, "beneficiary.printed")
    people = list(household_of(person))
    context = {
        "person": person,
        "facts": facts_of(person, reveal=True),
        "people": people,
        "size": household_size(people),
        "consents": [each for each in consents_of(person) if stands(each)],
        "papers": [each for each in papers_of(person) if each.replaced_at is None],
    }
    response = render(request, "people_desk/print.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _facts(request: HttpRequest, person: Beneficiary, *, reveal: bool) -> HttpResponse:
    people = list(household_of(person))
    context = {
        "facts": facts_of(person, reveal=reveal),
        "revealed": reveal,
        "size": household_size(people),
        "expiring": expiring(Beneficiary.objects.filter(pk=person.pk)),
    }
    return person_page(request, person, "facts", context, tab="person")


def _edit_page(
    request: HttpRequest, person: Beneficiary, form: PersonForm, status: int
) -> HttpResponse:
    """Refused as out of date, it shows what is known now beside what was typed, and can be saved then."""
    now = None
    if status == 409 and str(FileChanged()) in form.non_field_errors():
        person.refresh_from_db()
        now = facts_of(person, reveal=True)
        form.bring_up_to_date("revision", person.revision)
    context = {"form": form, "now": now}
    return person_page(request, person, "edit", context, tab="person", status=status)


def _who(entry: AuditEntry) -> str:
    """The log itself keeps a plain word for whoever has no account."""
    named = {BENEFICIARY: _("The beneficiary"), audit.SYSTEM: _("The system")}
    return named.get(entry.actor_label, entry.actor_label)


def _fields(entry: AuditEntry) -> str:
    names = entry.details.get("fields", [])
    known = {**social_labels(), **LABELS}
    return "، ".join(str(known.get(name, name)) for name in names)


def _note(request: HttpRequest, person: Beneficiary, action: str) -> None:
    with transaction.atomic():
        audit.record(action, person, actor=signed_in(request))
