"""Input about messages: what came of a call or a letter, and how text messages and WhatsApp are sent."""

import json
from datetime import datetime, time
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.cases.rules import TextTooLong
from core.messages import approved, rules
from core.messages.enums import CallResult, MessageKind
from core.messages.providers import http
from core.messages.providers.port import Refused
from core.messages.providers.presets import GENERIC, NAMES, WITH_ACCOUNT
from core.messages.reasons import failure_in_words
from core.messages.sections import (
    ANY,
    ApprovedTemplate,
    Described,
    Sending,
    SmsSettings,
    WhatsAppSettings,
)
from foundation.arabic import clean_typed
from foundation.errors import DomainError
from foundation.identity import normalise_mobile
from ui.fields import DayField, MoneyField
from ui.forms import RefusableForm


def left_to_right(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.TextInput(attrs={"dir": "ltr"}), **options)


class CallForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.NoteMissing: "note",
        rules.TimeMissing: "again_on",
        TextTooLong: "note",
    }

    result = forms.ChoiceField(
        label=_("What came of it?"), choices=CallResult.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What was spoken of"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    again_on = DayField(label=_("Call again on"), required=False)
    again_time = left_to_right(
        _("At"), required=False, max_length=10, help_text=_("A time like 10:30.")
    )

    def clean_again_time(self) -> time | None:
        return _time(self.cleaned_data["again_time"])

    def again_at(self) -> datetime | None:
        day, at = self.cleaned_data.get("again_on"), self.cleaned_data.get("again_time")
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day, at or time(9)))


class PostingForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.PostedInFuture: "posted_on",
        rules.PostedBeforeWritten: "posted_on",
        TextTooLong: "register_number",
    }

    posted_on = DayField(label=_("Posted on"))
    register_number = left_to_right(
        _("Number in the register of outgoing post"),
        required=False,
        max_length=rules.LONGEST_REGISTER_NUMBER,
    )


class PricedForm(RefusableForm):
    """What both providers have: a price, a limit, an address of the webhook, a number to try it with."""

    enabled = forms.BooleanField(label=_("Send messages this way"), required=False)
    price = left_to_right(_("Price of one part, in riyals"), required=False, max_length=12)
    monthly_limit = MoneyField(
        label=_("At most in a month, in riyals"),
        required=False,
        help_text=_("Empty: without a limit. Beyond it messages go another way."),
    )
    new_hook = forms.BooleanField(
        label=_("Give the webhook a new address"),
        required=False,
        help_text=_("The old one opens nothing any more: tell your provider the new one."),
    )
    try_number = left_to_right(
        _("Send a test message to"),
        required=False,
        max_length=40,
        help_text=_("A mobile number of your own. What stands above is tried, saved or not."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_price(self) -> Decimal:
        return _price(self.cleaned_data["price"])

    def clean_try_number(self) -> str:
        typed = self.cleaned_data["try_number"]
        return _checked(normalise_mobile, typed) if typed.strip() else ""

    def _common(self, hook_round: int) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "enabled": data["enabled"],
            "price": data["price"],
            "monthly_limit": data["monthly_limit"],
            "hook_round": hook_round + bool(data["new_hook"]),
        }


class SmsForm(PricedForm):
    provider = forms.ChoiceField(label=_("Provider"), choices=list(NAMES.items()))
    sender = left_to_right(
        _("Sender name, or number"), required=False, max_length=40,
        help_text=_("As it is registered with your provider."),
    )  # fmt: skip
    account = left_to_right(
        _("Account"),
        required=False,
        max_length=200,
        help_text=_("User name, account SID or key id; Unifonic and Taqnyat need none."),
    )
    key = forms.CharField(
        label=_("Secret key"),
        required=False,
        max_length=500,
        strip=False,
        help_text=_("AppSid, token, API key, secret or auth token, as your provider calls it."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    url = left_to_right(_("Address to send to"), required=False, max_length=500)
    method = forms.ChoiceField(
        label=_("Method"), choices=[("POST", "POST"), ("GET", "GET")], required=False
    )
    encoding = forms.ChoiceField(
        label=_("Form of the body"),
        choices=[("json", "JSON"), ("form", _("Form fields"))],
        required=False,
    )
    headers = forms.CharField(
        label=_("Headers, as JSON"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
    )
    body = forms.CharField(
        label=_("Body, as JSON"),
        required=False,
        max_length=4000,
        help_text=_("With these blanks: {to} {text} {sender} {account} {key} {basic} {id} {hook}"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr"}),
    )
    plus = forms.BooleanField(label=_("Numbers begin with +"), required=False)
    id_path = left_to_right(
        _("Where the answer names the message"),
        required=False,
        max_length=100,
        help_text=_("A path into its JSON, such as data.id"),
    )
    success_path = left_to_right(_("Where it says yes"), required=False, max_length=100)
    success_values = left_to_right(
        _("What stands there then"),
        required=False,
        max_length=200,
        help_text=_("Several are parted by commas."),
    )

    described: ClassVar[tuple[str, ...]] = (
        "url", "method", "encoding", "headers", "body", "plus", "id_path", "success_path",
        "success_values",
    )  # fmt: skip

    def __init__(self, *args: Any, key_kept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._key_kept = key_kept
        if key_kept:
            self.fields["key"].help_text = _("A secret is kept. Type only to replace it.")

    def clean_headers(self) -> dict[str, str]:
        found = _json_object(self.cleaned_data["headers"])
        return {str(name): str(value) for name, value in found.items()}

    def clean_body(self) -> dict[str, Any]:
        return _json_object(self.cleaned_data["body"])

    def clean_success_values(self) -> tuple[str, ...]:
        values = self.cleaned_data["success_values"].split(",")
        return tuple(filter(None, (value.strip() for value in values)))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("key") and not self._key_kept:
            self.add_error("key", _("Type the key that your provider gave you."))
        if data.get("provider") in WITH_ACCOUNT and not data.get("account"):
            self.add_error("account", _("This provider needs the name of the account too."))
        if data.get("provider") == GENERIC:
            self._check_described(data)
        elif not data.get("sender"):
            self.add_error("sender", _("Say under which name or number messages are sent."))
        return data

    def _check_described(self, data: dict[str, Any]) -> None:
        try:
            http.check_address(data.get("url", ""))
        except Refused as error:
            self.add_error("url", failure_in_words(error.code))
        if "body" in data and not data["body"]:
            self.add_error(
                "body", _("Say what is sent, with the blanks {to} and {text} at least.")
            )

    def settings(self, kept: SmsSettings) -> SmsSettings:
        data = self.cleaned_data
        described = {name: data[name] for name in self.described}
        described["method"] = described["method"] or "POST"
        described["encoding"] = described["encoding"] or "json"
        return SmsSettings(
            **self._common(kept.hook_round),
            provider=data["provider"],
            sender=data["sender"],
            account=data["account"],
            described=Described(**described),
        )


class WhatsAppForm(PricedForm):
    phone_number_id = left_to_right(
        _("Phone number ID"),
        max_length=40,
        help_text=_("Of the WhatsApp Business account, as Meta shows it: digits only."),
    )
    token = forms.CharField(
        label=_("Access token"),
        required=False,
        max_length=1000,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    app_secret = forms.CharField(
        label=_("App secret"),
        required=False,
        max_length=200,
        strip=True,
        help_text=_("By it we know that a report comes from Meta."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, kept: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = kept
        self.fields["price"].label = _("Price of one message, in riyals")
        for name in kept & {"token", "app_secret"}:
            self.fields[name].help_text = _("A secret is kept. Type only to replace it.")
        labels = {ANY: _("Of all messages without a template of their own")}
        for kind in (ANY, *MessageKind.values):
            self.fields[f"template_{kind}"] = left_to_right(
                labels.get(kind) or MessageKind(kind).label, required=False, max_length=400
            )

    def own_templates(self) -> list[forms.BoundField]:
        return [self[f"template_{kind}"] for kind in MessageKind.values]

    def clean_phone_number_id(self) -> str:
        typed = clean_typed(self.cleaned_data["phone_number_id"])
        if not typed.isdecimal():
            raise forms.ValidationError(_("It consists of digits only."))
        return typed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("token", "app_secret"):
            if not data.get(name) and name not in self._kept:
                self.add_error(name, _("Type what Meta shows for your app."))
        self.templates: dict[str, ApprovedTemplate] = {}
        for kind in (ANY, *MessageKind.values):
            if typed := data.get(f"template_{kind}", "").strip():
                self._read_template(kind, typed)
        return data

    def _read_template(self, kind: str, typed: str) -> None:
        try:
            self.templates[kind] = approved.parse(typed)
        except DomainError as error:
            self.add_error(f"template_{kind}", str(error))

    def settings(self, kept: WhatsAppSettings) -> WhatsAppSettings:
        return WhatsAppSettings(
            **self._common(kept.hook_round),
            phone_number_id=self.cleaned_data["phone_number_id"],
            templates=self.templates,
        )


class SendingForm(RefusableForm):
    quiet_from = left_to_right(
        _("Quiet from"), required=False, max_length=10, help_text=_("A time like 21:00.")
    )
    quiet_until = left_to_right(
        _("Quiet until"), required=False, max_length=10, help_text=_("A time like 08:00.")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_quiet_from(self) -> time | None:
        return _time(self.cleaned_data["quiet_from"])

    def clean_quiet_until(self) -> time | None:
        return _time(self.cleaned_data["quiet_until"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("quiet_from"), data.get("quiet_until")
        if not self.errors and (begins is None) != (ends is None):
            missing = "quiet_until" if ends is None else "quiet_from"
            self.add_error(missing, _("Quiet hours have a beginning and an end."))
        return data

    def sending(self) -> Sending:
        data = self.cleaned_data
        return Sending(quiet_from=data["quiet_from"], quiet_until=data["quiet_until"])


def _time(typed: str) -> time | None:
    cleaned = clean_typed(typed)
    if not cleaned:
        return None
    try:
        return time.fromisoformat(cleaned.zfill(5))
    except ValueError as error:
        raise forms.ValidationError(_("Write a time like 10:30.")) from error


def _price(typed: str) -> Decimal:
    """Parts of a halala too, as providers charge them."""
    cleaned = clean_typed(typed).replace("٫", ".")
    if not cleaned:
        return Decimal(0)
    number = cleaned.replace(".", "", 1)
    if not (number.isascii() and number.isdecimal()) or len(number) > 9:
        raise forms.ValidationError(_("Write a price such as 0.05."))
    return Decimal(cleaned)


def _json_object(typed: str) -> dict[str, Any]:
    if not typed.strip():
        return {}
    try:
        found = json.loads(typed)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise forms.ValidationError(_('Write JSON such as {"name": "value"}.'))
    return found


def _checked(normalise: Any, typed: str) -> str:
    try:
        return str(normalise(typed))
    except DomainError as error:
        raise forms.ValidationError(str(error)) from error
