"""One sweep a minute over the deadlines of all associations."""

from procrastinate.contrib.django import app

from core.escalation.sweep import sweep_deadlines
from foundation import clock
from tenants.jobs import in_every_association


@app.periodic(cron="* * * * *")
@app.task(name="cases.sweep_deadlines", queue="control")
def sweep_all_deadlines(timestamp: int) -> None:
    in_every_association(lambda: sweep_deadlines(clock.now()), aim="sweep the deadlines")
