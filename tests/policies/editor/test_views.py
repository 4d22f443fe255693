import pytest
from django.test import Client

from core.deadlines.engine.terms import Unit
from core.rules import CalendarFirst, ChannelKind, Digits, MeasureMethod, Stage
from policies import services
from policies.content import ArticleKind, Length
from policies.models import PolicyVersion
from tenants.people.roles import Role
from tests.policies.contents import TEXT
from tests.policies.editor.pages import form_in, form_of, post, press, save, typed, values


def stored():
    return PolicyVersion.objects.get().load_content()


def test_saving_unchanged_changes_nothing(editor, draft):
    response = save(editor, draft, form_of(editor, draft))

    assert response.status_code == 302
    assert PolicyVersion.objects.get().revision == draft.revision


def test_words_and_chips_are_the_configuration(editor, draft):
    data = typed(
        form_of(editor, draft),
        c1_1__text="زيارة المقر",
        c1_2__kind=ChannelKind.FAX.value,
        c3_1__role=Role.RELATIONS_OFFICER.value,
        c3_1__stage=Stage.DELIVERY.value,
        c6_1__method=MeasureMethod.SURVEY.value,
        c6_1__every_months="٦",
        d_request_decision__max_value="٢٠",
        decision_body="لجنة الأسر",
    )

    response = save(editor, draft, data)

    content = stored()
    assert response.status_code == 302
    assert content.channels[0].label == "زيارة المقر"
    assert content.channels[1].kind == ChannelKind.FAX
    assert (content.steps[0].role, content.steps[0].stage) == (
        Role.RELATIONS_OFFICER,
        Stage.DELIVERY,
    )
    assert (content.satisfaction[0].method, content.satisfaction[0].every_months) == ("survey", 6)
    assert content.deadlines[0].maximum == Length(value=20, unit=Unit.WORKING_DAY)
    assert "لا تزيد على 20 يوم عمل" in content.steps[2].text
    assert content.decision_body == "لجنة الأسر"
    assert [row.key for row in content.channels] == ["interview", "phone", "email"]


def test_every_setting_is_kept(editor, draft):
    said = {
        "association_name": "جمعية",
        "license_no": "12",
        "introduction": "تمهيد\nوغاية",
        "complaints_handler": "وحدة المتابعة",
        "complaints_channels": "الهاتف\nالبريد",
        "complaints_appeal": "المدير",
        "complaints_anonymous": "no",
        "complaints_amicable_first": "yes",
        "complaints_outside_authority": "المركز",
        "compensation_body": "لجنة",
        "acknowledgement_within_days": "١٠",
        "acknowledgement_question": "كم المهلة؟",
        "acknowledgement_answers": "15\n20",
        "review_every_months": "12",
        "review_responsible": "مسؤول السياسات",
        "digits": "arabic",
        "calendar_first": "hijri",
        "beneficiary_word": "عضو",
    }
    data = [
        *typed(form_of(editor, draft), **said),
        ("acknowledgement_roles", "executive"),
        ("acknowledgement_roles", "auditor"),
        ("is_minor", "yes"),
    ]

    assert save(editor, draft, data).status_code == 302

    content = stored()
    assert content.complaints.model_dump() == {
        "handler": "وحدة المتابعة",
        "channels": ("الهاتف", "البريد"),
        "appeal": "المدير",
        "anonymous": False,
        "amicable_first": True,
        "outside_authority": "المركز",
    }
    assert content.acknowledgement.roles == (Role.EXECUTIVE, Role.AUDITOR)
    assert content.acknowledgement.within_days == 10
    assert content.acknowledgement.answers == ("15", "20")
    assert content.review.every_months == 12
    assert (content.digits, content.calendar_first) == (Digits.ARABIC, CalendarFirst.HIJRI)
    assert content.introduction == ("تمهيد", "وغاية")
    assert PolicyVersion.objects.get().is_minor
    again = form_of(editor, PolicyVersion.objects.get())
    assert {name: values(again, name) for name in said} == {
        **{name: [value] for name, value in said.items()},
        "acknowledgement_within_days": ["10"],
    }
    assert values(again, "acknowledgement_roles") == ["executive", "auditor"]


def test_rows_come_go_and_move_without_a_script_and_without_saving(editor, draft):
    data = form_of(editor, draft)

    down = press(editor, draft, data, "down:c1_1")
    assert values(down, "row")[1:3] == ["row:c1_2", "row:c1_1"]

    across = press(editor, draft, data, "down:c1_3")
    assert values(across, "row")[3:5] == ["article:c2", "row:c1_3"]

    removed = press(editor, draft, data, "remove:c1_1")
    assert "row:c1_1" not in values(removed, "row")

    added = press(editor, draft, data, "add-row:c1")
    assert len(values(added, "row")) == len(values(data, "row")) + 1
    assert stored() == draft.load_content()


def test_an_item_becomes_a_point_and_an_item_again(editor, draft):
    data = press(editor, draft, form_of(editor, draft), "indent:c4_2")
    assert "sub:c4_2" in values(data, "row")

    save(editor, draft, data)

    complaints = stored().articles[3]
    assert [item.address for item in complaints.items] == ["4-1", "4-2"]
    assert [sub.address for sub in complaints.items[0].subitems] == ["4-1-1"]
    kept = next(each for each in stored().deadlines if "عشرة" in each.words)
    assert kept.address == "4-1-1"

    version = PolicyVersion.objects.get()
    data = press(editor, version, form_of(editor, version), "outdent:c4_1_1")
    save(editor, version, data)
    assert [item.address for item in stored().articles[3].items] == ["4-1", "4-2", "4-3"]


def test_steps_have_points_too(editor, draft):
    data = press(editor, draft, form_of(editor, draft), "indent:c3_2")

    save(editor, draft, data)

    steps = stored().steps
    assert [step.key for step in steps] == ["step-1", "step-3", "step-4"]
    assert [sub.address for sub in steps[0].subitems] == ["3-1-1"]


def test_the_order_of_the_page_is_the_order_that_is_saved(editor, draft):
    data = press(editor, draft, form_of(editor, draft), "up:c3_4")
    data = press(editor, draft, data, "up:c3_4")

    save(editor, draft, data)

    assert [step.key for step in stored().steps] == ["step-1", "step-4", "step-2", "step-3"]
    assert stored().deadlines[0].address == "3-4"


def test_articles_move_with_their_items_and_are_numbered_anew(editor, draft):
    data = press(editor, draft, form_of(editor, draft), "up:c4")

    save(editor, draft, data)

    content = stored()
    assert [article.address for article in content.articles] == [str(n) for n in range(1, 10)]
    assert content.articles[2].heading == "الشكاوى"
    assert [item.address for item in content.articles[2].items] == ["3-1", "3-2", "3-3"]
    assert [step.address for step in content.steps] == ["4-1", "4-2", "4-3", "4-4"]
    assert {row.key: row.address for row in content.deadlines}["request-decision"] == "4-3"


def test_a_new_article_is_published_before_the_approval(editor, draft):
    data = press(editor, draft, form_of(editor, draft), "add-article:")
    new = next(value.split(":")[1] for value in values(data, "row") if ":n" in value)
    words = "تحفظ الحقوق:\n- أن يُعامل باحترام.\n2. أن يعرف سبب القرار."
    data = typed(data, **{f"{new}-heading": "حقوق المستفيد", f"{new}-text": words})

    save(editor, draft, data)

    article = stored().articles[-2]
    assert (article.address, article.heading, article.text) == (
        "9",
        "حقوق المستفيد",
        "تحفظ الحقوق:",
    )
    assert [(item.address, item.text) for item in article.items] == [
        ("9-1", "أن يُعامل باحترام."),
        ("9-2", "أن يعرف سبب القرار."),
    ]
    assert stored().articles[-1].kind == ArticleKind.APPROVAL


def test_an_article_that_becomes_a_list_drives_the_work(editor, draft):
    data = typed(form_of(editor, draft), c2__kind="text", c8__kind="documents")

    save(editor, draft, data)

    content = stored()
    assert content.tools == ()
    assert [item.text for item in content.articles[1].items] == ["دليل الخدمات", "نموذج الطلب"]
    assert [row.address for row in content.required_documents] == ["8-1", "8-2"]


def test_two_articles_cannot_hold_one_list(editor, draft):
    response = save(editor, draft, typed(form_of(editor, draft), c2__kind="channels"))

    assert (response.status_code, stored()) == (200, draft.load_content())
    assert 'aria-invalid="true"' in response.content.decode()


def test_a_new_deadline_is_said_by_its_clause(editor, draft):
    data = press(editor, draft, form_of(editor, draft), "add-deadline:c3_4")
    new = next(value.split(":")[1] for value in values(data, "row") if ":n" in value)
    data = typed(
        data,
        **{
            f"{new}-milestone": "deliver",
            f"{new}-max_value": "10",
            f"{new}-max_unit": "working_day",
            f"{new}-start": "decision",
        },
    )

    save(editor, draft, data)

    deadline = next(each for each in stored().deadlines if each.milestone == "deliver")
    assert (deadline.address, deadline.words) == (
        "3-4",
        "خلال مدة لا تزيد على 10 أيام عمل من تاريخ صدور القرار",
    )
    assert stored().steps[3].text == f"تسليم الخدمة للمستفيد {deadline.words}."


def test_errors_stand_beside_their_rows_and_nothing_is_lost(editor, draft):
    data = typed(
        form_of(editor, draft),
        c1_1__text="",
        d_request_decision__max_value="-3",
        c2_1__text="عنوان كُتب للتو",
        acknowledgement_question="سؤال",
    )

    response = save(editor, draft, data)

    html = response.content.decode()
    assert (response.status_code, html.count('aria-invalid="true"')) == (200, 4)
    assert "عنوان كُتب للتو" in html
    assert stored() == draft.load_content()


def test_a_lost_update_keeps_what_was_typed_and_what_it_replaces(editor, draft, officer):
    data = typed(form_of(editor, draft), title="عنواني أنا")
    other = draft.load_content().model_copy(update={"title": "عنوان غيري"})
    services.edit_content(draft.pk, actor=officer, revision=1, content=other)

    response = save(editor, draft, data)

    assert (response.status_code, "عنواني أنا" in response.content.decode()) == (200, True)
    assert stored().title == "عنوان غيري"
    version = PolicyVersion.objects.get()
    save(editor, draft, typed(data, revision=str(version.revision)))
    assert stored().title == "عنواني أنا"
    version = PolicyVersion.objects.get()
    services.undo_last_edit(version.pk, actor=officer, revision=version.revision)
    assert stored().title == "عنوان غيري"


def autosave(client, version, data):
    response = post(client, "policies:autosave", version, data)
    return response.status_code, response.json()


def test_autosave_answers_with_the_rows_as_they_are_stored(editor, draft):
    data = typed(form_of(editor, draft), d_request_decision__max_value="20")

    status, answer = autosave(editor, draft, data)

    assert (status, answer["state"], answer["revision"]) == (200, "saved", 2)
    assert (answer["undo"], answer["redo"]) == (True, False)
    assert "لا تزيد على 20 يوم عمل" in answer["rows"]
    assert stored().deadlines[0].maximum.value == 20


def test_autosave_keeps_the_ids_of_the_page(editor, draft):
    """The row that was c1_2 stays c1_2 while it is edited, whatever its number is now."""
    data = press(editor, draft, form_of(editor, draft), "up:c1_2")
    data = press(editor, draft, data, "add-row:c1_2")

    _status, answer = autosave(editor, draft, data)

    assert answer["state"] == "saved"
    order = [part.split('"')[0] for part in answer["rows"].split('name="row" value="')[1:]]
    assert order == values(data, "row")
    assert [row.label for row in stored().channels][:2] == ["الهاتف", "المقابلة في المقر"]


def test_a_new_row_keeps_its_key_from_one_autosave_to_the_next(editor, draft):
    data = press(editor, draft, form_of(editor, draft), "add-row:c3")
    new = next(value.split(":")[1] for value in values(data, "row") if ":n" in value)
    data = typed(data, **{f"{new}-text": "حفظ المعاملة"})

    _status, answer = autosave(editor, draft, data)
    again = form_in(f'<form id="editor-form">{answer["rows"]}</form>')
    again = [("revision", "2"), *typed(again, **{f"{new}-text": "حفظ المعاملة في السجل"})]
    autosave(editor, draft, again)

    assert {name for name, _value in data} >= {f"{new}-key", f"{new}-address"}
    assert [step.key for step in stored().steps] == [
        "step-1",
        "step-2",
        "step-3",
        "step-4",
        "step",
    ]


def test_what_cannot_be_saved_is_said_and_kept(editor, draft):
    status, answer = autosave(editor, draft, typed(form_of(editor, draft), c1_1__text=""))

    assert (status, answer["state"], answer["revision"]) == (200, "errors", 1)
    assert stored() == draft.load_content()


def test_autosave_never_writes_over_another_person(editor, draft, make_person):
    huda = make_person(Role.ADMINISTRATOR, name="هدى")
    other = draft.load_content().model_copy(update={"title": "عنوان غيري"})
    services.edit_content(draft.pk, actor=huda, revision=1, content=other)

    status, answer = autosave(editor, draft, typed(form_of(editor, draft), revision="1"))

    assert (status, answer["state"], answer["revision"]) == (409, "conflict", 2)
    assert "هدى" in answer["message"]
    assert stored().title == "عنوان غيري"


def test_a_version_before_the_board_is_not_saved(editor, before_the_board, officer):
    services.withdraw_from_board(before_the_board.pk, actor=officer)
    version = PolicyVersion.objects.get()
    data = typed(form_of(editor, version), title="آخر")
    services.send_to_board(version.pk, actor=officer)

    status, answer = autosave(editor, version, data)

    assert (status, answer["state"]) == (409, "refused")


def test_buttons_answer_scripts_with_rows_and_where_to_go_on(editor, draft):
    data = [*form_of(editor, draft), ("change", "down:c4_1")]

    answer = post(editor, "policies:edit", draft, data, x_editor="rows").json()

    assert (answer["focus"], answer["button"]) == ("c4_1", "down")
    assert answer["said"] == "نُقل إلى الموضع 2 من المادة 4"


def test_other_pages_lead_to_their_part_of_the_editor(editor, draft):
    html = editor.get(f"/policies/{draft.pk}/edit/").content.decode()

    places = [html.index(f'id="{anchor}"') for anchor in ("bodies", "channels", "steps")]
    assert places == sorted(places)
    assert html.count('id="deadlines"') == 1


def test_the_preview_shows_what_is_typed(editor, draft):
    data = typed(form_of(editor, draft), c4_1__text="نص لم يُحفظ")

    html = post(editor, "policies:preview", draft, data).content.decode()

    assert "نص لم يُحفظ" in html
    assert stored() == draft.load_content()


def test_two_people_are_told_of_each_other(site, association, make_person, draft, officer):
    mine = site(association, officer)
    hers = site(association, make_person(Role.ADMINISTRATOR, name="هدى"))
    revision = [("revision", "1")]

    def banner(client: Client) -> str:
        return post(client, "policies:presence", draft, revision).content.decode()

    assert "alert" not in banner(hers)
    assert "هدى" in banner(mine)
    assert "نورة" in banner(hers)
    assert PolicyVersion.objects.get().revision == 1


def test_whoever_left_is_not_shown(site, association, make_person, draft, officer, at):
    hers = site(association, make_person(Role.ADMINISTRATOR, name="هدى"))
    at(2026, 1, 7, 9, 0)
    post(hers, "policies:presence", draft, [("revision", "1")])
    at(2026, 1, 7, 9, 2)

    mine = site(association, officer)
    answer = post(mine, "policies:presence", draft, [("revision", "1")])

    assert "هدى" not in answer.content.decode()


def test_an_edit_is_taken_back_and_brought_back(editor, draft, officer):
    other = draft.load_content().model_copy(update={"title": "عنوان آخر"})
    version = services.edit_content(draft.pk, actor=officer, revision=1, content=other)

    post(editor, "policies:undo", draft, [("revision", str(version.revision))])
    assert stored() == draft.load_content()

    version = PolicyVersion.objects.get()
    post(editor, "policies:redo", draft, [("revision", str(version.revision))])
    assert stored().title == "عنوان آخر"


def test_questions_stand_at_the_row_they_are_about(editor, officer):
    version = services.paste_text(
        TEXT.replace("بمدة لا تزيد على 15 يوم عمل", "بمدة لا تقل عن 15 يوم عمل"), actor=officer
    )

    html = editor.get(f"/policies/{version.pk}/edit/").content.decode()

    row = html[html.index('id="notes-c3_3"') :]
    assert "#q-" in row[: row.index("</div>")]


@pytest.mark.parametrize("command", ["up:nobody", "add-x:c1", "remove", ":", "indent:o0", "add-"])
def test_commands_that_mean_nothing_change_nothing(editor, draft, command):
    data = form_of(editor, draft)

    assert values(press(editor, draft, data, command), "row") == values(data, "row")


def test_letters_that_nothing_can_store_are_left_out(editor, draft):
    data = typed(form_of(editor, draft), title="سياسة\x00 العلاقة\x01\x1b\ufffe")

    refused = save(editor, draft, data)
    save(editor, draft, [(name, value.replace("\x00", "")) for name, value in data])

    assert refused.status_code == 400
    assert PolicyVersion.objects.get(pk=draft.pk).load_content().title == "سياسة العلاقة"


@pytest.mark.parametrize("address", ["-1", "<b>", "٣", "1-", "1-2-3-4-5", "9" * 5000])
def test_a_forged_address_is_that_of_a_new_row(editor, draft, address):
    data = [
        (name, address if name.endswith("-address") else value)
        for name, value in form_of(editor, draft)
    ]

    for page in ("policies:preview", "policies:autosave"):
        assert post(editor, page, draft, data).status_code == 200

    content = PolicyVersion.objects.get(pk=draft.pk).load_content()
    assert [article.address for article in content.articles] == [str(n) for n in range(1, 10)]


def test_a_number_without_end_is_asked_about(editor, draft):
    data = [
        (name, "9" * 5000 if name.endswith("-max_value") else value)
        for name, value in form_of(editor, draft)
    ]

    answer = post(editor, "policies:autosave", draft, data)

    assert (answer.status_code, answer.json()["state"]) == (200, "errors")
