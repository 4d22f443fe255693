"""A provider on this machine, and an association that sends through it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from core.messages.providers import presets
from core.messages.sections import SMS, WHATSAPP, ApprovedTemplate, SmsSettings, WhatsAppSettings
from tenants.people.models import User
from tests.core.messages.vendors import Vendor, vendor

MOBILE = "+966551234567"
SENT_BY_UNIFONIC = {
    "success": True,
    "message": "",
    "errorCode": "ER-00",
    "data": {"MessageID": 42000348806924, "Status": "Sent", "Recipient": "966551234567"},
}
SENT_BY_META = {
    "messaging_product": "whatsapp",
    "contacts": [{"input": "966551234567", "wa_id": "966551234567"}],
    "messages": [{"id": "wamid.HBgM"}],
}


@pytest.fixture
def provider(settings, monkeypatch) -> Iterator[Vendor]:
    """Every preset leads to it, with the path of its own; so does Meta's API."""
    settings.SILAH_PROVIDER_PRIVATE_HOSTS = True
    with vendor() as running:
        settings.SILAH_WHATSAPP_API = f"{running.url}/v23.0"
        for name, gateway in presets.PRESETS.items():
            path = gateway.url.split("/", 3)[3]
            moved = replace(gateway, url=f"{running.url}/{path}")
            monkeypatch.setitem(presets.PRESETS, name, moved)
        running.says(200, SENT_BY_UNIFONIC)
        yield running


@pytest.fixture
def text_messages(officer: User) -> Callable[..., SmsSettings]:
    """text_messages(price=…): the association sends them through Unifonic."""

    def write(**values: object) -> SmsSettings:
        common = SmsSettings(enabled=True, sender="CHARITY", price=Decimal("0.05"))
        wanted = common.model_copy(update=values)
        SMS.write(wanted, actor=officer, secret={"key": "sid-of-the-app"})
        return wanted

    return write


@pytest.fixture
def whatsapp(officer: User) -> Callable[..., WhatsAppSettings]:
    def write(**values: object) -> WhatsAppSettings:
        templates = {"any": ApprovedTemplate(name="news", values=("reference", "text"))}
        common = WhatsAppSettings(enabled=True, phone_number_id="1055", templates=templates)
        wanted = common.model_copy(update=values)
        secret = {"token": "token-of-meta", "app_secret": "secret-of-the-app"}
        WHATSAPP.write(wanted, actor=officer, secret=secret)
        return wanted

    return write
