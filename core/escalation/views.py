"""The ladders at the desk: the common one, and those of deadlines that have their own."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.configuration.sections import SettingChanged
from core.deadlines.phrases import MILESTONES
from core.escalation.forms import LadderForm
from core.escalation.ladder import LADDERS, STEPS, Ladders, Rung, Rungs
from core.rules import Milestone
from tenants.people.access import permission_required, person
from tenants.people.queries import people
from tenants.people.roles import Permission

COMMON = "common"
AT = {
    50: gettext_lazy("Half of the time has passed"),
    75: gettext_lazy("Three quarters of the time have passed"),
    90: gettext_lazy("Nine tenths of the time have passed"),
    100: gettext_lazy("The deadline has passed"),
}


@permission_required(Permission.MANAGE_SETTINGS)
@require_safe
def ladders(request: HttpRequest) -> HttpResponse:
    stored = LADDERS.read()
    names = {user.pk: user.display_name for user in people()}
    return render(
        request,
        "escalation/ladders.html",
        {
            "common": _told(stored.common, names),
            "milestones": [
                {
                    "key": milestone.value,
                    "what": words,
                    "steps": _told(stored.own[milestone], names)
                    if milestone in stored.own
                    else None,
                }
                for milestone, words in MILESTONES.items()
            ],
        },
    )


@permission_required(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_ladder(request: HttpRequest, ladder: str) -> HttpResponse:
    milestone, what = _named(ladder)
    stored = LADDERS.read()
    rungs = stored.of(milestone) if milestone else stored.common
    asked = request.method == "POST"
    form = LadderForm(rungs, revision=LADDERS.revision(), posted=request.POST if asked else None)
    status = 200
    if asked:
        status = 400
        if form.is_valid():
            try:
                changed = _with(stored, milestone, form.rungs())
                LADDERS.write(
                    changed,
                    actor=person(request),
                    revision=form.revision.cleaned_data["revision"],
                )
            except SettingChanged as error:
                form.refused, status = str(error), 409
            else:
                messages.success(request, _("The ladder was saved."))
                return redirect("escalation:ladders")
    return render(
        request,
        "escalation/ladder.html",
        {
            "form": form,
            "what": what,
            "which": ladder,
            "steps": [
                {"percent": percent, "when": AT[percent], "form": form.steps[percent]}
                for percent in STEPS
            ],
            "is_own": milestone is not None and milestone in stored.own,
        },
        status=status,
    )


@permission_required(Permission.MANAGE_SETTINGS)
@require_POST
def follow_common(request: HttpRequest, ladder: str) -> HttpResponse:
    """The deadline has no ladder of its own any more."""
    milestone, _what = _named(ladder)
    if milestone is None:
        raise Http404
    stored = LADDERS.read()
    own = {each: rungs for each, rungs in stored.own.items() if each != milestone}
    LADDERS.write(stored.model_copy(update={"own": own}), actor=person(request))
    messages.success(request, _("This deadline follows the common ladder again."))
    return redirect("escalation:ladders")


def _named(ladder: str) -> tuple[Milestone | None, str | Promise]:
    if ladder == COMMON:
        return None, _("All deadlines")
    if ladder not in set(Milestone):
        raise Http404
    return Milestone(ladder), MILESTONES[Milestone(ladder)]


def _with(stored: Ladders, milestone: Milestone | None, rungs: Rungs) -> Ladders:
    if milestone is None:
        return stored.model_copy(update={"common": rungs})
    return stored.model_copy(update={"own": {**stored.own, milestone: rungs}})


def _told(rungs: Rungs, names: dict[UUID, str]) -> list[dict[str, object]]:
    return [
        {
            "percent": percent,
            "when": AT[percent],
            "who": list(_who(rungs.get(percent, Rung()), names)),
            "goes_to": _taker(rungs.get(percent, Rung()), names),
        }
        for percent in STEPS
    ]


def _who(rung: Rung, names: dict[UUID, str]) -> Iterable[str | Promise]:
    if rung.handler:
        yield _("Whoever has the case")
    yield from (role.label for role in rung.roles)
    yield from (names[each] for each in rung.people if each in names)


def _taker(rung: Rung, names: dict[UUID, str]) -> str | Promise:
    if rung.give_to_person is not None:
        return names.get(rung.give_to_person, "")
    return rung.give_to_role.label if rung.give_to_role else ""
