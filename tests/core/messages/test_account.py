"""The account that an association wrote down is the one that its provider is asked by."""

import uuid

import pytest

from core.messages.dispatch import sms_provider
from core.messages.providers.port import OutgoingText
from core.messages.sections import SmsSettings


@pytest.mark.parametrize("account", ["AC-one", "AC-two"])
def test_account_stands_in_the_address_that_is_asked(association, provider, account):
    provider.says(201, {"sid": "SM1", "status": "queued", "num_segments": "1"})
    chosen = SmsSettings(enabled=True, provider="twilio", sender="CHARITY", account=account)

    text = OutgoingText(to="+966551234567", body="نص", message_id=uuid.uuid4())
    sms_provider(chosen, "key").send(text)

    assert provider.asked[-1].path.endswith(f"/Accounts/{account}/Messages.json")
