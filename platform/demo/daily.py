"""The daily work of an association: texts that are kept, a view that all share, a note that names somebody."""

from core.messages.templating import Purpose, Template, save_template
from core.service_requests import saved_views, services
from core.service_requests.queries import requests_visible_to
from tenants.people.models import User
from tenants.people.roles import Role

TEXTS = (
    Template(
        purpose=Purpose.LETTER,
        name="إفادة باستلام الطلب",
        subject_ar="بشأن طلبكم رقم {{ reference }}",
        body_ar="المكرم {{ name }}\n\nنفيدكم بأننا استلمنا طلبكم بتاريخ {{ received_on }}، "
        "وسنوافيكم بالرد في موعد أقصاه {{ due_date }}.\n\nوتقبلوا تحياتنا.",
        subject_en="Your request {{ reference }}",
        body_en="Dear {{ name }},\n\nWe received your request on {{ received_on }} and will answer "
        "by {{ due_date }} at the latest.\n\nYours sincerely",
    ),
    Template(
        purpose=Purpose.MESSAGE,
        name="تذكير بالنواقص",
        subject_ar="نواقص طلبكم رقم {{ reference }}",
        body_ar="ما زال ينقص طلبكم:\n{{ missing }}\n\nويمكنكم رفعها من صفحة المتابعة: {{ portal }}",
        subject_en="What your request {{ reference }} still needs",
        body_en="Your request still needs:\n{{ missing }}\n\nYou can add it on the portal: {{ portal }}",
    ),
)


def fill_daily(people: dict[Role, User]) -> None:
    officer, researcher = people[Role.RELATIONS_OFFICER], people[Role.SOCIAL_RESEARCHER]
    for text in TEXTS:
        save_template(text, actor=officer)
    saved_views.save_view(
        officer,
        name="المكتملة عندي",
        query={"status": "complete", "assignee": "mine"},
        shared=True,
    )
    case = (
        requests_visible_to(officer).filter(closed_at=None).order_by("received_at", "pk").first()
    )
    if case is not None:
        note = f"يا @{researcher.display_name} نرجو الاطلاع على هذا الطلب."
        services.add_note(case.pk, actor=officer, text=note)
