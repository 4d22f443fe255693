"""The job behind an import: a few rows, and the next ones behind the jobs that wait."""

from uuid import UUID

from core.case_imports.working import carry_on
from tenants.jobs import association_task, defer


@association_task("case_imports.carry_on")
def carry_on_import(batch_id: str) -> None:
    if carry_on(UUID(batch_id)):
        defer(carry_on_import, batch_id=batch_id)
