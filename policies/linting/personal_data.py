"""Rules P50 and on: to whom a beneficiary's data go, how long they stay, where the policy is found."""

import re
from collections.abc import Iterator

from policies.linting.document import Document
from policies.linting.rule import Hit, rule
from policies.linting.sentences import is_negated
from policies.reading.text import ARABIC_LETTER

_S, _E = rf"(?<![{ARABIC_LETTER}])", rf"(?![{ARABIC_LETTER}])"
_DATA = (
    r"(?:ال)?(?:بيانات|معلومات|صور|صوره|قصص|قصه|ملفات|ملف|سجلات|وثايق|وثائق|اسماء|ارقام|مستندات|حالات|تقارير)"
    r"(?:هم|ه|ها)?"
)
_SHARED = re.compile(
    rf"{_S}[وف]?س?(?:[يت](?:شارك|زود|نشر|عرض|تاح|ستخدم|رسل|عطي|قدم|تبادل|فصح|سلم)\w{{0,2}}"
    rf"|مشاركه|نشر|تزويد|تبادل|اعطاء|الافصاح عن|اتاحه)"
    rf" (?:\S+ ){{0,3}}?(?:ب|عن )?{_DATA}(?: \S+){{0,3}}?"
    r" (?:مع|الي|ل|لدي|في|علي|عبر|ب)\s?"
    r"(?:(?:ال|لل)?(?:جهات|شركات|شركاء|داعمين|مانحين|متبرعين|موردين|رعاه|حسابات|منصات|وسايل"
    r"|وسائل|شبكات|حملات|اعلام|صحف|مواد|حفلات|تقارير))"
)
_ABOUT_A_PERSON = re.compile(
    r"مستفيد|مستفيده|اسر|الاسره|يتيم|ايتام|ارمله|ارامل|سجين|طالب|طلاب|اليتيم|مسن|محتاج|شخصي"
)
_ALLOWED = re.compile(
    r"موافق|ب?اذن|اذنه|رضا(?:ه|هم)|تفويض|اقرار (?:مكتوب|خطي)|نظاما?\b|نظامي|بحكم|حكم|قضائ|قضاي"
    r"|امر|بطلب رسمي|النظام|الانظمه|القانون|مختص|رسميه"
    r"|دون (?:ذكر|بيان|اظهار|الكشف|الافصاح)|مجهول|اخفاء|احصا|اجمالي|خلاص|لا تدل|حجب"
)
_KEPT_OPEN = re.compile(
    rf"{_S}[وف]?(?:[يت](?:حفظ|حتفظ|خزن|بقي)\w{{0,2}}|حفظ|الاحتفاظ|تخزين)(?: (?:\S+)){{0,7}}? "
    r"(?:(?:ل)?(?:مده|فتره|اجل) (?:زمنيه )?(?:مناسب|كافي|معقول|غير محدد|غير محدوده|غير معلومه|طويل|مفتوح)\w*"
    r"|(?:بصفه|بشكل|بصوره) (?:دائم|دايم|مستمر)\w*|الي (?:الابد|اجل غير مسمي)|دون (?:تحديد )?مده"
    r"|بلا (?:تحديد )?مده|ما دامت الجمعيه)"
)
_POLICY = r"(?:هذه )?(?:ال)?(?:سياسه|لائحه|وثيقه|سياسات)"
_PUBLISHES = re.compile(
    rf"{_S}[وفل]{{0,2}}س?(?:[يت]نشر|نشر|[يت]علن|اعلان|[يت]تاح|اتاحه|[يت]عمم)(?:ها)?{_E}(?:(?: عن"
    rf"| نص)? (?P<policy>{_POLICY}){_E})?"
)
_SOMEWHERE = re.compile(
    rf"{_S}(?:في|علي|عبر|لدي|من خلال|باللوح\w*|بالموقع|بمقر\w*|بمدخل|ب(?:موقع|حساب|صفح|منص"
    rf"|بواب)\w*|نسخه|حيث)(?:{_E})"
)


def _clause_around(folded: str, match: re.Match[str]) -> str:
    """From the comma before to the comma after."""
    before = re.split("[،,]", folded[: match.start()])[-1]
    after = re.split("[،,]", folded[match.end() :])[0]
    return f"{before}{match.group()}{after}"


@rule(
    "P50",
    "warn",
    ar="بيانات المستفيد تُعطى أو تُنشر دون موافقته: «{words}».",
    en="A beneficiary's data are passed on or published without consent: “{words}”.",
    why_ar="نظام حماية البيانات الشخصية يشترط موافقة صاحب البيانات أو سندًا نظاميًّا.",
    why_en="The personal data protection law asks for consent or another legal basis.",
)
def data_shared_without_consent(document: Document) -> Iterator[Hit]:
    for sentence, match in document.search_sentences(_SHARED):
        about = _ABOUT_A_PERSON.search(sentence.folded)
        clause = _clause_around(sentence.folded, match)
        allowed = _ALLOWED.search(clause) or is_negated(sentence, match.start())
        if about and not allowed:
            yield Hit.within(sentence, match)


@rule(
    "P51",
    "warn",
    ar="مدة حفظ البيانات مفتوحة: «{words}».",
    en="How long data are kept is left open: “{words}”.",
    why_ar="ما يُحفظ بلا أجل يزيد ضرره إذا تسرّب، والنظام يطلب إتلافه حين تنتفي الحاجة.",
    why_en="What is kept for ever does more harm when it leaks; the law wants it destroyed when done.",
)
def retention_open(document: Document) -> Iterator[Hit]:
    data = re.compile(rf"{_S}[وفبل]?{_DATA}{_E}")
    for sentence, match in document.search_sentences(_KEPT_OPEN):
        if data.search(sentence.folded) and not is_negated(sentence, match.start()):
            yield Hit.within(sentence, match)


@rule(
    "P52",
    "info",
    ar="لم يُذكر أين تُنشر السياسة: «{words}».",
    en="It is not said where the policy is published: “{words}”.",
    why_ar="لا يبحث المستفيد عن وثيقة لا يعرف مكانها.",
    why_en="Nobody looks for a document without knowing where it is.",
)
def published_nowhere(document: Document) -> Iterator[Hit]:
    found = []
    for sentence, match in document.search_sentences(_PUBLISHES):
        if _SOMEWHERE.search(sentence.folded):
            return
        if match["policy"] and not is_negated(sentence, match.start()):
            found.append(Hit.within(sentence, match))
    yield from found[:1]
