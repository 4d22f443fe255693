"""Jobs that send messages."""

from uuid import UUID

from procrastinate.contrib.django import app

from core.messages.delivery import send_message, wake_put_off
from tenants.jobs import association_task, in_every_association


@association_task("messages.send")
def send_queued_message(message_id: str) -> None:
    send_message(UUID(message_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="messages.wake", queue="control")
def wake_messages(timestamp: int) -> None:
    in_every_association(wake_put_off, aim="send what waited for the end of quiet hours")
