"""Rules C50 and on: what closes a beneficiary's way to be heard, or asks of them what is not due."""

import re
from collections.abc import Iterator

from policies.linting.document import Document
from policies.linting.rule import Hit, rule
from policies.linting.sentences import is_negated
from policies.reading.text import ARABIC_LETTER, Passage

_S, _E = rf"(?<![{ARABIC_LETTER}])", rf"(?![{ARABIC_LETTER}])"
_POLICY = r"(?:هذه )?(?:ال)?(?:سياسه|لائحه|وثيقه)"
_COMPLAINT = r"(?:ال)?(?:شكو\w+|شكاو\w+|تظلم\w*|بلاغ\w*)"

_ANONYMOUS = re.compile(
    rf"{_S}[وف]?(?:لا (?:[يت](?:قبل|نظر|لتفت|عتد|ستقبل|عالج)\w{{0,2}})|[يت](?:رفض|حفظ|همل"
    rf"|ستبعد)\w{{0,2}}|رفض|حفظ|استبعاد)"
    rf"(?: (?:في|الي|ب))?\s?(?:اي |كل |جميع )?{_COMPLAINT}(?: \S+){{0,2}}?"
    r" (?:ال)?(?:مجهول\w*|غفل|(?:ال)?غير (?:ال)?(?:موقع\w*|معلوم\w*|معروف\w*)"
    r"|(?:التي )?(?:لا تحمل|بلا|بدون|دون) (?:اسم|توقيع|هويه)\w*)"
)
_FINAL = re.compile(
    rf"{_S}[وف]?(?:(?:يكون |تكون |يعد |تعد )?(?:ال)?قرار\w*(?: (?:ال)?\w+){{0,3}}? نها[ئي]ي\w*"
    rf"|نها[ئي]يا?)[^.؛]{{0,30}}?"
    r"(?:و?لا (?:يقبل|تقبل|يجوز|يحق|يمكن)|(?:و?غير )قابل\w*)[^.؛]{0,25}?(?:اعتراض|تظلم|طعن|نقاش|استئناف|مراجع)\w*"
    rf"|{_S}[وف]?(?:لا (?:يحق|يجوز)|ليس) ل(?:ل?مستفيد\w*|مقدم\w* الطلب\w*|صاحب\w* الطلب\w*"
    rf"|اي مستفيد)[^.؛]{{0,30}}?"
    r"(?:الاعتراض|التظلم|الشكو\w+|الطعن|ان (?:يعترض|يتظلم|يشتكي|يطعن))"
)
_FEE = re.compile(
    rf"{_S}[وفس]{{0,2}}(?:[يت](?:دفع|سدد|ودع|لتزم|حمل|تحمل)|(?:[يت]ستوفي|[يت]حصل|[يت]وخذ|[يت]ؤخذ"
    rf"|تتقاضي|تستقطع|يستقطع))(?:ها)?"
    r"(?: (?:\S+)){0,4}? (?:ب?(?:دفع|سداد) )?(?:ال)?(?:رسوم\w*|رسما?|مقابلا? مالي\w*"
    r"|مبلغا? (?:مالي\w*|قدره|مقداره))"
)
_WHO_PAYS = re.compile(
    rf"{_S}(?:[وفل]|ال|لل|بال|من )*(?:مستفيد|مقدم\w* الطلب|صاحب\w* الطلب|طالب|متقدم|اسره"
    rf"|صاحب\w* الشكوي|الشاكي|المشتكي)"
)
_ASSOCIATION_PAYS = re.compile(
    rf"{_S}(?:[يت](?:تحمل|دفع|سدد)\w{{0,2}}) (?:عنه |عنهم |عنها )?(?:ال)?(?:جمعيه|م[ؤو]سسه"
    rf"|اداره)|عن المستفيد|للمستفيد|الي المستفيد|المتضرر"
)
_UNFAIR_GROUND = re.compile(
    rf"{_S}[وفبل]{{0,2}}(?:ال)?(?:قبيله|قبيلته\w*|القبلي|قبيلتهم|لون|لونه\w*|عرق|عرقه\w*"
    rf"|اصله القبلي|نسب|نسبه\w*|مذهب|مذهبه\w*|المذهبي)"
    r"(?! (?:مئوي|الرضا|الانجاز))"
    rf"|{_S}[وفبل]{{0,2}}(?:اقارب|اقرباء|معارف|ابناء|اسر|ذوي) (?:اعضاء|العاملين|الموظفين|منسوبي|موظفي|عضو)"
)
_PREFERS = re.compile(
    rf"{_S}[وف]?س?(?:[يت](?:قدم|فضل|ستبعد|رفض|عطي|منح|شترط|قتصر|ستثني|حرم|راعي)\w{{0,2}}"
    rf"|تكون الاولويه|الاولويه|اولويه|(?:لا|الا) [يت](?:قبل|خدم|ستقبل|صرف)\w{{0,2}}|استبعاد|رفض"
    rf"|تفضيل)(?:{_E})"
)
_NO_REASONS = re.compile(
    rf"{_S}(?:من )?(?:دون|بدون|بلا|ولا [يت]لزم\w*|ولا (?:[يت]كون )?ملزم\w*)(?: (?:الحاجه الي|ان|باي|ب))?\s?"
    rf"(?:ابداء|ذكر|بيان|[يت]بدي|[يت]ذكر|[يت]بين|توضيح)(?: (?:اي|ايه))? (?:ال)?(?:اسباب|سبب"
    rf"|مبرر\w*|تسبيب){_E}|{_S}دون تسبيب{_E}"
)
_REFUSES = re.compile(r"رفض|قبول|استبعاد|ايقاف|الغاء|قطع|حرمان|الاعتذار|تعليق|حفظ")
_NO_NOTICE = re.compile(
    rf"{_S}(?:تعديل|تغيير|الغاء|تبديل|[يت]عدل|[يت]غير|[يت]لغي)(?:ها| (?:\S+ )?{_POLICY})[^.؛]{{0,60}}?"
    r"(?:دون|بدون|بلا|من غير) (?:(?:سابق|اي|حاجه الي) )?(?:اشعار|اخطار|ابلاغ|اعلان|اعلام|علم|الرجوع الي)\w*"
)
_TO_THE_ACCUSED = re.compile(
    rf"{_S}(?:[يت](?:قدم|رفع|سلم|وجه|حال|رسل|بعث|حيل|نظر|تولي|بت|حقق|فصل|دفع)\w{{0,2}}|تقديم|رفع"
    rf"|احاله|معالجه|النظر)(?: \S+){{0,5}}? "
    r"(?:الي |علي |ل)?(?:ال|لل)?(?:موظفه?|قسم|اداره|باحثه?|شخص|جهه) (?:نفسه\w?|ذاته\w?"
    r"|المشكو\w*(?: (?:منه|ضده|في حقه|عليه)\w?)?"
    r"|المشتكي (?:عليه|منه|ضده)\w?|الذي (?:قدم الخدمه|اصدر القرار|وقعت منه المخالفه)|المتسبب\w*)"
)


def _unless_negated(
    document: Document, pattern: re.Pattern[str]
) -> Iterator[tuple[Passage, re.Match[str]]]:
    for sentence, match in document.search_sentences(pattern):
        if not is_negated(sentence, match.start()):
            yield sentence, match


@rule(
    "C50",
    "warn",
    ar="لا تُقبل الشكوى ممن لم يذكر اسمه: «{words}».",
    en="A complaint without a name is turned away: “{words}”.",
    why_ar="من يخشى أن تُقطع عنه المساعدة لا يشتكي باسمه، فيبقى الخلل مستورًا.",
    why_en="Who fears losing help will not sign a complaint, and the fault stays hidden.",
)
def anonymous_complaint_refused(document: Document) -> Iterator[Hit]:
    for sentence, match in document.search_sentences(_ANONYMOUS):
        yield Hit.within(sentence, match)


@rule(
    "C51",
    "warn",
    ar="أُغلق باب الاعتراض: «{words}».",
    en="The way to object is closed: “{words}”.",
    why_ar="قرار لا يراجعه أحد لا يُصحَّح خطؤه.",
    why_en="Where nobody may look again, a mistake stays.",
)
def objection_closed(document: Document) -> Iterator[Hit]:
    for sentence, match in document.search_sentences(_FINAL):
        # The last of several levels may well be final.
        if not re.search(r"تظلم\w* (?:الثاني|النهايي)|بعد (?:البت في )?التظلم", sentence.folded):
            yield Hit.within(sentence, match)


@rule(
    "R53",
    "warn",
    ar="تُعرض الشكوى على من اشتُكي منه: «{words}».",
    en="The complaint goes to the one it is about: “{words}”.",
    why_ar="لا يُنتظر ممن اشتُكي منه أن ينصف الشاكي من نفسه.",
    why_en="Nobody can be expected to judge a complaint about themselves.",
)
def complaint_to_the_accused(document: Document) -> Iterator[Hit]:
    for sentence, match in _unless_negated(document, _TO_THE_ACCUSED):
        if re.search(_COMPLAINT, sentence.folded) and "غير" not in match.group().split():
            yield Hit.within(sentence, match)


@rule(
    "F50",
    "warn",
    ar="يُطلب من المستفيد مال: «{words}».",
    en="The beneficiary is asked for money: “{words}”.",
    why_ar="من جاء يطلب العون يُرد إن عجز عن الرسم، ويحتاج أخذه إلى سند نظامي.",
    why_en="Who comes for help is turned away by a fee, and a fee needs a legal basis.",
)
def fee_asked(document: Document) -> Iterator[Hit]:
    for sentence, match in _unless_negated(document, _FEE):
        if re.search(rf"{_S}(?:لا|دون|بلا|بدون|مجان\w*|الا)\s", match.group() + " "):
            continue
        who = _WHO_PAYS.search(sentence.folded)
        if who and not _ASSOCIATION_PAYS.search(sentence.folded):
            yield Hit.within(sentence, match)


@rule(
    "E50",
    "warn",
    ar="تفضيل أو استبعاد لا يتصل بالحاجة: «{words}».",
    en="A preference or exclusion that has nothing to do with need: “{words}”.",
    why_ar="أهلية المستفيد بحاجته وشروط الخدمة، لا بنسبه ولا بقرابته.",
    why_en="Who may be helped follows from need, not from descent or kinship.",
)
def unfair_ground(document: Document) -> Iterator[Hit]:
    for sentence, match in document.search_sentences(_UNFAIR_GROUND):
        prefers = _PREFERS.search(sentence.folded)
        fair = re.search(
            r"تمييز|دون (?:اعتبار|النظر|تفرقه|محابا)|مهما|بصرف النظر|بغض النظر|ايا كان|سواء|"
            r"لا (?:تفرق|يفرق|تميز|يميز|ينظر|تراعي|يراعي|يجوز|[يت]قدم|[يت]فضل|[يت]عطي|[يت]منح|[يت]ستبعد"
            r"|اعتبار|اثر)|تضارب|تعارض (?:ال)?مصالح|افصاح|محاباه",
            sentence.folded,
        )
        if prefers and not fair:
            yield Hit.within(sentence, match)


@rule(
    "V50",
    "warn",
    ar="رفض بلا بيان سبب: «{words}».",
    en="A refusal without a reason: “{words}”.",
    why_ar="من لا يعرف سبب الرفض لا يستطيع أن يستكمل ما نقص ولا أن يتظلم.",
    why_en="Who is not told why can neither supply what is missing nor appeal.",
)
def refusal_without_reasons(document: Document) -> Iterator[Hit]:
    for sentence, match in document.search_sentences(_NO_REASONS):
        before = re.split("[،,]", sentence.folded[: match.start()])[-1]
        forbidden = re.search(rf"{_S}[وف]?(?:لا|يمنع|يحظر|منع|حظر|عدم)\s", before)
        if _REFUSES.search(before) and not forbidden:
            yield Hit.within(sentence, match)


@rule(
    "V51",
    "warn",
    ar="تُغيَّر السياسة دون علم المستفيدين: «{words}».",
    en="The policy may be changed without telling anyone: “{words}”.",
    why_ar="وعد يُغيَّر في أي وقت دون إعلان ليس وعدًا.",
    why_en="A promise that may be changed at any time unannounced is none.",
)
def change_without_notice(document: Document) -> Iterator[Hit]:
    for sentence, match in _unless_negated(document, _NO_NOTICE):
        yield Hit.within(sentence, match)
