"""Who may import cases and what stands against it."""

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.case_imports.enums import ImportState
from foundation.errors import Invalid, NotAllowed, WrongState
from tenants.people.roles import Permission


class MayNotImport(NotAllowed):
    code = "may_not_import"
    message = _("Your roles do not include importing cases.")


class NotNow(WrongState):
    code = "import_not_now"
    message = _("This is not possible while the import is “%(state)s”.")

    def __init__(self, state: str) -> None:
        super().__init__(state=ImportState(state).label)


class NothingToImport(WrongState):
    code = "nothing_to_import"
    message = _("No row is free of errors: mend the file and upload it again.")


class RowsFaulty(WrongState):
    code = "rows_faulty"
    message = _(
        "Rows have errors. Choose to leave them out, or mend the file and upload it again."
    )


class ColumnTwice(Invalid):
    code = "column_twice"
    message = _("One column of the file cannot be two fields: “%(head)s”.")


class ColumnMissing(Invalid):
    code = "column_missing"
    message = _("Say which column holds: %(field)s.")


def check_can_import(actor: Actor) -> None:
    if not actor.has_permission(Permission.IMPORT_CASES):
        raise MayNotImport


def check_is(state: str, *possible: ImportState) -> None:
    if state not in possible:
        raise NotNow(state)
