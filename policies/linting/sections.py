"""Rules S, C, F, P, R, G and H: what a policy of this kind must say, and who does what."""

import re
from collections.abc import Iterator

from policies.linting.dates import gregorian, hijri_to_gregorian
from policies.linting.document import Document
from policies.linting.rule import Hit, rule
from policies.reading.text import ARABIC_LETTER, fold

_A = f"[{ARABIC_LETTER}]"
_POLICY = r"(?:هذه |تلك )?(?:ال)?(?:سياسه|لائحه|وثيقه)"
_PERIOD = (
    r"(?:كل|سنوي\w*|نصف سنوي\w*|ربع سنوي\w*|شهري\w*|اسبوعي\w*|يومي\w*|سنه|عام|عامين|سنتين|سنوات|اعوام"
    r"|اشهر|شهر\w*|فصلي\w*|مرتين|مره)"
)
_REVIEW = r"(?:تراجع|يراجع|مراجعه|مراجعت|تحديث|تحدث)"
_REVIEW_ARRANGED = re.compile(
    rf"(?<!{_A})[وف]?{_REVIEW}(?:ها| (?:\w+ ){{0,4}}?{_POLICY})(?!{_A})[^.؛]{{0,80}}(?<!{_A})"
    rf"(?:{_PERIOD}|من قبل|بواسطه|مس[ؤئو]وليه|لجنه|اداره|المدير|قسم|وحده)(?!{_A})"
    rf"|(?:يتولي|تتولي|مس[ؤئو]ول|تختص|يختص|تلتزم)[^.؛]{{0,40}}{_REVIEW}(?:ها| {_POLICY})"
    rf"|(?<!{_A})[وف]?المراجعه[^.؛]{{0,30}}(?<!{_A}){_PERIOD}(?!{_A})"
)
_PUBLISH = r"(?:نشر|تنشر|ينشر|اتاحه|تتاح|اعلان|تعلن|تعرض)"
_PUBLISHED = re.compile(
    rf"(?<!{_A})[وفل]{{0,2}}{_PUBLISH}(?:ها| {_POLICY})(?!{_A})"
    rf"|(?<!{_A})[وفل]{{0,2}}{_PUBLISH}(?:ها)?(?!{_A})[^.؛]{{0,40}}(?:الموقع|موقع|بوابه|منصه|لوحه|مقر|حساباتها)"
    rf"|(?:ابلاغ|تبليغ|تعريف|اطلاع|توعيه|يبلغ|يطلع|يعرف) (?:ال)?مستفيد\w*"
    r"(?: \w+){0,2} (?:ب|علي )(?:هذه )?(?:ال)?(?:سياسه|لائحه)"
    rf"|(?:تسلم|تزويد|يزود|تسليم) (?:ال)?مستفيد\w*[^.؛]{{0,30}}نسخه"
)
_APPEAL = re.compile(
    rf"(?<!{_A})\w{{0,3}}(?:تظلم|يتظلم|تصعيد|يصعد|تصعد|استئناف|يستانف|اعتراض|يعترض)"
)
_INDEFINITE = re.compile(
    rf"(?:(?:بشكل|بصفه|بصوره|علي نحو) (?:دوري|دوريه|منتظم|منتظمه|مستمر دوري)|دوريا|من (?:وقت|حين) ل\w*(?:اخر|خر)"
    rf"|بين (?:الحين|الفينه) و\w+"
    rf"|(?<!{_A}){_A}{{0,4}}(?:مراجع|قياس|استبان|استبيان|تقييم|تقارير|تقرير|استطلاع|زيار)\w*"
    rf" (?:ال)?دوري\w{{0,2}})(?!{_A})"
)
_ANY_PERIOD = re.compile(rf"(?<!{_A}){_PERIOD}(?!{_A})")

_UNIT = r"(?:يوم|ايام|ساعه|ساعات|اسبوع|اسابيع|شهر|اشهر|سنه|سنوات|عضو|اعضاء|ريال)"
_ASKED = r"(?:رقم|تاريخ|بتاريخ|مده|خلال|جلسته|اجتماعه|ترخيص|جلسه|لجنه|جمعيه|السيد|الاستاذ|الاسم|اسم|بمبلغ)"
_PLACEHOLDERS = (
    re.compile(r"(?<![\w.…])[.…]{3,}(?![.…]|\s*\d{1,3}\s*$|\s*$)|[:\s](?:\.{4,}|…{2,})\s*$"),
    re.compile(r"_{3,}|(?<!-)-{5,}(?=\s*\w)|(?<=\w\s)-{5,}|﹍{2,}"),
    re.compile(r"\[[^\]\d]{2,60}\]|\{\{?[^}]{1,60}\}\}?|<<[^>]+>>|<[ء-ي][^>]{1,60}>"),
    re.compile(
        r"[(«](?:\s?(?:يذكر|يكتب|يدرج|ادخل|اكتب|يحدد|يضاف|اذكر|تكتب)\s[^)»]{2,60}"
        r"|\s?(?:اسم|رقم|تاريخ|عنوان)\s(?:ال)?(?:جمعيه|جهه|منشاه|كيان|منظمه|ترخيص|جلسه|رئيس|اعتماد|مدينه|موظف|اداره)\s?)[)»]"
    ),
    re.compile(
        r"(?i)(?<![a-z])x{3,}(?![a-z])|(?<!\w)([سص×])(?:\s?\1){2,}(?!\w)|lorem ipsum|\btbd\b"
    ),
    re.compile(rf"\(\s*[.…]*\s*\)\s?{_UNIT}|(?<!\w){_ASKED}\s?:?\s?\(\s*[.…]*\s*\)"),
    re.compile(r"(?:(?<=\s)|^)/\s{0,6}/\s?(?:1[34]|20)?\d{0,2}"),
)
_TATWEEL_RUN = re.compile(rf"(?<![{ARABIC_LETTER}ـ])ـ{{4,}}(?![{ARABIC_LETTER}])")
_SIGNED_BY_HAND = re.compile(r"توقيع|الختم|ختم")

_WHO = r"(?P<who>(?:(?:ال)?\w+)(?: (?!كل|مره|سنوي|خلال|عند|بعد|قبل|كلما|ب|ان|في|علي)\w+){0,3})"
_REVIEWERS = (
    re.compile(rf"(?:تتولي|يتولي|تقوم|يقوم|تختص|يختص) {_WHO}? ?ب?{_REVIEW}(?:ها| {_POLICY})"),
    re.compile(
        rf"{_REVIEW}(?:ها)?(?: {_POLICY})?[^.؛]{{0,40}}?(?:من قبل|بواسطه|مس[ؤئو]وليه) {_WHO}"
    ),
    re.compile(
        rf"(?:مس[ؤئو]ول|مس[ؤئو]وليه|جهه) (?:ال)?{_REVIEW}(?: {_POLICY})?\s?[:\t|]\s?{_WHO}"
    ),
    re.compile(
        rf"(?<!{_A})[وف]?[يت]راجع(?:ها {_WHO}| (?P<agent>(?!هذه |تلك )(?:\w+ ){{1,4}}?){_POLICY})"
    ),
)


def _missing(document: Document, section: str) -> Iterator[Hit]:
    if not document.has_section(section):
        yield Hit()


@rule(
    "S01",
    "error",
    ar="لا يوجد قسم للشكاوى.",
    en="There is no section on complaints.",
    why_ar="من لا يعرف أين يشتكي لا تصل شكواه، والجمعية لا تعلم بالخلل.",
    why_en="Without a place to complain, complaints stay unheard and faults unknown.",
)
def complaints_missing(document: Document) -> Iterator[Hit]:
    return _missing(document, "complaints")


@rule(
    "S02",
    "info",
    ar="لا يوجد قسم للتعويض.",
    en="There is no section on compensation.",
    why_ar="إذا وقع ضرر من الجمعية فلا طريق مكتوبًا لجبره.",
    why_en="Where the association does harm, no written way leads to making it good.",
)
def compensation_missing(document: Document) -> Iterator[Hit]:
    return _missing(document, "compensation")


@rule(
    "S03",
    "warn",
    ar="لا يوجد قسم لقياس الرضا.",
    en="There is no section on measuring satisfaction.",
    why_ar="ما لا يقاس لا يُعرف تحسّنه من تراجعه.",
    why_en="What is not measured cannot be seen to improve or decline.",
)
def satisfaction_missing(document: Document) -> Iterator[Hit]:
    return _missing(document, "satisfaction")


@rule(
    "S04",
    "warn",
    ar="لا يوجد ما يحفظ خصوصية بيانات المستفيد.",
    en="Nothing protects the privacy of the beneficiary's data.",
    why_ar="نظام حماية البيانات الشخصية يلزم الجمعية ببيان ذلك.",
    why_en="The personal data protection law obliges the association to state it.",
)
def privacy_missing(document: Document) -> Iterator[Hit]:
    return _missing(document, "privacy")


@rule(
    "S05",
    "warn",
    ar="لا توجد مدة مراجعة ولا مسؤول عنها.",
    en="No review period is set, and nobody is responsible for the review.",
    why_ar="سياسة لا تُراجع تبتعد عن العمل حتى لا تصفه.",
    why_en="A policy that is never reviewed drifts away from what is done.",
)
def review_missing(document: Document) -> Iterator[Hit]:
    if not document.has_section("review") and not _REVIEW_ARRANGED.search(document.flow.folded):
        yield Hit()


@rule(
    "S06",
    "warn",
    ar="لا توجد أدوات للموظف.",
    en="The staff are given no tools.",
    why_ar="موظف بلا دليل ولا نموذج يجتهد في كل حالة.",
    why_en="Staff without a guide or a form must improvise each case.",
)
def tools_missing(document: Document) -> Iterator[Hit]:
    if not document.reading.tools:
        yield from _missing(document, "tools")


@rule(
    "C01",
    "error",
    ar="لا مدة للرد على الشكوى.",
    en="There is no deadline for answering a complaint.",
    why_ar="«في أقرب وقت» ليست وعدًا يُحاسَب عليه.",
    why_en="“As soon as possible” is no promise that anyone can be held to.",
)
def complaint_deadline_missing(document: Document) -> Iterator[Hit]:
    answered = any(item.subject == "complaint_reply" for item in document.reading.deadlines)
    if document.has_section("complaints") and not answered:
        yield Hit(document.source_line("complaints"))


@rule(
    "C02",
    "warn",
    ar="لا جهة للتظلم.",
    en="There is nobody to appeal to.",
    why_ar="من رُدّت شكواه يحتاج إلى جهة أخرى تنظر فيها.",
    why_en="Somebody whose complaint was dismissed needs another body to look at it.",
)
def appeal_missing(document: Document) -> Iterator[Hit]:
    complaints = document.reading.complaints or {}
    stated = complaints.get("escalation") or _APPEAL.search(document.flow.folded)
    if document.has_section("complaints") and not stated:
        yield Hit(document.source_line("complaints"))


@rule(
    "F01",
    "warn",
    ar="دورية غير محددة: «{words}».",
    en="How often is left open: “{words}”.",
    why_ar="«دوري» بلا مدة لا يُعرف متى تأخر.",
    why_en="“Regularly” without a period can never be late.",
)
def frequency_open(document: Document) -> Iterator[Hit]:
    for line, match in document.search(_INDEFINITE):
        rest = line.folded[match.start() :]
        if match.end() == len(line.folded):  # a heading: what follows says how often
            rest += f" {document.line_after(line)}"
        sentence = re.split(r"[.؛]\s", rest)[0]
        if not _ANY_PERIOD.search(sentence.replace(match.group(), " ", 1)):
            words = line.words(match.start(), match.end())
            yield Hit(line.number, words, params={"words": words})


@rule(
    "P01",
    "warn",
    ar="لا نص على نشر السياسة وإبلاغ المستفيدين.",
    en="Nothing says that the policy is published and beneficiaries are told of it.",
    why_ar="لا يطالب المستفيد بحق لا يعلم به.",
    why_en="Nobody claims a right they have not heard of.",
)
def publication_missing(document: Document) -> Iterator[Hit]:
    if not document.has_section("publication") and not _PUBLISHED.search(document.flow.folded):
        yield Hit()


@rule(
    "P02",
    "error",
    ar="فراغ أو نص بديل لم يُملأ: «{words}».",
    en="A blank or placeholder was never filled in: “{words}”.",
    why_ar="النص اعتُمد ناقصًا، ولا يُعرف ما أُريد في موضعه.",
    why_en="The text was approved unfinished; nobody can tell what was meant here.",
)
def placeholder_left(document: Document) -> Iterator[Hit]:
    for line in document.filled:
        found = [match.span() for form in _PLACEHOLDERS for match in form.finditer(line.folded)]
        if found and not _SIGNED_BY_HAND.search(line.folded):
            words = line.words(*min(found)).strip()
            yield Hit(line.number, words, params={"words": words})
        for match in _TATWEEL_RUN.finditer(line.source):
            if not _SIGNED_BY_HAND.search(line.folded):
                yield Hit(line.number, match.group(), params={"words": match.group()})
    for deadline in document.reading.deadlines:
        if deadline.value is None:
            yield Hit(deadline.line, deadline.raw, params={"words": deadline.raw})


def reviewers(document: Document) -> Iterator[tuple[Hit, str]]:
    for pattern in _REVIEWERS:
        for line, match in document.search(pattern):
            group = "who" if match["who"] else "agent" if "agent" in match.groupdict() else None
            if group and match[group]:
                name = re.sub(r"(?:^| )(?:ال|لل|ل)(?=\w{3})", " ", match[group]).strip()
                yield Hit.at(line, match.start(group), match.end(group)), name


@rule(
    "R01",
    "warn",
    ar="مسؤول المراجعة مختلف بين موضعين: «{first}» و«{second}».",
    en="Two places name different reviewers: “{first}” and “{second}”.",
    why_ar="كل جهة تنتظر الأخرى، فلا تُراجع السياسة.",
    why_en="Each waits for the other, and the policy is never reviewed.",
)
def reviewer_differs(document: Document) -> Iterator[Hit]:
    found = sorted(reviewers(document), key=lambda item: item[0].line or 0)
    if not found:
        return
    first, name = found[0]
    for hit, other in found[1:]:
        if hit.line != first.line and other not in name and name not in other:
            yield Hit(hit.line, hit.words, params={"first": first.words, "second": hit.words})
            return


@rule(
    "R02",
    "info",
    ar="الملف أقدم من جلسة اعتماده: الملف {file}، والجلسة {session}.",
    en="The file is older than the session that approved it: file {file}, session {session}.",
    why_ar="قد تكون النسخة مسودة سبقت ما اعتمده المجلس.",
    why_en="It may be a draft from before what the board approved.",
)
def file_older_than_approval(document: Document) -> Iterator[Hit]:
    approval = document.reading.approval
    session = gregorian(approval.gregorian_date) if approval.gregorian_date else None
    if session is None and approval.hijri_date:
        session = hijri_to_gregorian(approval.hijri_date)
    if document.file_date and session and document.file_date < session:
        params = {"file": document.file_date.isoformat(), "session": session.isoformat()}
        yield Hit(document.source_line("approval"), params=params)


@rule(
    "R50",
    "warn",
    ar="من يبت في الطلب ينظر في الشكوى أيضًا: «{body}».",
    en="Who decides the request also hears the complaint: “{body}”.",
    why_ar="لا يُنتظر ممن اتخذ القرار أن يحكم فيه محايدًا.",
    why_en="Nobody can be expected to judge their own decision fairly.",
)
def decider_hears_complaint(document: Document) -> Iterator[Hit]:
    body = document.reading.decision_body
    complaints = document.reading.complaints or {}
    heard_by = {
        fold(str(complaints[key])) for key in ("handler", "escalation") if complaints.get(key)
    }
    if body and fold(body) in heard_by:
        yield Hit(document.source_line("complaints"), body, params={"body": body})
    elif body:
        appealed_to = re.compile(
            rf"تظلم\S*[^.؛،]{{0,30}} (?:الي|امام|لدي) {re.escape(fold(body))}(?!{_A})"
        )
        for sentence, match in document.search_sentences(appealed_to):
            yield Hit(sentence.line, sentence.slice(*match.span()).words, params={"body": body})


@rule(
    "G50",
    "warn",
    ar="قناة في السياسة لم تُهيأ بعد: «{channel}».",
    en="A channel of the policy is not set up: “{channel}”.",
    why_ar="يطرق المستفيد بابًا وعدت به السياسة ولا يجيب أحد.",
    why_en="A beneficiary knocks at a door the policy promised and nobody answers.",
)
def channel_not_set_up(document: Document) -> Iterator[Hit]:
    ready = document.setup.channels if document.setup else None
    if ready is None:
        return
    known = {fold(channel) for channel in ready}
    for index, channel in enumerate(document.reading.channels):
        is_open = index + 1 in document.reading.open_ended_channels
        if not is_open and fold(channel) not in known:
            line = document.source_line(f"channels.{index}") or document.line_with(channel)
            yield Hit(line, channel, params={"channel": channel})


@rule(
    "H50",
    "info",
    ar="خطوة {number} من خطوات التعامل بلا دور مسؤول عنها.",
    en="Handling step {number} has no role responsible for it.",
    why_ar="خطوة لا يملكها أحد لا ينفذها أحد.",
    why_en="A step that belongs to nobody is done by nobody.",
)
def step_without_role(document: Document) -> Iterator[Hit]:
    for number in document.setup.steps_without_role if document.setup else ():
        line = document.source_line(f"handling_steps.{number - 1}")
        yield Hit(line, params={"number": number})
