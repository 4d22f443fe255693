"""A message is stored together with the job that sends it, or with the notice of who must act."""

from procrastinate.contrib.django import app

from core.messages.channels import number_index
from core.messages.enums import BY_HAND, BY_MOBILE, MessageChannel, MessageState
from core.messages.models import OutgoingMessage
from core.messages.telling import somebody_must_act
from tenants.jobs import defer


def enqueue(message: OutgoingMessage) -> OutgoingMessage:
    if message.channel in (*BY_MOBILE, MessageChannel.PHONE) and message.recipient:
        message.recipient_index = number_index(message.recipient)
    if message.channel in BY_HAND:
        message.state = MessageState.WAITING
        message.save(force_insert=True)
        somebody_must_act(message)
        return message
    message.save(force_insert=True)
    return hand_to_job(message)


def hand_to_job(message: OutgoingMessage) -> OutgoingMessage:
    # By its name: the job leads to delivery, which queues a second attempt elsewhere by this function.
    defer(app.tasks["messages.send"], message_id=str(message.pk))
    return message
