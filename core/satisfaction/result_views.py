"""What the answers say, on a page and as a table to take away: never about a single answer."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from core import rules as governing
from core.request_types.queries import content_of, types
from core.satisfaction import queries
from core.satisfaction.access import for_readers
from core.satisfaction.enums import AnswerWay
from core.satisfaction.models import MeasureRound
from core.satisfaction.results import By, Group, Results, results_of, rows_of
from core.satisfaction.settings import MEASURES, MeasureSettings
from foundation import clock
from foundation.dates import add_months
from foundation.sheets import SheetKind
from foundation.spreadsheet import csv_table, harmless
from tenants.people.models import User
from ui.fields import DayField
from ui.files import as_file

USUAL_MONTHS = 12
WIDTH = 300
TITLES = {
    By.ROUND: gettext_lazy("Round by round"),
    By.WAY: gettext_lazy("By the way of answering"),
    By.CHANNEL: gettext_lazy("By channel"),
    By.TYPE: gettext_lazy("By type of request"),
    By.BRANCH: gettext_lazy("By branch or unit"),
    By.EMPLOYEE: gettext_lazy("By who had the case"),
}


class PeriodForm(forms.Form):
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)
    round = forms.UUIDField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Period:
    since: date
    until: date
    round: MeasureRound | None

    @property
    def begins(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.since, time()))

    @property
    def ends(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.until, time.max))


@dataclass(frozen=True, slots=True)
class Line:
    """A group with its name, and how long its bar is."""

    name: str
    group: Group

    @property
    def width(self) -> int:
        return round(WIDTH * self.group.mean / 100) if self.group.mean else 0


@for_readers
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.GET)
    period = _period(form)
    settings = MEASURES.read()
    found = _results(period, settings)
    context: dict[str, Any] = {
        "form": form,
        "period": period,
        "results": found,
        "settings": settings,
        "tables": _tables(found),
        "months": [(month, _width(month.mean)) for month in found.months],
        "query": request.GET.urlencode(),
    }
    return render(request, "satisfaction/results.html", context)


@for_readers
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    head, rows = _export(request)
    return as_file(csv_table(head, rows), SheetKind.CSV, "satisfaction.csv")


@for_readers
@require_safe
def as_xlsx(request: HttpRequest) -> HttpResponse:
    head, rows = _export(request)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.sheet_view.rightToLeft = get_language_bidi()
    for row in (head, *rows):
        sheet.append([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return as_file(out.getvalue(), SheetKind.XLSX, "satisfaction.xlsx")


def _period(form: PeriodForm) -> Period:
    """The last twelve months where nothing else was asked; of a round, all its time."""
    form.is_valid()
    data = form.cleaned_data
    chosen: UUID | None = data.get("round")
    round_ = queries.round_for(chosen) if chosen else None
    until = data.get("until") or clock.today()
    first = timezone.localtime(round_.opened_at).date() if round_ and round_.opened_at else None
    since = data.get("since") or first or add_months(clock.today(), -USUAL_MONTHS)
    return Period(min(since, until), until, round_)


def _results(period: Period, settings: MeasureSettings) -> Results:
    round_id = period.round.pk if period.round else None
    rows = rows_of(period.begins, period.ends, settings, round_id=round_id)
    return results_of(rows, settings)


def _width(mean: int | None) -> int:
    return round(WIDTH * mean / 100) if mean else 0


def _tables(found: Results) -> list[tuple[str, list[Line]]]:
    names = _names(found)
    return [
        (str(TITLES[by]), [Line(_name(by, names[by], group), group) for group in groups])
        for by, groups in _in_order(found, names)
        if any(group.key and not group.is_others for group in groups)
    ]


def _in_order(
    found: Results, names: dict[By, dict[str, str]]
) -> list[tuple[By, tuple[Group, ...]]]:
    """Rounds one after the other as they fell due, which shows the trend; all else by size."""
    place = {key: number for number, key in enumerate(names[By.ROUND])}
    return [
        (by, tuple(sorted(groups, key=lambda group: place.get(group.key, len(place)))))
        if by == By.ROUND
        else (by, groups)
        for by, groups in found.groups.items()
    ]


def _name(by: By, names: dict[str, str], group: Group) -> str:
    if group.is_others:
        return _("Others, taken together")
    if by == By.ROUND and not group.key:
        return _("After a service")
    return names.get(group.key) or group.key or _("Not known")


def _names(found: Results) -> dict[By, dict[str, str]]:
    names: dict[By, dict[str, str]] = {by: {} for by in By}
    if found.is_small:
        return names
    names[By.WAY] = {way.value: str(way.label) for way in AnswerWay}
    names[By.TYPE] = {line.shown.key: str(content_of(line.shown).name) for line in types()}
    try:
        channels = governing.in_force(clock.now()).channels
    except governing.NoPolicyInForce:
        channels = ()
    names[By.CHANNEL] = {channel.key: channel.label for channel in channels}
    if ids := _ids(found, By.ROUND):
        names[By.ROUND] = {
            str(each.pk): f"{each.label} ({each.due_on:%Y-%m})"
            for each in queries.rounds_named(ids)
        }
    if ids := _ids(found, By.EMPLOYEE):
        people = User.objects.filter(pk__in=ids).order_by("pk")
        names[By.EMPLOYEE] = {str(each.pk): each.display_name for each in people}
    return names


def _ids(found: Results, by: By) -> list[str]:
    groups = found.groups.get(by, ())
    return [group.key for group in groups if group.key and not group.is_others]


def _export(request: HttpRequest) -> tuple[list[str], list[Sequence[str | int | float | None]]]:
    """The very figures of the page."""
    settings = MEASURES.read()
    found = _results(_period(PeriodForm(request.GET)), settings)
    head = [_("Table"), _("Line"), _("Asked"), _("Answers"), _("Response in percent"), _("Score")]
    rate = found.rate
    rows: list[Sequence[str | int | float | None]] = [
        (_("All"), "", rate.asked, rate.answers, rate.percent, found.mean)
    ]
    for title, lines in _tables(found):
        for line in lines:
            rate = line.group.rate
            rows.append(
                (title, line.name, rate.asked, rate.answers, rate.percent, line.group.mean)
            )
    for month in found.months:
        rate = month.rate
        when = f"{month.first:%Y-%m}"
        rows.append((_("By month"), when, rate.asked, rate.answers, rate.percent, month.mean))
    for each in found.questions:
        asked = str(each.question)
        rows += [(asked, str(share.label), None, share.count, None, None) for share in each.shares]
    return head, rows
