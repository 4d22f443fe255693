"""Bars of an inline drawing: what was received by each channel, and how much of it is open or late."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.reports.queries import ChannelFigure

WIDTH = 300


@dataclass(frozen=True, slots=True)
class Bar:
    """Widths within WIDTH: the whole, and one over the other what is open and what is late of it."""

    figure: ChannelFigure
    received: int
    open: int
    late: int


def bars(figures: Sequence[ChannelFigure]) -> list[Bar]:
    most = max((figure.received for figure in figures), default=0)
    return [
        Bar(
            figure,
            _width(figure.received, most),
            _width(figure.open, most),
            _width(figure.late, most),
        )
        for figure in figures
    ]


def _width(number: int, most: int) -> int:
    """Something that exists is seen."""
    return max(2, round(WIDTH * number / most)) if number else 0
