"""From a sheet to cases and back: what is written, what is not, and nobody hears of it."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from core.beneficiaries.models import Beneficiary
from core.case_imports import rules, services
from core.case_imports.enums import ImportState
from core.case_imports.models import CaseImport
from core.case_imports.table import table_of
from core.cases.enums import CaseStatus, EventName
from core.cases.models import Case, CaseEvent
from core.deadlines.enums import ClockState
from core.deadlines.models import Clock
from core.escalation.sweep import sweep_deadlines
from core.messages.models import OutgoingMessage
from core.notices.models import Notice
from core.rules import ChannelNotInPolicy, Milestone
from core.service_requests import services as requests
from core.service_requests.appeals import check_may_decide, first_deciders
from foundation import clock
from foundation.access import reason
from foundation.models import AuditEntry, StoredFile
from tenants.people.roles import Role
from tests.core.case_imports.files import (
    ACCEPTED,
    CLOSED,
    HEAD,
    OPEN,
    REJECTED,
    padded,
    text,
    workbook,
)
from tests.core.case_imports.imports import checked, imported, said, uploaded, work_off
from tests.core.requests import person, receive

ALL = (OPEN, ACCEPTED, CLOSED, REJECTED)


def by_number() -> dict[str, Case]:
    return {case.register_number: case for case in Case.objects.all()}


def test_the_dry_run_writes_nothing(officer):
    batch = checked(officer, *ALL)

    assert (batch.state, batch.total, batch.refused) == ("checked", 4, 0)
    assert said(batch) == {}
    assert (Case.objects.count(), Beneficiary.objects.count(), CaseEvent.objects.count()) == (
        0,
    ) * 3


def test_each_case_stands_where_its_row_says_on_its_own_days(officer):
    batch = imported(officer, *ALL)
    cases = by_number()

    assert batch.state == ImportState.IMPORTED
    assert {number: case.status for number, case in cases.items()} == {
        "Q-1": CaseStatus.RECEIVED,
        "Q-2": CaseStatus.ACCEPTED,
        "Q-3": CaseStatus.CLOSED,
        "Q-4": CaseStatus.REJECTED,
    }
    accepted, closed = cases["Q-2"], cases["Q-3"]
    assert localdate(accepted.received_at).isoformat() == "2026-03-09"  # 20 Ramadan 1447
    assert localdate(accepted.decided_at).isoformat() == "2026-04-01"
    assert accepted.amount_granted == 1500
    assert localdate(closed.closed_at).isoformat() == "2026-03-20"
    assert closed.reference.startswith("REQ-2026-")
    events = list(closed.events.order_by("happened_at", "pk").values_list("name", flat=True))
    assert events == [
        EventName.RECEIVE,
        EventName.MARK_COMPLETE,
        EventName.SEND_TO_COMMITTEE,
        EventName.DECIDE,
        EventName.START_DELIVERY,
        EventName.DELIVER,
        EventName.CLOSE,
        EventName.IMPORTED,
    ]
    assert "Q-3" in closed.events.get(name=EventName.IMPORTED).note


def test_the_log_keeps_the_day_of_writing(officer):
    before = clock.now()

    imported(officer, CLOSED)

    assert not AuditEntry.objects.filter(seq__gt=0, at__lt=before, action="case.decide").exists()
    assert AuditEntry.objects.filter(action="case.decide").count() == 1


def test_nobody_is_sent_anything(officer, everyone):
    head = ("الاسم", "البريد الإلكتروني", "القناة", "الموضوع", "تاريخ الطلب", "الحالة")
    head += ("القرار", "تاريخ القرار", "السبب", "المسؤول", "تاريخ الإغلاق")
    row = ("نورة", "a@b.example", "phone", "علاج", "2026-02-02")
    imported(
        officer,
        content=workbook(
            (*row, "جديد", "", "", "", everyone.email),
            (*row, "ناقص", "", "", "", everyone.email),
            (*row, "مقبول جزئيا", "", "2026-03-03", "سبب", everyone.email),
            (*row, "مصروف", "", "2026-03-03", "", everyone.email),
            (*row, "مغلق", "مرفوض", "2026-03-03", "سبب", everyone.email, "2026-03-04"),
            (*row, "ملغي", "", "", "", everyone.email, "2026-03-04"),
            head=head,
        ),
    )

    assert Case.objects.filter(assignee=everyone).count() == 6
    assert OutgoingMessage.objects.count() == 0
    assert Notice.objects.count() == 0
    assert mail.outbox == []


def test_what_is_late_already_is_late_without_an_alarm(officer):
    imported(officer, OPEN, ACCEPTED, CLOSED)
    cases = by_number()

    assert sweep_deadlines(clock.now()) == 0
    assert Notice.objects.count() == 0
    late = Clock.objects.get(case=cases["Q-1"], milestone=Milestone.FIRST_REPLY)
    assert (late.state, late.met_at) == (ClockState.MISSED, None)
    assert cases["Q-1"].due_at == late.due_at < clock.now()
    ended = Clock.objects.filter(case=cases["Q-3"]).values_list("state", flat=True)
    assert ClockState.RUNNING not in ended
    assert (
        Clock.objects.filter(case=cases["Q-3"], met_at=None, state=ClockState.MISSED).count() == 0
    )


def test_each_is_held_to_the_policy_of_its_day_and_older_ones_to_that_of_today(officer, policy):
    old = ("سعد", "", "", "phone", "قديم", "2019-05-05", "OLD", "جديد")

    imported(officer, old, OPEN)

    assert set(Case.objects.values_list("policy_version", flat=True)) == {policy.rules.version_id}
    assert localdate(by_number()["OLD"].received_at).isoformat() == "2019-05-05"


def test_a_csv_of_arabic_windows_reads_the_same(officer):
    batch = imported(officer, content=text(*ALL), name="cases.csv")

    assert (batch.state, Case.objects.count()) == ("imported", 4)
    assert Case.objects.get(register_number="Q-1").beneficiary.name == "نورة سالم"


def test_errors_stand_beside_their_cells(officer):
    rows = (
        ("", "1000000009", "123", "fax", "", "31/31/2026", "", "what"),
        ("سعد", "", "", "phone", "علاج", "2026-03-01", "", "مرفوض", "", "2026-02-01"),
        ("سعد", "", "", "phone", "علاج", "2099-01-01", "", "جديد"),
        ("سعد", "", "", "phone", "علاج", "2026-01-01", "", "مغلق"),
    )
    batch = checked(officer, *rows)
    columns = {number: {field for field, _text in found} for number, found in said(batch).items()}

    assert batch.refused == 4
    assert columns[2] >= {
        "name", "identity_number", "mobile", "channel", "subject", "received_on", "status",
    }  # fmt: skip
    assert columns[3] == {"decided_on", "reason"}
    assert columns[4] == {"received_on"}
    assert columns[5] == {"outcome", "decided_on", "closed_on"}


def test_what_only_the_desk_s_own_rules_know_is_found_in_the_dry_run(officer, policy):
    policy.change(referral_target=None)
    batch = checked(officer, (*OPEN[:7], "قيد الدراسة"))

    assert said(batch) == {
        2: [("status", "The policy of this case names nobody to refer requests to.")]
    }


def test_a_number_of_somebody_of_another_name_is_worth_a_look(officer):
    receive(officer, beneficiary_data=person(name="خديجة المطيري", identity_number=OPEN[1]))

    other = said(checked(officer, OPEN))
    the_same = said(checked(officer, ("خديجه المطيرى", *OPEN[1:])))

    [(column, words)] = other[2]
    assert (column, "خديجة المطيري" in words) == ("identity_number", True)
    assert the_same == {}


def test_people_known_and_numbers_met_before_are_worth_a_look(officer):
    receive(officer, beneficiary_data=person(name="سعد علي", mobile="0557654321"))
    imported(officer, CLOSED)
    batch = checked(officer, ACCEPTED, CLOSED, OPEN, OPEN)
    found = said(batch)

    assert batch.refused == 0
    assert [field for field, _text in found[2]] == ["name"]
    assert ("old_reference", "A case with this number was imported before.") in found[3]
    assert ("old_reference", "Another row of this file has the same number.") in found[4]


def test_faulty_rows_are_left_out_only_if_somebody_says_so(officer):
    batch = checked(officer, OPEN, ("", "", "", "phone"))

    with pytest.raises(rules.RowsFaulty):
        services.start_import(batch.pk, actor=officer)
    services.start_import(batch.pk, actor=officer, leave_out_faulty=True)

    assert work_off(batch).state == "imported"
    assert Case.objects.count() == 1


def test_one_identity_number_is_one_person(officer):
    imported(officer, OPEN, (*OPEN[:4], "علاج", *OPEN[5:]))

    assert (Case.objects.count(), Beneficiary.objects.count()) == (2, 1)


def test_a_sheet_does_not_replace_how_somebody_is_reached(officer):
    known = person(identity_number=OPEN[1], mobile="0558887766")
    reached = receive(officer, beneficiary_data=known).case
    gap = receive(officer, beneficiary_data=person(identity_number="1000000016", mobile="")).case

    imported(officer, OPEN, (OPEN[0], "1000000016", *OPEN[2:]))

    mobiles = [Beneficiary.objects.get(pk=case.beneficiary_id).mobile for case in (reached, gap)]
    assert mobiles == ["+966558887766", "+966551234567"]


def test_who_may_not_import_imports_nothing(governed, make_person):
    nobody = make_person()

    with pytest.raises(rules.MayNotImport):
        uploaded(nobody, OPEN)


def test_undone_as_a_whole_nothing_is_left_but_the_log(officer):
    before = CaseImport.objects.count()
    batch = imported(officer, *ALL)

    services.undo_import(batch.pk, actor=officer)
    batch = work_off(batch)

    assert (batch.state, batch.rows, batch.file) == ("undone", None, None)
    assert (Case.objects.count(), Beneficiary.objects.count()) == (0, 0)
    assert CaseImport.objects.count() == before + 1
    assert AuditEntry.objects.filter(action="case.import_undone").count() == 4
    services.undo_import(batch.pk, actor=officer)
    assert work_off(batch).state == "undone"


def test_what_somebody_worked_on_stays_with_its_person(officer):
    batch = imported(officer, *ALL)
    worked = by_number()["Q-2"]
    requests.add_note(worked.pk, actor=officer, text="اتصلت به")

    services.undo_import(batch.pk, actor=officer)
    work_off(batch)

    assert list(Case.objects.values_list("pk", flat=True)) == [worked.pk]
    assert list(Beneficiary.objects.values_list("name", flat=True)) == ["سعد علي"]


def test_people_whom_something_else_needs_stay(officer):
    batch = imported(officer, OPEN)
    receive(officer, beneficiary_data=person(identity_number="1000000008"))

    services.undo_import(batch.pk, actor=officer)
    work_off(batch)

    assert (Case.objects.count(), Beneficiary.objects.count()) == (1, 1)


def test_an_import_given_up_before_it_began_loses_its_file(
    officer, django_capture_on_commit_callbacks
):
    batch = checked(officer, OPEN)
    with django_capture_on_commit_callbacks(execute=True):
        services.undo_import(batch.pk, actor=officer)

    assert CaseImport.objects.get(pk=batch.pk).state == "undone"
    assert not StoredFile.objects.filter(pk=batch.file_id).exists()


def test_a_sheet_without_a_channel_takes_the_one_of_the_whole_file(officer):
    head = ("الاسم", "الموضوع", "تاريخ الورود")
    content = workbook(("نورة", "إيجار", "2026-03-01"), head=head)
    batch = uploaded(officer, content=content)
    columns = services.guessed_columns(batch)
    with pytest.raises(rules.ColumnMissing):
        services.choose_columns(batch.pk, actor=officer, columns=columns)
    with pytest.raises(ChannelNotInPolicy):
        services.choose_columns(batch.pk, actor=officer, columns=columns, channel_key="pigeon")

    services.choose_columns(batch.pk, actor=officer, columns=columns, channel_key="phone")
    assert said(work_off(batch)) == {}
    services.start_import(batch.pk, actor=officer)
    work_off(batch)

    assert Case.objects.get().channel_key == "phone"


def test_rows_that_name_their_channel_keep_it(officer):
    empty = (*OPEN[:3], "", *OPEN[4:6], "Q-9")
    batch = uploaded(officer, (*OPEN[:3], "website", *OPEN[4:]), empty)
    columns = services.guessed_columns(batch)
    services.choose_columns(batch.pk, actor=officer, columns=columns, channel_key="phone")
    work_off(batch)
    services.start_import(batch.pk, actor=officer)
    work_off(batch)

    found = {case.register_number: case.channel_key for case in Case.objects.all()}
    assert found == {"Q-1": "website", "Q-9": "phone"}


def test_whoever_imports_a_decision_did_not_take_it(everyone):
    imported(everyone, REJECTED)
    first = Case.objects.get()

    assert first_deciders(Case(appeal_of=first)) == set()
    assert reason(check_may_decide, everyone, Case(appeal_of=first)) is None


def test_an_imported_decision_is_whose_the_sheet_says(everyone, officer, make_person):
    head = (*HEAD, "بريد متخذ القرار")
    member = make_person(Role.COMMITTEE_MEMBER, name="عضو")
    content = workbook((*padded(REJECTED), member.email), head=head)

    imported(officer, content=content)

    first = Case.objects.get()
    assert first_deciders(Case(appeal_of=first)) == {str(member.pk)}
    assert first.decided_by == member


def test_lists_in_english_have_english_commas(officer):
    batch = checked(officer, (*OPEN[:3], "pigeon", *OPEN[4:]))

    [finding] = table_of(batch).findings[2]
    assert ["، " in finding.en, ", " in finding.en] == [False, True]
    assert ["، " in finding.ar, ", " in finding.ar] == [True, False]


def test_a_thousand_rows_of_one_kind_are_tried_once(officer):
    rows = [(f"شخص {n}", "", f"055{n:07d}", *OPEN[3:6], f"Q-{n}") for n in range(60)]
    with CaptureQueriesContext(connection) as first:
        checked(officer, *rows[:2])
    with CaptureQueriesContext(connection) as all_of_them:
        batch = checked(officer, *rows)

    assert (batch.state, batch.refused) == ("checked", 0)
    each = (len(all_of_them) - len(first)) / 58
    assert each < 5


def test_a_row_that_is_barred_is_found_behind_others_of_its_status(officer):
    barred = (*OPEN[:2], "", *OPEN[3:6], "Q-8", "", "", "", "", "", "2026-03-05")
    batch = checked(officer, CLOSED, (*CLOSED[:6], "Q-7", *CLOSED[7:]), barred)

    assert table_of(batch).faulty() == {4}
