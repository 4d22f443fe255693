"""How text messages and WhatsApp are sent, what that costs, and when nothing rings."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.configuration.sections import Section, SettingChanged
from core.messages import approved, opting_out, spending
from core.messages.dispatch import sms_provider, whatsapp_provider
from core.messages.enums import MessageChannel
from core.messages.forms import PricedForm, SendingForm, SmsForm, WhatsAppForm
from core.messages.hooks import WHATSAPP_HOOK, hook_address, hook_token
from core.messages.providers.port import (
    Accepted,
    ApprovedText,
    OutgoingText,
    Provider,
    ProviderError,
)
from core.messages.reasons import failure_in_words
from core.messages.sections import (
    ANY,
    SENDING,
    SMS,
    WHATSAPP,
    Priced,
    SmsSettings,
    WhatsAppSettings,
    secrets_of,
)
from foundation import clock
from foundation.dates import add_months
from foundation.errors import DomainError
from tenants.people.access import permission_required, person
from tenants.people.roles import Permission

Settings = TypeVar("Settings", bound=Priced)
for_administrators = permission_required(Permission.MANAGE_SETTINGS)


@dataclass(frozen=True, slots=True)
class Tried:
    """What the provider said to a test message, as it said it."""

    accepted: Accepted | None = None
    why_not: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Page(Generic[Settings]):
    """One way of sending: its section, its form, and how a test message goes out."""

    section: Section[Settings]
    template: str
    url_name: str
    empty: Callable[[Settings, frozenset[str]], PricedForm]
    posted: Callable[[Any, frozenset[str]], PricedForm]
    settings: Callable[[PricedForm, Settings], Settings]
    same_place: Callable[[Settings, Settings], bool]
    secret_names: tuple[str, ...]
    provider: Callable[[Settings, dict[str, str]], Provider]
    test_text: Callable[[Settings, str], OutgoingText]
    hook: Callable[[Settings], dict[str, str]]

    def open(self, request: HttpRequest) -> HttpResponse:
        kept = self.section.read()
        secrets = secrets_of(self.section)
        if request.method != "POST":
            return self._show(request, self.empty(kept, frozenset(secrets)), kept)
        form = self.posted(request.POST, frozenset(secrets))
        if not form.is_valid():
            return self._show(request, form, kept, status=400)
        wanted = self.settings(form, kept)
        typed = {name: form.cleaned_data.get(name, "") for name in self.secret_names}
        # A kept secret goes only to the place that it was typed for.
        known = secrets if self.same_place(kept, wanted) else {}
        held = {name: typed[name] or known.get(name, "") for name in self.secret_names}
        for name in self.secret_names:
            if not held[name]:
                form.add_error(name, _("The provider is another one: type its key."))
        if form.errors:
            return self._show(request, form, kept, status=400)
        if "try" in request.POST:
            return self._try(request, form, wanted, held)
        return self._save(request, form, wanted, held)

    def _try(
        self, request: HttpRequest, form: PricedForm, wanted: Settings, held: dict[str, str]
    ) -> HttpResponse:
        number = form.cleaned_data["try_number"]
        if not number:
            form.add_error("try_number", _("To which number shall it be sent?"))
            return self._show(request, form, wanted, status=400)
        try:
            accepted = self.provider(wanted, held).send(self.test_text(wanted, number))
        except ProviderError as error:
            tried = Tried(why_not=failure_in_words(error.code), said=error.said)
            return self._show(request, form, wanted, tried=tried, status=400)
        return self._show(request, form, wanted, tried=Tried(accepted))

    def _save(
        self, request: HttpRequest, form: PricedForm, wanted: Settings, held: dict[str, str]
    ) -> HttpResponse:
        revision = form.cleaned_data["revision"]
        try:
            self.section.write(wanted, actor=person(request), revision=revision, secret=held)
        except DomainError as error:
            form.refuse(error)
            status = 409 if isinstance(error, SettingChanged) else 400
            return self._show(request, form, wanted, status=status)
        messages.success(request, _("The settings were saved."))
        return redirect(self.url_name)

    def _show(
        self,
        request: HttpRequest,
        form: PricedForm,
        shown: Settings,
        *,
        tried: Tried | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {"form": form, "tried": tried, "url_name": self.url_name, **self.hook(shown)}
        return render(request, self.template, context, status=status)


def _test_sms(wanted: SmsSettings, number: str) -> OutgoingText:
    return OutgoingText(uuid4(), number, _("This is a test message."))


def _test_whatsapp(wanted: WhatsAppSettings, number: str) -> OutgoingText:
    """By the template for all, since nobody wrote to us within the last 24 hours."""
    template = wanted.templates.get(ANY) or next(iter(wanted.templates.values()), None)
    words = _("This is a test message.")
    if template is None:
        return OutgoingText(uuid4(), number, words)
    values = [str(approved.LABELS[name]) for name in template.values]
    return OutgoingText(uuid4(), number, words, approved=ApprovedText(template.name, "ar", values))


def _sms_form(kept: SmsSettings, secrets: frozenset[str]) -> SmsForm:
    described = kept.described.model_dump()
    described["headers"] = json.dumps(kept.described.headers) if kept.described.headers else ""
    described["body"] = (
        json.dumps(kept.described.body, ensure_ascii=False) if kept.described.body else ""
    )
    described["success_values"] = ", ".join(kept.described.success_values)
    initial = {**_priced(kept), **described, "revision": SMS.revision()}
    initial |= {"provider": kept.provider, "sender": kept.sender, "account": kept.account}
    return SmsForm(initial=initial, key_kept="key" in secrets)


def _whatsapp_form(kept: WhatsAppSettings, secrets: frozenset[str]) -> WhatsAppForm:
    templates = {
        f"template_{kind}": approved.written(template) for kind, template in kept.templates.items()
    }
    initial = {**_priced(kept), **templates, "revision": WHATSAPP.revision()}
    return WhatsAppForm(initial=initial | {"phone_number_id": kept.phone_number_id}, kept=secrets)


def _priced(kept: Priced) -> dict[str, Any]:
    limit = kept.monthly_limit
    return {
        "enabled": kept.enabled,
        "price": f"{kept.price:f}" if kept.price else "",
        "monthly_limit": f"{limit:f}" if limit is not None else "",
    }


SMS_PAGE: Page[SmsSettings] = Page(
    section=SMS,
    template="outbox/desk/sms.html",
    url_name="outbox:sms",
    empty=_sms_form,
    posted=lambda data, secrets: SmsForm(data, key_kept="key" in secrets),
    settings=lambda form, kept: form.settings(kept),  # type: ignore[attr-defined]
    same_place=lambda kept, wanted: (
        (kept.provider, kept.described.url, kept.account)
        == (wanted.provider, wanted.described.url, wanted.account)
    ),
    secret_names=("key",),
    provider=lambda wanted, held: sms_provider(wanted, held["key"]),
    test_text=_test_sms,
    hook=lambda shown: {"hook": hook_address(shown.provider, shown.hook_round)},
)
WHATSAPP_PAGE: Page[WhatsAppSettings] = Page(
    section=WHATSAPP,
    template="outbox/desk/whatsapp.html",
    url_name="outbox:whatsapp",
    empty=_whatsapp_form,
    posted=lambda data, secrets: WhatsAppForm(data, kept=secrets),
    settings=lambda form, kept: form.settings(kept),  # type: ignore[attr-defined]
    same_place=lambda kept, wanted: True,  # all are Meta's
    secret_names=("token", "app_secret"),
    provider=lambda wanted, held: whatsapp_provider(wanted, held["token"]),
    test_text=_test_whatsapp,
    hook=lambda shown: {
        "hook": hook_address(WHATSAPP_HOOK, shown.hook_round),
        "verify_token": hook_token(WHATSAPP_HOOK, shown.hook_round),
    },
)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def sms(request: HttpRequest) -> HttpResponse:
    """Two buttons: one saves, one sends a test message with what stands in the form."""
    return SMS_PAGE.open(request)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def whatsapp(request: HttpRequest) -> HttpResponse:
    return WHATSAPP_PAGE.open(request)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def sending(request: HttpRequest) -> HttpResponse:
    """Quiet hours, and what was spent in this month and the last."""
    if request.method != "POST":
        kept = SENDING.read()
        initial = {
            "quiet_from": f"{kept.quiet_from:%H:%M}" if kept.quiet_from else "",
            "quiet_until": f"{kept.quiet_until:%H:%M}" if kept.quiet_until else "",
            "revision": SENDING.revision(),
        }
        return _sending_page(request, SendingForm(initial=initial))
    form = SendingForm(request.POST)
    if not form.is_valid():
        return _sending_page(request, form, status=400)
    try:
        revision = form.cleaned_data["revision"]
        SENDING.write(form.sending(), actor=person(request), revision=revision)
    except SettingChanged as error:
        form.refuse(error)
        return _sending_page(request, form, status=409)
    messages.success(request, _("The settings were saved."))
    return redirect("outbox:sending")


def state_of_sms() -> str:
    return _("On") if SMS.read().enabled else _("Not set up yet")


def state_of_whatsapp() -> str:
    return _("On") if WHATSAPP.read().enabled else _("Not set up yet")


def _sending_page(request: HttpRequest, form: SendingForm, *, status: int = 200) -> HttpResponse:
    today = clock.today()
    context = {
        "form": form,
        "months": [
            {"first": first, "totals": [each for each in spending.totals(first) if each.messages]}
            for first in (today.replace(day=1), add_months(today.replace(day=1), -1))
        ],
        "limits": {"sms": SMS.read().monthly_limit, "whatsapp": WHATSAPP.read().monthly_limit},
        "opted_out": [
            (channel.label, opting_out.count(channel))
            for channel in (MessageChannel.SMS, MessageChannel.WHATSAPP)
        ],
    }
    return render(request, "outbox/desk/sending.html", context, status=status)
