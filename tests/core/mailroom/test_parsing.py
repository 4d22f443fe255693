import time
from email.message import EmailMessage

import pytest

from core.mailroom.html_text import text_of_html
from core.mailroom.parsing import MOST_ATTACHMENTS, read_mail
from core.mailroom.quotes import without_history
from tests.core.mailroom.mails import letter

WORDS = "السلام عليكم، أرجو المساعدة."


def raw(head: str, body: bytes = b"x") -> bytes:
    return head.replace("\n", "\r\n").encode("utf-8") + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("windows-1256", "windows-1256"),
        ("cp1256", "windows-1256"),
        ("iso-8859-6", "iso-8859-6"),
        ("ISO-8859-6-I", "iso-8859-6"),
        ("utf-8", "utf-8"),
        ("x-unknown", "utf-8"),
        ("us-ascii", "windows-1256"),
        ("", "windows-1256"),
        ("", "utf-8"),
    ],
)
def test_arabic_is_read_in_every_charset(charset, codec):
    kind = f"Content-Type: text/plain; charset={charset}" if charset else "X-None: x"

    mail = read_mail(raw(f"From: a@b.example\nSubject: x\n{kind}", WORDS.encode(codec)))

    assert mail.text == WORDS


@pytest.mark.parametrize(
    "header",
    [
        "=?windows-1256?B?"
        + __import__("base64").b64encode("طلب".encode("cp1256")).decode()
        + "?=",
        "=?utf-8?Q?=D8=B7=D9=84=D8=A8?=",
        "=?utf-8?B?2LfZhNio?=",
        "طلب",
    ],
)
def test_subject_is_read_however_it_is_encoded(header):
    assert read_mail(raw(f"From: a@b.example\nSubject: {header}")).subject == "طلب"


def test_bytes_in_a_header_are_read_as_arabic_programs_write_them():
    head = "From: a@b.example\r\nSubject: طلب\r\n\r\nx".encode("windows-1256")
    assert read_mail(head).subject == "طلب"


@pytest.mark.parametrize(
    "header",
    ["=?utf-8?B?!!!?=", "=?nothing?Q?=FF?=", "=?utf-8?B?", "a" * 100_000, "\x00\x01", "[[[<<<"],
)
def test_broken_headers_never_raise(header):
    for name in ("From", "Subject", "Date", "Message-ID", "References", "Content-Type", "To"):
        assert read_mail(raw(f"{name}: {header}")).attachments == ()


def test_a_name_cannot_pretend_to_be_the_address():
    name = "=?utf-8?Q?noura=40example=2Eorg_=3Cnoura=40example=2Eorg=3E?="
    mail = read_mail(raw(f"From: {name} <other@bad.example>\nSubject: x"))

    assert mail.sender == "other@bad.example"


def test_html_alone_becomes_its_words():
    mail = EmailMessage()
    mail["From"] = "a@b.example"
    mail.set_content(
        "<html><head><style>p{}</style><script>x()</script></head><body><p>السلام</p><div>عليكم&nbsp;<b>أهلا</b>"
        '<img src="https://tracker.example/x.png"></div><blockquote>قديم</blockquote></body></html>',
        subtype="html",
    )

    assert read_mail(mail.as_bytes()).text == "السلام\n\nعليكم أهلا"


@pytest.mark.parametrize(
    "header",
    [
        "في الأحد، ١٥ مارس ٢٠٢٦ في ١٠:٣٠ ص كتب جمعية الألفة <a@b.example>:",
        "في الأحد، 15 مارس 2026 في 10:30 ص تمت كتابة ما يلي بواسطة الجمعية <a@b.example>:",
        "كتبت جمعية الألفة في يوم الأحد 15 مارس:",
        "On Sun, 15 Mar 2026 at 10:30, Association <a@b.example> wrote:",
        "-----الرسالة الأصلية-----",
        "-----Original Message-----",
        "من: الجمعية\nتم الإرسال: الأحد 15 مارس\nإلى: نورة\nالموضوع: طلب",
        "________________________________",
    ],
)
def test_history_is_cut_off(header):
    assert without_history(f"هذا جوابي.\n\n{header}\n> ما كتبناه\nقديم") == "هذا جوابي."


@pytest.mark.parametrize(
    "text",
    [
        "في العام الماضي كتبت لكم طلبا ولم يصلني رد.\nأرجو النظر فيه.",
        "كتبت لكم في يوم الأحد.\nوأكتب اليوم.",
        "On Sunday I wrote to you.\nPlease answer.",
        "من: سارة",
    ],
)
def test_sentences_that_look_like_history_stay(text):
    assert without_history(text) == text


def test_a_mail_of_quotes_alone_is_kept_whole():
    assert without_history("> سؤال\n> جواب") == "> سؤال\n> جواب"


def test_attachments_keep_their_arabic_names_and_inner_mails_stay_whole():
    mail = letter()
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="صورة الهوية.pdf")
    mail.add_attachment(letter("inner", subject="inner"))

    found = read_mail(mail.as_bytes())

    assert [attachment.name for attachment in found.attachments] == [
        "صورة الهوية.pdf",
        "mail-2.eml",
    ]
    assert b"inner" in found.attachments[1].content
    assert found.text == "أرجو المساعدة في الإيجار."


def test_attachments_beyond_the_limit_are_named_as_refused():
    mail = letter()
    for number in range(MOST_ATTACHMENTS + 2):
        mail.add_attachment(b"x", maintype="text", subtype="plain", filename=f"{number}.txt")

    found = read_mail(mail.as_bytes())

    assert (len(found.attachments), found.refused) == (MOST_ATTACHMENTS, ("30.txt", "31.txt"))


def nested(depth: int) -> bytes:
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth)
    )
    return b"From: a@b.example\r\nSubject: bomb\r\n" + head.encode() + b"\r\nx"


@pytest.mark.parametrize(
    "bomb",
    [
        nested(30),
        nested(3_000),
        b'From: a@b.example\r\nSubject: bomb\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        + b"--b\r\n\r\n\r\n" * 50_000,
    ],
)
def test_bombs_are_told_by_their_headers_alone_and_soon(bomb):
    begun = time.monotonic()
    mail = read_mail(bomb)

    assert (mail.unreadable, mail.subject, mail.attachments) == (True, "bomb", ())
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "html", ["<div>" * 200_000, "<!--" * 50_000, "<a " * 50_000, "&" * 200_000, "<" * 200_000]
)
def test_html_bombs_take_no_time(html):
    begun = time.monotonic()
    text_of_html(html)
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("piece", ["> ", "في يوم ", "من: \n", "Sent from ", "_" * 30, "\n \n"])
def test_quote_bombs_take_no_time(piece):
    begun = time.monotonic()
    without_history(piece * (100_000 // len(piece)))
    assert time.monotonic() - begun < 3


def test_digest_is_of_id_and_sender_or_else_of_all():
    one, same = letter(), letter("other words")
    assert read_mail(one.as_bytes()).digest == read_mail(same.as_bytes()).digest
    stolen = letter(sender="thief@bad.example")
    assert read_mail(one.as_bytes()).digest != read_mail(stolen.as_bytes()).digest
    without = letter(message_id=None), letter("other words", message_id=None)
    assert read_mail(without[0].as_bytes()).digest != read_mail(without[1].as_bytes()).digest


REPORT = "From: a@b.example\nSubject: x\nContent-Type: multipart/report; boundary=b"
PART = b"--b\r\n\r\nfailed\r\n--b\r\nContent-Type: text/plain; charset="


@pytest.mark.parametrize(
    "hostile",
    [
        raw("From: " + "(" * 5_000 + "a@b.example"),
        raw("From: a@b.example\nTo: " + "(" * 9_000),
        raw("From: a@b.example\nSubject: =?unicode_escape?q?=5Cud800?="),
        raw("From: a@b.example\nContent-Type: text/plain; charset=unicode_escape", rb"\ud800"),
        raw("From: a@b.example\nContent-Type: text/plain; charset=utf-7", b"+2AA- hi"),
        raw("From: a@b.example\nContent-Type: a/b; name*0*=unicode_escape''%5Cud800; name*1=b"),
        raw(REPORT, PART + b"bogus\r\n\r\n\xff\xfe\r\n--b--"),
        raw(REPORT, PART + b"ascii\r\nX-\xff: \xfe\r\n\r\n\xff\xfe\r\n--b--"),
        raw(
            "From: a@b.example\nContent-Type: message/rfc822",
            b"Content-Type: multipart/mixed\r\n\r\n\xff\xfe",
        ),
    ],
)
def test_no_mail_is_an_exception_or_holds_what_cannot_be_stored(hostile):
    mail = read_mail(hostile)

    words = (mail.sender, mail.sender_name, mail.subject, mail.text, mail.report, *mail.recipients)
    for each in (*words, *(attachment.name for attachment in mail.attachments)):
        assert each.encode().decode() == each


def test_a_charset_that_is_none_costs_nothing():
    body = b"a" * 2_000_000 + b"-" + b"b" * 2_000_000
    begun = time.monotonic()

    read_mail(raw("From: a@b.example\nContent-Type: text/plain; charset=punycode", body))

    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("bomb", ["_" * 99_999 + "x", "On " * 6_500, "On a, b <" * 2_000])
def test_one_long_line_takes_no_time_either(bomb):
    begun = time.monotonic()
    without_history(bomb)
    assert time.monotonic() - begun < 3
