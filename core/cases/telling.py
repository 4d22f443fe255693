"""Beneficiaries hear that dates of their case moved; who writes to them registers at start."""

from collections.abc import Callable

from core.cases.models import Case

_tellers: dict[str, Callable[[Case], object]] = {}


def register(name: str, tell: Callable[[Case], object]) -> None:
    """Call it from AppConfig.ready; the same name again replaces the earlier one."""
    _tellers[name] = tell


def dates_moved(case: Case) -> None:
    """Once for a change, however many dates of the case it moved; the case shows the new ones."""
    for tell in _tellers.values():
        tell(case)
