"""Signing the policy, and seeing who has."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation import clock
from foundation.access import allows
from foundation.errors import DomainError
from policies import queries as policy
from policies.acknowledging import queries, rules, services
from policies.acknowledging.export import evidence_csv
from policies.acknowledging.forms import SignForm
from policies.comparison.behaviour import behaviour_changes
from policies.models import Acknowledgement, PolicyVersion
from policies.workflow import GOVERNING
from tenants.people.access import any_permission_required, person, sign_in_required
from ui.files import as_file


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest) -> HttpResponse:
    """The version in force; a page that was left open while a newer one came is told so."""
    version = policy.version_in_force()
    asked = queries.acknowledgement_of(person(request), version) if version else None
    if version is None or asked is None:
        refused = _refused_elsewhere(request)
        return refused or render(request, "policies/acknowledging/nothing.html")
    form = _form(request, version, asked)
    if request.method == "POST" and form.is_valid():
        try:
            services.sign(
                _posted_version(request) or version.pk,
                actor=person(request),
                name=form.cleaned_data["name"],
                agreed=form.cleaned_data["agreed"],
                answer=form.cleaned_data.get("answer", ""),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("You have signed the policy. Thank you."))
            return redirect("acknowledging:sign")
    status = 400 if form.errors else 200
    return render(
        request, "policies/acknowledging/sign.html", _page(version, asked, form), status=status
    )


def _refused_elsewhere(request: HttpRequest) -> HttpResponse | None:
    """Whoever posts a signature that nobody asked for is told why it does not count."""
    posted = _posted_version(request)
    if request.method != "POST" or posted is None:
        return None
    try:
        services.sign(posted, actor=person(request), name="", agreed=False)
    except DomainError as error:
        messages.error(request, str(error))
    return render(request, "policies/acknowledging/nothing.html", status=409)


def _posted_version(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("version", ""))
    except ValueError:
        return None


def _form(request: HttpRequest, version: PolicyVersion, asked: Acknowledgement) -> SignForm:
    rule = services.rule_of(version)
    return SignForm(
        request.POST if request.method == "POST" else None,
        question=rule.question if rule else None,
        answers=queries.shuffled(rule.answers, asked) if rule else [],
    )


def _page(version: PolicyVersion, asked: Acknowledgement, form: SignForm) -> dict[str, Any]:
    content = version.load_content()
    before = queries.last_signed_before(asked.person, version)
    return {
        "version": version,
        "asked": asked,
        "late": asked.due_on < clock.today(),
        "content": content,
        "articles": content.whole_articles(),
        "before": before,
        "changes": behaviour_changes(before.load_content(), content) if before else [],
        "form": form,
    }


def _found(version_id: UUID) -> PolicyVersion:
    version = PolicyVersion.objects.filter(pk=version_id, state__in=GOVERNING).first()
    if version is None:
        raise Http404
    return version


@any_permission_required(*rules.SEE)
@require_safe
def coverage(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = _found(version_id)
    found = queries.coverage(version)
    context = {
        "version": version,
        "coverage": found,
        "may_remind": allows(rules.check_can_remind, person(request)),
        "in_force": version.superseded_at is None,
    }
    return render(request, "policies/acknowledging/coverage.html", context)


@any_permission_required(*rules.SEE)
@require_safe
def evidence(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """To print: every signature with its time and the fingerprint of what was signed."""
    version = _found(version_id)
    context = {"version": version, "signatures": list(queries.evidence(version))}
    return render(request, "policies/acknowledging/evidence.html", context)


@any_permission_required(*rules.SEE)
@require_safe
def export(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = _found(version_id)
    name = _("Signatures of version %(number)s") % {"number": version.number}
    return as_file(evidence_csv(version), "text/csv; charset=utf-8", f"{name}.csv")


@any_permission_required(*rules.REMIND)
@require_POST
def remind(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = _found(version_id)
    try:
        people = services.remind_by_hand(version.pk, actor=person(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        sentence = ngettext(
            "%(number)s person is reminded by e-mail.",
            "%(number)s people are reminded by e-mail.",
            people,
        )
        messages.success(request, sentence % {"number": people})
    return redirect("acknowledging:coverage", version.pk)
