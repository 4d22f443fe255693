"""People told at their own wish: asked for, confirmed, told once, ended."""

import re
from smtplib import SMTPException

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from foundation import clock
from policies.models import PolicySubscriber, PolicyVersion
from policies.publishing import mails, subscriptions
from policies.publishing.updates_views import ASKED_PER_HOUR, MAILS_PER_DAY
from tenants.schemas import JOBS, entered
from tests.policies.publishing.conftest import address

EMAIL = "Someone@Mail.example"


def ask(client, email=EMAIL, language="ar"):
    return client.post(address("updates"), {"email": email, "language": language})


def jobs_waiting(task):
    with entered(JOBS), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [task])
        return cursor.fetchone()[0]


def confirmed(email, language="ar"):
    subscriptions.subscribe(email=email, language=language)
    subscriber = PolicySubscriber.objects.get(
        email_index=subscriptions.blind_index(subscriptions.INDEX, email).hex()
    )
    subscriptions.confirm(mails.token_of(subscriber.pk))
    return PolicySubscriber.objects.get(pk=subscriber.pk)


def links_in(message):
    return re.findall(r"http://alpha\.silah\.test:8000(/policy/updates/\S+)", message.body)


@pytest.fixture
def outbox(association):
    mail.outbox.clear()
    return mail.outbox


def test_an_address_is_asked_for_confirmed_told_and_ended(anyone, in_force, outbox):
    answer = ask(anyone)
    subscriber = PolicySubscriber.objects.get()
    mails.send_confirmation(subscriber.pk)
    confirm, stop = links_in(outbox[0])

    assert answer.status_code == 200
    assert outbox[0].to == ["someone@mail.example"]
    assert "جمعية الألفة للتنمية" in outbox[0].subject
    assert anyone.get(confirm).status_code == 200
    assert PolicySubscriber.objects.get().confirmed_at is None

    assert "تم التأكيد" in anyone.post(confirm).content.decode()
    assert PolicySubscriber.objects.get().told_of == in_force

    assert anyone.get(stop).status_code == 200
    assert PolicySubscriber.objects.count() == 1
    assert "حُذف العنوان" in anyone.post(stop).content.decode()
    assert PolicySubscriber.objects.count() == 0
    assert anyone.get(stop).status_code == 404
    assert anyone.get(confirm).status_code == 404


def test_the_form_stands_on_the_published_page(anyone, in_force):
    html = anyone.get(address("policy")).content.decode()

    assert f'action="{address("updates")}"' in html
    assert 'type="email"' in html


def test_the_answer_does_not_say_who_is_known(anyone, in_force):
    confirmed("known@mail.example")
    before = jobs_waiting("policies.confirm_subscriber")

    answers = [ask(anyone, email) for email in ("known@mail.example", "new@mail.example")]

    known, new = (re.sub(r'value="[^"]{40,}"', "", answer.content.decode()) for answer in answers)
    assert known == new
    assert jobs_waiting("policies.confirm_subscriber") == before + 2


def test_who_has_confirmed_gets_no_second_question(in_force, outbox):
    subscriber = confirmed("known@mail.example")

    mails.send_confirmation(subscriber.pk)

    assert outbox == []


def test_addresses_lie_sealed(anyone, in_force):
    ask(anyone)

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s)::text FROM policies_policysubscriber s")
        row = cursor.fetchone()[0]
    token = mails.token_of(PolicySubscriber.objects.get().pk)
    assert "someone" not in row
    assert b"someone".hex() not in row
    assert token not in row


def test_one_mailbox_is_one_subscriber(in_force):
    for email in ("a@mail.example", "A@mail.example", " a@MAIL.example "):
        subscriptions.subscribe(email=email, language="en")

    assert PolicySubscriber.objects.count() == 1


def test_what_is_no_address_stays_in_the_form(anyone, in_force):
    answer = ask(anyone, "not an address")

    assert answer.status_code == 400
    assert "not an address" in answer.content.decode()
    assert PolicySubscriber.objects.count() == 0


def test_a_visitor_asks_so_often_and_no_more(anyone, in_force):
    statuses = [ask(anyone, f"p{n}@mail.example").status_code for n in range(ASKED_PER_HOUR + 1)]

    assert statuses == [200] * ASKED_PER_HOUR + [429]


def test_nobody_fills_the_mailbox_of_another(anyone, in_force):
    before = jobs_waiting("policies.confirm_subscriber")

    statuses = {ask(anyone).status_code for _again in range(MAILS_PER_DAY + 3)}

    assert statuses == {200}
    assert jobs_waiting("policies.confirm_subscriber") == before + MAILS_PER_DAY


def test_a_new_version_is_told_once_to_each_in_their_language(in_force, next_version, outbox):
    for email, language in (("ar@mail.example", "ar"), ("en@mail.example", "en")):
        confirmed(email, language)
    PolicySubscriber.objects.update(told_of=in_force)
    subscriptions.subscribe(email="unconfirmed@mail.example", language="ar")

    for _again in range(3):
        mails.tell(next_version.pk)

    by_address = {message.to[0]: message for message in outbox}
    assert len(outbox) == 2
    assert "نسخة جديدة من السياسة" in by_address["ar@mail.example"].subject
    assert "a new version of the policy" in by_address["en@mail.example"].subject
    for message in outbox:
        assert "http://alpha.silah.test:8000/policy/versions/2/" in message.body
        assert message.extra_headers["List-Unsubscribe"].startswith("<http://alpha.silah.test")
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        (stop,) = links_in(message)
        assert stop.endswith("/stop/")


def test_who_confirms_after_it_came_is_not_told_of_it(in_force, outbox):
    confirmed("late@mail.example")

    mails.tell(in_force.pk)

    assert outbox == []


def test_a_version_that_was_superseded_meanwhile_is_not_told(in_force, next_version, outbox):
    confirmed("x@mail.example")
    PolicySubscriber.objects.update(told_of=None)

    mails.tell(in_force.pk)

    assert outbox == []


def test_a_job_that_broke_off_goes_on_where_it_stopped(
    in_force, next_version, outbox, monkeypatch
):
    for name in ("first", "second", "third"):
        confirmed(f"{name}@mail.example")
    PolicySubscriber.objects.update(told_of=in_force)
    send, refused = mails.EmailMessage.send, ["second@mail.example"]

    def refusing_once(message, *args, **kwargs):
        if message.to == refused:
            refused.clear()
            raise SMTPException("try later")
        return send(message, *args, **kwargs)

    monkeypatch.setattr(mails.EmailMessage, "send", refusing_once)
    with pytest.raises(mails.NotTold):
        mails.tell(next_version.pk)
    assert len(outbox) == 2

    mails.tell(next_version.pk)

    assert sorted(message.to[0] for message in outbox) == [
        "first@mail.example",
        "second@mail.example",
        "third@mail.example",
    ]


def test_coming_into_force_hands_the_telling_to_a_job(in_force):
    assert jobs_waiting("policies.tell_subscribers") == 1


def test_mail_programs_stop_it_with_one_click(site, association, in_force, outbox):
    subscriber = confirmed("one@mail.example")
    strict = Client(
        enforce_csrf_checks=True,
        SERVER_NAME=association.host,
        headers={"host": association.host},
    )
    path = f"/policy/updates/{mails.token_of(subscriber.pk)}/stop/"

    answer = strict.post(path, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert PolicySubscriber.objects.count() == 0


def test_what_nobody_confirmed_is_forgotten(in_force):
    subscriptions.subscribe(email="old@mail.example", language="ar")
    PolicySubscriber.objects.update(created_at=clock.now() - mails.UNCONFIRMED_KEPT * 1.01)

    subscriptions.subscribe(email="new@mail.example", language="ar")

    assert [row.email for row in PolicySubscriber.objects.all()] == ["new@mail.example"]


def test_a_token_means_nothing_elsewhere(in_force, other_association):
    subscriber = confirmed("here@mail.example")
    token = mails.token_of(subscriber.pk)

    with entered(other_association):
        assert subscriptions.found(token) is None
        assert subscriptions.unsubscribe(token) is False
    assert PolicyVersion.objects.count() == 1
    assert subscriptions.found(token) == subscriber


def test_a_link_that_was_not_used_for_a_week_confirms_nothing(anyone, in_force, at):
    at(2026, 1, 7, 9)
    subscriptions.subscribe(email=EMAIL, language="ar")
    token = mails.token_of(PolicySubscriber.objects.get().pk)
    at(2026, 1, 14, 10)

    assert anyone.get(address("confirm", token)).status_code == 404
    assert subscriptions.confirm(token) is False
    assert PolicySubscriber.objects.count() == 0
