"""Noun phrases that name a role or a body: where they end, and how they read without a preposition."""

import re
from itertools import pairwise

from policies.reading.damage import restore
from policies.reading.text import ARABIC_LETTER, Passage, fold_letters

# Nouns that stand before the noun they belong to: «لجنة خدمة المستفيدين», «مدير إدارة البرامج».
CONSTRUCTS = (
    "لجنه|مجلس|اداره|قسم|وحده|مكتب|فريق|مركز|غرفه|هيئه|مدير|مديره|رئيس|رئيسه|نائب|مسؤول|مسؤوله|مسئول|مسئوله"
    "|موظف|موظفه|باحث|باحثه|اخصائي|اخصائيه|مشرف|مشرفه|منسق|منسقه|ضابط|امين|عضو|ممثل|خدمه|خدمات|شؤون"
    "|شئون|علاقات|علاقه|رعايه|برنامج|برامج|بحث|دراسه|دراسات|متابعه|تنميه|دعم|تحقيق|صاحب|جوده|حوكمه|تقييم"
    "|استقبال|تمكين|تطوير|قبول|منح|صرف|مساعده|مساعدات|شكاوي|تظلمات|نزاهه|لجان|جهه|حاله|حالات"
)
BODIES = (
    "لجنه|مجلس|وحده|اداره|قسم|فريق|هيئه|مكتب|لجان|جهه|غرفه|مركز|ديوان|خليه|مصلحه|دائره|قطاع|جمع(?=\\s+العام)|سكرتاريه"
    "|امانه|عماده|لجنتا|جمعيه(?=\\s+العموميه)"
)
COMMITTEES = "لجنه|مجلس|هيئه"
ROLES = (
    "مدير|مديره|رئيس|رئيسه|نائب|مسؤول|مسؤوله|مسئول|مسئوله|موظف|موظفه|باحث|باحثه|اخصائي|اخصائيه|مشرف"
    "|مشرفه|منسق|منسقه|ضابط|امين|امينه|صاحب|ممثل|مسؤولين|مسئولين|مسؤولون|مختص|مختصه|مستشار"
    "|مستشاره|مرشد|مرشده|وكيل|وكيله|مراقب|مراقبه|مندوب|مندوبه|معالج|معالجه|طبيب|طبيبه|ممرض|ممرضه|كاتب|كاتبه|معلم|معلمه|محلل|محلله|مصلح"
    "|محامي|محاسب|محاسبه|سكرتير|سكرتيره|مفوض|مفوضه|ناظر|ناظره|مقرر|مقرره|قائد|قائده|موجه|موجهه|متخصص|متخصصه"
    "|مستقبل|مستقبله|مترجم|مترجمه|مربي|مربيه|مراجع(?=\\s+(?:ال)?داخلي)|متطوع|متطوعه|معاون|معاونه"
)
_WORD = re.compile(rf"[{ARABIC_LETTER}]+")
_CONSTRUCT = re.compile(rf"(?:{CONSTRUCTS})$")
_DEFINITE = re.compile(rf"و?ال[{ARABIC_LETTER}]{{2,}}$")
_JOINED_CONSTRUCT = re.compile(rf"و(?:{CONSTRUCTS})$")
_CONCERNED = re.compile(r"ال(?:معني|مختص|مكلف|مسؤول|مسئول)ه?$")
_WITH = re.compile(rf"ب(?:ال[{ARABIC_LETTER}]+|شؤون|شئون|خدمه|متابعه|معالجه|قضايا)$|عن$")
_PLURAL = re.compile(rf"[{ARABIC_LETTER}]{{3,}}(?:ين|ون)$")
_ADJECTIVE = re.compile(r"ال(?:\w*[^ا]ي[ه]|مختصه|معنيه|مكلفه|دائمه|فرعيه|مشكله|مشتركه|مركزيه)$")
HEADED = re.compile(rf"(?:ال)?(?:{BODIES}|{ROLES})$")
BODY_HEADED = re.compile(rf"(?:ال)?(?:{BODIES})$")
COMMITTEE_HEADED = re.compile(rf"(?:ال)?(?:{COMMITTEES})$")


_RELATIVE = re.compile(
    r"و?ال(?:منبثق|مكون|مذكور|مشار|تابع|منصوص|مقرر)ه?$"
    r"|و?ال(?:تي|ذي|ذين|لاتي|لتان|لتين|لذان|لذين|اتي|ان|يوم)$"
)
# After a complete name these are what is decided upon, not part of the name.
_OBJECT = re.compile(
    r"ال(?:قبول|رفض|اعتذار|بت|موافقه|طلب|طلبات|قرار|حاله|حالات|ملف|ملفات|نتيجه|نتائج|شكوي|شكاوي"
    r"|مستفيد|مستفيده|مستفيدين|موضوع|امر|معامله|معاملات|تقرير|توصيه|اوراق|مستندات|بيانات|جهاز"
    r"|دعم|خدمه|مساعده|تظلم|تعويض|مراجع|رد|ضرر|اضرار|تلف|خطا|محضر|سبب|اسباب|نظر|تحقق|فحص|اجابه|تواصل|شروع)$"
    r"|وال(?:بت|رد|رفع|عرض|موافقه|اعتذار|افاده|توصيه|انتظار|نظر)$"
)
_NO_NOUN = re.compile(
    r"(?:من|في|علي|الي|عن|خلال|قبل|بعد|عند|لدي|مع|او|ثم|حتي|اذا|ان|كل|هذه|هذا|لم|لا|قد|غير|وفق|حسب"
    rf"|بين|عبر|ضمن|و\S+|[بلف](?:ال)?\S{{3,}}|س?ي\S{{2,}}|ت(?![{ARABIC_LETTER}]+ه$|[{ARABIC_LETTER}]{{2}}ي[{ARABIC_LETTER}]$)\S+)$"
)


def noun_phrase(passage: Passage, start: int) -> tuple[Passage, str] | None:
    """The phrase that begins at `start`, and its wording without a joined «ل»; None for no phrase."""
    folded = passage.folded
    words = list(_WORD.finditer(folded, start))
    if not words or re.search(r"[^\s(«\"]", folded[start : words[0].start()]):
        return None
    end = words[0].end()
    definite = bool(re.match(r"ال|لل(?!جن)", words[0].group()))
    for index, (before, word) in enumerate(pairwise(words)):
        if folded[before.end() : word.start()].strip(" "):
            break
        belongs = _goes_on(before.group(), word.group(), definite=definite)
        if _is_object(words[0].group(), before.group(), word.group()):
            break
        if not belongs and not (not definite and _leads_on(words[index + 1 :], folded)):
            break
        definite = definite or word.group().startswith("ال")
        end = word.end()
    phrase = passage.slice(words[0].start(), end)
    return phrase, _without_preposition(phrase)


def _is_object(head: str, before: str, word: str) -> bool:
    """«يقرر الفريق الطبي الخطة»: after its adjective, what does not agree with a noun is not its own."""
    described = before.startswith("ال") and before[-1] in "يه" and before != head
    agrees = head.endswith("ه") == word.endswith("ه")
    return described and word.startswith("ال") and head.startswith("ال") and not agrees


def _goes_on(before: str, word: str, *, definite: bool) -> bool:
    if _CONCERNED.match(before) and _WITH.match(word):
        return True
    if before == "عن":
        return True
    if _RELATIVE.match(word) or (definite and _OBJECT.match(word)):
        return False
    if _DEFINITE.match(word):
        return True
    return not definite and bool(_CONSTRUCT.match(word) or _JOINED_CONSTRUCT.match(word))


def _leads_on(words: list[re.Match[str]], folded: str) -> bool:
    """«إدارة تجربة المستفيد»: an unknown noun belongs where a definite one follows it at once."""
    if len(words) < 2 or _NO_NOUN.match(words[0].group()):
        return False
    if folded[words[0].end() : words[1].start()].strip(" "):
        return False
    following = words[1].group()
    return bool(re.match(r"ال", following)) and not _RELATIVE.match(following)


def _without_preposition(phrase: Passage) -> str:
    value = restore(phrase.value)
    words = value.split()
    first, second = fold_letters(words[0]), fold_letters(words[1]) if len(words) > 1 else ""
    if first.startswith("للجن"):
        # «للجنة» is written alike with and without the article: the next word tells
        article = bool(_ADJECTIVE.match(second)) or not second.startswith("ال")
        words[0] = f"ال{words[0][1:]}" if article else words[0][1:]
    elif first.startswith("لل"):
        words[0] = f"ال{words[0][2:]}"
    elif re.match(rf"ل(?:{BODIES}|{ROLES}|{CONSTRUCTS})$", first):
        # a plural that kept its nun is no construct: its adjective's article is its own
        article = _PLURAL.match(first) is not None and second.startswith("ال")
        words[0] = f"ال{words[0][1:]}" if article else words[0][1:]
    return " ".join(words)


def head_of(value: str) -> str:
    return fold_letters(value.split(maxsplit=1)[0]) if value.split() else ""


def is_body(value: str) -> bool:
    return bool(BODY_HEADED.match(head_of(value)))


def is_committee(value: str) -> bool:
    return bool(COMMITTEE_HEADED.match(head_of(value)))


def is_role_or_body(value: str) -> bool:
    return bool(HEADED.match(head_of(value)))
