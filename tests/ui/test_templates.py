"""What every template of the project keeps to, whoever wrote it."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from ui.templatetags.ui import icon_names
from ui.translations import ROOT

FOLDERS = [
    path
    for top in ("platform", "core", "policies", "tenants", "api")
    for path in sorted((ROOT / top).rglob("templates"))
    if path.is_dir()
]
PAGES = {
    path.relative_to(folder).as_posix(): path
    for folder in FOLDERS
    for path in folder.rglob("*.html")
}
TAG = re.compile(r"<[a-z][^<>]*(?:{%[^%]*%}[^<>]*|{{[^}]*}}[^<>]*)*>", re.IGNORECASE)
POST_FORM = re.compile(r'<form[^>]*method="post".*?</form>', re.IGNORECASE | re.DOTALL)
BLOCK = re.compile(r"{%-? *blocktrans(?:late)?([^%]*)%}(.*?){% *endblocktrans", re.DOTALL)


@pytest.fixture(params=sorted(PAGES), scope="module")
def template(request: pytest.FixtureRequest) -> tuple[str, str]:
    return request.param, PAGES[request.param].read_text(encoding="utf-8")


def without_comments(text: str) -> str:
    text = re.sub(r"{% comment.*?endcomment %}", "", text, flags=re.DOTALL)
    return re.sub(r"{#.*?#}", "", text)


def test_there_are_templates() -> None:
    assert {"base/document.html", "404.html"} <= set(PAGES)


def test_every_template_can_be_read(template: tuple[str, str]) -> None:
    assert get_template(template[0]).template.name == template[0]


def test_nothing_is_inline(template: tuple[str, str]) -> None:
    text = without_comments(template[1])
    tags = TAG.findall(text)
    found = [tag for tag in tags if re.search(r'\s(?:style|on[a-z]+)\s*=\s*["\']', tag)]
    found += [tag for tag in tags if re.search(r"<script(?![^>]*\ssrc=)", tag)]
    found += re.findall(r"<style|javascript:", text)
    assert found == []


def test_forms_that_change_something_carry_a_token(template: tuple[str, str]) -> None:
    forms = POST_FORM.findall(template[1])
    assert [form[:120] for form in forms if "{% csrf_token %}" not in form] == []


def test_long_sentences_are_trimmed(template: tuple[str, str]) -> None:
    blocks = BLOCK.findall(template[1])
    assert [body for options, body in blocks if "\n" in body and "trimmed" not in options] == []


def test_whole_pages_say_their_language(template: tuple[str, str]) -> None:
    roots = re.findall(r"<html[^\n]*>", template[1])
    assert [root for root in roots if "lang=" not in root or "dir=" not in root] == []


def test_icons_exist(template: tuple[str, str]) -> None:
    named = re.findall(r'{% icon "([^"]+)"', template[1])
    named += re.findall(r'icon_name="([^"]+)"', template[1])
    assert sorted(set(named) - icon_names()) == []


def test_nothing_comes_from_elsewhere(template: tuple[str, str]) -> None:
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]+', template[1]) == []


def test_folders_are_found_where_they_are() -> None:
    assert Path(ROOT / "platform" / "ui" / "templates") in FOLDERS
