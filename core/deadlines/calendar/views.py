"""The pages of the working calendar. A change that moves open deadlines is shown before it is made."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.deadlines.calendar import queries, rules, services
from core.deadlines.calendar.changes import Change
from core.deadlines.calendar.forms import (
    WEEKDAYS_IN_ORDER,
    DaysForm,
    HolidaysForm,
    SpanForm,
    SpecialHoursForm,
    WeekForm,
    hours_words,
    weekday_name,
)
from core.deadlines.calendar.queries import Preview
from core.deadlines.calendars import weekend_of
from core.deadlines.engine.saudi import TIMEZONE
from core.deadlines.models import CalendarSettings
from core.deadlines.phrases import MILESTONES
from core.rules import Milestone
from foundation.access import allows
from foundation.errors import DomainError
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission
from ui.forms import RefusableForm

ZONES = {TIMEZONE: gettext_lazy("Riyadh (three hours ahead of UTC)")}
MOVE, KEEP, BACK = "move", "keep", "back"
ABOUT_THE_ANSWER = {"answer", "seen", "csrfmiddlewaretoken"}


@permission_required(Permission.VIEW_POLICIES)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    found = queries.overview()
    return render(
        request,
        "calendar/overview.html",
        {
            "weekend": [weekday_name(day) for day in WEEKDAYS_IN_ORDER if day in found.weekend],
            "hours": found.hours,
            "own": [
                {"weekday": weekday_name(day), "windows": found.own[day]}
                for day in WEEKDAYS_IN_ORDER
                if day in found.own
            ],
            "timezone": ZONES[TIMEZONE],
            "special": found.special,
            "ramadans": found.ramadans,
            "years": [
                {
                    "year": year,
                    "official": official,
                    "certain": [
                        each
                        for each in official
                        if not each.decided and not each.holiday.estimated
                    ],
                }
                for year, official in found.official.items()
            ],
            "spans": found.spans,
            "may_edit": allows(rules.check_can_edit_calendar, person(request)),
        },
    )


@permission_required(Permission.EDIT_CALENDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def add_days(request: HttpRequest) -> HttpResponse:
    form = DaysForm(request.POST or None)
    return _by_form(
        request,
        form,
        lambda: services.plan_days(**form.planned()),
        page="calendar/days.html",
        done=_("The days are in the calendar."),
    )


@permission_required(Permission.EDIT_CALENDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def add_special_hours(request: HttpRequest) -> HttpResponse:
    """`?ramadan=1448` fills in the month; its hours are the association's to say."""
    form = SpecialHoursForm(request.POST or None, initial=_month_asked_for(request))
    return _by_form(
        request,
        form,
        lambda: services.plan_special_hours(**form.planned()),
        page="calendar/special_hours.html",
        done=_("The hours are in the calendar."),
    )


@permission_required(Permission.EDIT_CALENDAR)
@require_POST
def remove_special_hours(request: HttpRequest) -> HttpResponse:
    form = SpanForm(request.POST)

    def plan() -> Change:
        if not form.is_valid():
            raise rules.NotInCalendar
        return services.plan_usual_hours(**form.cleaned_data)

    return _by_button(request, plan, done=_("The usual hours hold again."))


@permission_required(Permission.EDIT_CALENDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def change_week(request: HttpRequest) -> HttpResponse:
    form = WeekForm(request.POST or None, initial=_week_now())
    return _by_form(
        request,
        form,
        lambda: services.plan_week(**form.planned()),
        page="calendar/week.html",
        done=_("The working week was changed."),
    )


@permission_required(Permission.EDIT_CALENDAR)
@require_POST
def decide_holidays(request: HttpRequest) -> HttpResponse:
    form = HolidaysForm(request.POST)

    def plan() -> Change:
        if not form.is_valid():
            raise rules.NotProposed
        data = form.cleaned_data
        return services.plan_holidays(data["day"], observed=data["observed"])

    return _by_button(request, plan, done=_("The decision is in the calendar."))


@permission_required(Permission.EDIT_CALENDAR)
@require_POST
def remove_days(request: HttpRequest) -> HttpResponse:
    form = SpanForm(request.POST)

    def plan() -> Change:
        if not form.is_valid():
            raise rules.NotInCalendar
        return services.plan_removal(**form.cleaned_data)

    return _by_button(request, plan, done=_("It was taken out of the calendar."))


def _week_now() -> dict[str, Any]:
    settings = CalendarSettings.objects.filter(pk=1).first()
    usual, own = queries.hours_by_day(settings)
    return {
        "weekend": sorted(weekend_of(settings)),
        "hours": hours_words(usual),
        **{f"hours_{day}": hours_words(windows) for day, windows in own.items()},
    }


def _month_asked_for(request: HttpRequest) -> dict[str, Any]:
    wanted = request.GET.get("ramadan", "")
    months = {str(month.hijri_year): month for month in queries.ramadans()}
    if (month := months.get(wanted)) is None:
        return {}
    return {
        "first": month.first.isoformat(),
        "last": month.last.isoformat(),
        "name": month.name.ar,
        "name_en": month.name.en,
    }


def _by_form(
    request: HttpRequest,
    form: RefusableForm,
    plan: Callable[[], Change],
    *,
    page: str,
    done: str,
) -> HttpResponse:
    asked = request.method == "POST" and request.POST.get("answer") != BACK
    if asked and form.is_valid():
        try:
            return _changed(request, plan(), done)
        except DomainError as error:
            form.refuse(error)
    status = 400 if asked else 200
    return render(request, page, {"form": form}, status=status)


def _by_button(request: HttpRequest, plan: Callable[[], Change], *, done: str) -> HttpResponse:
    if request.POST.get("answer") == BACK:
        return redirect("calendar:overview")
    try:
        return _changed(request, plan(), done)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("calendar:overview")


def _changed(request: HttpRequest, change: Change, done: str) -> HttpResponse:
    """Made at once where no open deadline moves; else as answered, or the question first."""
    answer = request.POST.get("answer")
    if answer not in (MOVE, KEEP):
        preview = queries.preview(change)
        if preview.needs_an_answer:
            return _question(request, preview)
    seen = request.POST.get("seen", "") if answer == MOVE else None
    try:
        moved = services.apply_change(change, actor=person(request), seen=seen)
    except rules.PreviewOutdated as error:
        return _question(request, queries.preview(change), str(error))
    messages.success(request, f"{done} {_moved_words(moved)}".strip())
    return redirect("calendar:overview")


def _question(request: HttpRequest, preview: Preview, refused: str = "") -> HttpResponse:
    return render(
        request,
        "calendar/preview.html",
        {
            "preview": preview,
            "rows": [
                {"move": move, "what": MILESTONES[Milestone(move.clock.milestone)]}
                for move in preview.moves
            ],
            "posted": [
                (name, value)
                for name, values in request.POST.lists()
                if name not in ABOUT_THE_ANSWER
                for value in values
            ],
            "action": request.path,
            "may_see_cases": person(request).has_permission(Permission.VIEW_CASES),
            "refused": refused,
        },
        status=409 if refused else 200,
    )


def _moved_words(moved: Preview | None) -> str:
    if moved is None or not moved.moves:
        return ""
    number = len(moved.moves)
    return ngettext("%(n)s deadline moved.", "%(n)s deadlines moved.", number) % {"n": number}
