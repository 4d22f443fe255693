from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from foundation.cache import NoTenantForCache, make_key
from tenants.models import Association
from tenants.schemas import control_plane, entered


def test_key_names_the_schema(association: Association) -> None:
    assert make_key("k", "p", 1) == f"{association.schema_name}:p:1:k"


def test_associations_do_not_see_each_others_entries(
    association: Association, other_association: Association
) -> None:
    cache.set("failed-logins:10.0.0.1", 6, timeout=60)

    with entered(other_association):
        assert cache.get("failed-logins:10.0.0.1") is None
        cache.set("failed-logins:10.0.0.1", 1, timeout=60)

    assert cache.get("failed-logins:10.0.0.1") == 6
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_entries")
        keys = [row[0] for row in cursor.fetchall()]
    assert keys == [f"{association.schema_name}::1:failed-logins:10.0.0.1"]


def test_operators_have_a_cache_of_their_own(operators_schema: None) -> None:
    cache.set("k", "v", timeout=timedelta(minutes=1).total_seconds())

    assert cache.get("k") == "v"


@pytest.mark.django_db
def test_without_a_tenant_there_is_no_cache() -> None:
    with control_plane():
        for touch in (lambda: cache.get("k"), lambda: cache.set("k", 1)):
            with pytest.raises(NoTenantForCache):
                touch()
