from datetime import timedelta

import pytest

from foundation import clock
from foundation.models import AuditEntry
from policies import services
from policies.checking import obstacles
from policies.models import PolicyVersion
from policies.services.history import (
    REMEMBERED_EDITS,
    NothingToRedo,
    NothingToUndo,
    redoable,
    undoable,
)
from policies.services.versions import EditedMeanwhile
from tenants.people.roles import Role
from tests.policies.contents import TEXT


@pytest.fixture
def retitle(draft, officer):
    def change(title, *, actor=officer, typing=False, **changes):
        version = PolicyVersion.objects.get(pk=draft.pk)
        content = version.load_content().model_copy(update={"title": title, **changes})
        return services.edit_content(
            version.pk, actor=actor, revision=version.revision, content=content, typing=typing
        )

    return change


def title(draft):
    return PolicyVersion.objects.get(pk=draft.pk).load_content().title


def undo(draft, officer):
    version = PolicyVersion.objects.get(pk=draft.pk)
    return services.undo_last_edit(draft.pk, actor=officer, revision=version.revision)


def redo(draft, officer):
    version = PolicyVersion.objects.get(pk=draft.pk)
    return services.redo_last_edit(draft.pk, actor=officer, revision=version.revision)


def test_edits_are_taken_back_and_brought_back_in_their_order(draft, officer, retitle):
    first = title(draft)
    retitle("أ")
    retitle("ب")

    assert [undo(draft, officer).content["title"] for _time in range(2)] == ["أ", first]
    with pytest.raises(NothingToUndo):
        undo(draft, officer)
    assert [redo(draft, officer).content["title"] for _time in range(2)] == ["أ", "ب"]
    with pytest.raises(NothingToRedo):
        redo(draft, officer)


def test_a_new_edit_forgets_what_was_taken_back(draft, officer, retitle):
    retitle("أ")
    undo(draft, officer)
    retitle("ب")

    with pytest.raises(NothingToRedo):
        redo(draft, officer)


def test_what_is_typed_in_one_spell_is_one_edit(draft, officer, retitle):
    first = title(draft)
    for words in ("ع", "عن", "عنو"):
        version = retitle(words, typing=True)

    assert len(undoable(version)) == 1
    assert AuditEntry.objects.filter(action="policy.edited").count() == 1
    assert undo(draft, officer).content["title"] == first


def test_typing_on_in_another_field_is_an_edit_of_its_own(draft, officer, retitle):
    first = title(draft)
    retitle("ع", typing=True)
    retitle("عنوان", typing=True)
    retitle("عنوان", typing=True, introduction=("م",))
    version = retitle("عنوان", typing=True, introduction=("مقدمة",))

    assert len(undoable(version)) == 2
    assert [undo(draft, officer).content["title"] for _time in range(2)] == ["عنوان", first]


def test_a_pause_another_person_or_a_row_that_goes_is_an_edit_of_its_own(
    draft, officer, retitle, make_person, monkeypatch
):
    retitle("أ", typing=True)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=2))
    retitle("ب", typing=True)
    retitle("ج", typing=True, actor=make_person(Role.ADMINISTRATOR))
    tools = PolicyVersion.objects.get().load_content().tools[:1]
    version = retitle("د", typing=True, tools=tools)

    assert len(undoable(version)) == 4


def test_only_the_last_edits_are_remembered(retitle):
    for number in range(REMEMBERED_EDITS + 2):
        version = retitle(f"عنوان {number}")

    assert (len(undoable(version)), redoable(version)) == (REMEMBERED_EDITS, [])


def test_redo_asks_for_the_draft_that_was_seen(draft, officer, retitle):
    retitle("أ")
    undo(draft, officer)

    with pytest.raises(EditedMeanwhile):
        services.redo_last_edit(draft.pk, actor=officer, revision=1)


def test_a_minor_edit_is_remembered_on_the_version(draft, officer):
    version = services.edit_content(
        draft.pk, actor=officer, revision=1, content=draft.load_content(), is_minor=True
    )

    assert (version.is_minor, version.revision) == (True, 2)


def test_a_question_whose_words_are_back_is_asked_again(officer):
    blank = services.paste_text(TEXT.replace("15 يوم عمل", "... يوم عمل"), actor=officer)
    asked = [obstacle.anchor for obstacle in obstacles(blank)]
    content = blank.load_content()
    steps = tuple(step.model_copy(update={"text": "استقبال الطلب"}) for step in content.steps)
    put_right = services.edit_content(
        blank.pk,
        actor=officer,
        revision=blank.revision,
        content=content.model_copy(update={"steps": steps, "deadlines": ()}),
    )

    back = services.undo_last_edit(blank.pk, actor=officer, revision=put_right.revision)

    assert "questions" in asked
    assert [obstacle.anchor for obstacle in obstacles(back)] == asked
