"""Jobs of what is published: the PDF, and the mails to subscribers."""

from uuid import UUID

from tenants.jobs import association_task


@association_task("policies.make_pdf")
def make_policy_pdf(version_id: str) -> None:
    from policies.publishing import pdf  # noqa: PLC0415 (it hands over to this job)

    pdf.make(UUID(version_id))


@association_task("policies.confirm_subscriber")
def ask_to_confirm(subscriber_id: str) -> None:
    from policies.publishing import subscriptions  # noqa: PLC0415 (it hands over to this job)

    subscriptions.send_confirmation(UUID(subscriber_id))


@association_task("policies.tell_subscribers")
def tell_subscribers(version_id: str) -> None:
    from policies.publishing import subscriptions  # noqa: PLC0415 (it hands over to this job)

    subscriptions.tell(UUID(version_id))
