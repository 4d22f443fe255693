"""Published questions and answers: every wording has its day and says what changed."""

import pytest

from core.cases.rules import NotYourPart
from core.inquiries import entries, rules
from core.inquiries.enums import EntryState
from core.inquiries.models import Entry
from core.inquiries.publishing import (
    Wording,
    begin_wording,
    count_opinion,
    discard_draft,
    edit_entry,
    publish_entry,
    withdraw_entry,
    write_entry,
)
from foundation.models import AuditEntry
from tenants.people.roles import Role


def change(entry, officer, answer, said="تغيّر الموعد"):
    draft = begin_wording(entry.pk, actor=officer)
    edit_entry(draft.pk, Wording(entry.question_ar, answer, change=said), actor=officer)
    return publish_entry(draft.pk, actor=officer)


def test_a_draft_is_read_by_nobody(officer):
    write_entry(Wording("سؤال؟", "جواب"), actor=officer)
    assert list(entries.published()) == []
    assert entries.found("سؤال") == []


def test_publishing_gives_it_a_day(publish, at):
    at(2026, 3, 1, 9)
    entry = publish()
    assert entry.published_at == at(2026, 3, 1, 9)
    assert AuditEntry.objects.order_by("-seq").first().action == "information.published"


def test_a_new_wording_takes_the_place_of_the_old_and_the_old_stays_known(publish, officer, at):
    at(2026, 3, 1, 9)
    first = publish("متى الدوام؟", "من ثمانية إلى اثنين")
    second_at = at(2026, 4, 1, 9)
    second = change(first, officer, "من تسعة إلى اثنين")
    first.refresh_from_db()
    assert (first.state, first.replaced_at) == (EntryState.REPLACED, second_at)
    assert entries.published_entry(first.key).pk == second.pk
    newest, oldest = entries.history(first.key)
    assert [newest.entry.change, oldest.entry.change] == ["تغيّر الموعد", ""]
    assert [(piece.text, piece.mark) for piece in newest.answer] == [
        ("من ", ""),
        ("ثمانية", "del"),
        ("تسعة", "ins"),
        (" إلى اثنين", ""),
    ]


def test_a_new_wording_must_say_what_changed(publish, officer):
    draft = begin_wording(publish().pk, actor=officer)
    with pytest.raises(rules.ChangeMissing):
        publish_entry(draft.pk, actor=officer)


def test_one_draft_at_a_time(publish, officer):
    entry = publish()
    draft = begin_wording(entry.pk, actor=officer)
    with pytest.raises(rules.DraftThere):
        begin_wording(entry.pk, actor=officer)
    discard_draft(draft.pk, actor=officer)
    assert begin_wording(entry.pk, actor=officer).number == 2


def test_what_is_published_is_not_edited(publish, officer):
    with pytest.raises(rules.NotADraft):
        edit_entry(publish().pk, Wording("س", "ج"), actor=officer)


def test_what_is_withdrawn_is_found_no_more_and_can_come_back(publish, officer):
    entry = publish("متى الدوام؟", "صباحًا")
    withdraw_entry(entry.pk, actor=officer)
    assert entries.found("الدوام") == []
    with pytest.raises(Entry.DoesNotExist):
        entries.published_entry(entry.key)
    again = change(entry, officer, "مساءً")
    assert entries.published_entry(entry.key).pk == again.pk


@pytest.mark.parametrize(
    ("wording", "error"),
    [
        (Wording(" ", "جواب"), rules.QuestionMissing),
        (Wording("سؤال", "\n"), rules.AnswerMissing),
        (Wording("سؤال", "جواب", question_en="Question?"), rules.HalfInEnglish),
    ],
)
def test_half_an_entry_is_refused(officer, wording, error):
    with pytest.raises(error):
        write_entry(wording, actor=officer)


def test_only_those_who_edit_information_publish(governed, make_person):
    with pytest.raises(NotYourPart):
        write_entry(Wording("سؤال", "جواب"), actor=make_person(Role.COMPLAINTS_OFFICER))


def test_opinions_are_counted_for_what_is_published_only(publish, officer):
    entry = publish()
    count_opinion(entry, helped=True)
    count_opinion(entry, helped=False)
    withdraw_entry(entry.pk, actor=officer)
    count_opinion(entry, helped=True)
    entry.refresh_from_db()
    assert (entry.helped, entry.not_helped) == (1, 1)


def test_shelves_stand_in_the_order_of_the_alphabet_the_nameless_last(publish):
    publish("سؤال ١", category="")
    publish("سؤال ٢", category="الإيجار")
    publish("سؤال ٣", category="أوقات العمل")
    names = [shelf.name for shelf in entries.shelves(entries.published())]
    assert names == ["الإيجار", "أوقات العمل", ""]


def test_in_english_where_it_was_written_in_english(publish):
    both = publish("سؤال", "جواب", question_en="Question", answer_en="Answer")
    only = publish("سؤال آخر", "جواب آخر")
    assert entries.question_of(both, "en") == "Question"
    assert entries.answer_of(both, "ar") == "جواب"
    assert entries.question_of(only, "en") == "سؤال آخر"
