"""What the words of a policy usually mean: guesses that a person sees before they count.

Patterns are tried in order, on the searchable form: one letter for every alef, ya, ta marbuta.
"""

import re
from typing import TypeVar

from core.rules import ChannelKind, Stage
from foundation.arabic import searchable
from policies.content import ArticleKind
from tenants.people.roles import Role

T = TypeVar("T")

CHANNELS: list[tuple[str, ChannelKind]] = [
    (r"تطوع", ChannelKind.VOLUNTEERING),
    (
        r"(طلب|طلبات) (ال)?(مساعده|خدمه|دعم|اعانه)|خدمات طلب|(منصه|بوابه|خدمه) الطلبات",
        ChannelKind.AID_REQUEST,
    ),
    (r"مندوب|مناديب|(ال)?مكاتب (ال)?فرعيه|فروع", ChannelKind.BRANCH_DELEGATE),
    (r"فاكس|ناسوخ", ChannelKind.FAX),
    (r"تواصل (ال)?اجتماعي|شبكات|واتس|تويتر|منصه (اكس|x)|سناب|فيس", ChannelKind.SOCIAL_MEDIA),
    (r"موقع|بوابه|تطبيق|رابط", ChannelKind.WEBSITE),
    (r"بريد (ال)?الكتروني|ايميل|البريد الشبكي", ChannelKind.EMAIL),
    (r"هاتف|اتصال|جوال|هواتف|رقم (ال)?موحد", ChannelKind.PHONE),
    (r"خطاب|مخاطب|مراسل|رسال|بريد", ChannelKind.LETTER),
    (r"مقابل|حضور|مقر|زيار|استقبال|مكتب|ديوان", ChannelKind.INTERVIEW),
]
ROLES: list[tuple[str, Role]] = [
    (r"باحث|بحث (ال)?اجتماعي|اخصاي|دراسه (ال)?حال|زياره", Role.SOCIAL_RESEARCHER),
    (
        r"(الي|على|عن|من|تبت|تقرر|تدرس) ?(ال)?لجن|لجنه .{0,30}(تدرس|تبت|تقرر)"
        r"|(^|[:،(] ?)(ال)?لجنه",
        Role.COMMITTEE_MEMBER,
    ),
    (r"مدير (ال)?تنفيذي|مسيول(ين)? (ال)?تنفيذي", Role.EXECUTIVE),
    (r"وحده (ال)?متابعه|شكاوي|شكوي", Role.COMPLAINTS_OFFICER),
    (r"مندوب|مناديب", Role.BRANCH_DELEGATE),
    (r"موظفه? (ال)?(علاقات|استقبال|خدمه)", Role.RELATIONS_OFFICER),
]
STAGES: list[tuple[str, Stage]] = [
    (r"(تقديم|تسليم|صرف|ايصال|تنفيذ) (ال)?(خدم|دعم|مساعد|معون|اعان)|تسليم|صرف", Stage.DELIVERY),
    (r"(^|[^ء-ي])[يت](سلم|صرف|وصل) |[يت]بدا .{0,30}تقديم", Stage.DELIVERY),
    # Telling the decision follows it: it cannot hold the decision up.
    (
        r"(ابلاغ|اشعار|اخطار|اعلام|اخبار|[يت]بلغ|[يت]شعر|[يت]خبر).{0,40}(قرار|نتيج|قبول|رفض)",
        Stage.DELIVERY,
    ),
    (r"(ال)?رد على (ال)?طلب|مده .{0,20}(رد|بت)", Stage.DECISION),
    (r"لجن|يعرض|عرض|رفع|يرفع|سيرفع|دراس|احال|[يت]حيل", Stage.COMMITTEE),
    (r"استقبال|ترحيب|تعبي|استلام|تسجيل|تحقق|تاكد|مطابق", Stage.COMPLETION),
    (r"بيانات|مستند|وثايق|توقيع|اكتمال|استكمال", Stage.COMPLETION),
]  # fmt: skip
ARTICLES: list[tuple[str, ArticleKind]] = [
    (r"(قنوات|وسائل|طرق) .{0,25}(تواصل|اتصال)|^(ال)?قنوات|قنوات", ArticleKind.CHANNELS),
    (r"(ال)?ادوات", ArticleKind.TOOLS),
    (r"(مستندات|وثايق|اوراق) (ال)?(مطلوب|لازم)", ArticleKind.DOCUMENTS),
    (r"رضا", ArticleKind.SATISFACTION),
    (r"تعويض", ArticleKind.COMPENSATION),
    (r"شكاو|شكو|تظلم|خلاف", ArticleKind.COMPLAINTS),
    (r"خصوصي|سريه|حمايه (ال)?بيانات", ArticleKind.PRIVACY),
    (r"^(ال)?(مدد|مهل|مده|مواعيد)", ArticleKind.DEADLINES),
    (r"تعامل مع|خطوات|(اجراءات|اليه) (ال)?(تعامل|خدم|عمل)", ArticleKind.HANDLING),
    (r"بناء (ال)?علاق|استمراري", ArticleKind.RELATIONSHIP),
    (r"معلومات", ArticleKind.INFORMATION),
    (r"اعتماد|اقرار السياس", ArticleKind.APPROVAL),
]  # fmt: skip


def _first(table: list[tuple[str, T]], words: str) -> T | None:
    searched = searchable(words)
    return next((value for pattern, value in table if re.search(pattern, searched)), None)


def channel_kind(label: str) -> ChannelKind:
    return _first(CHANNELS, label) or ChannelKind.OTHER


def step_role(text: str) -> Role | None:
    return _first(ROLES, text)


def step_stage(text: str, previous: Stage) -> Stage:
    """A step that names no stage belongs to that of the step before it."""
    return _first(STAGES, text) or previous


def article_kind(heading: str) -> ArticleKind:
    return _first(ARTICLES, heading) or ArticleKind.TEXT
