"""The measures of the demo: a survey that is done and decided on, one under way, answers of all kinds."""

import random
import uuid
from datetime import timedelta
from typing import Any

from core.cases.models import Case
from core.cases.silence import nobody_told
from core.rules import MeasureMethod, SatisfactionMeasure, in_force
from core.satisfaction import rounds
from core.satisfaction.addresses import index_of, link_token
from core.satisfaction.answering import Given, add_answer, answer_by_link, follow_up
from core.satisfaction.asking import SERVED, branch_of
from core.satisfaction.enums import AnswerWay
from core.satisfaction.models import MeasureRound, SurveyAnswer
from core.satisfaction.questions import snapshot
from core.satisfaction.schedule import plan_rounds
from foundation import clock
from foundation.uploads import CheckedFile, FileKind
from tenants.people.models import User
from tenants.people.roles import Role

WORDS = (
    "الموظفة كانت متعاونة وشرحت لي كل شيء.",
    "أرجو إبلاغنا بموعد القرار قبل أن نسأل.",
    "تأخر الصرف عن الموعد الذي قيل لي.",
    "المكان مزدحم صباحًا ولا توجد كراسي كافية.",
    "جزاكم الله خيرًا.",
)
REPORT = "محضر الاستطلاع الميداني: زار الفريق الأسر وجمع الأوراق.".encode()


def fill_measures(people: dict[Role, User]) -> None:
    """After the cases, some of which are asked about."""
    dice = random.Random(11)  # noqa: S311 (of a demo, not of a secret)
    officer, executive = people[Role.RELATIONS_OFFICER], people[Role.EXECUTIVE]
    now = clock.now()
    with nobody_told():
        with clock.standing_at(now - timedelta(days=50)):
            done = _round("استطلاع ميداني لآراء الأسر", -10, 7, officer)
            for _each in range(14):
                _answer(done, dice, officer)
        with clock.standing_at(now - timedelta(days=48)):
            _see_to(officer)
        with clock.standing_at(now - timedelta(days=44)):
            _report(done, officer)
        with clock.standing_at(now - timedelta(days=30)):
            rounds.decide_on_round(
                done.pk,
                actor=executive,
                decision="تُضاف كراسي في صالة الاستقبال، ويُبلَّغ المستفيد بموعد القرار يوم استلام طلبه.",
                session="9",
                decided_on=clock.today(),
            )
        under_way = _round("استطلاع في صالة الاستقبال", -6, 8, officer)
        for _each in range(7):
            _answer(under_way, dice, officer)
        for case in Case.objects.filter(status__in=SERVED).order_by("received_at", "pk")[:8]:
            _after_service(case, dice)
    plan_rounds()


def _round(label: str, begins: int, due: int, owner: User) -> MeasureRound:
    today = clock.today()
    rules = in_force(clock.now())
    made = MeasureRound.objects.create(
        method=MeasureMethod.FIELD_SURVEY,
        label=label,
        clause_address=_clause(rules.satisfaction),
        policy_version=rules.version_id,
        owner=owner,
        begins_on=today + timedelta(days=begins),
        due_on=today + timedelta(days=due),
        every_months=6,
    )
    return rounds.start_round(made.pk, actor=owner)


def _clause(measures: tuple[SatisfactionMeasure, ...]) -> str:
    return measures[0].clause.address[:40] if measures else ""


def _report(done: MeasureRound, officer: User) -> None:
    rounds.report_round(
        done.pk,
        actor=officer,
        findings="أغلب الأسر راضية عن التعامل. وتكررت الشكوى من الانتظار ومن قلة الإبلاغ بالمواعيد.",
        evidence=CheckedFile("محضر الاستطلاع.txt", FileKind.TEXT, REPORT),
        done=True,
    )


def _answers(dice: random.Random) -> dict[str, Any]:
    stars = dice.choices((1, 2, 3, 4, 5), weights=(1, 1, 2, 5, 6))[0]
    given: dict[str, Any] = {
        "satisfied": stars,
        "treated": min(5, stars + dice.randint(0, 1)),
        "on-time": "yes" if stars > 2 else "no",
        "easy": dice.choice(("none", "papers", "wait")),
        "recommend": min(10, stars * 2 + dice.randint(-1, 0)),
    }
    if dice.random() < 0.4:
        given["words"] = dice.choice(WORDS)
    return given


def _answer(round_: MeasureRound, dice: random.Random, officer: User) -> None:
    way = dice.choice((AnswerWay.POSTER, AnswerWay.PAPER, AnswerWay.FIELD))
    given = Given(_answers(dice), way, operation_id=uuid.UUID(int=dice.getrandbits(128)))
    add_answer(round_.pk, given, entered_by=None if way == AnswerWay.POSTER else officer)


def _after_service(case: Case, dice: random.Random) -> None:
    """A link that was sent, and mostly answered."""
    with clock.standing_at(clock.now() - timedelta(days=dice.randint(2, 12))):
        answer = SurveyAnswer(
            case=case,
            way=AnswerWay.LINK,
            questions=snapshot(),
            channel_key=case.channel_key,
            type_key=case.request_type.key if case.request_type else "",
            branch=branch_of(case),
            asked_at=clock.now(),
            expires_at=clock.now() + timedelta(days=21),
        )
        answer.token_index = index_of(link_token(answer.pk))
        answer.save(force_insert=True)
    if dice.random() < 0.75:
        answer_by_link(answer.pk, _answers(dice))


def _see_to(officer: User) -> None:
    """Everybody who was not satisfied so far."""
    for answer in SurveyAnswer.objects.filter(is_unhappy=True).order_by("answered_at", "pk"):
        follow_up(answer.pk, actor=officer, words="اعتذرنا، وأضيفت كراسي في صالة الاستقبال.")
