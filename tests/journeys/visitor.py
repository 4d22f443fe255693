"""Somebody at a browser: finds things by the words on the page, in the language they chose."""

import json
import os
import re
from pathlib import Path
from typing import Literal

from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from tests.journeys.service import Service

# What is wrong on a page that has fully arrived; false until then, as a click that leads elsewhere
# comes back before the next page has a body. Words that nobody translates: what stands outside
# <bdi>, code and fields is ours to say. Told as text: it outlives the page it was found on.
FAULTS = """
arabic => {
  if (document.readyState !== "complete") return false;
  const letters = /[\\u0621-\\u064A]{2,}/;
  const foreign = text => arabic ? /[A-Za-z]{3,}/.test(text) && !letters.test(text) : letters.test(text);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!foreign(walker.currentNode.textContent.replace(/\\u2068[^\\u2069]*\\u2069/g, ""))) continue;
    const quoted = "bdi, kbd, script, style, textarea, option, [lang]:not(html), [dir=auto], .num, .vh";
    if (parent.closest(quoted)) continue;
    found.add(walker.currentNode.textContent.trim().slice(0, 80));
  }
  const root = document.documentElement;
  return JSON.stringify({untranslated: [...found], excess: root.scrollWidth - root.clientWidth});
}
"""
# Pages that tell what is wrong answer 400 to 409; and here nothing is encrypted on its way.
EXPECTED = (
    "Failed to load resource",
    "Cross-Origin-Opener-Policy header has been ignored",
    "Not supported for insecure origins",  # Clear-Site-Data, without HTTPS
)


class Visitor:
    """`seen` counts the pictures of a journey, whoever takes them; `faults` is what looked wrong."""

    def __init__(
        self, page: Page, service: Service, who: str, language: str, seen: list[str]
    ) -> None:
        self.page = page
        self.service = service
        self.who = who
        self.language = language
        self.seen = seen
        self.faults: list[str] = []
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("dialog", lambda dialog: dialog.accept())

    # --- words ---

    def say(self, words: str, context: str | None = None, **values: object) -> str:
        """Our English words in the visitor's language, as the catalogs have them."""
        with translation.override(self.language):
            said = pgettext(context, words) if context else gettext(words)
        return said % values if values else said

    # --- going and doing ---

    def go(self, name: str, path: str = "/") -> None:
        self.page.goto(self.service.url(name, path))
        self._choose_language()

    def open(self, link: str) -> None:
        """A whole address, such as one from a mail."""
        self.page.goto(link)
        self._choose_language()

    def _choose_language(self) -> None:
        """Arabic is what everybody gets; English is a choice, kept for the address."""
        html = self.page.locator("html")
        if html.get_attribute("lang") != self.language:
            self.page.get_by_role("button", name="English").and_(
                self.page.locator(":visible")
            ).first.click()
        expect(html).to_have_attribute("lang", self.language)
        expect(html).to_have_attribute("dir", "rtl" if self.language == "ar" else "ltr")

    def press(self, words: str, context: str | None = None) -> None:
        """The button of this name; what it is about may follow after a colon, for those who listen."""
        name = re.compile(rf"^\s*{re.escape(self.say(words, context))}\s*(:|$)")
        self._visible("button", name).first.click()

    def follow(self, words: str, context: str | None = None) -> None:
        """The link that begins with these words."""
        name = re.compile(rf"^\s*{re.escape(self.say(words, context))}")
        self._visible("link", name).first.click()

    def _visible(self, role: Literal["button", "link"], name: re.Pattern[str]) -> Locator:
        return self.page.get_by_role(role, name=name).and_(self.page.locator(":visible"))

    def unfold(self, words: str, context: str | None = None) -> Locator:
        """Open a fold by its heading, and hand back what it holds."""
        fold = self.page.locator("details").filter(
            has=self.page.locator("summary", has_text=self.say(words, context))
        )
        fold = fold.last if fold.count() > 1 else fold
        if fold.get_attribute("open") is None:
            fold.locator("summary").first.click()
        return fold

    def field(self, label: str, within: Locator | None = None) -> Locator:
        place = within or self.page
        name = re.compile(rf"^\s*{re.escape(self.say(label))}")
        return place.get_by_label(name).and_(self.page.locator("input, textarea, select")).first

    def type(self, label: str, value: str, within: Locator | None = None) -> None:
        self.field(label, within).fill(value)

    def choose(self, label: str, option: str, within: Locator | None = None) -> None:
        """In a list: by the words of the option, in the visitor's language."""
        self.field(label, within).select_option(label=self.say(option))

    def tick(self, label: str, within: Locator | None = None) -> None:
        self.field(label, within).check()

    def attach(self, label: str, name: str, content: bytes, media_type: str) -> None:
        """By label; words that no catalog knows are a policy's own."""
        said = re.compile(rf"^\s*{re.escape(self.say(label))}")
        field = self.page.get_by_label(said).and_(self.page.locator("[type=file]")).first
        field.set_input_files([{"name": name, "mimeType": media_type, "buffer": content}])

    def sign(self) -> None:
        """A stroke with the mouse over the canvas."""
        canvas = self.page.get_by_role("img", name=self.say("Draw your signature here"))
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        mouse.move(box["x"] + 30, box["y"] + box["height"] / 2)
        mouse.down()
        for step in range(1, 12):
            height = box["y"] + box["height"] * (0.3 if step % 2 else 0.7)
            mouse.move(box["x"] + 30 + step * 18, height, steps=3)
        mouse.up()

    # --- looking ---

    def sees(self, *sentences: str, **values: object) -> None:
        """These words of ours, in the visitor's language."""
        for words in sentences:
            self.reads(self.say(words, **values))

    def reads(self, text: str) -> None:
        """These very words, somewhere on the page."""
        expect(self.page.locator("body")).to_contain_text(text)

    def look(self, name: str) -> None:
        """Note what is untranslated or too wide; take pictures when somebody wants to see them."""
        self._note_faults(name)
        folder = os.environ.get("SILAH_SHOTS")
        if not folder:
            return
        self.seen.append(name)
        size = self.page.viewport_size
        assert size is not None
        for width in (1280, 390):
            self.page.set_viewport_size({"width": width, "height": 844})
            self._note_faults(name)
            self.page.screenshot(
                path=Path(folder) / f"{self.language}-{len(self.seen):02}-{name}-{width}.png",
                full_page=True,
            )
        self.page.set_viewport_size(size)

    def leave(self) -> None:
        """Where a journey ended, for whoever looks for the reason."""
        if folder := os.environ.get("SILAH_SHOTS"):
            path = Path(folder) / f"{self.language}-last-{self.who}.png"
            self.page.screenshot(path=path, full_page=True)

    def _note_faults(self, name: str) -> None:
        size = self.page.viewport_size
        where = f"{name} ({size['width'] if size else '?'} px)"
        told = self.page.wait_for_function(FAULTS, arg=self.language == "ar").json_value()
        faults = json.loads(told)
        for words in faults["untranslated"]:
            self._fault(f"{name}: not translated: {words}")
        if faults["excess"] > 1:
            self._fault(f"{where}: wider than the screen")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in EXPECTED):
            self._fault(f"console: {message.text}")

    def _fault(self, fault: str) -> None:
        said = f"{self.who}: {fault}"
        if said not in self.faults:
            self.faults.append(said)
