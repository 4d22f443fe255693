"""Who asks, without an account: their address for limits, and the one case they may follow."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from core.cases.enums import CaseKind
from core.cases.models import Case
from core.cases.pages import portal_address
from foundation import clock
from tenants import visitors

FOLLOWING = "portal_following"
ASKED = "portal_asked"
CLOSED = "portal_closed"
LASTS_SECONDS = 30 * 60

CaseView = Callable[..., HttpResponseBase]


def source_of(request: HttpRequest) -> str:
    """The visitor's network, seen through the proxies that we trust."""
    return visitors.source_of(request)


def begin_following(request: HttpRequest, case: Case) -> None:
    """In this browser, for half an hour after the last thing sent."""
    request.session.cycle_key()
    request.session.pop(CLOSED, None)
    request.session[FOLLOWING] = {
        "case": str(case.pk),
        "code": bytes(case.tracking_index).hex(),
        "until": _half_an_hour_on(),
    }


def close(request: HttpRequest) -> None:
    """By the visitor's own wish; until the next code the page does not speak of half an hour."""
    if FOLLOWING in request.session:
        stop_following(request)
        request.session[CLOSED] = True


def stop_following(request: HttpRequest) -> None:
    if request.session.pop(FOLLOWING, None) is not None:
        request.session.cycle_key()


def following_only(view: CaseView) -> CaseView:
    """Hands the view the followed request; without one it asks for the code again."""
    return following(CaseKind.REQUEST)(view)


def following(kind: CaseKind) -> Callable[[CaseView], CaseView]:
    """As following_only, for pages of another kind of case; one of a third kind leads to its own page."""

    def decorate(view: CaseView) -> CaseView:
        return _guarded(view, kind)

    return decorate


def _guarded(view: CaseView, kind: CaseKind) -> CaseView:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        case = _followed(request)
        if case is None:
            return _ask_for_code(request, kind)
        if case.kind != kind:
            return redirect(portal_address(case))
        response = view(request, case, *args, **kwargs)
        # The Referrer-Policy stays the site's, same-origin: under no-referrer browsers send
        # «Origin: null» with a form, which the CSRF check refuses.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return guarded


def _followed(request: HttpRequest) -> Case | None:
    following = request.session.get(FOLLOWING)
    if following is None or clock.now().timestamp() > following["until"]:
        return None
    if request.method == "POST":
        request.session[FOLLOWING] = {**following, "until": _half_an_hour_on()}
    found = Case.objects.select_related("beneficiary", "rating")
    case = found.filter(pk=UUID(following["case"])).first()
    if case is None or following.get("code") in (None, bytes(case.tracking_index).hex()):
        return case
    return None  # a new code was given out: the old one opens nothing any more


def _ask_for_code(request: HttpRequest, kind: CaseKind) -> HttpResponse:
    """What was typed stays in the browser (ui/drafts.js), and is filled in again afterwards; but nothing
    of a complaint does."""
    stop_following(request)
    request.session[ASKED] = "expired" if kind != CaseKind.COMPLAINT else "expired_whole"
    return redirect("portal:follow")


def why_asked(request: HttpRequest) -> str:
    """Told once: "closed", "expired" or, where nothing was kept, "expired_whole" after such a way to the
    code's page, else empty."""
    asked = str(request.session.pop(ASKED, ""))
    return "closed" if asked and request.session.get(CLOSED) else asked


def _half_an_hour_on() -> float:
    return clock.now().timestamp() + LASTS_SECONDS
