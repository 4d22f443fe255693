"""Seal personal data with the keys of the association it belongs to.

A sealed value is 0x01 | key version (2 bytes) | nonce (12) | AES-256-GCM ciphertext and tag. Owner
and place (such as model, field, row) are authenticated with it: a moved value does not open.
"""

import base64
import hmac
import secrets
from collections.abc import Mapping
from typing import Final, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

FORMAT: Final = 1
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
VERSION_BYTES: Final = 2
HEADER_BYTES: Final = 1 + VERSION_BYTES + NONCE_BYTES
TAG_BYTES: Final = 16
HIGHEST_VERSION: Final = 2 ** (8 * VERSION_BYTES) - 1


class DecryptionFailed(Exception):
    """Wrong key, altered bytes, or a value that was moved from where it was sealed."""


class NoKeyring(Exception):
    """There is no association to take keys from: nothing may be sealed or opened."""


class Keyring:
    """The keys of one owner: data keys by version, the index key and the pepper of tracking codes.

    Index key and pepper come from a root of their own, so they outlive the rotation of data keys.
    """

    __slots__ = ("_deks", "_index_key", "_pepper", "owner", "version")

    def __init__(self, *, owner: str, root: bytes, deks: Mapping[int, bytes]) -> None:
        self.owner = owner
        self.version = max(deks)
        self._deks = dict(deks)
        self._index_key = _derive(root, b"silah|blind-index|v1")
        self._pepper = _derive(root, b"silah|tracking-code|v1")

    def __repr__(self) -> str:
        return f"<Keyring of {self.owner}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("Keys are not pickled.")

    def seal(self, plaintext: bytes, *place: str) -> bytes:
        return _seal(self._deks[self.version], self.version, plaintext, self._bound_to(place))

    def open(self, sealed: bytes, *place: str) -> bytes:
        """Raises DecryptionFailed unless it was sealed by this owner in this very place."""
        dek = self._deks.get(_version_of(sealed))
        if dek is None:
            raise DecryptionFailed("Sealed with a key that is not on this ring.")
        return _open(dek, sealed, self._bound_to(place))

    def blind_index(self, purpose: str, normalised: str) -> bytes:
        if "|" in purpose:
            raise ValueError("A purpose has no |.")
        return hmac.digest(self._index_key, f"{purpose}|v1|{normalised}".encode(), "sha256")

    def peppered(self, code: str) -> bytes:
        return hmac.digest(self._pepper, code.encode(), "sha256")

    def _bound_to(self, place: tuple[str, ...]) -> bytes:
        if any("|" in part for part in place):
            raise ValueError("A place has no | in its parts.")
        return "|".join((self.owner, *place)).encode()


def keyring() -> Keyring:
    """The keyring of the association (or of the operators' schema) that the connection is in."""
    keys = getattr(getattr(connection, "tenant", None), "keyring", None)
    if not isinstance(keys, Keyring):
        raise NoKeyring("The connection is in no association.")
    return keys


def blind_index(purpose: str, normalised: str) -> bytes:
    """Find a sealed value by equality, within one association; the caller normalises the value."""
    return keyring().blind_index(purpose, normalised)


def new_wrapped_dek(owner: str) -> bytes:
    """A root and a first data key for a new owner, wrapped by the newest KEK: store them so."""
    return _wrap(owner, _fresh_key(), {1: _fresh_key()})


def unwrap(wrapped: bytes, owner: str) -> Keyring:
    """Raises DecryptionFailed when the keys are another owner's, or the KEK is gone."""
    root, deks = _unwrap(wrapped, owner)
    return Keyring(owner=owner, root=root, deks=deks)


def rewrap(wrapped: bytes, owner: str) -> bytes:
    """The same keys under the newest KEK; unchanged when they already are."""
    if _version_of(wrapped) == _newest_kek():
        return wrapped
    return _wrap(owner, *_unwrap(wrapped, owner))


def with_new_dek(wrapped: bytes, owner: str) -> bytes:
    """The same keys and a new data key, which seals from now on; the older ones still open."""
    root, deks = _unwrap(wrapped, owner)
    return _wrap(owner, root, deks | {max(deks) + 1: _fresh_key()})


def derived_keyring(owner: str) -> Keyring:
    """For the platform itself, which has no row to keep wrapped keys in: derived from each KEK.

    What it sealed opens for as long as that KEK is in SILAH_KEKS.
    """
    deks = {kek: _derive(key, f"silah|derived|{owner}".encode()) for kek, key in _keks().items()}
    return Keyring(owner=owner, root=deks[min(deks)], deks=deks)


def _fresh_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def _derive(root: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(root)


def _seal(key: bytes, version: int, plaintext: bytes, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    header = bytes([FORMAT]) + version.to_bytes(VERSION_BYTES) + nonce
    return header + AESGCM(key).encrypt(nonce, plaintext, bound_to)


def _open(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    nonce = sealed[HEADER_BYTES - NONCE_BYTES : HEADER_BYTES]
    try:
        return AESGCM(key).decrypt(nonce, sealed[HEADER_BYTES:], bound_to)
    except InvalidTag:
        # `from None`: the chained exception would carry nothing but noise.
        raise DecryptionFailed("This value was not sealed here with this key.") from None


def _version_of(sealed: bytes) -> int:
    if len(sealed) < HEADER_BYTES + TAG_BYTES or sealed[0] != FORMAT:
        raise DecryptionFailed("These bytes are no sealed value.")
    return int.from_bytes(sealed[1 : 1 + VERSION_BYTES])


def _wrap(owner: str, root: bytes, deks: Mapping[int, bytes]) -> bytes:
    bundle = root + b"".join(
        version.to_bytes(VERSION_BYTES) + dek for version, dek in sorted(deks.items())
    )
    version = _newest_kek()
    return _seal(_keks()[version], version, bundle, _wrapped_for(owner))


def _unwrap(wrapped: bytes, owner: str) -> tuple[bytes, dict[int, bytes]]:
    kek = _keks().get(_version_of(wrapped))
    if kek is None:
        raise DecryptionFailed("Wrapped by a KEK that is not in SILAH_KEKS.")
    bundle = _open(kek, wrapped, _wrapped_for(owner))
    size = VERSION_BYTES + KEY_BYTES
    parts = [bundle[at : at + size] for at in range(KEY_BYTES, len(bundle), size)]
    deks = {int.from_bytes(part[:VERSION_BYTES]): part[VERSION_BYTES:] for part in parts}
    return bundle[:KEY_BYTES], deks


def _wrapped_for(owner: str) -> bytes:
    return f"silah|wrapped-keys|{owner}".encode()


def _newest_kek() -> int:
    return max(_keks())


def _keks() -> dict[int, bytes]:
    keks = {
        int(version): base64.b64decode(key) for version, key in dict(settings.SILAH_KEKS).items()
    }
    if not keks or any(len(key) != KEY_BYTES for key in keks.values()):
        raise ImproperlyConfigured("SILAH_KEKS names keys of 32 bytes by version, at least one.")
    if any(not 0 <= version <= HIGHEST_VERSION for version in keks):
        raise ImproperlyConfigured("A version in SILAH_KEKS is between 0 and 65535.")
    return keks
