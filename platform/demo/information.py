"""Published answers, two questions that came, and where the staff stand in the organisation."""

from datetime import time, timedelta

from core import rules
from core.inquiries.intake import Asker
from core.inquiries.liaison import LIAISON, Liaison, OfficerDetails, key_of
from core.inquiries.publishing import (
    Wording,
    begin_wording,
    edit_entry,
    publish_entry,
    write_entry,
)
from core.inquiries.services import answer_inquiry, receive_inquiry
from core.service_requests.channels import online_channel
from foundation import clock
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import place_person

WORDINGS = (
    Wording(
        "كيف أقدّم طلب مساعدة؟",
        "من بوابة الجمعية في أي وقت، أو في المقر وقت الدوام، أو بالهاتف.\n\n"
        "ستحصل على رمز متابعة؛ احتفظ به، فبه تعرف أين وصل طلبك.",
        "How do I ask for help?",
        "On our portal at any time, at our office during working hours, or by phone.\n\n"
        "You receive a tracking code. Keep it: with it you see how far your request has come.",
        "تقديم الطلبات",
    ),
    Wording(
        "ما الأوراق التي أحضرها معي؟",
        "صورة الهوية، وإثبات السكن، وتعريف بالدخل إن وُجد. وما نقص نطلبه منك لاحقًا.",
        "Which papers shall I bring?",
        "A copy of your identity card, proof of where you live, and proof of income if you have "
        "any. We ask you later for what is missing.",
        "تقديم الطلبات",
    ),
    Wording(
        "هل يمكن أن يقدّم الطلب غيري عني؟",
        "نعم، إن كان وليًا أو وكيلًا عنك، ومعه ما يثبت ذلك.",
        category="تقديم الطلبات",
    ),
    Wording(
        "متى تفتح الجمعية أبوابها؟",
        "من الأحد إلى الخميس، من الثامنة صباحًا إلى الثانية ظهرًا.",
        "When are you open?",
        "From Sunday to Thursday, from eight in the morning to two in the afternoon.",
        "الدوام والتواصل",
    ),
    Wording(
        "فقدت رمز المتابعة، فماذا أفعل؟",
        "زر المقر ومعك هويتك، أو اتصل بنا، فنعطيك رمزًا جديدًا ويبطل القديم.",
        "I lost my tracking code. What now?",
        "Visit our office with your identity card, or call us: you are given a new code, and the "
        "old one stops.",
        "الدوام والتواصل",
    ),
)
OPENING_HOURS = 3
UNITS = {
    Role.RELATIONS_OFFICER: "خدمة المستفيدين",
    Role.SOCIAL_RESEARCHER: "البحث الاجتماعي",
    Role.COMMITTEE_MEMBER: "البرامج",
    Role.BRANCH_DELEGATE: "خدمة المستفيدين",
    Role.COMPLAINTS_OFFICER: "رعاية الشكاوى",
}


def fill_information(people: dict[Role, User]) -> None:
    officer = people[Role.RELATIONS_OFFICER]
    with clock.standing_at(clock.now() - timedelta(days=50)):
        entries = [
            publish_entry(write_entry(wording, actor=officer).pk, actor=officer)
            for wording in WORDINGS
        ]
    with clock.standing_at(clock.now() - timedelta(days=12)):
        draft = begin_wording(entries[OPENING_HOURS].pk, actor=officer)
        edit_entry(
            draft.pk,
            Wording(
                "متى تفتح الجمعية أبوابها؟",
                "من الأحد إلى الخميس، من الثامنة صباحًا إلى الثالثة عصرًا.",
                "When are you open?",
                "From Sunday to Thursday, from eight in the morning to three in the afternoon.",
                "الدوام والتواصل",
                "امتد الدوام ساعة.",
            ),
            actor=officer,
        )
        publish_entry(draft.pk, actor=officer)
    _ask(officer)
    _officers(people)
    _places(people)


def _ask(officer: User) -> None:
    """One waits for its answer, one has it."""
    channel = (
        online_channel(rules.in_force(clock.now())) or rules.in_force(clock.now()).channels[0]
    )
    with clock.standing_at(clock.now() - timedelta(days=1)):
        answered = receive_inquiry(
            channel_key=channel.key,
            question="هل تُصرف المساعدة نقدًا أم بطاقة؟",
            asker=Asker(name="سمية بنت خالد"),
            registered_by=None,
        ).case
        answer_inquiry(
            answered.pk,
            actor=officer,
            text="تُصرف غالبًا بتحويل إلى حسابك، ولا نسلّم نقدًا إلا عند الضرورة.",
        )
        receive_inquiry(
            channel_key=channel.key,
            question="متى يبدأ التسجيل في برنامج الحقيبة المدرسية؟",
            details="عندي ثلاثة أبناء في الابتدائية.",
            asker=Asker(name="عبير بنت ناصر", mobile="0551230000", reply_channel="phone"),
            registered_by=None,
        )


def _officers(people: dict[Role, User]) -> None:
    """Hours and channels of those whom the policy names; one is away and the other stands in."""
    first, second = rules.in_force(clock.now()).liaison_officers[:2]
    kept = {
        key_of(first): OfficerDetails(
            categories=("orphan", "widow"),
            days=(7, 1, 2, 3, 4),
            opens=time(9),
            closes=time(13),
            phone="0110000003",
            whatsapp="+966550000003",
            user_id=str(people[Role.RELATIONS_OFFICER].pk),
        ),
        key_of(second): OfficerDetails(
            phone="0110000005",
            email="housing@association.example",
            absent_until=clock.today() + timedelta(days=4),
            substitute=key_of(first),
        ),
    }
    LIAISON.write(Liaison(officers=kept), actor=people[Role.ADMINISTRATOR])


def _places(people: dict[Role, User]) -> None:
    """Everybody reports to the executive."""
    administrator, executive = people[Role.ADMINISTRATOR], people[Role.EXECUTIVE]
    for role, unit in UNITS.items():
        if role in people:
            place_person(people[role].pk, actor=administrator, unit=unit, manager_id=executive.pk)
