"""How people write statuses, decisions and ways of delivery in their own sheets."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from django.utils.translation import override

from core.cases.enums import CaseStatus as S
from core.service_requests.enums import DeliveryMethod as M
from core.service_requests.enums import Outcome
from foundation.arabic import searchable

_STATUSES: Final[Mapping[S, str]] = {
    S.RECEIVED: "وارد|جديد|مستلم|تم الاستلام|قيد الانتظار|مفتوح|new|open|pending",
    S.WAITING_FOR_BENEFICIARY: "ناقص|نواقص|بانتظار المستفيد|بانتظار استكمال النواقص|غير مكتمل"
    "|incomplete|waiting",
    S.COMPLETE: "مكتمل|مكتمل المستندات|مستكمل|completed papers",
    S.UNDER_STUDY: "تحت الدراسة|قيد الدراسة|قيد البحث|تحت الإجراء|قيد الإجراء|البحث الاجتماعي"
    "|in progress|study",
    S.BEFORE_COMMITTEE: "لدى اللجنة|معروض على اللجنة|بانتظار اللجنة|بانتظار القرار|committee",
    S.ACCEPTED: "مقبول|معتمد|موافق|موافق عليه|تمت الموافقة|approved|granted",
    S.PARTLY_ACCEPTED: "مقبول جزئيا|موافقة جزئية|قبول جزئي|partially accepted|partly approved",
    S.REJECTED: "مرفوض|رفض|غير مقبول|معتذر عنه|اعتذار|declined|refused|denied",
    S.DELIVERING: "قيد الصرف|تحت الصرف|قيد التسليم|جاري الصرف|in delivery",
    S.DELIVERED: "مصروف|تم الصرف|تم التسليم|مسلم|paid|handed over",
    S.CLOSED: "مغلق|مقفل|منتهي|منجز|تم الإنجاز|مكتمل ومغلق|done|finished|completed",
    S.WITHDRAWN: "منسحب|ملغي|ملغى|سحب الطلب|تراجع المستفيد|cancelled|canceled",
}
_OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.ACCEPTED: _STATUSES[S.ACCEPTED] + "|قبول|موافقة",
    Outcome.PARTLY_ACCEPTED: _STATUSES[S.PARTLY_ACCEPTED],
    Outcome.REJECTED: _STATUSES[S.REJECTED],
}
_METHODS: Final[Mapping[M, str]] = {
    M.TRANSFER: "تحويل|حوالة|حوالة بنكية|تحويل بنكي|transfer",
    M.CASH: "نقد|نقدا|كاش",
    M.CHEQUE: "شيك|check",
    M.VOUCHER: "قسيمة|بطاقة|كوبون|voucher|card|coupon",
    M.IN_KIND: "عيني|عينية|مواد عينية|goods",
    M.SERVICE: "خدمة|تقديم خدمة|service",
}

Choice = TypeVar("Choice", S, Outcome, M)


def _table(words: Mapping[Any, str]) -> dict[str, Any]:
    """Every spelling, with the key and the label of each in both languages. A request never has the
    statuses of complaints, which have no words here.
    """
    found: dict[str, Any] = {}
    for choice, spelt in words.items():
        spellings = [choice.value, *spelt.split("|")]
        for language in ("ar", "en"):
            with override(language):
                spellings.append(str(choice.label))
        found |= {searchable(spelling): choice for spelling in spellings}
    return found


def understood(typed: str, choices: type[Choice]) -> Choice | None:
    """Which of the statuses, decisions or ways of delivery is meant; None for words we do not know."""
    words: dict[type, Mapping[Any, str]] = {S: _STATUSES, Outcome: _OUTCOMES, M: _METHODS}
    choice: Choice | None = _table(words[choices]).get(searchable(typed))
    return choice
