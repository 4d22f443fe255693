"""Subscribers: asked for, confirmed, told at most once a day of what changed, ended by one link."""

import pytest
from django.core import mail

from core.inquiries import mails, subscriptions
from core.inquiries.models import InformationSubscriber
from core.inquiries.publishing import (
    Wording,
    begin_wording,
    edit_entry,
    publish_entry,
    withdraw_entry,
)

ADDRESS = "reader@mail.example"


@pytest.fixture
def subscriber(governed, at):
    at(2026, 3, 1, 8)
    subscriptions.subscribe(email=ADDRESS, language="ar")
    token = mails.token_of(InformationSubscriber.objects.get().pk)
    assert subscriptions.confirm(token)
    return token


def test_the_address_is_sealed_and_the_token_is_not_stored(subscriber):
    row = InformationSubscriber.objects.get()
    assert row.email == ADDRESS
    assert subscriber.encode() not in bytes(row.token_index)
    assert subscriptions.found(subscriber) == row
    assert subscriptions.found("wrong") is None


def test_asking_twice_is_one_subscription(governed):
    subscriptions.subscribe(email=ADDRESS, language="ar")
    subscriptions.subscribe(email=f" {ADDRESS.upper()} ", language="en")
    assert InformationSubscriber.objects.count() == 1


def test_the_mail_to_confirm_goes_to_who_has_not_confirmed(governed):
    subscriptions.subscribe(email=ADDRESS, language="en")
    row = InformationSubscriber.objects.get()
    mails.send_confirmation(row.pk)
    token = mails.token_of(row.pk)
    assert f"/information/updates/{token}/confirm/" in mail.outbox[0].body
    assert "please confirm" in mail.outbox[0].subject
    subscriptions.confirm(token)
    mails.send_confirmation(row.pk)
    assert len(mail.outbox) == 1


def test_who_never_confirmed_is_forgotten_after_a_week(governed, at):
    at(2026, 3, 1, 8)
    subscriptions.subscribe(email=ADDRESS, language="ar")
    token = mails.token_of(InformationSubscriber.objects.get().pk)
    at(2026, 3, 8, 9)
    assert not subscriptions.confirm(token)
    assert InformationSubscriber.objects.count() == 0


def test_one_mail_a_day_lists_all_that_changed_since_the_last(subscriber, publish, officer, at):
    at(2026, 3, 2, 8)
    first = publish("متى الدوام؟", "صباحًا")
    at(2026, 3, 2, 9)
    assert mails.tell_everybody() == 1
    assert "متى الدوام؟" in mail.outbox[0].body
    publish("أين المقر؟", "في الحي")
    at(2026, 3, 2, 12)
    assert mails.tell_everybody() == 0
    draft = begin_wording(first.pk, actor=officer)
    edit_entry(draft.pk, Wording("متى الدوام؟", "مساءً", change="صار مساءً"), actor=officer)
    publish_entry(draft.pk, actor=officer)
    at(2026, 3, 3, 9)
    assert mails.tell_everybody() == 1
    body = mail.outbox[1].body
    assert "أين المقر؟" in body
    assert "صار مساءً" in body
    assert f"/information/updates/{subscriber}/stop/" in body
    at(2026, 3, 4, 9)
    assert mails.tell_everybody() == 0
    assert len(mail.outbox) == 2


def test_what_was_withdrawn_is_told_too(subscriber, publish, officer, at):
    at(2026, 3, 2, 8)
    entry = publish("متى الدوام؟", "صباحًا")
    withdraw_entry(entry.pk, actor=officer)
    at(2026, 3, 3, 9)
    mails.tell_everybody()
    assert "سُحبت من النشر" in mail.outbox[0].body


def test_in_the_language_chosen(governed, publish, at):
    at(2026, 3, 1, 8)
    subscriptions.subscribe(email=ADDRESS, language="en")
    subscriptions.confirm(mails.token_of(InformationSubscriber.objects.get().pk))
    at(2026, 3, 2, 8)
    publish("متى الدوام؟", "صباحًا", question_en="When are you open?", answer_en="Mornings.")
    at(2026, 3, 2, 9)
    mails.tell_everybody()
    assert "When are you open?" in mail.outbox[0].body
    assert "Published on" in mail.outbox[0].body


def test_nobody_is_told_of_what_was_there_before_or_is_a_draft(subscriber, publish, officer, at):
    at(2026, 2, 1, 8)
    entry = publish()
    at(2026, 3, 2, 8)
    begin_wording(entry.pk, actor=officer)
    assert mails.tell_everybody() == 0


def test_one_link_ends_it_and_keeps_nothing(subscriber):
    assert subscriptions.unsubscribe(subscriber)
    assert InformationSubscriber.objects.count() == 0
    assert not subscriptions.unsubscribe(subscriber)
