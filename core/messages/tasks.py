"""Jobs that send messages."""

from uuid import UUID

from core.messages.delivery import send_message
from tenants.jobs import association_task


@association_task("messages.send")
def send_queued_message(message_id: str) -> None:
    send_message(UUID(message_id))
