"""A message is stored together with the job that sends it."""

from procrastinate.contrib.django import app

from core.messages.models import OutgoingMessage
from tenants.jobs import defer


def enqueue(message: OutgoingMessage) -> OutgoingMessage:
    message.save(force_insert=True)
    # By its name: the job leads to delivery, which queues a second attempt elsewhere by this function.
    defer(app.tasks["messages.send"], message_id=str(message.pk))
    return message
