"""E-mails as they would have come: filed by themselves, waiting for somebody, from a robot. No server is asked."""

from email.message import EmailMessage

from core import rules
from core.cases.models import Case
from core.mailroom.services import take_in
from core.messages.mailbox import MAILBOX, Mailbox
from core.messages.services import write_message
from core.rules import ChannelKind
from foundation import clock
from tenants.people.models import User
from tenants.people.roles import Role

ADDRESS = "requests@association.example"


def fill_mails(people: dict[Role, User]) -> None:
    """The mailbox is described and not read; one conversation goes to and fro."""
    mailbox = Mailbox(
        host="imap.association.example",
        user=ADDRESS,
        channel=_email_channel(),
        opens_cases=False,
    )
    MAILBOX.write(mailbox, actor=people[Role.ADMINISTRATOR], secret="demo")  # noqa: S106
    case = _by_email()
    if case is not None:
        write_message(
            case.pk,
            actor=people[Role.RELATIONS_OFFICER],
            subject="موعد الزيارة",
            text="السلام عليكم، هل يناسبكم أن نزوركم يوم الثلاثاء صباحًا؟",
        )
        _take(case.reply_email or "", "رد: موعد الزيارة", "نعم، الثلاثاء مناسب بعد العاشرة.", case)
        _take("neighbour@mail.example", "بخصوص جاري", "أكتب نيابة عنه ومعي عقد الإيجار.", case)
        _take(case.reply_email or "", "رد تلقائي: موعد الزيارة", "أنا في إجازة.", case)
    _take(
        "new.person@mail.example", "طلب كرسي متحرك", "والدي لا يستطيع المشي ونحتاج كرسيًا متحركًا."
    )
    _take("shop@offers.example", "Spring offers", "Everything must go.")


def _email_channel() -> str:
    channels = rules.in_force(clock.now()).channels
    return next((channel.key for channel in channels if channel.kind == ChannelKind.EMAIL), "")


def _by_email() -> Case | None:
    cases = Case.objects.filter(reply_channel="email", closed_at=None).order_by(
        "-received_at", "pk"
    )
    return next((case for case in cases.select_related("beneficiary") if case.reply_email), None)


def _take(sender: str, subject: str, text: str, case: Case | None = None) -> None:
    """Of whom nobody knows it waits, since the demo opens no request by itself."""
    mail = EmailMessage()
    known = case is not None and sender == case.reply_email
    mail["From"] = f"{case.person.name} <{sender}>" if case and known else sender
    mail["To"] = ADDRESS
    mail["Subject"] = f"{subject} {case.reference}" if case else subject
    mail.set_content(text)
    if "عقد" in text:
        mail.add_attachment("عقد إيجار", filename="عقد الإيجار.txt")
    take_in(mail.as_bytes())
