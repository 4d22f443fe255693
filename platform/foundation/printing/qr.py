"""A QR code as the path of an SVG drawing: no picture file, sharp on paper."""

from dataclasses import dataclass

import qrcode  # type: ignore[import-untyped]

QUIET_ZONE = 4


@dataclass(frozen=True, slots=True)
class QrPath:
    """`size`: modules along a side, with the quiet zone; `path`: one square per dark module."""

    size: int
    path: str


def qr_path(address: str) -> QrPath:
    code = qrcode.QRCode(border=QUIET_ZONE)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    squares = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    ]
    return QrPath(len(rows), "".join(squares))
