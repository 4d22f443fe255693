"""The Arabic of policies: numbers, units, bounds, events, ordinals and months.

Every table holds phrases in ordinary spelling; they are folded when patterns are built. To teach
the reader a new phrase, add it to its table: nothing else needs to change.
"""

import re
from collections.abc import Iterable

from policies.reading.model import DeadlineKind, DeadlineUnit
from policies.reading.text import ARABIC_LETTER, fold

NUMBERS = {
    1: ("واحد", "واحدا", "واحدة", "إحدى"),
    2: ("اثنان", "اثنين", "اثنتان", "اثنتين"),
    3: ("ثلاثة", "ثلاث"),
    4: ("أربعة", "أربع"),
    5: ("خمسة", "خمس"),
    6: ("ستة", "ست"),
    7: ("سبعة", "سبع"),
    8: ("ثمانية", "ثماني", "ثمان"),
    9: ("تسعة", "تسع"),
    10: ("عشرة", "عشر"),
    11: ("أحد عشر", "إحدى عشرة", "احدى عشر"),
    12: ("اثنا عشر", "اثني عشر", "اثنتا عشرة", "اثنتي عشرة"),
    20: ("عشرون", "عشرين"),
    30: ("ثلاثون", "ثلاثين"),
    40: ("أربعون", "أربعين"),
    50: ("خمسون", "خمسين"),
    60: ("ستون", "ستين"),
    70: ("سبعون", "سبعين"),
    80: ("ثمانون", "ثمانين"),
    90: ("تسعون", "تسعين"),
    100: ("مائة", "مئة"),
    120: ("مائة وعشرون", "مائة وعشرين", "مئة وعشرين"),
    180: ("مائة وثمانون", "مائة وثمانين", "مئة وثمانين"),
}

ORDINALS = {
    1: ("الأول", "الأولى", "أول"),
    2: ("الثاني", "الثانية"),
    3: ("الثالث", "الثالثة"),
    4: ("الرابع", "الرابعة"),
    5: ("الخامس", "الخامسة"),
    6: ("السادس", "السادسة"),
    7: ("السابع", "السابعة"),
    8: ("الثامن", "الثامنة"),
    9: ("التاسع", "التاسعة"),
    10: ("العاشر", "العاشرة"),
    11: ("الحادي عشر", "الحادية عشرة", "الحادية عشر"),
    12: ("الثاني عشر", "الثانية عشرة", "الثانية عشر"),
    13: ("الثالث عشر", "الثالثة عشرة", "الثالثة عشر"),
    14: ("الرابع عشر", "الرابعة عشرة", "الرابعة عشر"),
    15: ("الخامس عشر", "الخامسة عشرة", "الخامسة عشر"),
    16: ("السادس عشر", "السادسة عشرة", "السادسة عشر"),
    17: ("السابع عشر", "السابعة عشرة", "السابعة عشر"),
    18: ("الثامن عشر", "الثامنة عشرة", "الثامنة عشر"),
    19: ("التاسع عشر", "التاسعة عشرة", "التاسعة عشر"),
    20: ("العشرون", "العشرين"),
    30: ("الثلاثون", "الثلاثين"),
}

ADVERBS = {  # numbering: «أولاً»
    1: ("أولا",), 2: ("ثانيا",), 3: ("ثالثا",), 4: ("رابعا",), 5: ("خامسا",),
    6: ("سادسا",), 7: ("سابعا",), 8: ("ثامنا",), 9: ("تاسعا",), 10: ("عاشرا",),
    11: ("حادي عشر", "إحدى عشر", "أحد عشر"), 12: ("ثاني عشر", "اثنا عشر"), 13: ("ثالث عشر",),
    14: ("رابع عشر",), 15: ("خامس عشر",), 16: ("سادس عشر",), 17: ("سابع عشر",),
}  # fmt: skip

LETTERS = {
    letter: number
    for number, letter in enumerate(["ا", "ب", "ج", "د", "ه", "و", "ز", "ح", "ط", "ي"], start=1)
}

UNITS: dict[DeadlineUnit, tuple[str, ...]] = {  # singular and plural
    "hour": ("ساعة", "ساعات"),
    "day": ("يوم", "يوما", "أيام"),
    "week": ("أسبوع", "أسبوعا", "أسابيع"),
    "month": ("شهر", "شهرا", "أشهر", "شهور"),
}
DUALS: dict[DeadlineUnit, tuple[str, ...]] = {
    "hour": ("ساعتان", "ساعتين", "ساعتي"),
    "day": ("يومان", "يومين", "يومي"),
    "week": ("أسبوعان", "أسبوعين", "أسبوعي"),
    "month": ("شهران", "شهرين", "شهري"),
}
# «يوما عمل», «ساعتا عمل»: the dual loses its nun before the word it belongs to
CONSTRUCT_DUALS: dict[DeadlineUnit, tuple[str, ...]] = {"hour": ("ساعتا",), "day": ("يوما",)}
OF_WORK = (
    "عمل",
    "العمل",
    "عمل رسمي",
    "عمل رسمية",
    "من أيام العمل",
    "دوام",
    "دوام رسمي",
    "دوام رسمية",
    "رسمية",
)
WORKING: dict[DeadlineUnit, DeadlineUnit] = {"day": "working_day", "hour": "working_hour"}

MIN_BEFORE = ("لا تقل عن", "لا يقل عن", "أقلها", "أقله", "حدها الأدنى", "حده الأدنى")
MAX_BEFORE = (
    "لا تزيد على", "لا تزيد عن", "لا يزيد على", "لا يزيد عن", "لا تتجاوز", "لا يتجاوز",
    "لا تتعدى", "لا يتعدى", "لا تجاوز", "لا يجاوز", "لا تتخطى", "لا يتخطى",
    "ألا تتجاوز", "ألا يتجاوز", "ألا تزيد على", "ألا تزيد عن",
    "بحد أقصى", "كحد أقصى", "بحد أعلى", "أقصاها", "أقصاه",
    "حدها الأقصى", "حدها الأعلى", "حده الأقصى", "حده الأعلى",
)  # fmt: skip
MIN_AFTER = ("على الأقل", "كحد أدنى", "بحد أدنى", "حدا أدنى")
MAX_AFTER = ("كحد أقصى", "بحد أقصى", "حدا أقصى", "كحد أعلى", "بحد أعلى", "على الأكثر")
# What may open the phrase: the first group alone promises a maximum, the second only leads to a bound.
WITHIN = (
    "خلال مدة", "خلال فترة", "خلال مهلة", "خلال أجل", "في خلال", "خلال", "في غضون مدة", "في غضون",
    "قبل مضي", "قبل انقضاء", "قبل مرور", "قبل انتهاء", "في ظرف", "داخل أجل", "داخل", "في أجل", "في حدود",
    "ضمن مدة", "ضمن مهلة", "ضمن فترة", "ضمن", "في مهلة", "مهلته", "مدته", "مدتها", "مهلتها",
)  # fmt: skip
LEAD = (
    "بمدة", "لمدة", "بما", "في موعد", "خلال مدة", "خلال فترة", "خلال مهلة",
    "خلال أجل", "في أجل", "داخل أجل", "ضمن مدة", "في غضون مدة",
)  # fmt: skip

EVENT_FROM = (
    "بدءا من تاريخ", "بدءا من", "منذ تاريخ", "منذ", "اعتبارا من يوم", "تلي تاريخ", "تلي", "التالية لتاريخ",
    "من تاريخ", "من يوم", "من وقت", "من لحظة", "من حين", "اعتبارا من تاريخ", "اعتبارا من",
    "ابتداء من تاريخ", "تبدأ من تاريخ", "تبدأ من", "تحتسب من تاريخ", "تحسب من تاريخ", "بعد تاريخ",
    "من", "بعد", "عقب",
)  # fmt: skip
SUBMISSION = (
    "تقديم", "تقدم", "استلام", "تسلم", "ورود", "تسجيل", "رفع", "إيداع", "وصول", "استقبال", "قيد",
    "تلقي", "إرسال", "وروده", "ورودها", "فتح", "تعبئة", "توصل", "توصلها", "توصله", "إدخال", "تسليم", "تدوين",
)  # fmt: skip
COMPLETION = ("اكتمال", "استكمال", "استيفاء", "إكمال", "تكامل", "إتمام")
# Only these may have been submitted; «من تاريخ استلام القرار» counts from something else.
SUBMITTED = (
    "الطلب", "طلب", "طلبه", "الطلبات", "الشكوى", "شكوى", "شكواه", "الشكاوى", "البلاغ", "الاستفسار",
    "المعاملة", "المستندات", "الوثائق", "البيانات", "النموذج", "الاستمارة", "المقترح", "التظلم",
    "الاعتراض", "الحالة", "المستفيد", "الملف", "ملف", "ملفه", "التذكرة", "الأوراق", "أوراقه", "الشكاية",
    "النموذج", "طلبها", "طلبهم", "شكواها", "البلاغات", "الاستمارة", "المقترحات", "مستنداته",
)  # fmt: skip

SUBJECTS = (  # the first that fits the nearest words wins
    ("complaint_appeal", ("تظلم", "التظلم", "يتظلم", "اعتراض", "الاعتراض", "استئناف", "التصعيد",
                          "تصعيد", "تصعد", "الاستئناف", "تظلمه", "تظلمها", "اعتراضه", "يعترض", "تعترض",
                          "الطعن", "يطعن", "طعن", "يستأنف", "تظلما", "التظلمات", "يصعد", "تتظلم")),
    ("complaint_reply", ("شكوى", "الشكوى", "شكاوى", "الشكاوى", "شكواه", "شكاواهم", "للشكوى", "البلاغ",
                         "للشكاوى", "بالشكوى", "والشكاوى", "شكاوي", "الشكاوي", "شكاية", "الشكاية",
                         "شكايات", "الشكايات", "شكايته", "شكواها", "شكواهم", "المشتكي", "الشاكي", "للشاكي")),
    ("inquiry_reply", ("استفسار", "الاستفسار", "استفسارات", "الاستفسارات", "استفساره", "للاستفسارات",
                       "استفساراتهم", "الاستفهام", "سؤال", "السؤال", "الأسئلة", "تساؤلات", "التساؤلات")),
    ("satisfaction_survey", ("قياس الرضا", "قياس رضا", "الاستبانة", "استبانة", "الاستبيان")),
    ("acknowledgement", ("باستلام", "باستلامه", "باستلامها", "باستقبال", "إشعار استلام", "رقم الطلب",
                         "رقم طلبه", "يؤكد استلام", "يؤكد استلامه", "تؤكد استلام", "تؤكد استلامه",
                         "تأكيد استلام", "تأكيد استلامه", "تأكيد الاستلام", "بالاستلام",
                         "بوصول الطلب", "بوصوله")),
    ("papers_completion", ("النواقص", "نواقص", "استكمال المستندات", "استكمال الوثائق")),
    ("first_reply", ("الرد الأولي", "رد أولي", "ردا أوليا", "الرد المبدئي", "الاستجابة الأولية",
                     "الإفادة الأولية", "التواصل الأول", "الاتصال الأول")),
    ("service_delivery", ("صرف", "الصرف", "يصرف", "تصرف", "صرفه", "ينفذ", "تنفيذ", "التنفيذ",
                          "تسليم", "تسليمه", "تسليمها", "يسلم", "تسلم", "يسلمه",
                          "إيصال", "إيداع", "يودع", "تودع", "إيداعها", "تحويل المبلغ",
                          "توصيل", "تقديم الخدمة")),
    ("request_decision", ("البت", "يبت", "تبت", "قبوله", "رفضه", "القرار", "قرار", "قراره",
                          "قرارها", "بالقرار", "دراسة", "الطلب", "طلبه", "طلب", "الرد")),
)  # fmt: skip

# Words that stand apart say what one word alone does not; these go before the single words.
_TELLS = (
    r"[وف]?(?:[يت]?شعر\S*|اشعار\S*|[يت]خطر\S*|اخطار\S*|[يت]بلغ\S*|ابلاغ\S*|ارسال|[يت]رسل|[يت]ؤكد|تاكيد|اعطاء\S*"
    r"|[يت]عطي\S*|تزويد\S*|[يت]زود\S*|افاده|[يت]فاد|موافاه|[يت]وافي)"
)
SUBJECT_PATTERNS = (
    ("acknowledgement", rf"{_TELLS}\s+(?:\S+\s+){{0,4}}?ب?(?:ال)?(?:استلام|تسلم|وصول|تسجيل|رقم|ورود|قيد)\S*"),
    ("request_decision",
     r"(?:اعتماد|الموافقه\s+علي|اقرار|البت\s+في|قرار)\s+(?:طلب\s+)?(?:ال)?(?:صرف|تنفيذ|تسليم|تقديم|منح|خدمه|دعم)"),
)  # fmt: skip
TELLING = _TELLS

HIJRI_MONTHS = {
    1: ("محرم", "المحرم"),
    2: ("صفر",),
    3: ("ربيع الأول", "ربيع أول"),
    4: ("ربيع الآخر", "ربيع الثاني", "ربيع ثاني", "ربيع آخر"),
    5: ("جمادى الأولى", "جمادى الأول", "جماد الأول", "جماد أول"),
    6: (
        "جمادى الآخرة",
        "جمادى الثانية",
        "جمادى الثاني",
        "جماد الثاني",
        "جماد ثاني",
        "جمادى الآخر",
    ),
    7: ("رجب",),
    8: ("شعبان",),
    9: ("رمضان",),
    10: ("شوال",),
    11: ("ذو القعدة", "ذي القعدة", "ذوالقعدة", "ذو قعدة"),
    12: ("ذو الحجة", "ذي الحجة", "ذوالحجة", "ذو حجة"),
}
GREGORIAN_MONTHS = {
    1: ("يناير", "كانون الثاني", "كانون ثاني", "جانفي", "جنفي"),
    2: ("فبراير", "شباط", "فيفري", "فبرير"),
    3: ("مارس", "آذار", "مارش"),
    4: ("أبريل", "إبريل", "نيسان", "أفريل"),
    5: ("مايو", "أيار", "ماي", "ماية"),
    6: ("يونيو", "يونيه", "حزيران", "جوان"),
    7: ("يوليو", "يوليه", "تموز", "جويلية", "يوليوز"),
    8: ("أغسطس", "آب", "أوت", "غشت"),
    9: ("سبتمبر", "أيلول", "شتنبر", "سبتنبر"),
    10: ("أكتوبر", "تشرين الأول", "تشرين أول", "اكتوبر"),
    11: ("نوفمبر", "تشرين الثاني", "تشرين ثاني", "نونبر", "نوفنبر"),
    12: ("ديسمبر", "كانون الأول", "كانون أول", "دجنبر"),
}  # fmt: skip

BLANK = r"[(\[]?\s*(?:[._…]\s*){2,}[)\]]?|\(\s*\)|\[\s*\]|[(\[]?\s*[xX×]{2,}\s*[)\]]?"


def phrase(text: str) -> str:
    """A pattern for one phrase; «لا» may have lost its alef, as extractors do to it."""
    words = ["لا?" if word == "لا" else re.escape(word) for word in fold(text).split()]
    return r"\s+".join(words)


def either(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first."""
    return "(?:" + "|".join(phrase(p) for p in sorted(set(phrases), key=len, reverse=True)) + ")"


def whole(pattern: str) -> str:
    """The pattern, not inside a longer word."""
    return rf"(?<![{ARABIC_LETTER}])(?:{pattern})(?![{ARABIC_LETTER}])"


def _numbers(table: dict[int, tuple[str, ...]]) -> dict[str, int]:
    return {fold(word): number for number, words in table.items() for word in words}


def _number_words() -> dict[str, int]:
    words = _numbers(NUMBERS)
    ones = {word: value for word, value in words.items() if value < 10}
    tens = {word: value for word, value in words.items() if 20 <= value <= 90}
    for one, value in ones.items():
        words |= {f"{one} و{ten}": value + more for ten, more in tens.items()}
        if value > 2:
            words |= {f"{one} عشر": value + 10, f"{one} عشره": value + 10}
    return words


def _ordinal_words() -> dict[str, int]:
    words = _numbers(ORDINALS)
    ones = {word: value for word, value in words.items() if value < 10 and word.startswith("ال")}
    ones |= {fold("الحادي"): 1, fold("الحادية"): 1}
    tens = {word: value for word, value in words.items() if value >= 20}
    for one, value in ones.items():
        words |= {f"{one} و{ten}": value + more for ten, more in tens.items()}
    return words


NUMBER_WORDS = _number_words()
ORDINAL_WORDS = _ordinal_words()
ADVERB_WORDS = _numbers(ADVERBS)
HIJRI_MONTH_WORDS = _numbers(HIJRI_MONTHS)
GREGORIAN_MONTH_WORDS = _numbers(GREGORIAN_MONTHS)

NUMBER_WORD = either(NUMBER_WORDS)
ORDINAL_WORD = either(ORDINAL_WORDS)
ADVERB_WORD = either(ADVERB_WORDS)
HIJRI_MONTH = either(HIJRI_MONTH_WORDS)
GREGORIAN_MONTH = either(GREGORIAN_MONTH_WORDS)
# «(15)», «خمسة عشر», «15 (خمسة عشر)», «خمسة عشر (15)»
NUMBER = (
    rf"(?:[(\[]?\s*(?:\d{{1,3}}|{NUMBER_WORD})\s*[)\]]?"
    rf"(?:\s*[(\[]\s*(?:\d{{1,3}}|{NUMBER_WORD})\s*[)\]]|(?<=\))\s*{NUMBER_WORD})?)"
)
_LEADING = r"(?:و|ف|ب|ل|لل|وب|ول)?"


def number_of(text: str) -> int | None:
    """The number that digits or words name; digits count before words."""
    folded = fold(text)
    if digits := re.search(r"\d+", folded):
        return int(digits.group())
    bare = re.sub(r"[()\[\]]", " ", folded)
    return NUMBER_WORDS.get(" ".join(bare.split()))


def ordinal_of(text: str) -> int | None:
    return ORDINAL_WORDS.get(" ".join(fold(text).split()))


def mentions(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the words in folded text, with the particles that Arabic joins to them."""
    return re.compile(rf"(?<![{ARABIC_LETTER}]){_LEADING}{either(words)}(?![{ARABIC_LETTER}])")


BOUNDS: tuple[tuple[DeadlineKind, str], ...] = (
    ("min", either(MIN_BEFORE)),
    ("max", either(MAX_BEFORE)),
)
