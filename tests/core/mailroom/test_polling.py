from datetime import timedelta

import pytest
from django.core import mail as post

from core.cases.models import Case
from core.mailroom import polling, services
from core.mailroom.models import IncomingMail
from core.messages.services import send_message
from foundation import clock
from tests.core.mailroom.imap_server import PASSWORD, mail_server
from tests.core.mailroom.mails import NOURA, letter

pytestmark = pytest.mark.slow


def test_mail_becomes_a_case_with_one_receipt(server, set_up):
    set_up(server.mailbox())
    server.deliver(letter().as_bytes())

    assert [polling.poll(), polling.poll()] == [1, 0]

    [case] = Case.objects.order_by("pk")
    assert (case.channel_key, case.subject, case.reply_email) == ("email", "طلب مساعدة", NOURA)
    assert case.beneficiary.name == "نورة بنت سالم"
    assert server.flags() == [{"SilahTaken"}]
    [message] = case.messages.order_by("pk")
    send_message(message.pk)
    assert [sent.to for sent in post.outbox] == [[NOURA]]


def test_server_without_flags_of_ours_is_read_on_from_the_last(set_up, settings):
    settings.SILAH_MAILBOX_PRIVATE_HOSTS = True
    with mail_server(keeps_flags=False) as server:
        set_up(server.mailbox())
        server.deliver(letter().as_bytes())
        assert [polling.poll(), polling.poll()] == [1, 0]
        server.deliver(letter(message_id="<two@mail.example>").as_bytes())
        assert [polling.poll(), polling.poll()] == [1, 0]
    assert Case.objects.count() == 2


def test_taken_mail_goes_to_the_folder_for_it(server, set_up):
    server.add_folder("Taken")
    set_up(server.mailbox(processed_folder="Taken"))
    server.deliver(letter().as_bytes())

    assert polling.poll() == 1

    assert (server.count(), server.count("Taken")) == (0, 1)


def test_new_numbering_of_the_mailbox_brings_nothing_twice(set_up, settings):
    settings.SILAH_MAILBOX_PRIVATE_HOSTS = True
    with mail_server(keeps_flags=False) as server:
        set_up(server.mailbox())
        server.deliver(letter().as_bytes())
        polling.poll()
        server.renumber()
        assert polling.poll() == 1
        assert polling.poll() == 0
    assert (Case.objects.count(), IncomingMail.objects.count()) == (1, 1)


def test_killed_between_store_and_flag_it_is_one_case(server, set_up, monkeypatch):
    set_up(server.mailbox())
    server.deliver(letter().as_bytes())
    with monkeypatch.context() as killed:
        killed.setattr(polling.OpenMailbox, "mark_taken", _killed)
        with pytest.raises(KeyboardInterrupt):
            polling.poll()
    assert server.flags() == [set()]

    assert polling.poll() == 1

    assert (Case.objects.count(), server.flags()) == (1, [{"SilahTaken"}])


def _killed(folder, uid):
    raise KeyboardInterrupt


def test_same_mail_delivered_twice_is_one_case(server, set_up):
    set_up(server.mailbox())
    server.deliver(letter().as_bytes())
    server.deliver(letter().as_bytes())

    assert polling.poll() == 2

    assert (Case.objects.count(), IncomingMail.objects.count()) == (1, 1)


def test_older_mail_stays_untouched(server, set_up):
    set_up(server.mailbox(taken_from=clock.today() + timedelta(days=2)))
    server.deliver(letter().as_bytes())

    assert (polling.poll(), IncomingMail.objects.count()) == (0, 0)


def test_mail_that_nothing_reads_waits_and_holds_up_none_behind_it(server, set_up, monkeypatch):
    set_up(server.mailbox())
    server.deliver(letter("unreadable").as_bytes())
    server.deliver(letter(message_id="<two@mail.example>").as_bytes())
    read = services.read_mail
    monkeypatch.setattr(services, "read_mail", lambda raw: read(_readable(raw)))

    assert [polling.poll(), polling.poll()] == [2, 0]

    rows = IncomingMail.objects.order_by("uid")
    assert [(row.state, row.reason) for row in rows] == [("waiting", "failed"), ("opened", "")]
    assert server.flags() == [{"SilahTaken"}] * 2


def _readable(raw):
    if b"unreadable" in raw:
        raise RuntimeError("nobody foresaw this")
    return raw


def test_too_large_a_mail_is_refused_by_its_head(server, set_up, monkeypatch):
    monkeypatch.setattr(polling, "LARGEST_MAIL", 3000)
    set_up(server.mailbox())
    server.deliver(letter("x" * 5000).as_bytes())

    assert polling.poll() == 1

    row = IncomingMail.objects.get()
    assert (row.state, row.reason, row.text, row.subject) == (
        "refused",
        "too_large",
        "",
        "طلب مساعدة",
    )


def test_what_nobody_foresaw_waits_for_a_person(server, set_up, monkeypatch, caplog):
    monkeypatch.setattr(services.filing, "open_case", lambda *args, **kwargs: 1 / 0)
    set_up(server.mailbox())
    server.deliver(letter().as_bytes())

    assert polling.poll() == 1

    row = IncomingMail.objects.get()
    assert (row.state, row.reason) == ("waiting", "failed")
    assert "Could not place a mail" in caplog.text


def test_wrong_password_is_told_and_tried_less_and_less_often(server, set_up, officer, at):
    start = at(2026, 3, 15, 10)
    set_up(server.mailbox())
    polling.MAILBOX.write(server.mailbox(), actor=officer, secret="wrong")
    server.deliver(letter().as_bytes())

    assert polling.poll() == 0
    status = polling.status()
    assert (status.error, status.failures) == ("sign_in_refused", 1)
    assert status.next_at == start + timedelta(minutes=2)
    polling.MAILBOX.write(server.mailbox(), actor=officer, secret=PASSWORD)
    assert polling.poll() == 0

    at(2026, 3, 15, 10, 3)
    assert polling.poll() == 1
    assert (polling.status().error, polling.status().failures) == ("", 0)


def test_switched_off_it_is_not_read(server, set_up):
    set_up(server.mailbox(enabled=False))
    server.deliver(letter().as_bytes())

    assert (polling.poll(), IncomingMail.objects.count()) == (0, 0)
