"""Invented words and a form for the components page, which only developers see."""

from typing import Any

from django import forms
from django.core.paginator import Paginator

from foundation import clock

WORDS: dict[str, dict[str, Any]] = {
    "ar": {
        "subject": "طلب دعم إيجار لأسرة من خمسة أفراد",
        "long": "اعتراض على قرار اللجنة رقم (38) بتاريخ 2026-11-02 بشأن فاتورة بمبلغ 1,284.50 ر.س",
        "person": "نورة بنت سعد الشهري",
        "officer": "سارة القحطاني",
        "status": "لدى اللجنة",
        "waiting": "بانتظار المستفيد",
        "new": "جديد",
        "done": "مغلق",
        "late": "متأخر 3 أيام عمل",
        "soon": "تنتهي اليوم",
        "left": "متبقٍ 6 أيام عمل",
        "kind": "طلب",
        "clause": "المادة (3)، البند 3-6",
        "note": "توقفت المهلة إلى حين الاستكمال. القناة: الهاتف",
        "sentence": "يُرد على المستفيد خلال خمسة عشر يوم عمل من تاريخ اكتمال الطلب.",
        "old": "خمسة عشر",
        "fresh": "عشرة",
        "steps": ["الأساس", "قراءة السياسة", "الاعتماد", "النشر"],
    },
    "en": {
        "subject": "Rent support for a family of five",
        "long": "Appeal against decision (38) of 2026-11-02 about a bill of SAR 1,284.50",
        "person": "Noura bint Saad Al-Shehri",
        "officer": "Sara Al-Qahtani",
        "status": "Before the committee",
        "waiting": "Waiting for the beneficiary",
        "new": "New",
        "done": "Closed",
        "late": "3 working days late",
        "soon": "Ends today",
        "left": "6 working days left",
        "kind": "Request",
        "clause": "Article (3), item 3-6",
        "note": "The clock stands still until the document comes. Channel: phone",
        "sentence": "The beneficiary gets an answer within fifteen working days of completion.",
        "old": "fifteen",
        "fresh": "ten",
        "steps": ["Basics", "Reading", "Approval", "Publishing"],
    },
}


class SampleForm(forms.Form):
    name = forms.CharField(label="الاسم / Name", help_text="كما في الهوية / as on the card")
    mobile = forms.CharField(
        label="رقم الجوال / Mobile", widget=forms.TextInput(attrs={"type": "tel"})
    )
    kind = forms.ChoiceField(
        label="القناة / Channel", choices=[("", "—"), ("phone", "هاتف / Phone")], required=False
    )
    reply = forms.ChoiceField(
        label="قناة الرد / Reply by",
        choices=[("sms", "رسالة نصية / SMS"), ("phone", "اتصال / Call")],
        widget=forms.RadioSelect,
    )
    body = forms.CharField(label="النص / Text", widget=forms.Textarea(attrs={"rows": 3}))
    paper = forms.FileField(label="مستند / Document", required=False)
    agreed = forms.BooleanField(label="أقر بصحة البيانات / I declare that this is true")


def sample_context(language: str) -> dict[str, Any]:
    return {
        "say": WORDS[language],
        "form": SampleForm({"name": WORDS[language]["person"], "mobile": "12"}),
        "rows": [("late", "late"), ("soon", "soon"), ("ok", "left"), ("neutral", "done")],
        "today": clock.today(),
        "page": Paginator(range(100), 20).page(2),
    }
