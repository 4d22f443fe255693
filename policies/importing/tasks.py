"""The job that reads a scan, one page at a time."""

from uuid import UUID

from policies.importing.pages import read_next_page
from tenants.jobs import association_task, defer


@association_task("policies.read_page_of_import")
def read_page_of_import(import_id: str) -> None:
    if read_next_page(UUID(import_id)):
        defer(read_page_of_import, import_id=import_id)
