"""Background jobs of associations, by procrastinate, in the `jobs` schema.

A job deferred inside an association's transaction commits and rolls back with it. It names its
association and enters it by context manager; a lock per association bounds what one may occupy.
Every task may run twice (a killed worker's jobs are tried again), so each is idempotent.
"""

import functools
import logging
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.db import connection
from procrastinate import RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.tasks import Task
from procrastinate.types import TimeDeltaParams

from tenants.enums import AssociationState
from tenants.models import Association
from tenants.schemas import control_plane, current, entered

logger = logging.getLogger(__name__)

QUEUE = "associations"
WITH_JOBS = (AssociationState.READY, AssociationState.SUSPENDED)
WHILE_SUSPENDED: TimeDeltaParams = {"minutes": 10}
BEHIND_OTHERS = -1


class BehindOthers(RetryStrategy):
    """A waiting job holds up those of its lock that have no higher priority, so each attempt has less."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        decision = super().get_retry_decision(exception=exception, job=job)
        if decision is not None:
            decision.priority = BEHIND_OTHERS * (job.attempts + 1)
        return decision


RETRY = BehindOthers(max_attempts=6, exponential_wait=4)


def association_task(name: str) -> Callable[[Callable[..., None]], Task[..., Any, Any]]:
    """Register a task that runs inside its association; call `defer(task, ...)` to enqueue it.

    While its association is suspended a job waits; of one that is closed it does nothing.
    """

    def register(work: Callable[..., None]) -> Task[..., Any, Any]:
        @functools.wraps(work)
        def run(association_id: str, **arguments: Any) -> None:
            with control_plane():
                association = Association.objects.filter(
                    pk=UUID(association_id), state__in=WITH_JOBS
                ).first()
            if association is None:
                return
            with entered(association):
                if association.state == AssociationState.SUSPENDED:
                    # A new job, since waiting is no failed attempt.
                    _defer(task, arguments, schedule_in=WHILE_SUSPENDED, priority=BEHIND_OTHERS)
                else:
                    work(**arguments)

        task = app.task(name=name, queue=QUEUE, retry=RETRY, pass_context=False)(run)
        return cast("Task[..., Any, Any]", task)

    return register


def in_every_association(work: Callable[[], object], *, aim: str) -> None:
    """For what the clock asks of all. An association that fails does not keep the others waiting.

    `aim`: what could not be done then, for the log: “sweep the deadlines”.
    """
    with control_plane():
        ready = list(
            Association.objects.filter(state=AssociationState.READY).order_by("requested_at", "pk")
        )
    for association in ready:
        try:
            with entered(association):
                work()
        except Exception:
            logger.exception("Could not %s in association %s", aim, association.pk)


def defer(task: Task[..., Any, Any], **arguments: Any) -> None:
    """Enqueue for the association that we are in, within its transaction."""
    _defer(task, arguments)


def _defer(task: Task[..., Any, Any], arguments: dict[str, Any], **options: Any) -> None:
    """Always on Django's connection: the worker's own would not wait for the transaction of a job."""
    association = current()
    if not isinstance(association, Association):
        raise RuntimeError("a job of an association was deferred outside of one")
    deferrer = task.configure(lock=f"association:{association.pk}", **options)
    deferrer.job_manager = JobManager(DjangoConnector(alias=connection.alias))
    deferrer.defer(association_id=str(association.pk), **arguments)
