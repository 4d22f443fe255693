"""What the pages of the policy say often."""

from django import template
from django.utils.functional import Promise

from policies import phrases
from policies.content import Deadline
from policies.marking import promised_time

register = template.Library()


@register.filter
def ordinal(number: int) -> str | Promise:
    """“third”; the number itself beyond the words we have."""
    return phrases.ORDINALS.get(number, str(number))


@register.filter
def promise(deadline: Deadline) -> str:
    """“A request is decided: at most 15 working days from the day it was complete”."""
    what = phrases.MILESTONES[deadline.milestone] if deadline.milestone else phrases.NO_MILESTONE
    start = f" {phrases.STARTS[deadline.start]}" if deadline.start else ""
    return f"{what}: {promised_time(deadline)}{start}"
