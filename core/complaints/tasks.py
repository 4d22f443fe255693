"""What the clock asks of complaints."""

from procrastinate.contrib.django import app

from core.complaints.daily import give_what_waits, remind_of_actions, tell_of_patterns
from tenants.jobs import in_every_association


@app.periodic(cron="20 4 * * *")
@app.task(name="complaints.daily", queue="control")
def daily(timestamp: int) -> None:
    """Before work begins in Riyadh. What fails of one does not keep the next from being done."""
    in_every_association(give_what_waits, aim="give away the complaints that wait")
    in_every_association(tell_of_patterns, aim="tell of what repeats itself")
    in_every_association(remind_of_actions, aim="remind of systemic actions")
