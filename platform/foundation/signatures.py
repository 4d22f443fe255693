"""Drawn signatures: a PNG data URL or JSON strokes become a small PNG of black on white."""

import base64
import binascii
import io
import json
import math
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageDraw, UnidentifiedImageError

from foundation.errors import Invalid

LARGEST_SIGNATURE: Final = 200 * 1024
LARGEST_INPUT: Final = 1024 * 1024
LONGEST_SIDE: Final = 2000
MOST_POINTS: Final = 20_000
SIZE: Final = (800, 300)
MARGIN: Final = 20
SHORTEST_LINE: Final = 40.0
FEWEST_DARK_PIXELS: Final = 60
MOST_DARK: Final = 0.5
DARK: Final = 128
_DATA_URL: Final = "data:image/png;base64,"

Stroke = list[tuple[float, float]]


class UnreadableSignature(Invalid):
    code = "unreadable_signature"
    message = _("The signature could not be read. Please clear it and sign again.")


class BlankSignature(Invalid):
    code = "blank_signature"
    message = _("Please sign in the box: it is still empty.")


def check_signature(drawn: str) -> bytes:
    """The signature as a small PNG; raises UnreadableSignature or BlankSignature."""
    drawn = drawn.strip()
    if not drawn:
        raise BlankSignature
    if len(drawn) > LARGEST_INPUT:
        raise UnreadableSignature
    picture = _from_png(drawn) if drawn.startswith("data:") else _from_strokes(drawn)
    _check_ink(picture)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    if out.tell() > LARGEST_SIGNATURE:
        raise UnreadableSignature
    return out.getvalue()


def _from_png(data_url: str) -> Image.Image:
    if not data_url.startswith(_DATA_URL):
        raise UnreadableSignature
    try:
        content = base64.b64decode(data_url.removeprefix(_DATA_URL), validate=True)
        picture = Image.open(io.BytesIO(content), formats=["PNG"])
        if max(picture.size) > LONGEST_SIDE:
            raise UnreadableSignature
        drawn = picture.convert("RGBA")
    except (binascii.Error, UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableSignature from error
    paper = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(paper, drawn).convert("L")


def _from_strokes(text: str) -> Image.Image:
    strokes = _read_strokes(text)
    if sum(_length(stroke) for stroke in strokes) < SHORTEST_LINE:
        raise BlankSignature
    picture = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(picture)
    for stroke in _fitted(strokes):
        pen.line(stroke, fill=0, width=4, joint="curve")
    return picture


def _read_strokes(text: str) -> list[Stroke]:
    """A list of strokes, or an object with `strokes`; a point is [x, y] or {"x":…, "y":…}."""
    try:
        read = json.loads(text)
        strokes = read["strokes"] if isinstance(read, dict) else read
        points = [[_point(point) for point in stroke] for stroke in strokes]
    except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise UnreadableSignature from error
    if sum(map(len, points)) > MOST_POINTS:
        raise UnreadableSignature
    return [stroke for stroke in points if stroke]


def _point(point: Any) -> tuple[float, float]:
    x, y = (point["x"], point["y"]) if isinstance(point, dict) else point[:2]
    x, y = float(x), float(y)
    if not all(math.isfinite(part) and abs(part) < 100_000 for part in (x, y)):
        raise ValueError(point)
    return x, y


def _length(stroke: Stroke) -> float:
    return sum(math.dist(*pair) for pair in pairwise(stroke))


def _fitted(strokes: list[Stroke]) -> list[Stroke]:
    """Moved and scaled into the picture, in proportion."""
    xs = [x for stroke in strokes for x, _y in stroke]
    ys = [y for stroke in strokes for _x, y in stroke]
    room = (SIZE[0] - 2 * MARGIN, SIZE[1] - 2 * MARGIN)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    scale = min(room[0] / max(wide, 1.0), room[1] / max(high, 1.0))
    left, top = (SIZE[0] - wide * scale) / 2, (SIZE[1] - high * scale) / 2
    return [
        [(left + (x - min(xs)) * scale, top + (y - min(ys)) * scale) for x, y in stroke]
        for stroke in strokes
    ]


def _check_ink(picture: Image.Image) -> None:
    dark = sum(picture.histogram()[:DARK])
    if dark < FEWEST_DARK_PIXELS:
        raise BlankSignature
    if dark > MOST_DARK * picture.width * picture.height:
        raise UnreadableSignature
