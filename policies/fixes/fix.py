"""One way to put a question of the linter right with one click."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from policies.content import PolicyContent
from policies.linting.finding import Finding

Apply = Callable[[Finding, PolicyContent], PolicyContent | None]


@dataclass(frozen=True, slots=True)
class Fix:
    """`apply` gives the document put right, None where this fix does not fit the question.

    `rewrites`: the document stays as it is; writing its text out anew puts it right.
    """

    key: str
    label: str | Promise
    apply: Apply
    rewrites: bool = False
