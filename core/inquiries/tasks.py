"""What the clock and the visitors ask of published information: mails to subscribers."""

from uuid import UUID

from procrastinate.contrib.django import app

from core.inquiries import mails
from tenants.jobs import association_task, in_every_association


@association_task("inquiries.confirm_subscriber")
def ask_to_confirm(subscriber_id: str) -> None:
    mails.send_confirmation(UUID(subscriber_id))


@app.periodic(cron="0 6 * * *")
@app.task(name="inquiries.tell_subscribers", queue="control")
def tell_all_subscribers(timestamp: int) -> None:
    """At nine in Riyadh, each subscriber by a mail of their own."""
    in_every_association(mails.tell_everybody, aim="tell subscribers of updates")
