from core.cases.enums import CaseStatus as S
from core.complaints import queries, services
from core.complaints.enums import Finding
from tests.core.complaints import cases


def test_minutes_from_before_a_complaint_was_opened_again_are_not_gone_on_with(cast, at):
    at(2026, 3, 15, 9)
    case = cases.bring_to(S.INVESTIGATING, cast)
    cases.write_and_sign(case, cast, finding=Finding.NOT_UPHELD)
    left_open = services.write_minutes(case.pk, actor=cast.chair, content=cases.minutes())
    services.decide(
        case.pk,
        actor=cast.decider,
        finding=Finding.NOT_UPHELD,
        reasons=["facts"],
        explanation="ثبت ما قيل",
    )
    cases.resolve(case, cast)
    at(2026, 3, 16, 9)
    services.reopen(case.pk, actor=None, why="ظهر جديد")
    cases.investigate(case, cast)

    before = queries.open_minutes(cases.fresh(case).complaint)
    cases.write_and_sign(case, cast)

    assert before is None
    signed = queries.signed_minutes(cases.fresh(case).complaint)
    assert signed is not None
    assert signed.number > left_open.number
