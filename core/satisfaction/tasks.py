"""What the clock and others' steps ask of measures: rounds are planned, people are asked and reminded."""

from uuid import UUID

from procrastinate.contrib.django import app

from core.satisfaction.asking import ask_about
from core.satisfaction.asking import ask_round as ask_everybody
from core.satisfaction.asking import remind as remind_everybody
from core.satisfaction.schedule import plan_rounds
from tenants.jobs import association_task, in_every_association


@association_task("satisfaction.ask")
def ask(case_id: str) -> None:
    ask_about(UUID(case_id))


@association_task("satisfaction.ask_round")
def ask_round(round_id: str) -> None:
    ask_everybody(UUID(round_id))


@app.periodic(cron="30 3 * * *")
@app.task(name="satisfaction.plan_rounds", queue="control")
def plan(timestamp: int) -> None:
    """At half past six in Riyadh."""
    in_every_association(plan_rounds, aim="plan the measures")


@app.periodic(cron="0 7 * * *")
@app.task(name="satisfaction.remind", queue="control")
def remind(timestamp: int) -> None:
    """At ten in Riyadh, when people are awake."""
    in_every_association(remind_everybody, aim="remind of surveys")
