"""Once an hour: files that were sent with a request that never came about are deleted."""

from procrastinate.contrib.django import app

from core.service_requests.portal.drafts import discard_abandoned
from tenants.jobs import in_every_association


@app.periodic(cron="17 * * * *")
@app.task(name="service_requests.discard_abandoned", queue="control")
def discard_abandoned_files(timestamp: int) -> None:
    in_every_association(discard_abandoned, aim="discard the files")
