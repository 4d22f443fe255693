"""Who stands above, below and beside whom in the organisation: whose matters are also one's own."""

from typing import Final
from uuid import UUID

from django.db.models.expressions import RawSQL

from tenants.people.models import User

# UNION leaves out who was met before, so it ends even where two report to each other.
_ABOVE: Final = """
    WITH RECURSIVE above (id) AS (
        SELECT manager_id FROM people_user WHERE id = %s AND manager_id IS NOT NULL
        UNION
        SELECT boss.manager_id FROM people_user AS boss JOIN above ON boss.id = above.id
        WHERE boss.manager_id IS NOT NULL
    )
    SELECT id FROM above
"""
_LINE_AND_UNIT: Final = (
    _ABOVE
    + """
    UNION SELECT own.id FROM people_user AS own WHERE own.id = %s
    UNION SELECT other.id FROM people_user AS own
        JOIN people_user AS other ON other.unit_search = own.unit_search
        WHERE own.id = %s AND own.unit_search <> ''
"""
)


def line_and_unit_of(user: User) -> RawSQL:
    """Ids, to be asked within another query: themself, everybody above them, and everybody of the same
    unit, however its name is spelt; those too whose account is switched off."""
    return RawSQL(_LINE_AND_UNIT, (user.pk, user.pk, user.pk))  # noqa: S611 (a constant)


def stands_above(above: UUID, below: UUID) -> bool:
    """Whether `above` is a manager of `below`, or a manager of one of those."""
    found = User.objects.filter(pk=above, pk__in=RawSQL(_ABOVE, (below,)))  # noqa: S611 (a constant)
    return found.exists()
