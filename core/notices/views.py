"""What I was told: one list, unread first."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.notices import services
from core.notices.enums import NoticeKind
from core.notices.links import address_of
from core.notices.models import Notice
from core.notices.queries import notices_for
from tenants.people.access import person, sign_in_required

PER_PAGE = 30
ICONS = {
    NoticeKind.MENTION: "edit",
    NoticeKind.ASSIGNED: "user",
    NoticeKind.REPLY: "chat",
    NoticeKind.DEADLINE_WARNING: "bell",
    NoticeKind.DEADLINE_MISSED: "alert",
    NoticeKind.ESCALATED: "alert",
    NoticeKind.VISIT_PLANNED: "calendar",
    NoticeKind.SESSION_CALLED: "gavel",
    NoticeKind.MINUTES_TO_SIGN: "signature",
    NoticeKind.PAPER_EXPIRING: "doc",
    NoticeKind.MESSAGE_FAILED: "alert",
    NoticeKind.MAIL_WAITING: "mail",
    NoticeKind.INSTALMENT_DUE: "gift",
    NoticeKind.RECORD_TO_SIGN: "signature",
    NoticeKind.REVEAL_ASKED: "lock",
    NoticeKind.NOBODY_LEFT: "alert",
    NoticeKind.COMPLAINT_PATTERN: "refresh",
    NoticeKind.ACTION_DUE: "calendar",
    NoticeKind.MEASURE_DUE: "star",
    NoticeKind.FOLLOW_UP: "flag",
    NoticeKind.CALL_DUE: "phone",
    NoticeKind.LETTER_DUE: "mail",
}


@dataclass(frozen=True, slots=True)
class Line:
    notice: Notice
    icon: str
    url: str


@sign_in_required
@require_safe
def notices_page(request: HttpRequest) -> HttpResponse:
    page = Paginator(notices_for(person(request)), PER_PAGE).get_page(request.GET.get("page"))
    lines = [Line(notice, ICONS[NoticeKind(notice.kind)], address_of(notice)) for notice in page]
    unread = any(line.notice.read_at is None for line in lines)
    context = {"page": page, "lines": lines, "unread": unread}
    return render(request, "notices/list.html", context)


@sign_in_required
@require_POST
def read(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Read, and on to what it is about where the button says so."""
    try:
        services.mark_read(person(request), notice_id)
        notice = notices_for(person(request)).get(pk=notice_id)
    except Notice.DoesNotExist as error:
        raise Http404 from error
    url = address_of(notice) if "open" in request.POST else ""
    return redirect(url or "notices:list")


@sign_in_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    services.mark_all_read(person(request))
    return redirect("notices:list")
