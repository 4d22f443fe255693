"""The style sheets: one for both directions, and colours that can be read."""

import re

import pytest

from ui.translations import ROOT

STATIC = ROOT / "platform" / "ui" / "static" / "ui"
SHEETS = sorted(
    path
    for top in ("platform", "core", "policies", "tenants", "api")
    for path in (ROOT / top).rglob("static/**/*.css")
    if "vendor" not in path.parts
)
PHYSICAL = re.compile(
    r"(?:^|[;{\s])((?:margin|padding|border|inset)-(?:left|right)[a-z-]*"
    r"|left|right|(?:text-align|float|clear)\s*:\s*(?:left|right))\s*[:;}]"
)
SPOILS_ARABIC = re.compile(r"letter-spacing|font-style\s*:\s*italic")
PAIRS = [
    ("ink", "bg"), ("ink", "card"), ("ink-2", "bg"), ("ink-2", "card"), ("ink-3", "bg"),
    ("ink-3", "card"), ("ink-3", "tint"), ("ink-3", "neutral-bg"), ("ink-2", "neutral-bg"),
    ("late", "late-bg"), ("soon", "soon-bg"), ("ok", "ok-bg"), ("info", "info-bg"),
    ("violet", "violet-bg"), ("neutral", "neutral-bg"), ("late", "card"), ("soon", "card"),
    ("brand-600", "card"), ("brand-600", "bg"), ("brand-700", "card"), ("card", "brand-600"),
    ("card", "brand-700"), ("on-dark", "brand-900"), ("on-dark-2", "brand-900"),
    ("ink", "mark"), ("ink", "mark-now"), ("ink", "late-bg"), ("ink", "soon-bg"), ("ink", "brand-50"),
]  # fmt: skip


def read(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})\b", read("app.css")))


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_right() -> None:
    assert (round(contrast("#fff", "#000000"), 2), round(contrast("#777777", "#fff"), 2)) == (
        21.0,
        4.48,
    )


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(text: str, ground: str) -> None:
    colours = tokens()
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("field_edge", ["card", "bg"])
def test_the_edge_of_a_field_can_be_seen(field_edge: str) -> None:
    assert contrast(tokens()["edge"], tokens()[field_edge]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_directions_are_logical(sheet: object) -> None:
    assert PHYSICAL.findall(sheet.read_text(encoding="utf-8")) == []


def test_physical_directions_would_be_found() -> None:
    assert PHYSICAL.findall("a { margin-left: 1px; left: 0; text-align: right }") == [
        "margin-left",
        "left",
        "text-align: right",
    ]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_arabic_keeps_its_joined_letters(sheet: object) -> None:
    assert SPOILS_ARABIC.findall(sheet.read_text(encoding="utf-8")) == []


def test_every_token_used_is_defined() -> None:
    sheet = read("app.css")
    used = set(re.findall(r"var\(--([a-z0-9-]+)", sheet))
    assert used - set(re.findall(r"--([a-z0-9-]+)\s*:", sheet)) == set()


def test_the_sheet_asks_for_no_file() -> None:
    assert re.findall(r"url\(|@import", read("app.css")) == []


def test_fields_are_large_enough_to_touch() -> None:
    assert re.findall(r"--tap: ([0-9.]+rem)", read("app.css")) == ["2.75rem"]
