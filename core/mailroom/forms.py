"""Input of the mailroom: where a mail belongs, how the mailbox is read, what staff write."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import rules as governing
from core.cases.rules import LONGEST_TEXT, TextMissing
from core.mailroom import filing, gateway
from core.mailroom.rules import CaseNotFound, NoEmailChannel
from core.messages.mailbox import MAILBOX, Mailbox
from core.messages.rules import LONGEST_SUBJECT, MessageSubjectMissing
from core.messages.templating import Purpose, templates
from core.rules import Channel, ChannelKind, ChannelNotInPolicy
from foundation import clock
from foundation.arabic import clean_typed
from foundation.errors import DomainError
from ui.forms import RefusableForm


class PlaceForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {CaseNotFound: "reference"}

    reference = forms.CharField(
        label=_("Reference number"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class OpenForm(RefusableForm):
    """The policy's e-mail channel is chosen already, where it names one."""

    beside: ClassVar[dict[type[DomainError], str]] = {
        NoEmailChannel: "channel",
        ChannelNotInPolicy: "channel",
    }

    channel = forms.ChoiceField(
        label=_("The channel under which it counts"),
        error_messages={"required": NoEmailChannel.message},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["channel"]
        channels = _channels()
        proposed = filing.proposed_channel(MAILBOX.read()) if channels else ""
        field.required = not (self.is_bound and proposed)
        nothing = [] if proposed else [("", pgettext_lazy("channel", "Choose"))]
        field.choices = [*nothing, *map(_choice, channels)]
        field.initial = proposed


class SetAsideForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {TextMissing: "why"}

    why = forms.CharField(
        label=_("Why is it set aside?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WriteForm(RefusableForm):
    """`operation_id` makes a double click one message."""

    beside: ClassVar[dict[type[DomainError], str]] = {
        TextMissing: "text",
        MessageSubjectMissing: "subject",
    }

    operation_id = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(
        label=_("Subject"),
        max_length=LONGEST_SUBJECT,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto"}),
        help_text=_(
            "The reference number and the association's name are put below it. Write nothing that a"
            " stranger who opens the mailbox should not read."
        ),
    )

    @classmethod
    def empty(cls, *, subject: str = "", text: str = "") -> "WriteForm":
        return cls(initial={"operation_id": uuid4(), "subject": subject, "text": text})


class TemplateForm(forms.Form):
    """Which text to begin with; asked for by a GET."""

    template = forms.ChoiceField(label=_("Begin with a template"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["template"]
        known = [(str(item.id), item.name) for item in templates(Purpose.MESSAGE)]
        field.choices = [("", _("No template")), *known]

    def chosen(self) -> UUID | None:
        found = self.is_valid() and self.cleaned_data["template"]
        return UUID(found) if found else None


class MailboxForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        gateway.HostUnknown: "host",
        gateway.HostNotAllowed: "host",
        gateway.PlainTextNotAllowed: "security",
        gateway.CertificateRefused: "host",
        gateway.SignInRefused: "password",
    }

    enabled = forms.BooleanField(
        label=_("Read this mailbox"), required=False, help_text=_("Once a minute.")
    )
    host = forms.CharField(
        label=_("Mail server (IMAP)"),
        max_length=250,
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "imap.example.org"}),
    )
    port = forms.CharField(
        label=_("Port"), max_length=5, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    security = forms.ChoiceField(
        label=_("Encryption"),
        choices=[
            ("tls", _("TLS from the start (port 993)")),
            ("starttls", _("STARTTLS (port 143)")),
            ("none", _("None: on this machine only, for trying it out")),
        ],
    )
    user = forms.CharField(
        label=_("Name to sign in with"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    address = forms.EmailField(
        label=_("Address that people write to"),
        required=False,
        help_text=_("Leave it empty where it is the name to sign in with."),
    )
    folder = forms.CharField(
        label=_("Folder to read"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    processed_folder = forms.CharField(
        label=_("Folder for mails that were taken"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Leave it empty to leave them where they are."),
    )
    channel = forms.ChoiceField(
        label=_("Channel of the policy"),
        required=False,
        help_text=_("The e-mail channels that the policy in force names."),
    )
    opens_cases = forms.BooleanField(
        label=_("Open a request for each new mail, and send its receipt"),
        required=False,
        help_text=_("Otherwise new mails wait for a person."),
    )
    plus_addresses = forms.BooleanField(
        label=_("The server delivers name+anything@ to this mailbox"),
        required=False,
        help_text=_("Then an answer finds its request even from programs that name no message."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, password_kept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._password_kept = password_kept
        if password_kept:
            self.fields["password"].help_text = _("One is kept. Type only to replace it.")
        field: Any = self.fields["channel"]
        field.choices = [("", _("None: new mails wait for a person")), *_email_channels()]

    def clean_port(self) -> int:
        typed = clean_typed(self.cleaned_data["port"])
        if not typed.isdecimal() or not 1 <= int(typed) <= 65535:
            raise forms.ValidationError(_("A port is a number from 1 to 65535."))
        return int(typed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("password") and not self._password_kept and "password" in cleaned:
            self.add_error("password", _("The mailbox needs its password."))
        if "@" not in (cleaned.get("address") or cleaned.get("user") or "@"):
            self.add_error("address", _("The name is no address: write the address here."))
        return cleaned

    def mailbox(self, before: Mailbox) -> Mailbox:
        """Mail that lay there before it is read for the first time stays untouched."""
        names = set(Mailbox.model_fields) - {"taken_from"}
        values = {name: self.cleaned_data[name] for name in names}
        begins = before.taken_from or (clock.today() if values["enabled"] else None)
        return Mailbox(**values, taken_from=begins)


def _email_channels() -> list[tuple[str, str | Promise]]:
    return [_choice(channel) for channel in _channels() if channel.kind == ChannelKind.EMAIL]


def _channels() -> Sequence[Channel]:
    try:
        return governing.in_force(clock.now()).channels
    except governing.NoPolicyInForce:
        return ()


def _choice(channel: Channel) -> tuple[str, str]:
    label = channel.label if len(channel.label) <= 60 else f"{channel.label[:59]}…"
    return channel.key, label
