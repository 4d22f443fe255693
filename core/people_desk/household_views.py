"""The household of a person and who may act for them; documents and consents."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.beneficiaries import consents as consent_services
from core.beneficiaries import household as household_services
from core.beneficiaries import papers as paper_services
from core.beneficiaries.birth import Birth
from core.beneficiaries.consents import ConsentData, consents_of, stands
from core.beneficiaries.enums import ACTS_FOR, ConsentMethod, ConsentPurpose
from core.beneficiaries.household import household_of, household_size, is_expired
from core.beneficiaries.models import Beneficiary, PersonDocument, RelatedPerson
from core.beneficiaries.papers import file_of, papers_of
from core.people_desk.access import for_case_workers, of_person
from core.people_desk.facts import end_of
from core.people_desk.forms import ConsentForm, PaperForm, RelatedForm
from core.people_desk.pages import attempt, person_page, step
from core.service_requests.desk.document_view import SHOWN_IN_PLACE
from foundation import audit, clock
from foundation.models import StoredFile
from foundation.uploads import open_stored
from tenants.people.access import permission_required
from tenants.people.access import person as signed_in
from tenants.people.roles import Permission
from ui.files import as_file

EDITS = permission_required(Permission.EDIT_BENEFICIARIES)


@for_case_workers
@require_safe
@of_person
def household(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    people = list(household_of(person))
    rows = [
        {
            "related": each,
            "birth": Birth.load(each.birth),
            "identity": end_of(each.identity_number),
            "mobile": end_of(each.mobile),
            "acts": each.relation in ACTS_FOR,
            "expired": is_expired(each),
        }
        for each in people
    ]
    context = {"rows": rows, "size": household_size(people)}
    return person_page(request, person, "household", context, tab="household")


@EDITS
@require_http_methods(["GET", "HEAD", "POST"])
@of_person
def add_related(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    if request.method != "POST":
        return _related_page(request, person, RelatedForm(person=person), None, 200)
    form = RelatedForm(request.POST, request.FILES, person=person)
    return attempt(
        request,
        person,
        form,
        lambda: household_services.add_related(
            person.pk,
            actor=signed_in(request),
            revision=form.cleaned_data["revision"],
            related=form.related(),
            paper=form.cleaned_data["paper"],
        ),
        said=_("%(name)s was added.") % {"name": request.POST.get("name", "")[:200]},
        back="beneficiaries:household",
        page=lambda status: _related_page(request, person, form, None, status),
    )


@EDITS
@require_http_methods(["GET", "HEAD", "POST"])
@of_person
def edit_related(request: HttpRequest, person: Beneficiary, related_id: UUID) -> HttpResponse:
    related = household_of(person).filter(pk=related_id).first()
    if related is None:
        raise Http404
    if request.method != "POST":
        form = RelatedForm(person=person, related=related)
        return _related_page(request, person, form, related, 200)
    form = RelatedForm(request.POST, request.FILES, person=person, related=related)
    return attempt(
        request,
        person,
        form,
        lambda: household_services.edit_related(
            person.pk,
            related_id,
            actor=signed_in(request),
            revision=form.cleaned_data["revision"],
            related=form.related(),
            paper=form.cleaned_data["paper"],
        ),
        said=_("The change was saved."),
        back="beneficiaries:household",
        page=lambda status: _related_page(request, person, form, related, status),
    )


@EDITS
@require_POST
@of_person
def end_related(request: HttpRequest, person: Beneficiary, related_id: UUID) -> HttpResponse:
    return step(
        request,
        person,
        lambda: household_services.end_related(person.pk, related_id, actor=signed_in(request)),
        said=_("They no longer belong to the household; the history keeps them."),
        back="beneficiaries:household",
    )


@for_case_workers
@require_safe
@of_person
def documents(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    return _documents_page(request, person, PaperForm(), 200)


@EDITS
@require_POST
@of_person
def add_document(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    return _add_paper(request, person, None)


@EDITS
@require_POST
@of_person
def replace_document(request: HttpRequest, person: Beneficiary, paper_id: UUID) -> HttpResponse:
    if not PersonDocument.objects.filter(pk=paper_id, beneficiary=person).exists():
        raise Http404
    return _add_paper(request, person, paper_id)


@for_case_workers
@require_safe
@of_person
def file(request: HttpRequest, person: Beneficiary, file_id: UUID) -> HttpResponse:
    try:
        stored = file_of(person, file_id)
    except StoredFile.DoesNotExist as error:
        raise Http404 from error
    with transaction.atomic():
        details = {"file": str(file_id)}
        audit.record("beneficiary.file_opened", person, actor=signed_in(request), details=details)
    in_place = stored.media_type in SHOWN_IN_PLACE and "download" not in request.GET
    return as_file(open_stored(stored), stored.media_type, stored.name, inline=in_place)


@for_case_workers
@require_safe
@of_person
def consents(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    return _consents_page(request, person, ConsentForm(), 200)


@EDITS
@require_POST
@of_person
def add_consent(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    form = ConsentForm(request.POST, request.FILES)

    def act() -> object:
        data = form.cleaned_data
        consent = ConsentData(
            ConsentPurpose(data["purpose"]), ConsentMethod(data["method"]), data["expires_on"]
        )
        return consent_services.record_consent(
            person.pk, actor=signed_in(request), consent=consent, evidence=data["evidence"]
        )

    return attempt(
        request,
        person,
        form,
        act,
        said=_("The consent was recorded."),
        back="beneficiaries:consents",
        page=lambda status: _consents_page(request, person, form, status),
    )


@EDITS
@require_POST
@of_person
def withdraw_consent(request: HttpRequest, person: Beneficiary, consent_id: UUID) -> HttpResponse:
    return step(
        request,
        person,
        lambda: consent_services.withdraw_consent(person.pk, consent_id, actor=signed_in(request)),
        said=_("The consent was withdrawn; it stays in the list."),
        back="beneficiaries:consents",
    )


def _add_paper(request: HttpRequest, person: Beneficiary, replaces: UUID | None) -> HttpResponse:
    form = PaperForm(request.POST, request.FILES)

    def act() -> object:
        data = form.cleaned_data
        return paper_services.add_paper(
            person.pk,
            actor=signed_in(request),
            file=data["file"],
            purpose=data["purpose"],
            expires_on=data["expires_on"],
            replaces=replaces,
        )

    return attempt(
        request,
        person,
        form,
        act,
        said=_("The document was added."),
        back="beneficiaries:documents",
        page=lambda status: _documents_page(request, person, form, status, replaces),
    )


def _related_page(
    request: HttpRequest,
    person: Beneficiary,
    form: RelatedForm,
    related: RelatedPerson | None,
    status: int,
) -> HttpResponse:
    """Refused as out of date it can be saved with the next click, after a look at what is there now."""
    people: list[RelatedPerson] = []
    if status == 409:
        person.refresh_from_db()
        people = list(household_of(person))
        form.bring_up_to_date("revision", person.revision)
    context = {"form": form, "related": related, "now": people}
    return person_page(request, person, "related", context, tab="household", status=status)


def _documents_page(
    request: HttpRequest,
    person: Beneficiary,
    form: PaperForm,
    status: int,
    replacing: UUID | None = None,
) -> HttpResponse:
    today = clock.today()
    rows = [
        {
            "paper": each,
            "expired": each.expires_on is not None and each.expires_on < today,
            "form": form if replacing == each.pk else PaperForm(auto_id=f"id_{each.pk}_%s"),
            "open": replacing == each.pk,
        }
        for each in papers_of(person)
    ]
    new = PaperForm() if replacing else form
    context = {"rows": rows, "form": new}
    return person_page(request, person, "documents", context, tab="documents", status=status)


def _consents_page(
    request: HttpRequest, person: Beneficiary, form: ConsentForm, status: int
) -> HttpResponse:
    rows = [(each, stands(each)) for each in consents_of(person)]
    context = {"rows": rows, "form": form}
    return person_page(request, person, "consents", context, tab="consents", status=status)
