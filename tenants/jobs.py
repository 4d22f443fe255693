"""Background jobs of associations, by procrastinate, in the `jobs` schema.

A job deferred inside an association's transaction commits and rolls back with it. It names its
association and enters it by context manager; a lock per association bounds what one may occupy.
Every task may run twice (a killed worker's jobs are tried again), so each is idempotent.
"""

import functools
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from tenants.enums import AssociationState
from tenants.models import Association
from tenants.schemas import control_plane, current, entered

RETRY = RetryStrategy(max_attempts=6, exponential_wait=4)
QUEUE = "associations"


def association_task(name: str) -> Callable[[Callable[..., None]], Task[..., Any, Any]]:
    """Register a task that runs inside its association; call `defer(task, ...)` to enqueue it.

    A job of an association that is not ready any more does nothing.
    """

    def register(work: Callable[..., None]) -> Task[..., Any, Any]:
        @functools.wraps(work)
        def run(association_id: str, **arguments: Any) -> None:
            with control_plane():
                association = Association.objects.filter(
                    pk=UUID(association_id), state=AssociationState.READY
                ).first()
            if association is None:
                return
            with entered(association):
                work(**arguments)

        task = app.task(name=name, queue=QUEUE, retry=RETRY, pass_context=False)(run)
        return cast("Task[..., Any, Any]", task)

    return register


def defer(task: Task[..., Any, Any], **arguments: Any) -> None:
    """Enqueue for the association that we are in, within its transaction."""
    association = current()
    if not isinstance(association, Association):
        raise RuntimeError("a job of an association was deferred outside of one")
    task.configure(lock=f"association:{association.pk}").defer(
        association_id=str(association.pk), **arguments
    )
