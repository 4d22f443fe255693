"""Jobs of the control plane: set up an association, and take up what a dead worker left."""

from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from tenants.provisioning import services

SECONDS_WITHOUT_HEARTBEAT = 60


@app.task(name="set_up_association", queue="control", retry=RetryStrategy(max_attempts=3, wait=5))
def set_up_association(association_id: str) -> None:
    services.set_up(UUID(association_id))


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled_jobs", queue="control", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """A killed worker's jobs stay `doing` for ever unless somebody puts them back."""
    manager = context.app.job_manager
    stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=SECONDS_WITHOUT_HEARTBEAT)
    for job in stalled:
        await manager.retry_job(job)
