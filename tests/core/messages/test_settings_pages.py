"""How an association sets up text messages, WhatsApp and quiet hours, and tries them out."""

from datetime import time
from decimal import Decimal

import pytest

from core.beneficiaries.enums import ReplyChannel
from core.messages.enums import MessageKind
from core.messages.hooks import hook_path
from core.messages.sections import SENDING, SMS, WHATSAPP, secrets_of
from core.messages.services import queue_message, send_message
from foundation.models import AuditEntry
from tenants.people.roles import Role
from tests.core.messages.conftest import MOBILE, SENT_BY_META
from tests.core.requests import person, receive

SMS_PAGE, WHATSAPP_PAGE = "/desk/settings/sms/", "/desk/settings/whatsapp/"
SENDING_PAGE = "/desk/settings/sending/"
BY_UNIFONIC = {
    "enabled": "on",
    "provider": "unifonic",
    "sender": "CHARITY",
    "key": "sid-of-the-app",
    "price": "٠٫٠٥",
    "monthly_limit": "250",
    "revision": "0",
}
DESCRIBED = {
    "provider": "generic",
    "url": "https://sms.example.org/send",
    "headers": '{"X-Key": "{key}"}',
    "body": '{"to": "{to}", "text": "{text}"}',
    "success_path": "ok",
    "success_values": "1, yes",
    "id_path": "id",
}
AT_META = {
    "enabled": "on",
    "phone_number_id": "١٠٥٥",
    "token": "token-of-meta",
    "app_secret": "secret-of-the-app",
    "price": "0.19",
    "template_any": "news(reference, text)",
    "revision": "0",
}


@pytest.fixture
def desk(site, association, governed, make_person):
    return site(association, make_person(Role.ADMINISTRATOR))


def words_of(response):
    return response.content.decode()


def errors_of(response):
    return sorted(response.context["form"].errors)


# --- text messages ---


def test_text_messages_are_set_up(desk):
    assert desk.get(SMS_PAGE).status_code == 200
    done = desk.post(SMS_PAGE, BY_UNIFONIC)
    assert done["Location"] == SMS_PAGE
    kept = SMS.read()
    assert (kept.enabled, kept.provider, kept.sender, kept.price, kept.monthly_limit) == (
        True,
        "unifonic",
        "CHARITY",
        Decimal("0.05"),
        Decimal("250.00"),
    )
    assert secrets_of(SMS) == {"key": "sid-of-the-app"}
    page = words_of(desk.get(SMS_PAGE))
    assert ("sid-of-the-app" in page, hook_path("unifonic", 0) in page) == (False, True)
    assert AuditEntry.objects.filter(action="settings.changed").count() == 1


def test_a_kept_key_stays_and_goes_to_no_other_provider(desk):
    desk.post(SMS_PAGE, BY_UNIFONIC)
    again = BY_UNIFONIC | {"key": "", "sender": "OTHER", "revision": "1"}
    assert desk.post(SMS_PAGE, again).status_code == 302
    assert (SMS.read().sender, secrets_of(SMS)["key"]) == ("OTHER", "sid-of-the-app")

    elsewhere = again | {"provider": "taqnyat", "revision": "2"}
    refused = desk.post(SMS_PAGE, elsewhere)
    assert (refused.status_code, errors_of(refused)) == (400, ["key"])
    moved = again | DESCRIBED | {"revision": "2"}
    assert errors_of(desk.post(SMS_PAGE, moved)) == ["key"]


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"key": ""}, ["key"]),
        ({"sender": ""}, ["sender"]),
        ({"price": "cheap"}, ["price"]),
        ({"price": "-1"}, ["price"]),
        ({"monthly_limit": "much"}, ["monthly_limit"]),
        ({"provider": "nobody"}, ["provider"]),
        ({"provider": "twilio", "account": ""}, ["account"]),
        (DESCRIBED | {"url": "http://sms.example.org/"}, ["url"]),
        (DESCRIBED | {"url": ""}, ["url"]),
        (DESCRIBED | {"body": ""}, ["body"]),
        (DESCRIBED | {"body": "[1]"}, ["body"]),
        (DESCRIBED | {"headers": "X: y"}, ["headers"]),
        ({"try_number": "12"}, ["try_number"]),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(desk, changed, wrong):
    refused = desk.post(SMS_PAGE, BY_UNIFONIC | changed)
    assert (refused.status_code, errors_of(refused), SMS.revision()) == (400, wrong, 0)


def test_another_provider_is_described(desk):
    assert desk.post(SMS_PAGE, BY_UNIFONIC | DESCRIBED).status_code == 302
    gateway = SMS.read().gateway()
    assert (gateway.url, gateway.method, gateway.encoding) == (
        "https://sms.example.org/send",
        "POST",
        "json",
    )
    assert gateway.success == ("ok", ("1", "yes"))
    page = words_of(desk.get(SMS_PAGE))
    assert "https://sms.example.org/send" in page


def test_somebody_else_changed_it_meanwhile(desk):
    desk.post(SMS_PAGE, BY_UNIFONIC)
    assert desk.post(SMS_PAGE, BY_UNIFONIC | {"sender": "LATE"}).status_code == 409
    assert SMS.read().sender == "CHARITY"


def test_a_test_message_shows_the_real_answer_and_saves_nothing(desk, provider):
    tried = BY_UNIFONIC | {"try": "yes", "try_number": "0551234567"}
    taken = desk.post(SMS_PAGE, tried)
    assert (taken.status_code, "42000348806924" in words_of(taken)) == (200, True)
    assert provider.asked[0].form["Recipient"] == "966551234567"

    provider.says(200, {"success": False, "message": "No credit <b>", "errorCode": "ER-06"})
    refused = desk.post(SMS_PAGE, tried)
    page = words_of(refused)
    assert refused.status_code == 400
    assert ("ER-06" in page, "No credit &lt;b&gt;" in page) == (True, True)
    assert SMS.revision() == 0


def test_a_test_message_needs_a_number(desk, provider):
    refused = desk.post(SMS_PAGE, BY_UNIFONIC | {"try": "yes"})
    assert (errors_of(refused), provider.asked) == (["try_number"], [])


def test_in_production_no_host_of_ours_is_asked(desk, provider, settings):
    settings.SILAH_PROVIDER_PRIVATE_HOSTS = False
    hidden = {"url": "https://127.0.0.1/", "try": "yes", "try_number": MOBILE}
    refused = desk.post(SMS_PAGE, BY_UNIFONIC | DESCRIBED | hidden)
    assert (refused.status_code, provider.asked) == (400, [])


def test_a_new_address_of_the_webhook(desk):
    desk.post(SMS_PAGE, BY_UNIFONIC)
    desk.post(SMS_PAGE, BY_UNIFONIC | {"new_hook": "on", "revision": "1"})
    assert SMS.read().hook_round == 1
    assert hook_path("unifonic", 1) in words_of(desk.get(SMS_PAGE))


def test_hub_of_settings_tells_how_they_stand(desk):
    desk.post(SMS_PAGE, BY_UNIFONIC)
    page = words_of(desk.get("/desk/settings/"))
    assert (SMS_PAGE in page, WHATSAPP_PAGE in page, SENDING_PAGE in page) == (True, True, True)
    assert ("مفعّل" in page, "لم يُعَدّ بعد" in page) == (True, True)


@pytest.mark.parametrize("role", [Role.RELATIONS_OFFICER, Role.COMPLAINTS_OFFICER])
@pytest.mark.parametrize("page", [SMS_PAGE, WHATSAPP_PAGE, SENDING_PAGE])
def test_settings_are_for_who_sets_up(site, association, governed, make_person, role, page):
    assert site(association, make_person(role)).get(page).status_code == 403


# --- WhatsApp ---


def test_whatsapp_is_set_up(desk):
    assert desk.post(WHATSAPP_PAGE, AT_META).status_code == 302
    kept = WHATSAPP.read()
    assert (kept.phone_number_id, kept.templates["any"].values) == ("1055", ("reference", "text"))
    assert secrets_of(WHATSAPP) == {"token": "token-of-meta", "app_secret": "secret-of-the-app"}
    page = words_of(desk.get(WHATSAPP_PAGE))
    assert [word in page for word in ("token-of-meta", "secret-of-the-app")] == [False, False]
    assert "news(reference, text)" in page


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"phone_number_id": "+966"}, ["phone_number_id"]),
        ({"token": ""}, ["token"]),
        ({"app_secret": ""}, ["app_secret"]),
        ({"template_any": "News!"}, ["template_any"]),
        ({"template_any": "news(password)"}, ["template_any"]),
        ({"template_decision": "decided(text"}, ["template_decision"]),
    ],
)
def test_what_meta_would_not_know_is_refused(desk, changed, wrong):
    refused = desk.post(WHATSAPP_PAGE, AT_META | changed)
    assert (refused.status_code, errors_of(refused), WHATSAPP.revision()) == (400, wrong, 0)


def test_whatsapp_is_tried_out_by_its_template(desk, provider):
    provider.says(200, SENT_BY_META)
    tried = AT_META | {"try": "yes", "try_number": MOBILE}
    assert "wamid.HBgM" in words_of(desk.post(WHATSAPP_PAGE, tried))
    assert provider.asked[0].json["template"]["name"] == "news"

    provider.says(401, {"error": {"code": 190, "message": "token expired"}})
    refused = desk.post(WHATSAPP_PAGE, tried)
    assert (refused.status_code, "token expired" in words_of(refused)) == (400, True)


# --- quiet hours, costs ---


def test_quiet_hours_are_set(desk):
    wanted = {"quiet_from": "٢١:٠٠", "quiet_until": "8:00", "revision": "0"}
    assert desk.post(SENDING_PAGE, wanted).status_code == 302
    kept = SENDING.read()
    assert (kept.quiet_from, kept.quiet_until) == (time(21), time(8))
    assert desk.post(SENDING_PAGE, wanted).status_code == 409


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"quiet_from": "late"}, ["quiet_from"]),
        ({"quiet_until": ""}, ["quiet_until"]),
        ({"quiet_from": ""}, ["quiet_from"]),
    ],
)
def test_quiet_hours_are_whole(desk, changed, wrong):
    wanted = {"quiet_from": "21:00", "quiet_until": "08:00", "revision": "0"}
    refused = desk.post(SENDING_PAGE, wanted | changed)
    assert (refused.status_code, errors_of(refused)) == (400, wrong)


def test_totals_of_the_month_stand_on_the_page(desk, officer, text_messages, provider, at):
    at(2026, 3, 15, 10)
    text_messages(price=Decimal("1.25"))
    case = receive(officer, beneficiary_data=person(), reply_channel=ReplyChannel.SMS).case
    send_message(queue_message(case, MessageKind.DECISION).pk)
    months = desk.get(SENDING_PAGE).context["months"]
    by_sms = [total for total in months[0]["totals"] if total.channel == "sms"]
    assert [(each.messages, each.cost) for each in by_sms] == [(1, Decimal("2.5000"))]
    assert sum(each.messages for each in months[1]["totals"]) == 0


# --- where people choose ---


@pytest.mark.parametrize("address", ["/request/", "/desk/requests/new/", "/field/shell/"])
def test_ways_are_offered_once_they_are_set_up(site, association, officer, text_messages, address):
    browser = site(association, officer)
    before = words_of(browser.get(address))
    text_messages()
    after = words_of(browser.get(address))
    assert ('value="sms"' in before, 'value="sms"' in after) == (False, True)
    assert 'value="whatsapp"' not in after


def test_parts_and_price_are_shown_before_sending(site, association, officer, text_messages, at):
    at(2026, 3, 15, 10)
    text_messages(price=Decimal("0.50"))
    case = receive(officer, beneficiary_data=person(), reply_channel=ReplyChannel.SMS).case
    page = f"/desk/requests/{case.pk}/messages/"
    browser = site(association, officer)
    form = browser.get(page).context["form"]
    words = {
        "subject": "سؤال",
        "text": "ا" * 100,
        "operation_id": str(form.initial["operation_id"]),
        "preview": "yes",
    }
    shown = browser.post(page, words)
    assert (shown.context["parts"].count, shown.context["cost"]) == (3, Decimal("1.50"))
    assert "+966 55 123 4567" in words_of(shown)
