"""What kind of document a text is: other kinds are read no further than their name, and refused kindly."""

import re

from django.utils.translation import gettext_lazy as _

from foundation.errors import DomainError
from policies.reading.grammar import BLANK, mentions
from policies.reading.layout import LETTERHEAD
from policies.reading.model import Reading
from policies.reading.part_names import section_of
from policies.reading.parts import Outline
from policies.reading.text import ARABIC_LETTER, Lines

POLICY = "beneficiary_relations_policy"
TEMPLATE = "unfilled_template"
UNKNOWN = "other"

# What a policy on beneficiaries is called.
_OF_BENEFICIARIES = re.compile(
    r"(?:علاق|تواصل|تعامل|خدم|رعاي|حقوق|شؤون|شئون|عناي|استقبال|دعم).{0,30}"
    r"(?:مستفيد|المستخدمين|عملاء|متعاملين|مراجعين|منتفعين|متلقي|منخرط)"
    r"|علاق\w* بين .{0,90}مستفيد"
    r"|علاق.{0,40}(?:اعضاء|منتسب|مشترك).{0,40}خدم"  # cooperatives serve their members
    r"|(?:مستفيدين|المستفيدين).{0,40}(?:علاق|خدم|تواصل)"
)
# A policy that names itself elsewhere than in a title: in a label, after a colon, on the last line.
_CALLS_ITSELF = re.compile(
    rf"(?:^|:\s*)(?:ال)?(?:سياسه|لائحه|دليل|وثيقه)\s.{{0,40}}?(?:{_OF_BENEFICIARIES.pattern}"
    r"|علاق\w*\s+(?:ال)?(?:جمعيه|تعاونيه|مؤسسه|لجنه|مركز|صندوق)\s.{0,80}\s[بو]?(?:ال)?مستفيد)"
)
HEAD_LINES, SHORT = 4, 14
SELF_NAME_WITHIN = 160  # letters from the beginning of a line
BY_TITLE = (
    ("charter", r"^(?:ال)?ميثاق|مدونه (?:ال)?سلوك|قواعد (?:ال)?سلوك"),
    ("minutes", r"^محضر"),
    ("report", r"^(?:ال)?تقرير"),
    ("form", r"^(?:نموذج|استماره|استبانه|استبيان)"),
    ("contract", r"^(?:عقد|اتفاقيه|مذكره تفاهم)"),
    ("bylaws", r"^(?:ال)?(?:لائحه|نظام) (?:ال)?اساسي"),
    ("whistleblowing_policy", r"ابلاغ عن (?:ال)?مخالف|حمايه (?:ال)?مبلغ"),
    ("conflict_of_interest_policy", r"تعارض (?:ال)?مصالح"),
    ("retention_policy", r"احتفاظ بالوثائق|اتلاف|الوثائق واتلاف|حفظ الوثائق"),
    ("privacy_policy", r"خصوصيه (?:ال)?(?:بيانات|معلومات)|سياسه (?:ال)?خصوصيه"),
    ("volunteering_policy", r"(?:ال|لل)?متطوع|(?:ال|لل)?تطوع"),
    ("donors_policy", r"جمع (?:ال)?تبرع|(?:ال)?متبرعين|(?:ال)?مانحين|(?:ال)?داعمين"),
    (
        "finance_policy",
        r"(?:ال)?سياسه (?:ال)?ماليه|اللائحه الماليه|المشتريات|الصرف المالي|غسل (?:ال)?اموال",
    ),
    ("human_resources_policy", r"موارد بشريه|الموارد البشريه|تنظيم العمل|الموظفين"),
    ("plan", r"^(?:ال)?خطه"),
    ("circular", r"^(?:ال)?تعميم"),
    ("risk_policy", r"(?:ال)?مخاطر"),
    ("child_protection_policy", r"حمايه (?:ال)?(?:طفل|اطفال)"),
    ("media_policy", r"(?:ال)?اعلام(?:يه)?(?:\s|$)"),
    ("governance_policy", r"(?:ال)?حوكمه"),
    ("procedure", r"^(?:دليل )?(?:ال)?اجراء(?:ات)?|^(?:ال)?دليل (?:ال)?اجرا"),
)
_BENEFICIARY = mentions(
    ("مستفيد", "المستفيد", "المستفيدين", "مستفيدين", "المستفيدون", "المستخدمين", "المستفيدة", "مستفيدة",
     "المستفيدات", "مستفيدات", "لمستفيد", "لمستفيدين", "المنتفع", "المنتفعين", "متلقي الخدمة")
)  # fmt: skip
_NAME_LEFT_BLANK = re.compile(
    rf"جمعيه\s*(?:{BLANK}|[(\[<]\s*(?:اسم|يكتب|ادخل|\s)[^)\]>]*[)\]>])|\[\s*اسم الجمعيه|<\s*اسم|{{{{"
)
_ANY_BLANK = re.compile(rf"{BLANK}|\[[^\]\d]{{2,40}}\]")
# What a text says of a list, wherever it says it.
SPEAKS_OF = {
    "channels": re.compile(r"(?:قنوات|وسائل|طرق|سبل)\s+(?:ال)?(?:تواصل|اتصال)|\bالقنوات\b"),
    "tools": re.compile(r"\b(?:ادوات\s+العمل|النماذج\s+المعتمده|نماذج\s+العمل)\b"),
    "handling": re.compile(
        r"\b(?:خطوات|مراحل|اجراءات)\s+(?:\S+\s+)?(?:ال)?(?:عمل|طلب|خدمه|معالجه|مستفيدين)\b|\bطلبك\b"
        r"|\b[يت]?(?:سجيل|سجل|ستقبل|ستلم|درس)\s+(?:\S+\s+){0,3}?(?:ال)?طلب(?:ه|ات)?\b"
    ),
}
RELEVANT = frozenset({"channels", "tools", "handling", "complaints", "deadlines", "satisfaction"})


class NotAPolicy(DomainError):
    """Raised by those who import a document, never by the reader itself."""

    code = "not_a_beneficiary_policy"
    message = _(
        "This document is not a policy on relations with beneficiaries. "
        "Choose the policy that the board approved, or write a new one."
    )


class UnfilledTemplate(DomainError):
    code = "unfilled_template"
    message = _(
        "This is a template whose blanks are still empty. Fill it in, or start from our own template."
    )


def check_kind(reading: Reading) -> None:
    if reading.document_kind == TEMPLATE:
        raise UnfilledTemplate
    if reading.document_kind != POLICY:
        raise NotAPolicy


def kind_of(title: str | None, outline: Outline, lines: Lines) -> str:
    """`title` folded, or None."""
    aside = {line.number for line in (*outline.letterheads, *outline.toc)}
    text = "\n".join(
        line.folded
        for line in lines.filled
        if line.number not in aside and not LETTERHEAD.fullmatch(line.folded.strip())
    )
    if _is_template(text):
        return TEMPLATE
    about = title and _OF_BENEFICIARIES.search(title)
    parts = {section.key for section in outline.sections} & RELEVANT
    if title and not about:
        named = next((kind for kind, pattern in BY_TITLE if re.search(pattern, title)), None)
        if named:
            return named
    if title and about:
        named = next((k for k, p in BY_TITLE if p.startswith("^") and re.search(p, title)), None)
        # «دليل إجراءات خدمة المستفيدين» can carry the policy; a form, minutes or charter cannot
        if named and not (named == "procedure" and len(parts) >= 3):
            return named
    beneficiaries = len(_BENEFICIARY.findall(text))
    if about and (parts or beneficiaries >= 3):
        return POLICY
    if not title and len(parts) >= 3 and beneficiaries >= 5:
        return POLICY
    if title and len(parts & {"channels", "tools", "handling"}) >= 2 and beneficiaries >= 5:
        return POLICY
    if title is None and (named := _named_at_the_head(lines, aside)):
        return named
    has_channels = "channels" in parts or SPEAKS_OF["channels"].search(text)
    acts = parts & {"handling", "complaints", "deadlines"}
    calls_itself = bool(about) or (title is None and _calls_itself_policy(lines))
    return POLICY if has_channels and acts and (calls_itself or beneficiaries >= 5) else UNKNOWN


def _named_at_the_head(lines: Lines, aside: set[int]) -> str | None:
    """«محضر …» on one of the first lines says what a document without a title is."""
    first = [line for line in lines.filled if line.number not in aside][:HEAD_LINES]
    words = [line.folded.strip() for line in first]
    titles = [
        each
        for each in words
        if len(each.split()) <= SHORT and not (_OF_BENEFICIARIES.search(each) or section_of(each))
    ]
    kinds = (kind for each in titles for kind, pattern in BY_TITLE if re.match(pattern, each))
    return next(kinds, None)


def _calls_itself_policy(lines: Lines) -> bool:
    return any(
        _CALLS_ITSELF.search(line.folded.strip()[:SELF_NAME_WITHIN]) for line in lines.filled
    )


def _is_template(text: str) -> bool:
    blanks = len(_ANY_BLANK.findall(text))
    letters = len(re.findall(rf"[{ARABIC_LETTER}]+", text)) or 1
    named_blank = _NAME_LEFT_BLANK.search(text)
    return bool((named_blank and blanks >= 2) or (blanks >= 8 and blanks / letters > 0.02))
