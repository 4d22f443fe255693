from core.beneficiaries.enums import ReplyChannel
from core.messages.models import OutgoingMessage
from core.rules import CalendarFirst, Digits
from tests.core.requests import person, receive


def test_people_are_called_by_the_word_of_the_policy_everywhere(bring, see, everyone):
    case = receive(everyone, channel_key="phone").case
    pages = [("/", None), ("/desk/", everyone), (f"/desk/requests/{case.pk}/", everyone)]

    bring(beneficiary_word=None)
    usual = [see(path, who) for path, who in pages]
    bring(beneficiary_word="عضو")
    renamed = [see(path, who) for path, who in pages]

    assert ["خدمات المستفيدين" in text for text in usual] == [True, False, False]
    assert ["خدمات الأعضاء" in text for text in renamed] == [True, False, False]
    assert ["بيانات العضو" in text or "العضو" in text for text in renamed[1:]] == [True, True]
    assert "المستفيد" not in renamed[1].replace("استقبال المستفيد", "")


def test_digits_are_those_of_the_policy_for_people_and_staff(bring, see, everyone, at):
    at(2026, 1, 5, 9)
    case = receive(everyone, channel_key="phone").case
    address = f"/desk/requests/{case.pk}/"

    bring(digits=Digits.WESTERN)
    western = see(address, everyone)
    bring(digits=Digits.ARABIC)
    arabic = see(address, everyone)

    assert ("5 يناير 2026م" in western, "٥ يناير ٢٠٢٦م" in western) == (True, False)
    assert ("5 يناير 2026م" in arabic, "٥ يناير ٢٠٢٦م" in arabic) == (False, True)
    assert case.reference in arabic  # what people type again stays as it is


def test_the_calendar_that_comes_first_is_that_of_the_policy(bring, see, everyone, at):
    at(2026, 1, 5, 9)
    case = receive(everyone, channel_key="phone").case
    address = f"/desk/requests/{case.pk}/"

    bring(calendar_first=CalendarFirst.HIJRI)
    hijri = see(address, everyone)
    bring(calendar_first=CalendarFirst.GREGORIAN)
    gregorian = see(address, everyone)

    assert "16 رجب 1447هـ (5 يناير 2026م)" in hijri
    assert "5 يناير 2026م (16 رجب 1447هـ)" in gregorian


def test_mails_are_written_as_the_policy_has_it(bring, at):
    at(2026, 1, 5, 9)
    bring(digits=Digits.ARABIC, calendar_first=CalendarFirst.GREGORIAN)

    receive(
        None,
        channel_key="website",
        beneficiary_data=person(email="noura@mail.example"),
        reply_channel=ReplyChannel.EMAIL,
    )

    assert "٥ يناير ٢٠٢٦م (١٦ رجب ١٤٤٧هـ)" in OutgoingMessage.objects.get().body
