"""Jobs of the policy."""

from uuid import UUID

from policies.approving import tasks as approving  # noqa: F401 (a worker finds its jobs here)
from policies.importing.pages import read_next_page
from policies.publishing import tasks as publishing  # noqa: F401 (and here)
from tenants.jobs import association_task, defer


@association_task("policies.read_page_of_import")
def read_page_of_import(import_id: str) -> None:
    if read_next_page(UUID(import_id)):
        defer(read_page_of_import, import_id=import_id)
