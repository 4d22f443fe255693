"""Pages drawn in a real browser without a server, and what axe finds wrong with them."""

from collections.abc import Callable
from typing import Any

from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route

from ui.translations import ROOT

ADDRESS = "http://silah.test/"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# axe takes joined Arabic letters for the ligatures of icon fonts, and then measures no contrast.
MEASURE_ARABIC = (
    "CanvasRenderingContext2D.prototype.measureText = "
    "text => ({width: 20 * [...String(text)].length})"
)


def answering(html: str) -> Callable[[Route], None]:
    """What a server would answer: this page, our style sheets and scripts; nothing to what scripts ask for."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        found = finders.find(path.removeprefix("static/")) if path.startswith("static/") else None
        if found:
            route.fulfill(path=str(found))
        elif not route.request.is_navigation_request():
            route.fulfill(status=204)
        else:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

    return answer


def show(page: Page, html: str) -> None:
    page.route("**/*", answering(html))
    page.goto(ADDRESS)


def violations(page: Page) -> list[tuple[str, str]]:
    """Rule and place of everything that axe finds; empty for a page that everybody can use."""
    page.evaluate(MEASURE_ARABIC)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        (violation["id"], node["html"][:120])
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
