"""django-tenants' PostgreSQL backend, closed where it fails open.

Three differences: a failing `SET search_path` raises instead of running the query in the schema of
whoever came before; the path of an association never holds `public`; and statements run as the
association's own PostgreSQL role, set in the same message as the path.
"""

from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import utils
from django_tenants.postgresql_backend import base
from django_tenants.utils import quote_schema_name

KINDS_THAT_READ_PUBLIC = frozenset({"public", "operators"})


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]
    search_path_set_schemas: list[str] | None
    _setting_search_path: bool

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        kind = getattr(tenant, "tenant_type", None)
        reads_public = tenant.schema_name == "public" or kind in KINDS_THAT_READ_PUBLIC
        super().set_tenant(tenant, include_public=reads_public)

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path or self.search_path_set_schemas:
            return
        if not self.schema_name:
            raise ImproperlyConfigured("No schema is set: enter one before touching the database.")
        paths = self._get_cursor_search_paths()
        self._setting_search_path = True
        own = cursor is None
        setter = self.connection.cursor() if own else cursor
        try:
            setter.execute(self._entry_statement(paths))
        except (psycopg.errors.InFailedSqlTransaction, utils.InternalError) as error:
            # An aborted transaction refuses every statement but ROLLBACK, so nothing can run in
            # the wrong schema; raising here would stop the very rollback that ends it.
            if not _is_aborted(error):
                raise
            self.search_path_set_schemas = None
        else:
            self.search_path_set_schemas = paths
        finally:
            self._setting_search_path = False
            if own:
                setter.close()

    def _entry_statement(self, paths: list[str]) -> str:
        path = ",".join(quote_schema_name(name) for name in paths)
        role = getattr(self.tenant, "database_role", None)
        entry = f"SET ROLE {quote_schema_name(role)}" if role else "RESET ROLE"
        return f"SET search_path = {path}; {entry}"


def _is_aborted(error: BaseException) -> bool:
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    return isinstance(cause, psycopg.errors.InFailedSqlTransaction)
