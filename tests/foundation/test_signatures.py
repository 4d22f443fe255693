import base64
import io
import json
import os
from typing import Any

import pytest
from PIL import Image, ImageDraw

from foundation.signatures import (
    LARGEST_SIGNATURE,
    BlankSignature,
    UnreadableSignature,
    check_signature,
)

STROKES = [[[10, 10], [60, 80], [120, 20]], [[130, 50], [200, 55]]]


def data_url(drawn: Image.Image, **options: Any) -> str:
    out = io.BytesIO()
    drawn.save(out, "PNG", **options)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def signed(mode: str = "RGBA", background: Any = (0, 0, 0, 0)) -> Image.Image:
    drawn = Image.new(mode, (600, 200), background)
    ink = (0, 0, 0, 255) if mode == "RGBA" else 0
    ImageDraw.Draw(drawn).line([(20, 100), (200, 20), (400, 180)], fill=ink, width=3)
    return drawn


def read(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png), formats=["PNG"])


@pytest.mark.parametrize(
    "drawn",
    [
        data_url(signed()),
        data_url(signed("L", 255)),
        json.dumps(STROKES),
        json.dumps({"strokes": STROKES, "width": 300}),
        json.dumps([[{"x": x, "y": y, "time": 1} for x, y in stroke] for stroke in STROKES]),
        json.dumps([[[x, y, 0.5] for x, y in stroke] for stroke in STROKES]),
    ],
)
def test_signature_becomes_a_small_picture_of_black_on_white(drawn: str) -> None:
    png = check_signature(drawn)

    assert len(png) <= LARGEST_SIGNATURE
    assert read(png).mode == "L"
    assert read(png).getextrema() == (0, 255)


def test_strokes_fill_the_picture_whatever_their_scale() -> None:
    far = [[[x * 10 + 5000, y * 10 - 9000] for x, y in stroke] for stroke in STROKES]

    assert check_signature(json.dumps(far)) == check_signature(json.dumps(STROKES))


@pytest.mark.parametrize(
    "drawn",
    [
        "",
        "  ",
        "[]",
        '{"strokes": []}',
        "[[]]",
        "[[[10, 10]]]",
        "[[[10, 10], [11, 10]]]",
        data_url(Image.new("RGBA", (600, 200), (0, 0, 0, 0))),
        data_url(Image.new("L", (600, 200), 255)),
        data_url(Image.new("1", (1, 1), 0)),
    ],
)
def test_blank_signatures_are_refused(drawn: str) -> None:
    with pytest.raises(BlankSignature):
        check_signature(drawn)


@pytest.mark.parametrize(
    "drawn",
    [
        "signed",
        "null",
        "7",
        '"text"',
        "{}",
        '[["a", "b"]]',
        "[[[1]]]",
        "[[[NaN, 1], [2, 2]]]",
        "[[[Infinity, 1], [2, 2]]]",
        "[[[1e9, 1], [2, 2]]]",
        "[" * 100_000,
        json.dumps([[[0, 0]] * 20_001]),
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:image/png;base64,####",
        "data:image/png;base64," + base64.b64encode(b"no picture").decode(),
        data_url(signed())[:200],
        data_url(Image.new("L", (2001, 10), 0)),
        data_url(Image.new("L", (600, 200), 0)),
        "data:image/png;base64," + "A" * 1_100_000,
        data_url(
            Image.frombytes("L", (700, 700), os.urandom(490_000)).point(lambda p: p // 2 + 70)
        ),
    ],
)
def test_what_is_no_signature_is_refused(drawn: str) -> None:
    with pytest.raises(UnreadableSignature):
        check_signature(drawn)
