"""Every morning: what runs out soon is told to the staff who care for the person."""

from procrastinate.contrib.django import app

from core.people_desk.reminders import remind
from tenants.jobs import in_every_association


@app.periodic(cron="10 4 * * *")
@app.task(name="people_desk.remind_of_papers", queue="control")
def remind_of_papers(timestamp: int) -> None:
    in_every_association(remind, aim="remind of papers that expire")
