"""What the clock asks of requests: abandoned files are deleted, instalments are remembered."""

from procrastinate.contrib.django import app

from core.service_requests.instalments import remind_of_instalments
from core.service_requests.paper import read_scan
from core.service_requests.portal.drafts import discard_abandoned
from foundation.models import StoredFile
from tenants.jobs import association_task, in_every_association


@association_task("service_requests.read_paper")
def read_paper(file_id: str) -> None:
    """Of a scan that was swept or discarded meanwhile there is nothing to read."""
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is not None:
        read_scan(file)


@app.periodic(cron="17 * * * *")
@app.task(name="service_requests.discard_abandoned", queue="control")
def discard_abandoned_files(timestamp: int) -> None:
    in_every_association(discard_abandoned, aim="discard the files")


@app.periodic(cron="0 5 * * *")
@app.task(name="service_requests.remind_of_instalments", queue="control")
def remind_of_all_instalments(timestamp: int) -> None:
    """At eight in Riyadh."""
    in_every_association(remind_of_instalments, aim="remind of instalments")
