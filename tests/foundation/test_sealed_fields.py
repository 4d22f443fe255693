import copy
import pickle
import uuid
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from foundation import clock
from foundation.encryption import DecryptionFailed
from foundation.models import StoredFile
from foundation.sealed_fields import EncryptedJSONField, EncryptedTextField, Sealed
from tenants.models import Association
from tenants.schemas import entered

SECRET = "تقرير 1012345672.pdf"


def stored(name: str = SECRET) -> StoredFile:
    return StoredFile.objects.create(
        name=name, media_type="text/plain", size=1, sha256="0" * 64, stored_at=clock.now()
    )


def raw_name(row: uuid.UUID) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM stored_files WHERE id = %s", [row])
        return bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("name", [SECRET, "", "0", "a" * 10_000])
def test_value_comes_back_and_is_sealed_in_the_database(
    association: Association, name: str
) -> None:
    row = stored(name)

    assert StoredFile.objects.get(pk=row.pk).name == name
    assert len(raw_name(row.pk)) == 31 + len(name.encode())
    # One or two bytes stand in any random ones by chance.
    assert len(name) < 3 or name.encode() not in raw_name(row.pk)


def test_moved_ciphertext_raises_on_reading(association: Association) -> None:
    one, two = stored("one"), stored("two")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE stored_files SET name = %s WHERE id = %s", [raw_name(one.pk), two.pk]
        )

    moved = StoredFile.objects.get(pk=two.pk)

    with pytest.raises(DecryptionFailed):
        moved.name  # noqa: B018


def test_another_association_cannot_open_it(
    association: Association, other_association: Association
) -> None:
    row = StoredFile.objects.get(pk=stored().pk)

    with entered(other_association), pytest.raises(DecryptionFailed):
        row.name  # noqa: B018


def test_reading_is_lazy(association: Association) -> None:
    row = stored()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stored_files SET name = 'broken' WHERE id = %s", [row.pk])

    read = StoredFile.objects.get(pk=row.pk)

    assert read.media_type == "text/plain"
    with pytest.raises(DecryptionFailed):
        read.name  # noqa: B018


def test_deferred_value_is_loaded_when_asked_for(
    association: Association, django_assert_num_queries: Any
) -> None:
    row = StoredFile.objects.defer("name").get(pk=stored().pk)

    with django_assert_num_queries(1):
        assert row.name == SECRET
    with django_assert_num_queries(0):
        assert row.name == SECRET


def test_saving_an_unchanged_row_keeps_its_seal(association: Association) -> None:
    row = StoredFile.objects.get(pk=stored().pk)
    before = raw_name(row.pk)

    row.save()
    assert row.name == SECRET
    row.save()

    assert raw_name(row.pk) == before


def test_changed_value_is_sealed_anew(association: Association) -> None:
    row = StoredFile.objects.get(pk=stored().pk)
    row.name = "new"
    row.save(update_fields=["name"])

    assert StoredFile.objects.get(pk=row.pk).name == "new"


def test_copied_row_cannot_take_the_seal_along(association: Association) -> None:
    row = StoredFile.objects.get(pk=stored().pk)
    row.pk = uuid.uuid4()

    with pytest.raises(DecryptionFailed):
        row.save(force_insert=True)


def test_bulk_create_seals_each_row(association: Association) -> None:
    rows = [
        StoredFile(name=n, media_type="", size=1, sha256="", stored_at=clock.now()) for n in "ab"
    ]

    StoredFile.objects.bulk_create(rows)

    assert [StoredFile.objects.get(pk=row.pk).name for row in rows] == ["a", "b"]


def test_nothing_is_written_without_knowing_its_row(association: Association) -> None:
    row = stored()

    with pytest.raises(TypeError), transaction.atomic():
        StoredFile.objects.update(name="same for all")
    with pytest.raises(TypeError), transaction.atomic():
        StoredFile.objects.bulk_update([row], ["name"])

    assert StoredFile.objects.get(pk=row.pk).name == SECRET


def test_explicit_seal_serves_update_and_values(association: Association) -> None:
    row = stored()
    field: Any = StoredFile._meta.get_field("name")

    StoredFile.objects.filter(pk=row.pk).update(name=field.seal("new", row.pk))
    sealed = StoredFile.objects.values_list("name", flat=True).get(pk=row.pk)

    assert repr(sealed) == "<sealed>"
    assert field.unseal(sealed, row.pk) == "new"


@pytest.mark.parametrize("lookup", ["name", "name__exact", "name__contains", "name__in"])
def test_searching_a_sealed_value_is_refused(association: Association, lookup: str) -> None:
    with pytest.raises(FieldError):
        StoredFile.objects.filter(**{lookup: "x"}).exists()


def test_null_can_be_asked_for(association: Association) -> None:
    stored()

    assert StoredFile.objects.filter(name__isnull=False).count() == 1


def test_plaintext_stays_out_of_dumps(association: Association) -> None:
    for row in (StoredFile(name=SECRET), StoredFile.objects.get(pk=stored().pk)):
        assert row.name == SECRET
        assert SECRET not in repr(row.__dict__)
        assert SECRET not in f"{row!r} {row!s}"
        assert copy.deepcopy(row).name == SECRET
        with pytest.raises(TypeError):
            pickle.dumps(row)
        with pytest.raises(TypeError):
            serializers.serialize("json", [row])


def test_only_text_is_taken(association: Association) -> None:
    with pytest.raises(TypeError):
        StoredFile(name=b"bytes")


@isolate_apps("foundation")
def test_numbers_and_flags_survive_and_null_stays_null(association: Association) -> None:
    class Household(models.Model):  # noqa: DJ008
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        income = EncryptedJSONField(null=True)
        note = EncryptedTextField(null=True)

        class Meta:
            app_label = "foundation"

    income: Any = Household._meta.get_field("income")
    row = Household()

    assert (row.income, income.pre_save(row, add=True)) == (None, None)
    for value in (0, False, "", [], 1234.5, {"months": [1, 2]}):
        row.income = value
        sealed = income.pre_save(row, add=True)
        assert isinstance(sealed, Sealed)
        assert income.unseal(sealed, row.pk) == value
    assert [field.name for field in Household._meta.fields if field.editable] == ["id"]


@isolate_apps("foundation")
def test_value_changed_in_place_is_sealed_anew(association: Association) -> None:
    class Household(models.Model):  # noqa: DJ008
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        members = EncryptedJSONField()

        class Meta:
            app_label = "foundation"

    members: Any = Household._meta.get_field("members")
    row = Household(members=["a"])
    row.members = members.pre_save(row, add=True)
    row.members.append("b")

    assert members.unseal(members.pre_save(row, add=False), row.pk) == ["a", "b"]


@isolate_apps("foundation")
def test_check_demands_a_uuid_made_in_python() -> None:
    class Numbered(models.Model):  # noqa: DJ008
        name = EncryptedTextField()

        class Meta:
            app_label = "foundation"

    class WithoutDefault(models.Model):  # noqa: DJ008
        id = models.UUIDField(primary_key=True)
        name = EncryptedTextField()

        class Meta:
            app_label = "foundation"

    for model in (Numbered, WithoutDefault):
        found = model._meta.get_field("name").check()
        assert [problem.id for problem in found] == ["foundation.E001"]
    assert StoredFile._meta.get_field("name").check() == []


def test_migration_rebuilds_the_same_field() -> None:
    _name, path, args, kwargs = EncryptedTextField(null=True).deconstruct()

    assert (path, args, kwargs) == (
        "foundation.sealed_fields.EncryptedTextField",
        [],
        {"null": True},
    )
