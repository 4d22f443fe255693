"""What templates say often: icons, isolated text, telephone numbers, badges, form fields."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import phonenumbers
from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms import BaseForm, BoundField, CheckboxInput, Widget
from django.template import defaultfilters
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from foundation import arabic, dates, writing

register = template.Library()

ICONS = Path(__file__).parent.parent / "static" / "ui" / "icons.svg"
FALLBACK_ICON = "dot"
FOR_PROGRAMS = ("c", "U", "Y-m-d")
# 3-6, 1,284.50, 10:30, REQ-2026-0417, name@example.org, +966 55 123 4567: pieces with signs between.
NUMBERS = re.compile(r"(\+[0-9][0-9 -]*[0-9]|[A-Za-z0-9]+(?:[-./:,@_]+[A-Za-z0-9]+)+)")
ALERT_ICONS = {"success": "check", "warning": "alert", "error": "alert"}


@cache
def icon_names() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([^"]+)"', ICONS.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A drawing, silent to screen readers; `flip` in classes mirrors a directional one."""
    known = str(name) if str(name) in icon_names() else FALLBACK_ICON
    return format_html(
        '<svg class="ic {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("ui/icons.svg"),
        known,
    )


@register.filter
def alert_icon(level: str) -> str:
    return ALERT_ICONS.get(level, "info")


@register.filter
def bidi(text: object) -> SafeString:
    """Text typed by people: its own direction, and numbers in it (3-6, +966 55…) the right way."""
    return format_html('<bdi dir="auto">{}</bdi>', upright(text))


@register.filter
def upright(text: object) -> SafeString:
    """A sentence whose numbers with signs in them would turn round among Arabic letters."""
    pieces = NUMBERS.split(str(text))
    isolated = (
        code(piece) if position % 2 else escape(piece) for position, piece in enumerate(pieces)
    )
    return mark_safe("".join(isolated))  # noqa: S308 (every piece is escaped)


@register.filter
def code(text: object) -> SafeString:
    """Tracking codes, clause addresses, e-mail: always left to right."""
    return format_html('<bdi class="num" dir="ltr">{}</bdi>', text)


@register.filter
def phone(number: object) -> SafeString:
    """A number as people read it; one that cannot be read as a number is shown as it stands."""
    return code(_readable(str(number)))


def _readable(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number, "SA")
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_possible_number(parsed):
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@register.filter(name="both_calendars")
def both_calendars(day: date | None) -> str:
    """«1 رمضان 1445هـ (11 مارس 2024م)»; empty where there is no date."""
    if day is None:
        return ""
    return dates.both_calendars(_local_day(day))


@register.filter
def counted(number: int, noun: str) -> str:
    """`{{ days|counted:"working_day" }}`: the noun in the form its number asks for."""
    return arabic.counted(number, noun)


@register.filter
def numeral(number: object) -> str:
    """A figure as the policy writes numbers. Not for codes and the like: people type those again."""
    return writing.numeral(str(number))


@register.filter(name="date", expects_localtime=True, is_safe=False)
def date_(value: Any, form: str | None = None) -> str:
    """Django's, with the policy's digits wherever it is meant for people."""
    text = defaultfilters.date(value, form)
    return text if form in FOR_PROGRAMS else writing.numeral(text)


@register.filter(name="time", expects_localtime=True, is_safe=False)
def time_(value: Any, form: str | None = None) -> str:
    return writing.numeral(defaultfilters.time(value, form))


@register.filter(is_safe=True)
def floatformat(value: Any, places: int = -1) -> str:
    return writing.numeral(defaultfilters.floatformat(value, places))


@register.filter(is_safe=True)
def filesizeformat(size: Any) -> str:
    return writing.numeral(defaultfilters.filesizeformat(size))


@register.filter
def riyals(amount: Decimal) -> str:
    """Such as «1,500 ريال»; halalas only where there are any."""
    return _("%(amount)s riyals") % {"amount": writing.amount_of_money(amount)}


def _local_day(day: date) -> date:
    return timezone.localtime(day).date() if isinstance(day, datetime) else day


@register.simple_tag
def badge(text: str | Promise, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """Tones: late, soon, ok, info, violet, neutral. The words carry the meaning."""
    return format_html(
        '<span class="badge tone-{}">{}{}</span>', tone, icon(icon_name) if icon_name else "", text
    )


@register.inclusion_tag("ui/field.html")
def field(
    bound: BoundField, label: str | Promise = "", help_text: str | Promise = "", classes: str = ""
) -> dict[str, object]:
    """A form field with label, help and errors tied together for those who listen to it."""
    help_text = help_text or bound.help_text
    identifier = bound.auto_id or bound.html_name
    described_by = [f"{identifier}_help"] * bool(help_text) + [f"{identifier}_error"] * bool(
        bound.errors
    )
    attributes = _attributes(bound.field.widget)
    if described_by and not bound.use_fieldset:
        attributes["aria-describedby"] = " ".join(described_by)
    return {
        "field": bound,
        "widget": _widget(bound, attributes),
        "label": label or bound.label,
        "help_text": help_text,
        "identifier": identifier,
        "described_by": " ".join(described_by),
        "optional": not bound.field.required,
        "single_checkbox": isinstance(bound.field.widget, CheckboxInput),
        "classes": classes,
    }


def _widget(bound: BoundField, attributes: dict[str, str | bool]) -> SafeString:
    """Browsers say «Choose file» in their own language: the words of ours cover that where scripts run."""
    written = bound.as_widget(attrs=attributes)
    if getattr(bound.field.widget, "input_type", "") != "file":
        return written
    several = bound.field.widget.allow_multiple_selected
    return format_html(
        '<div class="file" data-file>{}<span class="btn" aria-hidden="true" hidden>{}{}</span>'
        '<span class="chosen" aria-hidden="true" data-chosen hidden>{}</span></div>',
        written,
        icon("clip"),
        _("Choose files") if several else _("Choose a file"),
        _("No file chosen"),
    )


def _attributes(widget: Widget) -> dict[str, str | bool]:
    """The classes of the style sheet; telephone numbers and the like run left to right."""
    kind = getattr(widget, "input_type", "text")
    if kind in {"checkbox", "radio"}:
        return {}
    attributes: dict[str, str | bool] = {"class": f"in {widget.attrs.get('class', '')}".strip()}
    if kind in {"tel", "email", "url", "number", "password"} and "dir" not in widget.attrs:
        attributes["dir"] = "ltr"
    return attributes


@register.inclusion_tag("ui/form.html")
def fields(form: BaseForm) -> dict[str, object]:
    """All fields of a form in order, with the errors that belong to no single field on top."""
    return {"form": form}


@register.simple_tag
def font_styles() -> SafeString:
    """The web font, where it was copied at build time; elsewhere the fonts of the system serve."""
    if not shipped("vendor/fonts.css"):
        return mark_safe("")
    return format_html('<link rel="stylesheet" href="{}">', static("vendor/fonts.css"))


@register.simple_tag
def vendor_script(path: str) -> SafeString:
    """A script from the browser packages, where copied at build time; pages work without it."""
    if not shipped(f"vendor/{path}"):
        return mark_safe("")
    return format_html('<script src="{}" defer></script>', static(f"vendor/{path}"))


@register.simple_tag
def sort_scripts() -> SafeString:
    """For pages with `ol[data-sort]`; its buttons work without the part for dragging."""
    return vendor_script("Sortable.min.js") + _own_script("ui/sortlist.js")


@register.simple_tag
def signature_scripts() -> SafeString:
    """For pages with `ui/signature.html`."""
    return vendor_script("signature_pad.umd.min.js") + _own_script("ui/signature.js")


def _own_script(path: str) -> SafeString:
    return format_html('<script src="{}" defer></script>', static(path))


@cache
def shipped(path: str) -> bool:
    return finders.find(path) is not None or staticfiles_storage.exists(path)
