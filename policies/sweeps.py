"""What is looked after in every association by the clock."""

from procrastinate.contrib.django import app

from policies.acknowledging.daily import go_round
from policies.board import moving
from policies.board.tasks import move_open_cases
from policies.services.force import bring_due
from tenants.jobs import defer, in_every_association


@app.periodic(cron="* * * * *")
@app.task(name="policies.come_into_force", queue="control")
def bring_due_into_force(timestamp: int) -> None:
    """Versions whose day has come."""
    in_every_association(bring_due, aim="bring a version into force")


@app.periodic(cron="23 * * * *")
@app.task(name="policies.finish_moves", queue="control")
def finish_moves(timestamp: int) -> None:
    """A move that was interrupted goes on; what arrived at the very moment of the change follows."""
    in_every_association(_go_on_moving, aim="move the open cases")


def _go_on_moving() -> None:
    version = moving.unfinished()
    if version is not None:
        defer(move_open_cases, version_id=str(version.pk))


@app.periodic(cron="0 5 * * *")
@app.task(name="policies.daily_round", queue="control")
def daily_round(timestamp: int) -> None:
    """At eight in Riyadh."""
    in_every_association(go_round, aim="look after the signatures")
