"""Providers of text messages that are known here: how each is asked, and how it says yes or no.

Sources, as published by each: Unifonic (docs.unifonic.com/reference/sms-api), Taqnyat
(dev.taqnyat.sa/en/doc/sms), Msegat (documenter.getpostman.com/view/39158411/2sBXwqqqD2), 4jawaly
(its own client libraries at github.com/4jawalycom), Twilio (twilio.com/docs/messaging/api/message-resource).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.utils.translation import gettext_lazy as _

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Gateway:
    """Blanks in `url`, `headers` and `body`: {to} {text} {sender} {account} {key} {basic} {id} {hook}.

    Paths lead into the JSON of an answer, such as data.MessageID. `success`: where to look, and what
    may stand there; without a path an answer of 2xx is enough, without values anything is. What stands
    at `refused_path` is a refusal. `later`: codes by which the provider asks for another attempt.
    """

    url: str
    body: Mapping[str, Any]
    encoding: Literal["json", "form"] = "json"
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    plus: bool = False
    id_path: str = ""
    success: tuple[str, tuple[str, ...]] = ("", ())
    refused_path: str = ""
    code_path: str = ""
    said_path: str = ""
    parts_path: str = ""
    later: frozenset[str] = frozenset()


BASIC: Final = {"Authorization": "Basic {basic}"}

PRESETS: Final[dict[str, Gateway]] = {
    "unifonic": Gateway(
        url="https://el.cloud.unifonic.com/rest/SMS/messages",
        encoding="form",
        body={
            "AppSid": "{key}",
            "SenderID": "{sender}",
            "Recipient": "{to}",
            "Body": "{text}",
            "responseType": "JSON",
            "CorrelationID": "{id}",
        },
        id_path="data.MessageID",
        success=("success", ("true",)),
        code_path="errorCode",
        said_path="message",
    ),
    "taqnyat": Gateway(
        url="https://api.taqnyat.sa/v1/messages",
        headers={"Authorization": "Bearer {key}"},
        body={"recipients": ["{to}"], "body": "{text}", "sender": "{sender}"},
        id_path="messageId",
        success=("statusCode", ("201",)),
        code_path="statusCode",
        said_path="message",
    ),
    "msegat": Gateway(
        url="https://www.msegat.com/gw/sendsms.php",
        body={
            "userName": "{account}",
            "apiKey": "{key}",
            "userSender": "{sender}",
            "numbers": "{to}",
            "msg": "{text}",
            "msgEncoding": "UTF8",
        },
        id_path="id",
        success=("code", ("1", "M0000")),
        code_path="code",
        said_path="message",
    ),
    "jawaly": Gateway(
        url="https://api-sms.4jawaly.com/api/v1/account/area/sms/send",
        headers=BASIC,
        body={"messages": [{"text": "{text}", "numbers": ["{to}"], "sender": "{sender}"}]},
        id_path="job_id",
        success=("job_id", ()),
        refused_path="messages.0.err_text",
        code_path="code",
        said_path="message",
    ),
    "twilio": Gateway(
        url="https://api.twilio.com/2010-04-01/Accounts/{account}/Messages.json",
        headers=BASIC,
        encoding="form",
        body={
            "To": "{to}",
            "From": "{sender}",
            "Body": "{text}",
            "StatusCallback": "{hook}?message={id}",
        },
        plus=True,
        id_path="sid",
        success=("sid", ()),
        code_path="code",
        said_path="message",
        parts_path="num_segments",
        later=frozenset({"20429"}),
    ),
}

GENERIC: Final = "generic"
NAMES: Final = {
    "unifonic": _("Unifonic"),
    "taqnyat": _("Taqnyat"),
    "msegat": _("Msegat"),
    "jawaly": _("4jawaly"),
    "twilio": _("Twilio"),
    GENERIC: _("Another one, described below"),
}
# By whose account name the key is accompanied.
WITH_ACCOUNT: Final = frozenset({"msegat", "jawaly", "twilio"})
