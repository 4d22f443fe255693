"""Jobs of what is published: the PDF, and the mails to subscribers."""

from uuid import UUID

from policies.publishing import mails, pdf
from tenants.jobs import association_task


@association_task("policies.make_pdf")
def make_policy_pdf(version_id: str) -> None:
    pdf.make(UUID(version_id))


@association_task("policies.confirm_subscriber")
def ask_to_confirm(subscriber_id: str) -> None:
    mails.send_confirmation(UUID(subscriber_id))


@association_task("policies.tell_subscribers")
def tell_subscribers(version_id: str) -> None:
    mails.tell(UUID(version_id))
