"""A clock keeps its term as JSON, whatever becomes of the policy that promised it."""

from typing import Any

from core.deadlines.engine.terms import Amount, Term, Unit

Data = dict[str, Any]


def to_data(term: Term) -> Data:
    return {
        "minimum": _amount_out(term.minimum),
        "maximum": _amount_out(term.maximum),
        "rolls_to_working_day": term.rolls_to_working_day,
    }


def from_data(data: Data) -> Term:
    return Term(
        minimum=_amount_in(data["minimum"]),
        maximum=_amount_in(data["maximum"]),
        rolls_to_working_day=data["rolls_to_working_day"],
    )


def _amount_out(amount: Amount | None) -> Data | None:
    return {"value": amount.value, "unit": amount.unit.value} if amount else None


def _amount_in(data: Data | None) -> Amount | None:
    return Amount(data["value"], Unit(data["unit"])) if data else None
