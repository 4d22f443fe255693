"""Who investigates may change, and a complaint never stands still because nobody is left who could."""

import pytest

from core.cases.enums import CaseStatus as S
from core.complaints import queries, rules, services
from tests.core.complaints.cases import bring_to, fresh, minutes


def test_who_all_left_after_the_minutes_were_closed_are_followed_by_others(cast):
    case = bring_to(S.ACKNOWLEDGED, cast)
    services.open_investigation(
        case.pk, actor=cast.officer, chair=cast.chair, why_not_settled="لا سبيل"
    )
    written = services.write_minutes(case.pk, actor=cast.chair, content=minutes())
    services.close_minutes(case.pk, actor=cast.chair, revision=written.revision)
    with pytest.raises(rules.RecordClosed):
        services.change_team(case.pk, actor=cast.officer, chair=cast.member)

    services.recuse(case.pk, actor=cast.chair, reason="قريب لي")
    services.change_team(case.pk, actor=cast.officer, chair=cast.member)

    again = services.write_minutes(case.pk, actor=cast.member, content=minutes())
    closed = services.close_minutes(case.pk, actor=cast.member, revision=again.revision)
    services.sign(case.pk, actor=cast.member, record_id=closed.pk, digest=closed.digest)
    assert queries.signed_minutes(fresh(case).complaint) == closed


def test_signed_minutes_stand_although_who_signed_them_left(cast):
    case = bring_to(S.ACKNOWLEDGED, cast)
    services.open_investigation(
        case.pk, actor=cast.officer, chair=cast.chair, why_not_settled="لا سبيل"
    )
    written = services.write_minutes(case.pk, actor=cast.chair, content=minutes())
    closed = services.close_minutes(case.pk, actor=cast.chair, revision=written.revision)
    services.sign(case.pk, actor=cast.chair, record_id=closed.pk, digest=closed.digest)
    services.recuse(case.pk, actor=cast.chair, reason="قريب لي")

    with pytest.raises(rules.RecordClosed):
        services.change_team(case.pk, actor=cast.officer, chair=cast.member)
