"""How an association sends text messages and WhatsApp, when, and for how much: its own settings."""

from datetime import time
from decimal import Decimal
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.configuration.models import Setting
from core.configuration.sections import Section
from core.messages.enums import BY_MOBILE, MessageKind
from core.messages.providers.presets import GENERIC, PRESETS, Gateway

SmsProviderName = Literal["unifonic", "taqnyat", "msegat", "jawaly", "twilio", "generic"]


class Described(BaseModel):
    """A provider that is not among the presets, in the words of providers.presets.Gateway."""

    model_config = ConfigDict(frozen=True)

    url: str = ""
    method: Literal["POST", "GET"] = "POST"
    encoding: Literal["json", "form"] = "json"
    headers: dict[str, str] = Field(default_factory=dict)
    body: dict[str, Any] = Field(default_factory=dict)
    plus: bool = False
    id_path: str = ""
    success_path: str = ""
    success_values: tuple[str, ...] = ()

    def gateway(self) -> Gateway:
        return Gateway(
            url=self.url,
            method=self.method,
            encoding=self.encoding,
            headers=self.headers,
            body=self.body,
            plus=self.plus,
            id_path=self.id_path,
            success=(self.success_path, self.success_values),
        )


class Priced(BaseModel):
    """`price`: of one part, in riyals. `monthly_limit`: no message that costs more is sent in a month.

    `hook_round` grows with each new address of the webhook, so that an old one opens nothing.
    """

    model_config = ConfigDict(frozen=True)

    enabled: bool = False
    price: Decimal = Decimal(0)
    monthly_limit: Decimal | None = None
    hook_round: int = 0


class SmsSettings(Priced):
    provider: SmsProviderName = "unifonic"
    sender: str = ""
    account: str = ""
    described: Described = Described()

    def gateway(self) -> Gateway:
        return self.described.gateway() if self.provider == GENERIC else PRESETS[self.provider]


class ApprovedTemplate(BaseModel):
    """`values`: what stands in its blanks, names of core.messages.approved.VALUES in their order."""

    model_config = ConfigDict(frozen=True)

    name: str
    values: tuple[str, ...] = ()


class WhatsAppSettings(Priced):
    """`templates`: by kind of message, and under ANY for all others."""

    phone_number_id: str = ""
    templates: dict[str, ApprovedTemplate] = Field(default_factory=dict)

    def template_for(self, kind: str) -> ApprovedTemplate | None:
        return self.templates.get(MessageKind(kind).value) or self.templates.get(ANY)


class Sending(BaseModel):
    """Between these times of the day nothing rings on a person's phone."""

    model_config = ConfigDict(frozen=True)

    quiet_from: time | None = None
    quiet_until: time | None = None


ANY: Final = "any"
SMS: Final = Section("sms", SmsSettings)
WHATSAPP: Final = Section("whatsapp", WhatsAppSettings)
SENDING: Final = Section("sending", Sending)


def secrets_of(section: Section[Any]) -> dict[str, str]:
    kept = section.secret()
    return dict(kept) if isinstance(kept, dict) else {}


def set_up_ways() -> frozenset[str]:
    """Of those that need a provider, which have one: the keys of their sections are their names."""
    keys = [SMS.key, WHATSAPP.key]
    kept = Setting.objects.filter(key__in=keys, owner=None).values_list("key", "value")
    return frozenset(key for key, value in kept if value.get("enabled"))


def is_set_up(channel: str) -> bool:
    """Whether messages go this way here; ways without a provider always do."""
    return channel not in BY_MOBILE or channel in set_up_ways()
