import re

import pytest

from core.beneficiaries.enums import ReplyChannel
from core.cases.models import CaseDocument
from core.mailroom import services
from core.mailroom.models import IncomingMail
from core.mailroom.rules import AlreadyWorkedWith, MailAlreadyPlaced
from core.messages.mailbox import MAILBOX
from core.messages.services import write_message
from core.service_requests.services import mark_missing
from foundation.models import StoredFile
from tenants.people.roles import Role
from tests.core.mailroom.imap_server import PASSWORD
from tests.core.mailroom.mails import NOURA, answer, letter
from tests.core.requests import person, receive

QUERIES_OF_LIST = 14
INBOX, SETTINGS = "/desk/mail/", "/desk/settings/mailbox/"


@pytest.fixture
def desk(site, association, officer):
    return site(association, officer)


@pytest.fixture
def stranger(case, take) -> IncomingMail:
    """Somebody unknown names the case, with a paper."""
    mail = letter(sender="Ali <ali@x.example>", subject=f"بخصوص {case.reference}")
    mail.add_attachment(b"lease", maintype="text", subtype="plain", filename="lease.txt")
    return take(mail)


def words_of(response) -> str:
    return response.content.decode()


# --- placing ---


def test_waiting_mail_is_filed_by_a_person_and_shown_to_staff_only(desk, case, stranger):
    page = desk.get(f"{INBOX}{stranger.pk}/")
    assert [word in words_of(page) for word in ("ali@x.example", case.reference, "lease.txt")] == [
        True
    ] * 3

    done = desk.post(f"{INBOX}{stranger.pk}/file/", {"reference": case.reference.lower()})

    assert done["Location"] == f"/desk/requests/{case.pk}/"
    stranger.refresh_from_db()
    assert (stranger.state, stranger.settled_by) == ("filed", "ضابط العلاقات")
    event = case.events.get(name="mail_received")
    assert (event.visibility, event.note) == ("staff", "أرجو المساعدة في الإيجار.")
    document = case.documents.get()
    assert (document.purpose, document.from_beneficiary) == ("lease.txt", False)


def test_wrong_number_comes_back_beside_its_field(desk, stranger):
    page = desk.post(f"{INBOX}{stranger.pk}/file/", {"reference": "REQ-2026-9999"})
    assert (page.status_code, 'value="REQ-2026-9999"' in words_of(page)) == (400, True)


def test_cases_are_looked_for_from_the_mail(desk, case, stranger):
    assert "نورة بنت سالم" in words_of(desk.get(f"{INBOX}{stranger.pk}/?search=نوره"))
    assert (
        case.reference
        not in words_of(desk.get(f"{INBOX}{stranger.pk}/?search=zzz"))
        .split("REQ-2026-0001</bdi></a>")[-1]
        .partition("</form>")[0]
    )


def test_a_request_is_opened_from_a_waiting_mail_with_its_receipt(desk, set_up, take, officer):
    set_up(opens_cases=False)
    row = take(letter())

    desk.post(f"{INBOX}{row.pk}/open/")

    row.refresh_from_db()
    assert (row.state, row.case.registered_by, row.case.channel_key) == (
        "opened",
        officer,
        "email",
    )
    assert row.case.messages.get().recipient == NOURA


def test_a_request_is_not_opened_by_itself_under_another_channel(desk, set_up, take):
    set_up(channel="phone")
    row = take(letter())
    page = desk.post(f"{INBOX}{row.pk}/open/")
    row.refresh_from_db()
    assert (page.status_code, row.state) == (400, "waiting")
    assert '<option value="email" selected>' in words_of(desk.get(f"{INBOX}{row.pk}/"))


def test_where_the_policy_names_no_email_staff_choose_the_channel(desk, set_up, take, by_email):
    set_up(channel="")
    by_email.change(channels=by_email.rules.channels[:-1])
    row = take(letter())
    page = words_of(desk.get(f"{INBOX}{row.pk}/"))
    assert "القناة التي يُحسب عليها الطلب" in page
    offered = page.partition('name="channel"')[2].partition("</select>")[0]
    assert re.findall(r'<option value="(\w*)"( selected)?', offered) == [
        ("", " selected"),
        ("phone", ""),
        ("website", ""),
    ]

    refused = desk.post(f"{INBOX}{row.pk}/open/", {"channel": ""})
    assert refused.status_code == 400
    assert 'id="open_channel_error"' in words_of(refused)
    assert desk.post(f"{INBOX}{row.pk}/open/", {"channel": "email"}).status_code == 400
    desk.post(f"{INBOX}{row.pk}/open/", {"channel": "phone"})

    row.refresh_from_db()
    assert (row.state, row.case.channel_key, row.case.channel_kind) == ("opened", "phone", "phone")
    assert row.case.messages.get().recipient == NOURA


def test_a_channel_that_is_named_no_more_leaves_the_others_to_choose(desk, set_up, take, by_email):
    set_up(channel="email")
    by_email.change(channels=by_email.rules.channels[:-1])
    row = take(letter())
    assert desk.post(f"{INBOX}{row.pk}/open/", {"channel": "website"}).status_code == 302
    row.refresh_from_db()
    assert row.case.channel_key == "website"


def test_without_a_channel_set_up_only_staff_open_under_the_policy_s(desk, set_up, take):
    set_up(channel="")
    row = take(letter())
    assert row.state == "waiting"
    desk.post(f"{INBOX}{row.pk}/open/")
    row.refresh_from_db()
    assert (row.state, row.case.channel_key) == ("opened", "email")


def test_mail_is_set_aside_with_a_reason(desk, stranger):
    assert desk.post(f"{INBOX}{stranger.pk}/set-aside/", {"why": " "}).status_code == 400
    desk.post(f"{INBOX}{stranger.pk}/set-aside/", {"why": "إعلان"})
    stranger.refresh_from_db()
    assert (stranger.state, stranger.note) == ("dismissed", "إعلان")


def test_what_was_filed_by_mistake_is_taken_out_again(
    desk, case, stranger, officer, django_capture_on_commit_callbacks
):
    services.place_with(stranger.pk, actor=officer, reference=case.reference)
    [document] = CaseDocument.objects.filter(case=case).select_related("file")

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{INBOX}{stranger.pk}/take-out/")

    stranger.refresh_from_db()
    assert (stranger.state, stranger.reason, stranger.case) == ("waiting", "taken_out", None)
    assert case.documents.count() == 0
    assert not StoredFile.objects.filter(pk=document.file_id).exists()
    services.place_with(stranger.pk, actor=officer, reference=case.reference)
    assert case.documents.count() == 1


def test_words_that_were_taken_out_are_hidden_from_the_beneficiary(case, take, officer):
    row = take(answer(case.messages.get(), "كلام"))
    services.take_out(row.pk, actor=officer)
    assert set(case.events.filter(details__mail=str(row.pk)).values_list("visibility")) == {
        ("staff",)
    }


def test_what_settled_something_missing_is_not_taken_out(case, take, officer):
    mark_missing(case.pk, actor=officer, question="كم؟")
    row = take(answer(case.messages.get(kind="missing"), "خمسة"))
    with pytest.raises(AlreadyWorkedWith):
        services.take_out(row.pk, actor=officer)


def test_two_people_place_a_mail_once(case, stranger, officer):
    services.place_with(stranger.pk, actor=officer, reference=case.reference)
    with pytest.raises(MailAlreadyPlaced):
        services.set_aside(stranger.pk, actor=officer, why="x")


def test_mail_as_it_came_is_a_file_to_keep(desk, stranger):
    got = desk.get(f"{INBOX}{stranger.pk}/raw/")
    assert got["Content-Disposition"] == 'attachment; filename="mail.eml"'
    assert (got["Content-Type"], got["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )
    assert b"ali@x.example" in got.content


def test_settled_mails_go_after_some_weeks_and_waiting_ones_stay(stranger, take, at, desk):
    filed = take(letter(message_id="<2@x.example>"))
    at(2026, 5, 1, 10)

    assert (services.forget_settled(), services.forget_settled()) == (1, 0)

    filed.refresh_from_db()
    stranger.refresh_from_db()
    assert (filed.raw, stranger.raw is None) == (None, False)
    assert desk.get(f"{INBOX}{filed.pk}/raw/").status_code == 404


def test_who_does_not_handle_cases_sees_no_mail(site, association, make_person, stranger):
    for role in (Role.AUDITOR, Role.BRANCH_DELEGATE, Role.ADMINISTRATOR):
        browser = site(association, make_person(role))
        assert browser.get(f"{INBOX}{stranger.pk}/").status_code == 403


def test_lists_ask_the_database_the_same_for_one_and_for_many(
    desk, case, take, set_up, django_assert_num_queries
):
    set_up(opens_cases=False)
    take(letter(message_id="<0@x.example>"))
    desk.get(INBOX)
    with django_assert_num_queries(QUERIES_OF_LIST):
        desk.get(INBOX)
    for number in range(1, 15):
        take(letter(message_id=f"<{number}@x.example>"))
    with django_assert_num_queries(QUERIES_OF_LIST):
        assert words_of(desk.get(INBOX)).count("طلب مساعدة") == 15


# --- the conversation ---


def test_message_is_looked_at_then_sent_once(desk, case):
    page = f"/desk/requests/{case.pk}/messages/"
    form = desk.get(page).context["form"]
    words = {
        "subject": "سؤال",
        "text": "متى؟",
        "operation_id": str(form.initial["operation_id"]),
    }

    shown = desk.post(page, words | {"preview": "yes"})
    assert ("سؤال - " in words_of(shown), case.messages.count()) == (True, 1)
    for _click in range(2):
        assert desk.post(page, words | {"send": "yes"}).status_code == 302
    assert case.messages.filter(kind="written").count() == 1
    assert "متى؟" in words_of(desk.get(f"/desk/requests/{case.pk}/"))


def test_refused_message_keeps_what_was_typed(desk, case):
    page = f"/desk/requests/{case.pk}/messages/"
    operation = str(desk.get(page).context["form"].initial["operation_id"])
    got = desk.post(page, {"subject": "", "text": "كلام", "operation_id": operation})
    assert (got.status_code, "كلام" in words_of(got)) == (400, True)


def test_page_offers_to_record_the_call_that_was_agreed(desk, officer):
    data = person(email=NOURA)
    case = receive(officer, beneficiary_data=data, reply_channel=ReplyChannel.VISIT).case
    page = words_of(desk.get(f"/desk/requests/{case.pk}/"))
    assert ("اتُّفق مع هذا المستفيد" in page, f"{case.pk}/messages/" in page) == (True, False)


def test_no_page_of_staff_shows_the_tracking_code(desk, officer, set_up):
    set_up()
    received = receive(officer, beneficiary_data=person(email=NOURA))
    page = words_of(desk.get(f"/desk/requests/{received.case.pk}/"))
    code = received.tracking_code
    assert [piece for piece in (code, code[:5] + "-" + code[5:10]) if piece in page] == []


def test_failed_message_is_sent_again_from_the_page(desk, case):
    message = case.messages.get()
    message.state = "failed"
    message.save(update_fields=["state"])
    again = f"/desk/requests/{case.pk}/messages/{message.pk}/again/"
    assert again in words_of(desk.get(f"/desk/requests/{case.pk}/"))
    for _click in range(2):
        desk.post(again)
    assert case.messages.count() == 2


def test_answer_stands_below_their_last_mail(desk, case, take, officer):
    take(answer(case.messages.get()))
    page = f"/desk/requests/{case.pk}/messages/"
    operation = str(desk.get(page).context["form"].initial["operation_id"])
    desk.post(page, {"subject": "x", "text": "y", "operation_id": operation})
    assert case.messages.get(kind="written").answers_id == "<answer@mail.example>"


def test_person_reads_the_same_messages_where_the_request_is_followed(
    site, association, officer, set_up, at
):
    at(2026, 3, 15, 10)
    received = receive(officer, beneficiary_data=person(email=NOURA))
    write_message(received.case.pk, actor=officer, subject="سؤال", text="متى يناسبكم؟")
    visitor = site(association)
    visitor.post("/follow/", {"code": received.tracking_code})
    assert "متى يناسبكم؟" in words_of(visitor.get("/follow/case/"))


# --- settings ---


@pytest.fixture
def typed(server):
    return {
        "enabled": "on",
        "host": "127.0.0.1",
        "port": str(server.port),
        "security": "none",
        "user": "requests@alpha.example",
        "password": PASSWORD,
        "folder": "INBOX",
        "channel": "email",
        "opens_cases": "on",
        "revision": "0",
    }


@pytest.fixture
def administrator(site, association, governed, make_person):
    return site(association, make_person(Role.ADMINISTRATOR))


def test_connection_is_tried_before_anything_is_saved(administrator, server, typed):
    server.deliver(letter().as_bytes())
    page = administrator.post(SETTINGS, typed | {"try": "yes"})
    assert (page.status_code, page.context["reached"]) == (200, 1)
    assert MAILBOX.read().enabled is False


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"password": "wrong"}, "password"),
        ({"folder": "Nowhere"}, None),
        ({"port": "abc"}, "port"),
        ({"host": "nowhere.invalid"}, "host"),
        ({"password": ""}, "password"),
        ({"channel": "phone"}, "channel"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(administrator, typed, value, field):
    page = administrator.post(SETTINGS, typed | value | {"try": "yes"})
    assert page.status_code == 400
    errors = page.context["form"].errors
    assert list(errors) == [field or "__all__"]


def test_saved_settings_keep_the_password_out_of_every_page(administrator, typed):
    assert administrator.post(SETTINGS, typed | {"save": "yes"}).status_code == 302
    assert (MAILBOX.read().enabled, MAILBOX.secret()) == (True, PASSWORD)
    assert PASSWORD not in words_of(administrator.get(SETTINGS))
    again = typed | {"password": "", "revision": "1", "folder": "Archive"}
    assert administrator.post(SETTINGS, again | {"save": "yes"}).status_code == 302
    assert (MAILBOX.read().folder, MAILBOX.secret()) == ("Archive", PASSWORD)


def test_kept_password_goes_to_no_other_server(administrator, typed):
    administrator.post(SETTINGS, typed | {"save": "yes"})
    thief = typed | {"password": "", "revision": "1", "host": "localhost"}
    page = administrator.post(SETTINGS, thief | {"try": "yes"})
    assert (page.status_code, list(page.context["form"].errors)) == (400, ["password"])


def test_stale_settings_do_not_overwrite(administrator, typed):
    administrator.post(SETTINGS, typed | {"save": "yes"})
    assert administrator.post(SETTINGS, typed | {"save": "yes"}).status_code == 409
