from django.db import connection

from core.satisfaction.models import Rating
from tenants.fleet.migrations import associations_behind, is_current, migrate_associations
from tenants.models import Association
from tenants.schemas import Kind, Schema, entered


def fall_behind(association: Association, *, with_table: bool) -> None:
    """Forget a migration; where its table stays, running it again must fail."""
    with (
        entered(Schema(association.schema_name, Kind.ASSOCIATION)),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM django_migrations WHERE app = 'satisfaction'")
        if not with_table:
            cursor.execute(
                "DROP TABLE satisfaction_surveyanswer, satisfaction_measureround,"
                " satisfaction_rating"
            )


def test_nobody_is_behind_the_code(association, other_association):
    assert associations_behind() == []
    assert is_current()


def test_one_that_fails_is_told_and_stops_nobody(association, other_association):
    fall_behind(association, with_table=True)
    fall_behind(other_association, with_table=False)

    outcomes = list(migrate_associations())

    assert [(outcome.schema_name, bool(outcome.error)) for outcome in outcomes] == [
        (association.schema_name, True),
        (other_association.schema_name, False),
    ]
    assert outcomes[0].error.endswith("already exists")
    assert associations_behind() == [association]


def test_a_new_table_is_the_associations_own_at_once(association, other_association):
    fall_behind(other_association, with_table=False)

    list(migrate_associations())

    with entered(other_association):
        assert Rating.objects.count() == 0
