"""Rules T, V and U: words that turn the meaning, and words that are not the policy's own."""

import re
from collections.abc import Iterator

from policies.linting.document import Document
from policies.linting.rule import Hit, rule
from policies.reading.text import ARABIC_LETTER, Line, fold

_A = f"[{ARABIC_LETTER}]"

_USERS = re.compile(r"(?<!\w)[وف]?(?:[بك]?ال|لل)مستخدم(?:ين|ون|ه|ات)?(?!\w)")
_BENEFICIARY = re.compile(r"(?<!\w)\w{0,3}مستفيد(?!ه)")
_SOFTWARE = re.compile(
    r"نظام|انظمه تقنيه|منصه|تطبيق|برنامج|بوابه|حساب|صلاحي|المرور|دخول|واجهه|اسم|دليل|هويه|جهاز|شبك"
)
_DEFINITE_BEFORE = re.compile(r"(?:^|\s)[وف]?(?:ال|لل|بال)\w+\s$")

_LIMIT = r"(?:تقل|يقل|تزيد|يزيد|تتجاوز|يتجاوز|تتعدي|يتعدي)"
_NEGATION_LOST = (
    # «مدة ل تقل عن», «والتطوير ل للعقاب»: the lam stands alone
    re.compile(rf"(?<!{_A})ل (?:{_LIMIT}|لل\w+)"),
    # «خلال مدة تقل عن»: nothing is left of it
    re.compile(rf"(?:خلال|(?<!\w)ب|(?<!\w)في )\s?(?:مده|فتره|مهله) (?:زمنيه )?{_LIMIT}(?!\w)"),
    re.compile(rf"(?:علي|يجب|يشترط) ان {_LIMIT}(?=[^.،]{{0,40}}\b(?:\d+|\w*يوم|ايام|اسبوع\w*|شهر\w*|ساع\w+))"),
    # «أداة للتطوير والتحسين للعقاب والتشهير»: two purposes side by side, joined by nothing
    re.compile(r"(?:اداه|وسيله|اسلوب) لل\w+ وال\w+ (?:ل )?لل\w+ وال\w+"),
)  # fmt: skip
# The alef of «لا» replaced by a stroke: «لـلعقاب»
_NEGATION_STROKE = re.compile(rf"(?<!{_A})لـ+ل{_A}+")

_DOCUMENT_NAME = re.compile(
    r"^(?:سياسه|لائحه|دليل|نظام|ميثاق|اللائحه|نموذج|خطه|قواعد|اجراءات|وثيقه)\s"
)
_DANGLING = re.compile(
    r"(?:\s(?:مع|من|في|علي|عن|الي|او|و|بين|ذات|ذوي|غير|بشان|لدي|حسب)|[،,(«/]|…|\.{2,})\s*$"
)
_BARE_HEAD = re.compile(
    r"\sو(?:ال)?(?:اطراف|جهات|اشخاص|فئات|جوانب|امور|مسائل|اصحاب|ذوي|غير|سائر|بقيه)$"
)

# «آلي» alone folds to «إلى»
_MACHINE = (
    r"(?:اليا|بشكل الي|(?:بصوره|بطريقه) اليه|الالي|تلقائيا|تلقائي|تلقائيه|اوتوماتيكيا"
    r"|الذكاء الاصطناعي|الخوارزميه|خوارزميه|الخوارزميات)"
)
_DECISION = (
    r"(?:[وف]?س?[يت](?:رفض|قبل|بت|ستبعد|قرر|صرف|عتمد)\w{0,3}"
    r"|رفض|قبول|البت|استبعاد|قرار\w*|القرار\w*|الاهليه|المفاضله)"
)
_AUTOMATED = re.compile(
    rf"(?<!\w){_DECISION}(?!\w)[^.؛\n]{{0,50}}(?<!\w){_MACHINE}(?!\w)"
    rf"|(?<!\w){_MACHINE}(?!\w)[^.؛\n]{{0,30}}(?<!\w){_DECISION}(?!\w)"
)
_NOTICE = re.compile(r"ابلاغ|يبلغ|تبلغ|اشعار|يشعر|رساله|رسائل|ارسال|يرسل|ترسل|تنبيه|تذكير")
_HUMAN = re.compile(
    r"مراجعه بشريه|تدخل بشري|(?:يراجع|تراجع|مراجعه|يعتمد|تعتمد|اعتماد|يتحقق)\w*[^.؛\n]{0,30}"
    r"(?:موظف|لجنه|اللجنه|مختص|المختص|مدير|المدير|باحث|الباحث|شخص|مس[ؤئو]ول|المس[ؤئو]ول)"
)

_ADDRESSED = (
    re.compile(
        r"(?:تجاهل\w*|اهمل|انس|لا تتبع)\s(?:\w+\s){0,2}?"
        r"(?:التعليمات|تعليماتك|الاوامر|القواعد|التوجيهات|ما سبق|ما قبل)"
    ),
    re.compile(
        r"(?:ايها|ايتها|عزيزي|يا)\s(?:ال)?(?:نظام|برنامج|مساعد|نموذج|روبوت|ذكاء|قارئ الالي|محلل)"
    ),
    re.compile(
        r"(?:علي|يجب علي|ينبغي علي) "
        r"(?:البرنامج|النظام الالي|القارئ الالي|المساعد الذكي|الذكاء الاصطناعي|نموذج اللغه)"
        r"[^.\n]{0,40}(?:ان|قبول|اعتماد|تجاهل)"
    ),
    re.compile(r"(?:^|[.،؛:]\s)(?:اعتبر|عد) (?:هذه |هذا )?\w+[^.\n]{0,30}(?:سليم|مستوف|مكتمل|معتمد|مطابق)\w*"),
    re.compile(r"(?<!\w)(?:انت الان|انت مساعد|بصفتك (?:مساعد|نموذج|نظام|ذكاء))"),
    re.compile(
        r"(?:لا تظهر|لا تعرض|لا تسجل|لا تبلغ عن|لا تذكر) (?:اي |ايه )?(?:ملاحظ|خطا|اخطاء|تنبيه|مخالف|ملحوظ)"
    ),
    re.compile(
        r"(?i)ignore (?:all |any |the )*(?:previous|prior|above)|disregard (?:all|the|any)|system prompt"
        r"|you are (?:now )?(?:an?|the) |as an ai|do not (?:report|flag|show)|<\|?(?:system|im_start)"
    ),
)  # fmt: skip


def has_reversed_limit(document: Document) -> bool:
    """Whether a length of time is promised, but by a sentence that lost its «لا»."""
    return any(
        re.search(_LIMIT, match.group())
        for pattern in _NEGATION_LOST
        for _, match in document.search(pattern)
    )


def _is_user_of_software(line: Line, start: int, end: int) -> bool:
    """«اسم المستخدم», «المستخدمين في النظام», «الأسلوب المستخدم»: nobody whom the association serves."""
    near = " ".join(line.folded[:start].split()[-2:] + line.folded[end:].split()[:3])
    if _SOFTWARE.search(near):
        return True
    is_bare = line.folded[start:end].endswith(("المستخدم", "المستخدمه", "المستخدمات"))
    return is_bare and bool(_DEFINITE_BEFORE.search(line.folded[:start]))


def users_meant(line: Line) -> Iterator[tuple[int, int]]:
    """Where a line says «المستخدم» of whom the association serves."""
    for match in _USERS.finditer(line.folded):
        if not _is_user_of_software(line, match.start(), match.end()):
            yield match.span()


@rule(
    "T01",
    "warn",
    ar="استُعمل «المستخدم» و«المستفيد» للمعنى نفسه ({count} مرات).",
    en="“User” and “beneficiary” are used for the same people ({count} times).",
    why_ar="كلمتان لشخص واحد توهمان بأن للسياسة مخاطبين مختلفين.",
    why_en="Two words for one person suggest that the policy speaks of different people.",
)
def two_words_for_beneficiary(document: Document) -> Iterator[Hit]:
    if not any(_BENEFICIARY.search(line.folded) for line in document.filled):
        return
    found = [(line, span) for line in document.filled for span in users_meant(line)]
    if found:
        line, span = found[0]
        yield Hit.at(line, *span, count=len(found))


@rule(
    "T02",
    "error",
    ar="يبدو أن أداة النفي «لا» سقطت فانعكس المعنى: «{sentence}».",
    en="The negation «لا» seems to have dropped out, which reverses the meaning: “{sentence}”.",
    why_ar="تُلزم الجملة بعكس ما أراده المجلس.",
    why_en="The sentence now orders the opposite of what the board decided.",
)
def negation_lost(document: Document) -> Iterator[Hit]:
    for line in document.filled:
        for pattern in _NEGATION_LOST:
            for match in pattern.finditer(line.folded):
                words = line.words(match.start(), match.end())
                yield Hit(line.number, words, params={"sentence": words})
        for match in _NEGATION_STROKE.finditer(line.source):
            yield Hit(line.number, match.group(), params={"sentence": match.group()})


def _document_names(document: Document) -> Iterator[str]:
    for name in document.reading.tools:
        if _DOCUMENT_NAME.search(fold(name)):
            yield name


@rule(
    "T04",
    "info",
    ar="اسم وثيقة مبتور: «{name}».",
    en="A document's name is cut short: “{name}”.",
    why_ar="لا يهتدي الموظف إلى وثيقة لا يعرف اسمها كاملًا.",
    why_en="Staff cannot find a document whose full name they do not know.",
)
def document_name_cut_short(document: Document) -> Iterator[Hit]:
    for name in _document_names(document):
        folded = fold(name)
        if _DANGLING.search(folded) or _BARE_HEAD.search(folded):
            yield Hit(document.line_with(name), name, params={"name": name})


@rule(
    "V01",
    "warn",
    ar="قرار آلي دون مراجعة بشرية: «{sentence}».",
    en="A decision is made by machine with no human review: “{sentence}”.",
    why_ar="للمستفيد أن يقرر في أمره إنسان يُسأل عن قراره.",
    why_en="A beneficiary may expect a person to decide, and to answer for it.",
)
def automated_decision(document: Document) -> Iterator[Hit]:
    for line, match in document.search(_AUTOMATED):
        sentence_start = max(line.folded.rfind(stop, 0, match.start()) for stop in ".؛") + 1
        around = line.folded[sentence_start:]
        if not _NOTICE.search(match.group()) and not _HUMAN.search(around):
            words = line.words(match.start(), match.end())
            yield Hit(line.number, words, params={"sentence": words})


@rule(
    "U01",
    "warn",
    ar="في النص عبارة موجّهة للنظام؛ عوملت نصًّا فقط: «{sentence}».",
    en="The text addresses the program; it was treated as text only: “{sentence}”.",
    why_ar="الوثيقة بيانات لا أوامر، ووجود العبارة فيها يستدعي معرفة من أضافها.",
    why_en="A document is data, not orders; somebody should find out who put this there.",
)
def program_addressed(document: Document) -> Iterator[Hit]:
    for pattern in _ADDRESSED:
        for line, match in document.search(pattern):
            words = line.words(match.start(), match.end())
            yield Hit(line.number, words, params={"sentence": words})
