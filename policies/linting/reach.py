"""Rules G51, S50 and on: whether the channels that a policy names can really be used."""

import re
from collections.abc import Iterator

from policies.linting.document import Document
from policies.linting.rule import Hit, rule
from policies.reading.text import fold

_BY_NUMBER = re.compile(
    r"هاتف|اتصال|جوال|فاكس|ناسوخ|رقم (?:ال)?(?:موحد|مجاني)|الخط (?:الساخن|المجاني)"
)
_BY_ADDRESS = re.compile(r"بريد (?:ال)?الكتروني|ايميل")
_NO_NUMBER = re.compile(r"رسائل|رسايل|تطبيق|موقع|طلب|تحديد|منص|في مقر|خلال ساعات")
_NUMBER = re.compile(r"\d[\d\s\-]{4,}\d")
_ADDRESS = re.compile(r"\S+@\S+")
_SOUND_ADDRESS = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
# Mobile, 9200 and 800 numbers of the Kingdom; what begins otherwise may be of anywhere.
_SOUND_NUMBER = re.compile(
    r"(?:(?:00)?966)?0?5\d{8}|(?:(?:00)?966)?0?1[1-7]\d{7}|(?:(?:00)?966)?9200\d{5}|800\d{7}"
)
_OF_THE_KINGDOM = re.compile(r"(?:00)?966|05|9200|800")
_ONLINE = re.compile(
    r"موقع|بواب|تطبيق|منص|الكتروني|ايميل|واتس|تواصل (?:ال)?اجتماعي|شبكات|حساب|رابط|رقمي|افتراضي|تويتر"
    r"|سناب|انستقرام|فيس|تيليجرام|تلجرام|نموذج تواصل|محادثه|دردشه|انترنت"
)
_IN_PERSON = re.compile(
    r"مقر|مكتب|هاتف|اتصال|جوال|زيار|مقابل|حضور|مندوب|مناديب|خطاب|فاكس|رقم|صندوق|فرع|فروع|خط "
)


def _line(document: Document, index: int, channel: str) -> int | None:
    return document.source_line(f"channels.{index}") or document.line_with(channel)


def _full_line(document: Document, index: int, channel: str) -> str:
    number = _line(document, index, channel)
    return document.lines.numbered(number).folded if number else fold(channel)


def _needs(document: Document) -> list[tuple[int, str, bool]]:
    """Channels reached by a number or an address, and whether theirs is written beside them."""
    found = []
    for index, channel in enumerate(document.reading.channels):
        folded = fold(channel)
        if _BY_ADDRESS.search(folded):
            given = _ADDRESS.search(_full_line(document, index, channel))
        elif _BY_NUMBER.search(folded) and not _NO_NUMBER.search(folded):
            given = _NUMBER.search(_full_line(document, index, channel))
        else:
            continue
        found.append((index, channel, bool(given)))
    return found


def _may_be_called(written: str) -> bool:
    """The number, or its first groups: what follows may be the number of the next item."""
    groups = re.findall(r"\d+", written)
    beginnings = ("".join(groups[: end + 1]) for end in range(len(groups)))
    of_the_kingdom = _OF_THE_KINGDOM.match("".join(groups))
    return not of_the_kingdom or any(map(_SOUND_NUMBER.fullmatch, beginnings))


@rule(
    "G51",
    "info",
    ar="قناة بلا رقم ولا عنوان، وغيرها مذكور: «{channel}».",
    en="A channel without number or address, while others have theirs: “{channel}”.",
    why_ar="ذُكرت أرقام بعض القنوات دون بعض، فيظن المستفيد أن هذه لا تعمل.",
    why_en="Some channels give their number and this does not: people will take it for closed.",
)
def channel_without_address(document: Document) -> Iterator[Hit]:
    needs = _needs(document)
    if any(given for _index, _channel, given in needs):
        for index, channel, given in needs:
            if not given:
                yield Hit(_line(document, index, channel), channel, params={"channel": channel})


@rule(
    "G52",
    "warn",
    ar="رقم أو عنوان لا يمكن أن يعمل: «{words}».",
    en="A number or address that cannot work: “{words}”.",
    why_ar="خطأ في رقم واحد يقطع الطريق على كل من يعتمد عليه.",
    why_en="One wrong digit cuts off everybody who relies on it.",
)
def contact_cannot_work(document: Document) -> Iterator[Hit]:
    by_number: dict[int, bool] = {}  # channels of one line are looked at once
    for index, channel in enumerate(document.reading.channels):
        number = _line(document, index, channel)
        if number is not None:
            called = _BY_NUMBER.search(fold(channel)) or "واتس" in fold(channel)
            by_number[number] = bool(called) or by_number.get(number, False)
    for number, is_called in by_number.items():
        line = document.lines.numbered(number)
        if is_called:
            for match in _NUMBER.finditer(line.folded):
                if not _may_be_called(match.group()):
                    yield Hit.at(line, *match.span(), words=line.words(*match.span()))
        for match in _ADDRESS.finditer(line.text):
            if not _SOUND_ADDRESS.search(match.group()):
                yield Hit.at(line, *match.span(), words=match.group())


@rule(
    "S50",
    "warn",
    ar="كل القنوات عبر الإنترنت؛ لا هاتف ولا حضور.",
    en="Every channel is online: there is no telephone and nowhere to come.",
    why_ar="أشد الناس حاجة أقلهم قدرة على استعمال المواقع والتطبيقات.",
    why_en="Those in greatest need are often the least able to use sites and apps.",
)
def only_online(document: Document) -> Iterator[Hit]:
    channels = [fold(channel) for channel in document.reading.channels]
    if len(channels) < 2 or document.reading.open_ended_channels:
        return
    if all(_ONLINE.search(channel) and not _IN_PERSON.search(channel) for channel in channels):
        yield Hit(_line(document, 0, document.reading.channels[0]))


@rule(
    "S51",
    "warn",
    ar="لا قناة للتواصل إلا واحدة: «{channel}».",
    en="There is only one channel: “{channel}”.",
    why_ar="إذا تعطلت القناة الوحيدة انقطع المستفيد عن الجمعية.",
    why_en="When the only channel fails, beneficiaries are cut off.",
)
def only_one_channel(document: Document) -> Iterator[Hit]:
    channels = document.reading.channels
    several = re.search(r"\sو(?:ال)?\w{3}|\sاو\s|[،,/|]", fold(channels[0])) if channels else None
    if len(channels) == 1 and not document.reading.open_ended_channels and not several:
        yield Hit(_line(document, 0, channels[0]), channels[0], params={"channel": channels[0]})
