import base64
import pickle
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from foundation.encryption import (
    DecryptionFailed,
    Keyring,
    NoKeyring,
    blind_index,
    derived_keyring,
    keyring,
    new_wrapped_dek,
    rewrap,
    unwrap,
    with_new_dek,
)
from tenants.models import Association
from tenants.schemas import control_plane, entered

PLACE = ("cases.case", "description", "3f0e")


def kek() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def ring(owner: str = "alpha") -> Keyring:
    return unwrap(new_wrapped_dek(owner), owner)


@given(st.binary(max_size=200))
def test_sealed_value_opens_in_its_place_only(plaintext: bytes) -> None:
    keys = ring()

    sealed = keys.seal(plaintext, *PLACE)

    assert keys.open(sealed, *PLACE) == plaintext
    assert len(sealed) == 1 + 2 + 12 + len(plaintext) + 16
    assert sealed[:3] == b"\x01\x00\x01"


@pytest.mark.parametrize(
    "place",
    [
        ("cases.case", "description", "3f0f"),
        ("cases.case", "note", "3f0e"),
        ("cases.other", "description", "3f0e"),
        ("cases.case", "description"),
        (),
    ],
)
def test_moved_value_is_refused(place: tuple[str, ...]) -> None:
    keys = ring()
    sealed = keys.seal(b"1012345672", *PLACE)

    with pytest.raises(DecryptionFailed):
        keys.open(sealed, *place)


def test_place_cannot_be_forged_by_a_separator() -> None:
    with pytest.raises(ValueError, match=r"no \|"):
        ring().seal(b"x", "a|b", "c")


def test_same_value_never_seals_the_same() -> None:
    keys = ring()

    assert len({keys.seal(b"same", *PLACE) for _time in range(100)}) == 100


def test_wrong_key_raises_and_returns_nothing() -> None:
    sealed = ring().seal(b"1012345672", *PLACE)

    with pytest.raises(DecryptionFailed):
        ring().open(sealed, *PLACE)


def test_key_of_another_owner_raises_even_when_it_is_the_same_key() -> None:
    root, dek = secrets.token_bytes(32), secrets.token_bytes(32)
    alpha = Keyring(owner="alpha", root=root, deks={1: dek})
    beta = Keyring(owner="beta", root=root, deks={1: dek})

    with pytest.raises(DecryptionFailed):
        beta.open(alpha.seal(b"x", *PLACE), *PLACE)


def test_every_altered_byte_raises() -> None:
    keys = ring()
    sealed = keys.seal(b"1012345672", *PLACE)

    for at in range(len(sealed)):
        altered = bytearray(sealed)
        altered[at] ^= 1
        with pytest.raises(DecryptionFailed):
            keys.open(bytes(altered), *PLACE)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"1012345672", b"\x02" + bytes(60)])
def test_bytes_that_are_no_sealed_value_raise(sealed: bytes) -> None:
    with pytest.raises(DecryptionFailed):
        ring().open(sealed, *PLACE)


def test_keys_do_not_show_and_are_not_pickled() -> None:
    keys = ring()

    assert repr(keys) == "<Keyring of alpha>"
    with pytest.raises(TypeError):
        pickle.dumps(keys)


def test_wrapped_keys_of_another_owner_do_not_unwrap() -> None:
    with pytest.raises(DecryptionFailed):
        unwrap(new_wrapped_dek("alpha"), "beta")


def test_rewrapped_keys_open_what_was_sealed_before(settings: Any) -> None:
    old, new = kek(), kek()
    settings.SILAH_KEKS = {1: old}
    wrapped = new_wrapped_dek("alpha")
    sealed = unwrap(wrapped, "alpha").seal(b"x", *PLACE)

    settings.SILAH_KEKS = {1: old, 2: new}
    rewrapped = rewrap(wrapped, "alpha")
    settings.SILAH_KEKS = {2: new}

    assert unwrap(rewrapped, "alpha").open(sealed, *PLACE) == b"x"
    assert rewrap(rewrapped, "alpha") == rewrapped
    with pytest.raises(DecryptionFailed):
        unwrap(wrapped, "alpha")


def test_new_data_key_seals_and_the_old_one_still_opens() -> None:
    wrapped = new_wrapped_dek("alpha")
    before = unwrap(wrapped, "alpha")
    sealed = before.seal(b"x", *PLACE)

    after = unwrap(with_new_dek(wrapped, "alpha"), "alpha")

    assert (before.version, after.version) == (1, 2)
    assert after.open(sealed, *PLACE) == b"x"
    assert after.seal(b"x", *PLACE)[1:3] == b"\x00\x02"
    assert after.blind_index("nid", "1012345672") == before.blind_index("nid", "1012345672")
    assert after.peppered("1" * 20) == before.peppered("1" * 20)
    with pytest.raises(DecryptionFailed):
        before.open(after.seal(b"x", *PLACE), *PLACE)


@pytest.mark.parametrize(
    "keks", [{}, {1: base64.b64encode(b"short").decode()}, {70_000: kek()}, [(-1, kek())]]
)
def test_bad_keks_are_refused(settings: Any, keks: Any) -> None:
    settings.SILAH_KEKS = keks

    with pytest.raises(ImproperlyConfigured):
        new_wrapped_dek("alpha")


def test_index_differs_by_purpose_owner_and_value() -> None:
    alpha, beta = ring("alpha"), ring("beta")

    indexes = {
        alpha.blind_index("nid", "1012345672"),
        alpha.blind_index("nid", "1012345673"),
        alpha.blind_index("mobile", "1012345672"),
        beta.blind_index("nid", "1012345672"),
        alpha.peppered("1012345672"),
    }

    assert len(indexes) == 5
    assert {len(index) for index in indexes} == {32}
    with pytest.raises(ValueError, match=r"no \|"):
        alpha.blind_index("nid|v1", "1")


def test_keyring_is_the_one_of_the_association_that_is_entered(
    association: Association, other_association: Association
) -> None:
    assert keyring().owner == str(association.pk)
    here = blind_index("nid", "1012345672")
    with entered(other_association):
        there = blind_index("nid", "1012345672")

    assert here != there


@pytest.mark.django_db
def test_control_plane_has_no_keyring() -> None:
    with control_plane(), pytest.raises(NoKeyring):
        keyring()


def test_operators_have_keys_of_their_own(operators_schema: None, settings: Any) -> None:
    sealed = keyring().seal(b"x", *PLACE)

    settings.SILAH_KEKS = {**settings.SILAH_KEKS, 9: kek()}

    assert keyring().owner == "operators"
    assert keyring().open(sealed, *PLACE) == b"x"
    assert keyring().seal(b"x", *PLACE)[1:3] == b"\x00\x09"
    with pytest.raises(DecryptionFailed):
        derived_keyring("others").open(sealed, *PLACE)


def test_database_holds_no_key_in_the_clear(
    association: Association, provisioned: Callable[..., Any]
) -> None:
    with control_plane(), connection.cursor() as cursor:
        cursor.execute("SELECT wrapped_key FROM tenants_association")
        wrapped = [bytes(row[0]) for row in cursor.fetchall()]

    assert len(wrapped) >= 2
    assert all(key[0] == 1 and len(key) == 1 + 2 + 12 + 32 + 2 + 32 + 16 for key in wrapped)
