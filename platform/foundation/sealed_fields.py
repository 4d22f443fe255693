"""Model fields whose value is sealed in the database and opens when it is read.

Renaming a model or a sealed field changes the place its values are bound to: seal them again.
"""

import json
from typing import Any, Final, Generic, NoReturn
from uuid import UUID

from django.core import checks
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from typing_extensions import TypeVar

from foundation.encryption import keyring

REDACTED: Final = "<sealed>"

_Assigned = TypeVar("_Assigned", contravariant=True, default=str)  # noqa: PLC0105
_Read = TypeVar("_Read", covariant=True, default=str)  # noqa: PLC0105


class Sealed:
    """A value as the database holds it."""

    __slots__ = ("ciphertext",)

    def __init__(self, ciphertext: bytes) -> None:
        self.ciphertext = ciphertext

    def __repr__(self) -> str:
        return REDACTED


class _Clear:
    """A value that was assigned and waits for its seal: kept out of reprs, dumps and pickles."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return REDACTED

    def __deepcopy__(self, memo: object) -> "_Clear":
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("A value in the clear is not pickled.")


class SealedAttribute(DeferredAttribute):
    """Opens on reading; assigned values are kept in the clear until the row is saved."""

    field: "SealedField[Any, Any]"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        held = super().__get__(instance, cls)
        if isinstance(held, _Clear):
            return held.value
        if isinstance(held, Sealed):
            value = self.field.unseal(held, instance.pk)
            instance.__dict__[self.field.attname] = _Opened(held, value)
            return value
        return held

    def __set__(self, instance: models.Model, value: Any) -> None:
        if value is not None and not isinstance(value, Sealed):
            self.field.dump(value)
            value = _Clear(value)
        instance.__dict__[self.field.attname] = value


class _Opened(_Clear):
    """A value read from the database, with the seal it came in."""

    __slots__ = ("sealed",)

    def __init__(self, sealed: Sealed, value: Any) -> None:
        super().__init__(value)
        self.sealed = sealed


class SealedField(models.Field[_Assigned, _Read], Generic[_Assigned, _Read]):
    """NULL stays NULL, all else is sealed, '' and 0 too. Find rows by a blind_index beside it.

    The model has a UUID primary key that Python sets before the insert.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def dump(self, value: Any) -> bytes:
        """Each kind of field says how. Raises TypeError for a value of another type than the field's."""
        raise NotImplementedError(
            f"{type(self).__name__} does not say how its values become bytes"
        )

    def load(self, dumped: bytes) -> Any:
        """Each kind of field says how, the other way round."""
        raise NotImplementedError(
            f"{type(self).__name__} does not say how bytes become its values"
        )

    def seal(self, value: Any, row: UUID) -> Sealed:
        """For queryset.update(): the value must be sealed for one row that is known."""
        return Sealed(keyring().seal(self.dump(value), *self._place(row)))

    def unseal(self, sealed: Sealed, row: UUID) -> Any:
        """For values(): raises DecryptionFailed when the value is of another row."""
        return self.load(keyring().open(sealed.ciphertext, *self._place(row)))

    def _place(self, row: UUID) -> tuple[str, str, str]:
        if not isinstance(row, UUID):
            raise TypeError("A sealed value belongs to a row with a uuid.")
        return self.model._meta.label_lower, self.name, str(row)

    def get_internal_type(self) -> str:
        return "BinaryField"

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_row_uuid()]

    def _check_row_uuid(self) -> list[checks.CheckMessage]:
        key = self.model._meta.pk
        if isinstance(key, models.UUIDField) and key.has_default():
            return []
        return [
            checks.Error(
                "A sealed field needs a UUID primary key with a default made in Python.",
                obj=self,
                id="foundation.E001",
            )
        ]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        held = model_instance.__dict__.get(self.attname)
        if held is None:
            return None
        if isinstance(held, _Opened) and self.dump(held.value) != self.dump(
            self.unseal(held.sealed, model_instance.pk)
        ):
            return self.seal(held.value, model_instance.pk)
        if isinstance(held, _Opened):
            return held.sealed
        if isinstance(held, Sealed):
            self.unseal(held, model_instance.pk)  # a copied row must not keep the seal of another
            return held
        return self.seal(held.value, model_instance.pk)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError(
                f"{self} is written by saving its row, or with field.seal(value, row)."
            )
        return connection.Database.Binary(value.ciphertext)

    def get_lookup(self, lookup_name: str) -> Any:
        """Every sealing differs, so nothing but isnull can find a row."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> None:
        return None

    def value_to_string(self, obj: models.Model) -> NoReturn:
        raise TypeError(f"{self} is not serialized.")


class EncryptedTextField(SealedField[_Assigned, _Read], Generic[_Assigned, _Read]):
    _pyi_private_set_type: str
    _pyi_private_get_type: str

    empty_strings_allowed = True

    def dump(self, value: Any) -> bytes:
        if not isinstance(value, str):
            raise TypeError(f"{self} takes text.")
        return value.encode()

    def load(self, dumped: bytes) -> str:
        return dumped.decode()


class EncryptedJSONField(SealedField[_Assigned, _Read], Generic[_Assigned, _Read]):
    """Numbers, flags, lists, mappings."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    empty_strings_allowed = False

    def dump(self, value: Any) -> bytes:
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode()

    def load(self, dumped: bytes) -> Any:
        return json.loads(dumped)
