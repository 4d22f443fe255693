"""The ways beside e-mail: text messages described and not sent, a call to make, a letter to post."""

from datetime import time
from decimal import Decimal

from core.beneficiaries.enums import ReplyChannel
from core.beneficiaries.services import BeneficiaryData
from core.messages.sections import SENDING, SMS, Sending, SmsSettings
from core.messages.services import write_message
from core.rules import in_force
from core.service_requests.services import receive_request
from foundation import clock
from tenants.people.models import User
from tenants.people.roles import Role

BY_HAND_AT = "waqar"
PEOPLE = (
    (ReplyChannel.PHONE, "عائشة بنت راشد", "0553107764", "استفسار عن موعد التسليم",
     "نود أن نعرف متى يناسبكم استلام الجهاز من مقر الجمعية."),
    (ReplyChannel.LETTER, "صالح بن مرزوق", "0553107765", "طلب نسخة من القرار",
     "نرفق لكم نسخة من القرار كما طلبتم.\n\nوللاستفسار تفضلوا بزيارة مقر الجمعية."),
)  # fmt: skip


def fill_ways(people: dict[Role, User], slug: str) -> None:
    administrator, officer = people[Role.ADMINISTRATOR], people[Role.RELATIONS_OFFICER]
    prepared = SmsSettings(sender="CHARITY", price=Decimal("0.05"), monthly_limit=Decimal(500))
    SMS.write(prepared, actor=administrator, secret={"key": "demo"})
    SENDING.write(Sending(quiet_from=time(21), quiet_until=time(8)), actor=administrator)
    if slug == BY_HAND_AT:
        _ask_for_calls_and_letters(officer)


def _ask_for_calls_and_letters(officer: User) -> None:
    channel = in_force(clock.now()).channels[0]
    for way, name, mobile, subject, text in PEOPLE:
        received = receive_request(
            channel_key=channel.key,
            subject=subject,
            description=text,
            beneficiary_data=BeneficiaryData(name=name, mobile=mobile, reply_channel=way),
            registered_by=officer,
            reply_channel=way,
        )
        write_message(received.case.pk, actor=officer, subject=subject, text=text)
