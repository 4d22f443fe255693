from datetime import date

import pytest

from foundation import uploads
from foundation.dates import HijriDateDoesNotExist
from foundation.models import AuditEntry, StoredFile
from policies import rules, services
from policies.enums import VersionState
from policies.models import ApprovalRecord, PolicyVersion
from policies.services import approval
from policies.services.versions import EditedMeanwhile, take_step
from policies.workflow import WrongVersionState
from tests.policies.conftest import answer_all
from tests.policies.contents import TEXT

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

TITLE = "سياسة العلاقة مع المستفيدين"


def record(version, secretary, **details):
    return services.record_approval(
        version.pk,
        actor=secretary,
        **{"body": "مجلس الإدارة", "session_number": 12, "gregorian_date": "9/2/2025", **details},
    )


def test_a_draft_that_lacks_something_is_not_sent(officer):
    version = services.paste_text("نص لا يقول شيئًا عن أي قناة.", actor=officer)

    with pytest.raises(approval.NotReadyForBoard) as refused:
        services.send_to_board(version.pk, actor=officer)

    anchors = {obstacle.anchor for obstacle in refused.value.obstacles}
    assert {"bodies", "channels", "steps"} <= anchors
    assert PolicyVersion.objects.get(pk=version.pk).state == VersionState.DRAFT


def test_a_deadline_without_a_start_is_not_sent(draft, officer):
    content = draft.load_content()
    loose = content.deadlines[0].model_copy(update={"start": None})
    edited = content.model_copy(update={"deadlines": (loose, *content.deadlines[1:])})
    version = services.edit_content(draft.pk, actor=officer, revision=1, content=edited)
    answer_all(version, officer)

    with pytest.raises(approval.NotReadyForBoard) as refused:
        services.send_to_board(draft.pk, actor=officer)

    assert [obstacle.anchor for obstacle in refused.value.obstacles] == ["deadlines"]


def test_what_is_sent_stands_still_until_it_is_taken_back(before_the_board, officer):
    assert before_the_board.digest == before_the_board.load_content().digest()
    with pytest.raises(WrongVersionState):
        services.edit_content(
            before_the_board.pk,
            actor=officer,
            revision=before_the_board.revision,
            content=before_the_board.load_content().model_copy(update={"title": "آخر"}),
        )

    version = services.withdraw_from_board(before_the_board.pk, actor=officer)

    assert (version.state, version.digest) == (VersionState.DRAFT, "")


def test_an_approval_computes_the_other_date_and_comes_into_force(before_the_board, secretary, at):
    now = at(2026, 1, 5, 10)

    version = record(before_the_board, secretary, chairman="صالح العتيق")

    kept = ApprovalRecord.objects.get(version=version)
    assert (kept.gregorian_date, kept.hijri_date) == (date(2025, 2, 9), "1446-08-10")
    assert (kept.session_number, kept.chairman, kept.recorded_by) == (12, "صالح العتيق", secretary)
    assert (version.state, version.in_force_from) == (VersionState.IN_FORCE, now)


def test_a_hijri_date_is_enough(before_the_board, secretary):
    version = record(before_the_board, secretary, gregorian_date="", hijri_date="١٠/٨/١٤٤٦هـ")

    assert version.approval.gregorian_date == date(2025, 2, 9)


def test_dates_that_disagree_are_refused_in_words(before_the_board, secretary):
    with pytest.raises(approval.DatesDisagree) as refused:
        record(before_the_board, secretary, hijri_date="11/8/1446")

    assert set(refused.value.details) == {"hijri", "computed", "gregorian"}
    assert ApprovalRecord.objects.count() == 0
    assert PolicyVersion.objects.get(pk=before_the_board.pk).state == VersionState.AWAITING_BOARD


@pytest.mark.parametrize(
    ("details", "error"),
    [
        ({"session_number": None}, approval.SessionNeeded),
        ({"gregorian_date": ""}, approval.DateNeeded),
        ({"body": " "}, approval.BodyNeeded),
        ({"gregorian_date": "", "hijri_date": "30/1/1446"}, HijriDateDoesNotExist),
        ({"gregorian_date": "10/8/1446"}, approval.WrongCalendar),
        ({"gregorian_date": "1/1/2070"}, approval.SessionInFuture),
        ({"minutes": b"<svg/>", "minutes_name": "x.pdf"}, uploads.FileKindRefused),
    ],
)
def test_an_approval_that_cannot_be_right_is_refused(before_the_board, secretary, details, error):
    with pytest.raises(error):
        record(before_the_board, secretary, **details)

    assert ApprovalRecord.objects.count() == 0


def test_an_ordinal_is_as_good_as_a_number(before_the_board, secretary):
    version = record(before_the_board, secretary, session_number=None, session_ordinal=3)

    assert version.approval.session_ordinal == 3


def test_the_minutes_are_kept_sealed(before_the_board, secretary):
    version = record(before_the_board, secretary, minutes=PDF, minutes_name="محضر.pdf")

    kept = StoredFile.objects.get(pk=version.approval.minutes_id)
    assert (kept.name, uploads.open_stored(kept)) == ("محضر.pdf", PDF)


def test_only_the_secretary_records_an_approval(before_the_board, officer):
    with pytest.raises(rules.MayNotRecordApproval):
        record(before_the_board, officer)


def test_a_draft_cannot_be_approved_past_the_board(draft, secretary):
    with pytest.raises(WrongVersionState):
        record(draft, secretary)


def test_an_approval_may_wait_to_come_into_force(before_the_board, secretary):
    version = record(before_the_board, secretary, at_once=False)
    assert (version.state, version.in_force_from) == (VersionState.APPROVED, None)

    version = services.bring_into_force(version.pk, actor=secretary)

    assert version.state == VersionState.IN_FORCE


def test_a_new_version_supersedes_the_last(in_force, officer, secretary):
    draft = services.draft_from_version(in_force.pk, actor=officer)
    answer_all(draft, officer)
    services.send_to_board(draft.pk, actor=officer)

    version = record(draft, secretary)

    earlier = PolicyVersion.objects.get(pk=in_force.pk)
    assert (earlier.state, earlier.superseded_at) == (
        VersionState.SUPERSEDED,
        version.in_force_from,
    )
    assert version.state == VersionState.IN_FORCE


@pytest.mark.parametrize("revision", [1, None])
def test_an_update_that_comes_too_late_changes_no_approved_version(in_force, officer, revision):
    """The guard is the UPDATE itself: a writer who read the draft before finds nothing to change."""
    stale = PolicyVersion.objects.get(pk=in_force.pk)
    stale.state, stale.revision = VersionState.DRAFT, revision or in_force.revision

    with pytest.raises(EditedMeanwhile):
        take_step(stale, "edit", actor=officer, content={})

    assert PolicyVersion.objects.get(pk=in_force.pk).content == in_force.content


@pytest.fixture
def from_pdf(draft):
    """The draft as if its words had been rebuilt from a PDF."""
    reading = draft.load_reading()
    sources = [source.model_copy(update={"confidence": 0.7}) for source in reading.sources[:3]]
    doubtful = reading.model_copy(update={"sources": sources, "review_needed": ["from_pdf"]})
    draft.reading = doubtful.model_dump(mode="json")
    draft.save(update_fields=["reading"])
    return draft


def test_words_of_a_pdf_are_compared_before_the_board_is_asked(from_pdf, officer):
    answer_all(from_pdf, officer)

    with pytest.raises(approval.NotCompared) as refused:
        services.send_to_board(from_pdf.pk, actor=officer)
    sent = services.send_to_board(from_pdf.pk, actor=officer, is_compared=True)

    assert "3" in str(refused.value)
    assert sent.state == VersionState.AWAITING_BOARD
    assert sent.load_reading().review_needed == []
    assert AuditEntry.objects.get(action="policy.sent_to_board").details["values_compared"] == 3


def test_an_edit_does_not_end_the_doubt_about_a_pdf(from_pdf, officer):
    content = from_pdf.load_content()
    renamed = content.model_copy(update={"decision_body": "لجنة البت"})

    edited = services.edit_content(
        from_pdf.pk, actor=officer, revision=from_pdf.revision, content=renamed
    )

    assert "from_pdf" in edited.load_reading().review_needed


def test_a_document_of_another_kind_goes_no_further_than_its_draft(officer):
    charter = services.paste_text(TEXT.replace(TITLE, "سياسة تعارض المصالح"), actor=officer)
    answer_all(charter, officer)

    with pytest.raises(approval.NotReadyForBoard) as refused:
        services.send_to_board(charter.pk, actor=officer)
    renamed = services.edit_content(
        charter.pk,
        actor=officer,
        revision=charter.revision,
        content=charter.load_content().model_copy(update={"title": TITLE}),
    )
    answer_all(renamed, officer)

    said = refused.value.obstacles[0].message
    assert said.startswith("هذه الوثيقة ليست سياسة للعلاقة مع المستفيدين.")
    assert services.send_to_board(charter.pk, actor=officer).state == VersionState.AWAITING_BOARD
