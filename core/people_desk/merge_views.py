"""Files that may be one person's: side by side, told apart, merged, parted again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.beneficiaries.address import load_address
from core.beneficiaries.bank import in_groups
from core.beneficiaries.birth import Birth
from core.beneficiaries.distinct import Apart, forget_distinct, pairs_apart, record_distinct
from core.beneficiaries.models import Beneficiary, BeneficiaryMerge
from core.beneficiaries.queries import households_of, possible_duplicates, signs_of
from core.beneficiaries.rules import FileChanged, check_can_see_social_file
from core.beneficiaries.scoring import LIKELY, SIGN_LABELS, Reason, compare, total
from core.people_desk.access import found, of_person
from core.people_desk.facts import end_of
from core.people_desk.forms import ReasonForm
from core.people_desk.merging import CHOSEN, LABELS, Seen, merge_files, undo_merge
from core.people_desk.pages import attempt, person_page, step
from core.people_desk.queries import possible_pairs
from foundation.access import allows
from foundation.errors import DomainError
from tenants.people.access import permission_required
from tenants.people.access import person as signed_in
from tenants.people.roles import Permission

PER_PAGE = 25
MERGES = permission_required(Permission.MERGE_BENEFICIARIES)


@dataclass(frozen=True, slots=True)
class Sign:
    label: str | Promise
    points: int


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of both files. Where they differ, or one is empty, somebody chooses."""

    name: str
    label: str | Promise
    kept: str
    merged: str
    differs: bool
    takes_merged: bool


@permission_required(Permission.VIEW_CASES)
@require_safe
@of_person
def duplicates_of(request: HttpRequest, person: Beneficiary) -> HttpResponse:
    rows = [
        {
            "other": match.beneficiary,
            "score": match.score,
            "tone": tone_of(match.score),
            "signs": signs(match.reasons),
            "identity": end_of(match.beneficiary.identity_number),
            "mobile": end_of(match.beneficiary.mobile),
        }
        for match in possible_duplicates(person)
    ]
    merges = person.merges.select_related("merged").order_by("-merged_at", "pk")
    context = {"rows": rows, "merges": list(merges)}
    return person_page(request, person, "duplicates", context, tab="duplicates_of")


@MERGES
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Of all files, those that may be one person's, the likeliest first."""
    page = Paginator(possible_pairs(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "pair": pair,
            "tone": tone_of(pair.score),
            "signs": signs(pair.reasons),
            "one": end_of(pair.one.identity_number or pair.one.mobile),
            "other": end_of(pair.other.identity_number or pair.other.mobile),
        }
        for pair in page.object_list
    ]
    apart = Paginator(pairs_apart(), PER_PAGE).get_page(request.GET.get("apart"))
    context = {"page": page, "rows": rows, "apart": apart, "told_apart": list(map(_told, apart))}
    return render(request, "people_desk/pairs.html", context)


@MERGES
@require_http_methods(["GET", "HEAD", "POST"])
@of_person
def merge(request: HttpRequest, person: Beneficiary, other_id: UUID) -> HttpResponse:
    other = found(request, other_id)
    if other.merged_into_id is not None or other.pk == person.pk:
        return redirect("beneficiaries:duplicates_of", person.pk)
    if request.method != "POST":
        return _merge_page(request, person, other, ReasonForm(), 200)
    form = ReasonForm(request.POST)
    taken = frozenset(name for name in CHOSEN if request.POST.get(name) == "merged")
    seen = Seen(_number(request, "kept_revision"), _number(request, "merged_revision"))

    def act() -> object:
        return merge_files(
            person.pk,
            other.pk,
            actor=signed_in(request),
            taken=taken,
            seen=seen,
            reason=form.cleaned_data["reason"],
        )

    return attempt(
        request,
        person,
        form,
        act,
        said=_("The two files are one now. It can be undone below."),
        back="beneficiaries:duplicates_of",
        page=lambda status: _merge_page(request, person, other, form, status, taken),
    )


@MERGES
@require_POST
@of_person
def undo(request: HttpRequest, person: Beneficiary, merge_id: UUID) -> HttpResponse:
    if not BeneficiaryMerge.objects.filter(pk=merge_id, kept=person).exists():
        raise Http404
    return step(
        request,
        person,
        lambda: undo_merge(merge_id, actor=signed_in(request)),
        said=_("The two files are apart again, as they were."),
        back="beneficiaries:duplicates_of",
    )


@MERGES
@require_POST
@of_person
def tell_apart(request: HttpRequest, person: Beneficiary, other_id: UUID) -> HttpResponse:
    other = found(request, other_id)
    try:
        record_distinct(person.pk, other.pk, actor=signed_in(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted: not the same person. It is not proposed again."))
    if request.POST.get("back") == "list":
        return redirect("beneficiaries:duplicates")
    return redirect("beneficiaries:duplicates_of", person.pk)


@MERGES
@require_POST
@of_person
def propose_again(request: HttpRequest, person: Beneficiary, other_id: UUID) -> HttpResponse:
    other = found(request, other_id)
    try:
        forget_distinct(person.pk, other.pk, actor=signed_in(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Taken back: the two are proposed again where they look alike.")
        )
    return redirect("beneficiaries:duplicates")


def signs(reasons: tuple[Reason, ...]) -> list[Sign]:
    return [Sign(SIGN_LABELS[reason.sign], reason.points) for reason in reasons]


def tone_of(score: int) -> str:
    return "late" if score >= LIKELY else "soon"


def _told(pair: Apart) -> dict[str, Any]:
    return {
        "pair": pair,
        "one": end_of(pair.one.identity_number or pair.one.mobile),
        "other": end_of(pair.other.identity_number or pair.other.mobile),
    }


def _merge_page(
    request: HttpRequest,
    person: Beneficiary,
    other: Beneficiary,
    form: ReasonForm,
    status: int,
    taken: frozenset[str] | None = None,
) -> HttpResponse:
    if status == 409 and str(FileChanged()) in form.non_field_errors():
        person.refresh_from_db()
        other.refresh_from_db()
    households = households_of([person.pk, other.pk])
    reasons = compare(signs_of(person, households), signs_of(other, households))
    context = {
        "other": other,
        "form": form,
        "rows": _rows(request, person, other, taken),
        "score": total(reasons),
        "tone": tone_of(total(reasons)),
        "signs": signs(reasons),
        "moves": {
            "cases": other.cases.count(),
            "people": other.related_people.count(),
            "documents": other.documents.count(),
            "consents": other.consents.count(),
        },
    }
    return person_page(request, person, "merge", context, tab="duplicates_of", status=status)


def _rows(
    request: HttpRequest, person: Beneficiary, other: Beneficiary, taken: frozenset[str] | None
) -> list[FieldRow]:
    """Empty fields of the kept file are proposed to be filled from the other one."""
    sees = allows(check_can_see_social_file, signed_in(request))
    rows = []
    for name in CHOSEN:
        one, two = getattr(person, name), getattr(other, name)
        takes = name in taken if taken is not None else bool(two) and not one
        rows.append(
            FieldRow(
                name,
                LABELS[name],
                _shown(person, name, sees=sees),
                _shown(other, name, sees=sees),
                (one or None) != (two or None),
                takes,
            )
        )
    return rows


def _shown(person: Beneficiary, name: str, *, sees: bool) -> str:
    value: Any = getattr(person, name)
    if not value:
        return ""
    if name == "birth":
        birth = Birth.load(value)
        return birth.both() if birth else ""
    if name == "address":
        place = load_address(value)
        return place.line() if place else ""
    if name == "iban":
        return in_groups(value)
    if name == "social_file":
        return _("There is one") if sees else _("There is one; your roles do not open it")
    display = getattr(person, f"get_{name}_display", None)
    return str(display() if display else value)


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() else 0
