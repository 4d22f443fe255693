"""Commands over all associations: audit chains, keys."""

import base64
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from foundation import audit
from foundation.encryption import keyring
from tenants.models import Association
from tenants.schemas import control_plane, entered


def _run(name: str) -> str:
    out = io.StringIO()
    call_command(name, stdout=out, stderr=out)
    return out.getvalue()


def test_intact_chains_are_told_with_their_heads(association: Association) -> None:
    audit.record("test.done", association, actor=None)

    told = _run("audit_verify")

    assert "alpha: 1 entries, head 1 " in told
    assert "operators: " in told


def test_an_entry_that_somebody_changed_is_found(association: Association) -> None:
    audit.record("test.done", association, actor=None)
    with control_plane(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {association.schema_name}.audit_entries SET action = 'other'")

    with pytest.raises(CommandError, match="Broken audit chains: 1"):
        _run("audit_verify")


def test_keys_are_wrapped_anew_and_still_open(association: Association, settings: object) -> None:
    sealed = keyring().seal(b"text", "here")
    settings.SILAH_KEKS = {  # type: ignore[attr-defined]
        **settings.SILAH_KEKS,  # type: ignore[attr-defined]
        99: base64.b64encode(bytes(range(32))).decode(),
    }

    first, second = _run("rewrap_keys"), _run("rewrap_keys")

    assert first.startswith("Keys wrapped anew: 2")
    assert second.startswith("Keys wrapped anew: 0")
    with control_plane():
        again = Association.objects.get(pk=association.pk)
    with entered(again):
        assert keyring().open(sealed, "here") == b"text"
