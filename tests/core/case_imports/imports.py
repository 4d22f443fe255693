"""Imports for tests, brought to a state by the services, with the jobs done at once."""

from core.case_imports import services
from core.case_imports.models import CaseImport
from core.case_imports.table import table_of
from core.case_imports.working import carry_on
from tenants.people.models import User
from tests.core.case_imports.files import workbook


def work_off(batch: CaseImport) -> CaseImport:
    while carry_on(batch.pk):
        pass
    return CaseImport.objects.get(pk=batch.pk)


def uploaded(actor: User, *rows, content: bytes = b"", name: str = "cases.xlsx") -> CaseImport:
    return services.begin_import(content or workbook(*rows), name=name, actor=actor)


def checked(actor: User, *rows, **options) -> CaseImport:
    batch = uploaded(actor, *rows, **options)
    columns = services.guessed_columns(batch)
    services.choose_columns(batch.pk, actor=actor, columns=columns)
    return work_off(batch)


def imported(actor: User, *rows, **options) -> CaseImport:
    batch = checked(actor, *rows, **options)
    services.start_import(batch.pk, actor=actor, leave_out_faulty=True)
    return work_off(batch)


def said(batch: CaseImport) -> dict[int, list[tuple[str | None, str]]]:
    """By row: the field and its complaint in English."""
    return {
        number: [(each.column and each.column.value, each.en) for each in found]
        for number, found in table_of(batch).findings.items()
    }
