"""Once a minute each association that reads a mailbox looks into it; once a day old mails go."""

from procrastinate.contrib.django import app

from core.mailroom import polling, services
from core.messages.mailbox import MAILBOX
from tenants.jobs import association_task, defer, in_every_association


@association_task("mailroom.poll")
def poll_mailbox() -> None:
    polling.poll()


@app.periodic(cron="* * * * *")
@app.task(name="mailroom.poll_all", queue="control")
def poll_all(timestamp: int) -> None:
    in_every_association(_poll_where_enabled, aim="ask for the mails")


@app.periodic(cron="43 2 * * *")
@app.task(name="mailroom.forget_settled", queue="control")
def forget_settled_mails(timestamp: int) -> None:
    in_every_association(services.forget_settled, aim="forget settled mails")


def _poll_where_enabled() -> None:
    if MAILBOX.read().enabled:
        defer(poll_mailbox)
