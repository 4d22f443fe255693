"""Rules A: the board's approval, its session, its dates and its chairman."""

import re
from collections.abc import Iterator

from policies.linting.dates import (
    WEEKDAYS,
    WrittenDate,
    dates_in,
    gregorian,
    hijri_to_gregorian,
    is_missing_from_calendar,
    pairs_in,
)
from policies.linting.document import Document
from policies.linting.finding import Severity
from policies.linting.rule import Hit, rule
from policies.reading.text import Line

_APPROVAL = re.compile(r"(?:اعتم|معتمد|اقرت|اقرها|اقرار|وافق)\S*.{0,40}?مجلس|مجلس.{0,60}?اعتم")
# The date of another document, or of an earlier wording of this one.
_OTHER_DOCUMENT = re.compile(r"سابق|تعديل|نسخه|اصدار|نظام|لائحه الاساسيه|ترخيص|تعدل|تحل محل|حلت")
_WEEKDAY = re.compile(
    r"(?:يوم|ليله)\s*:?\s*(?P<name>" + "|".join(WEEKDAYS) + r")(?P<gap>[^\d.؛]{0,40})(?=\d)"
)


def _approval_place(document: Document) -> Hit:
    line_number = document.source_line("approval")
    if line_number is not None:
        return Hit.at(document.lines.numbered(line_number))
    place = next(document.search(_APPROVAL), None)
    return Hit.at(place[0]) if place else Hit()


@rule(
    "A01",
    "error",
    ar="لم يُذكر تاريخ اعتماد مجلس الإدارة.",
    en="The date of the board's approval is not stated.",
    why_ar="بلا تاريخ لا يُعرف متى بدأ العمل بالسياسة ولا أي نسخة هي السارية.",
    why_en="Without a date nobody can tell when the policy took effect or which version is in force.",
)
def approval_date_missing(document: Document) -> Iterator[Hit]:
    approval = document.reading.approval
    if document.mentions_approval and not (approval.hijri_date or approval.gregorian_date):
        yield _approval_place(document)


@rule(
    "A02",
    "error",
    ar="لم يُذكر رقم جلسة مجلس الإدارة التي اعتُمدت فيها السياسة.",
    en="The board session that approved the policy is not numbered.",
    why_ar="رقم الجلسة هو ما يُرجَع به إلى محضر الاعتماد عند المراجعة أو النزاع.",
    why_en="The session number leads to the minutes when the approval is audited or disputed.",
)
def approval_session_missing(document: Document) -> Iterator[Hit]:
    approval = document.reading.approval
    stated = approval.session_ordinal is not None or approval.session_number is not None
    if document.mentions_approval and not stated:
        yield _approval_place(document)


def _compared(hijri: str, stated: str, place: Hit) -> Iterator[Hit]:
    """The place, where the two dates are real days and not the same one."""
    meant, other = hijri_to_gregorian(hijri), gregorian(stated)
    if meant is None or other is None or meant == other:
        return
    severity: Severity = "warn" if abs((meant - other).days) == 1 else "error"
    params = {"hijri": hijri, "meant": meant.isoformat(), "stated": other.isoformat()}
    yield Hit(place.line, place.words, severity, params)


@rule(
    "A03",
    "error",
    ar="التاريخان الهجري والميلادي لا يتطابقان: {hijri} يوافق {meant}، والمكتوب {stated}.",
    en="The Hijri and Gregorian dates disagree: {hijri} is {meant}, the text says {stated}.",
    why_ar="لا يُعرف أي التاريخين صحيح، وفرق اليوم الواحد قد يكون من رؤية الهلال.",
    why_en="Either date may be the wrong one; a single day may be due to moon sighting.",
)
def dates_disagree(document: Document) -> Iterator[Hit]:
    approval = document.reading.approval
    hijri, stated = approval.hijri_date, approval.gregorian_date
    written = []
    for line in [] if document.is_scrambled else document.filled:
        for first, second in pairs_in(line):
            start, end = min(first.start, second.start), max(first.end, second.end)
            written.append((first.iso, second.iso))
            yield from _compared(first.iso, second.iso, Hit.at(line, start, end))
    told_elsewhere = {first for first, _second in written}
    if hijri and stated and hijri not in told_elsewhere:
        yield from _compared(hijri, stated, _approval_place(document))


@rule(
    "A04",
    "error",
    ar="لا يوجد أي ذكر لاعتماد مجلس الإدارة.",
    en="The board's approval is not mentioned at all.",
    why_ar="السياسة لا تلزم أحدًا ما لم تعتمدها الجهة المختصة.",
    why_en="A policy binds nobody until the competent body has approved it.",
)
def approval_missing(document: Document) -> Iterator[Hit]:
    if not document.mentions_approval:
        yield Hit()


@rule(
    "A05",
    "error",
    ar="التاريخ الهجري غير موجود في تقويم أم القرى: {date}.",
    en="The Umm al-Qura calendar has no such Hijri date: {date}.",
    why_ar="تاريخ لا وجود له لا يصلح لحساب السريان ولا للاحتجاج به.",
    why_en="A day that does not exist cannot be reckoned from or relied upon.",
)
def hijri_date_impossible(document: Document) -> Iterator[Hit]:
    approved = document.reading.approval.hijri_date
    reported = set()
    for line in document.filled:
        for written in dates_in(line):
            if written.era == "hijri" and is_missing_from_calendar(written.iso):
                reported.add(written.iso)
                yield Hit.at(line, written.start, written.end, date=written.words)
    if approved and approved not in reported and is_missing_from_calendar(approved):
        place = _approval_place(document)
        yield Hit(place.line, place.words, params={"date": approved})


@rule(
    "A06",
    "warn",
    ar="اليوم المذكور لا يوافق التاريخ: {date} كان يوم {actual}.",
    en="The weekday does not match the date: {date} was a {actual_en}.",
    why_ar="خطأ في اليوم أو في التاريخ، وأحدهما يُعتمد عليه.",
    why_en="Either the weekday or the date is wrong, and somebody will rely on it.",
)
def weekday_disagrees(document: Document) -> Iterator[Hit]:
    for line, match in document.search(_WEEKDAY):
        dates = [written for written in dates_in(line) if written.start >= match.end()]
        if not dates or dates[0].start > match.end():
            continue
        named = dates[:1]
        named += [other for pair in pairs_in(line) if dates[0] in pair for other in pair]
        days = [day for written in named if (day := written.gregorian) is not None]
        if days and WEEKDAYS[match["name"]] not in {day.weekday() for day in days}:
            actual = next(name for name, number in WEEKDAYS.items() if number == days[0].weekday())
            yield Hit.at(
                line,
                match.start(),
                dates[0].end,
                date=dates[0].words,
                actual=actual,
                actual_en=days[0].strftime("%A"),
            )


@rule(
    "A08",
    "info",
    ar="لم يُذكر اسم رئيس مجلس الإدارة.",
    en="The chairman of the board is not named.",
    why_ar="اسم من وقّع الاعتماد يثبت صفته عند الرجوع إلى الوثيقة.",
    why_en="The signer's name shows who approved it when the document is looked up later.",
)
def chairman_missing(document: Document) -> Iterator[Hit]:
    if document.mentions_approval and not document.reading.approval.chairman:
        yield Hit()


@rule(
    "A50",
    "warn",
    ar="تاريخ الاعتماد لم يأتِ بعد: {date}.",
    en="The date of approval has not come yet: {date}.",
    why_ar="لا تُعتمد سياسة في جلسة لم تنعقد؛ في التاريخ خطأ أو هو موعد متوقع.",
    why_en="No board approves in a session to come: the date is wrong, or only planned.",
)
def approval_in_the_future(document: Document) -> Iterator[Hit]:
    approval = document.reading.approval
    day = gregorian(approval.gregorian_date) if approval.gregorian_date else None
    if day is None and approval.hijri_date:
        day = hijri_to_gregorian(approval.hijri_date)
    if day and document.today and day > document.today:
        place = _approval_place(document)
        yield Hit(place.line, place.words, params={"date": day.isoformat()})


_APPROVED_ON = re.compile(
    r"(?:تاريخ (?:ال)?(?:اعتماد|اقرار)|(?:اعتم|معتمد|اقر|وافق)\S*[^.؛]{0,90}?(?:بتاريخ|في تاريخ"
    r"|المنعقد\S*|الموافق))"
)


@rule(
    "A51",
    "error",
    ar="تاريخان مختلفان للاعتماد: {first} (السطر {line_number}) و{second}.",
    en="Two different dates of approval: {first} (line {line_number}) and {second}.",
    why_ar="لا يُعرف متى بدأ العمل بالسياسة، ولا أي الجلستين اعتمدتها.",
    why_en="Nobody can tell when the policy took effect, or which session approved it.",
)
def approved_on_two_days(document: Document) -> Iterator[Hit]:
    said: list[tuple[Line, WrittenDate]] = []
    for line in [] if document.is_scrambled else document.filled:
        match = _APPROVED_ON.search(line.folded)
        if match is None or _OTHER_DOCUMENT.search(line.folded):
            continue
        dates = [each for each in dates_in(line) if each.start >= match.start() and each.gregorian]
        said += [(line, dates[0])] if dates else []
    for line, written in said[1:]:
        first_line, first = said[0]
        if first.gregorian is None or written.gregorian is None:
            continue
        if (
            line.number != first_line.number
            and abs((first.gregorian - written.gregorian).days) > 1
        ):
            yield Hit.at(
                line,
                written.start,
                written.end,
                first=first.words,
                second=written.words,
                line_number=first_line.number,
            )
            return
