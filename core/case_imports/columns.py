"""The columns that a sheet of existing cases may have, and guessing which is which by its head."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.arabic import searchable


class Column(StrEnum):
    NAME = "name"
    IDENTITY = "identity_number"
    MOBILE = "mobile"
    EMAIL = "email"
    CATEGORIES = "categories"
    CHANNEL = "channel"
    TYPE = "request_type"
    SUBJECT = "subject"
    DESCRIPTION = "description"
    RECEIVED = "received_on"
    REGISTER = "register_number"
    OLD_REFERENCE = "old_reference"
    STATUS = "status"
    OUTCOME = "outcome"
    DECIDED = "decided_on"
    DECIDER = "decided_by"
    REASON = "reason"
    ASKED = "amount_asked"
    GRANTED = "amount_granted"
    METHOD = "delivery_method"
    ASSIGNEE = "assignee"
    CLOSED = "closed_on"


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """`head`: as our template writes it; `synonyms`: how others do, with | between."""

    label: str | Promise
    head: str
    synonyms: str


COLUMNS: Final[dict[Column, ColumnWords]] = {
    Column.NAME: ColumnWords(
        _("Name"),
        "الاسم",
        "الاسم بالكامل|اسم|المستفيدة|مقدم الطلب|مقدمة الطلب|طالب المساعدة|اسم طالب المساعدة|صاحب الطلب"
        "|اسم صاحب الطلب|اسم المتقدم|المتقدم|اسم رب الأسرة|رب الأسرة|اسم الحالة"
        "|اسم المستفيد|اسم المستفيدة|اسم مقدم الطلب|الاسم الكامل|الاسم الرباعي|الاسم الثلاثي|المستفيد"
        "|name|full name|beneficiary|beneficiary name|applicant",
    ),
    Column.IDENTITY: ColumnWords(
        _("Identity number"),
        "رقم الهوية",
        "هوية المستفيد|رقم هوية المستفيد|رقم هوية مقدم الطلب|رقم الهوية الإقامة|الهوية الإقامة"
        "|رقم الهوية أو السجل|رقم السجل المدني الإقامة|سجل مدني|رقم هوية|هوية"
        "|الهوية|السجل المدني|رقم السجل المدني|رقم الهوية الوطنية|رقم الهوية أو الإقامة|رقم الإقامة"
        "|الإقامة|الهوية الوطنية|identity number|identity|national id|id number|iqama|iqama number|nid",
    ),
    Column.MOBILE: ColumnWords(
        _("Mobile"),
        "الجوال",
        "جوال|موبايل|رقم جوال المستفيد|رقم التواصل|للتواصل|هاتف المستفيد|الهاتف الجوال|رقم الهاتف الجوال"
        "|الهاتف المحمول|المحمول|رقم المحمول|رقم الموبايل"
        "|رقم الجوال|الهاتف|رقم الهاتف|الموبايل|جوال المستفيد|هاتف|mobile|phone|mobile number"
        "|phone number|cell",
    ),
    Column.EMAIL: ColumnWords(
        _("E-mail"),
        "البريد الإلكتروني",
        "بريد|بريد إلكتروني|عنوان البريد الإلكتروني|البريد الشبكي"
        "|الإيميل|البريد|ايميل|بريد المستفيد|email|e-mail|mail|email address",
    ),
    Column.CATEGORIES: ColumnWords(
        _("Categories"),
        "الفئات",
        "فئة|الشريحة|تصنيف الحالة|فئات المستفيد"
        "|الفئة|فئة المستفيد|التصنيف|تصنيف المستفيد|الحالة الاجتماعية|categories|category",
    ),
    Column.CHANNEL: ColumnWords(
        _("Channel"),
        "القناة",
        "قناة|قناة التقديم|قناة الطلب|قناة الاستقبال|وسيلة التقديم|وسيلة الورود|طريقة الورود|جهة الورود"
        "|المصدر|ورد عن طريق|ورد عبر"
        "|قناة التواصل|قناة الورود|طريقة التقديم|وسيلة التواصل|مصدر الطلب|channel|source|via",
    ),
    Column.TYPE: ColumnWords(
        _("Type of request"),
        "نوع الطلب",
        "نوع الدعم|نوع الاحتياج|نوع الإعانة|تصنيف الطلب|الخدمة المطلوبة|المساعدة"
        "|نوع المساعدة|نوع الخدمة|الخدمة|request type|type|service|kind",
    ),
    Column.SUBJECT: ColumnWords(
        _("Subject"),
        "الموضوع",
        "موضوع|عنوان|العنوان الرئيس|الغرض|الغرض من الطلب|المساعدة المطلوبة|موضوع المعاملة"
        "|موضوع الطلب|الطلب|عنوان الطلب|subject|title|request",
    ),
    Column.DESCRIPTION: ColumnWords(
        _("Description"),
        "الوصف",
        "وصف|تفاصيل|شرح|شرح الحالة|وصف الحالة|شرح الطلب|البيان|ملاحظات|الملاحظات|نص المعاملة"
        "|وصف الطلب|تفاصيل الطلب|التفاصيل|ملخص الطلب|نص الطلب|description|details|summary",
    ),
    Column.RECEIVED: ColumnWords(
        _("Day of arrival"),
        "تاريخ الورود",
        "ورد|الوارد|ورد في|وردت في|ورد بتاريخ|الورود|يوم الورود|تاريخ ورود الطلب|تاريخ ورود المعاملة"
        "|تاريخ استلام الطلب|تاريخ تقديم الطلب|تاريخ تسجيل الطلب|تاريخ الاستقبال|تاريخ القيد|تاريخ المعاملة"
        "|تاريخ الإدخال|تاريخ|استلم في|التاريخ الهجري|التاريخ الميلادي|تاريخ التقدم"
        "|تاريخ الطلب|تاريخ التقديم|تاريخ الاستلام|تاريخ الوارد|التاريخ|تاريخ التسجيل"
        "|received|received on|date|date received|request date|received date",
    ),
    Column.REGISTER: ColumnWords(
        _("Number in the paper register"),
        "رقم القيد",
        "القيد|رقم القيد في السجل|رقم الوارد العام|رقم الخطاب"
        "|رقم الوارد|رقم السجل|رقم قيد السجل|رقم الصادر والوارد|register number|register no",
    ),
    Column.OLD_REFERENCE: ColumnWords(
        _("Old reference number"),
        "الرقم المرجعي القديم",
        "الرقم|رقم الطلب القديم|رقم المعاملة القديم|الرقم السابق|رقم الطلب السابق|المرجع"
        "|رقم الطلب|رقم المعاملة|الرقم المرجعي|رقم الملف|الرقم القديم|رقم الحالة"
        "|old reference|reference|reference number|case number|file number|request number|case id",
    ),
    Column.STATUS: ColumnWords(
        _("Status"),
        "الحالة",
        "حالة|الوضع|الوضع الحالي|الحالة الحالية|وضع المعاملة|مرحلة الطلب"
        "|حالة الطلب|وضع الطلب|حالة المعاملة|المرحلة|status|state|stage",
    ),
    Column.OUTCOME: ColumnWords(
        _("Decision"),
        "القرار",
        "قرار|القرار النهائي|قرار الطلب|نتيجة القرار|نتيجة"
        "|نتيجة الطلب|قرار اللجنة|النتيجة|نتيجة الدراسة|outcome|decision|result",
    ),
    Column.DECIDED: ColumnWords(
        _("Day of the decision"),
        "تاريخ القرار",
        "تاريخ الاعتماد|تاريخ الموافقة|تاريخ الرفض|تاريخ اجتماع اللجنة|تاريخ جلسة اللجنة|يوم القرار"
        "|تاريخ قرار اللجنة|تاريخ البت|تاريخ النتيجة|decided|decided on|decision date",
    ),
    Column.DECIDER: ColumnWords(
        _("E-mail of who decided"),
        "بريد متخذ القرار",
        "بريد صاحب القرار|بريد من قرر|decided by e-mail|decider e-mail|decider email",
    ),
    Column.REASON: ColumnWords(
        _("Reason of the decision"),
        "سبب القرار",
        "سبب|أسباب القرار|أسباب الرفض|سبب الاعتذار|الحيثيات|المبررات|مبرر القرار"
        "|السبب|سبب الرفض|حيثيات القرار|مبررات القرار|reason|decision reason|rejection reason",
    ),
    Column.ASKED: ColumnWords(
        _("Amount asked for"),
        "المبلغ المطلوب",
        "القيمة المطلوبة|المبلغ المطلوب بالريال|قيمة الاحتياج"
        "|مبلغ الطلب|قيمة الطلب|amount asked|amount requested|requested amount",
    ),
    Column.GRANTED: ColumnWords(
        _("Amount granted"),
        "المبلغ المعتمد",
        "المبلغ الموافق عليه|القيمة المعتمدة|المبلغ المقرر|مبلغ الدعم|قيمة المساعدة|المبلغ المعتمد بالريال"
        "|المبلغ المصروف|مبلغ الصرف|المبلغ الممنوح|مبلغ المساعدة|amount granted|granted amount"
        "|approved amount|amount approved",
    ),
    Column.METHOD: ColumnWords(
        _("How it was handed over"),
        "طريقة التسليم",
        "وسيلة التسليم|آلية التسليم|طريقة الدفع|نوع الصرف"
        "|طريقة الصرف|وسيلة الصرف|آلية الصرف|delivery method|payment method",
    ),
    Column.ASSIGNEE: ColumnWords(
        _("E-mail of the staff member in charge"),
        "بريد الموظف المسؤول",
        "بريد الموظف|بريد الباحث|بريد الباحثة|إيميل الموظف"
        "|الموظف المسؤول|المسؤول|بريد المسؤول|الموظف|assignee|assigned to|officer|staff e-mail",
    ),
    Column.CLOSED: ColumnWords(
        _("Day of closing"),
        "تاريخ الإغلاق",
        "تاريخ الصرف|تاريخ الإنجاز|تاريخ إغلاق الطلب|تاريخ انتهاء الطلب|أغلق في|الإغلاق"
        "|تاريخ الإقفال|تاريخ الانتهاء|تاريخ التسليم|closed|closed on|closing date|end date",
    ),
}
REQUIRED: Final = (Column.NAME, Column.CHANNEL, Column.RECEIVED)
FAULTS_HEAD: Final = "ما ينبغي تصحيحه"
"""Of the column that we add to a sheet to be mended; it is no field when the sheet comes again."""

_MARKS: Final = re.compile(r"[_*:.،/\\()\[\]-]+")
"""Written round titles: «رقم الهوية / الإقامة», «الجوال:», «تاريخ الورود (هجري)»."""

_ASIDE: Final = re.compile(r"\([^)]*\)")


def _plain(title: str) -> str:
    return " ".join(_MARKS.sub(" ", searchable(title)).split())


_MEANT = {
    _plain(word): column
    for column, words in COLUMNS.items()
    for word in (column.value, words.head, *words.synonyms.split("|"))
}


def guess(head: Sequence[str]) -> dict[str, int]:
    """Column by field; of two that could be the same field the first one."""
    found: dict[str, int] = {}
    for place, title in enumerate(head):
        column = _MEANT.get(_plain(title)) or _MEANT.get(_plain(_ASIDE.sub(" ", title)))
        if column is not None:
            found.setdefault(column.value, place)
    return found
