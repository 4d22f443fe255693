"""Reasons of a decision in the language of whoever reads them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from core.service_requests import deciding

register = template.Library()


@register.filter
def worded(reasons: Iterable[Mapping[str, Any]]) -> list[str]:
    """Of reasons as a decision keeps them (Case.decision_reasons)."""
    return deciding.worded(reasons)
