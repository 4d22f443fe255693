"""Everything that changes a type of request. Only drafts change; what was published stays as it was."""

import re
import uuid

from django.db import connection, transaction
from django.utils.text import slugify

from core import rules as governing
from core.actors import Actor, name_of
from core.beneficiaries.categories import categories
from core.programmes.models import Programme
from core.request_types import queries, rules
from core.request_types.content import TypeContent, Words
from core.request_types.enums import FormState
from core.request_types.faults import Fault, faults_under
from core.request_types.models import RequestTypeVersion
from foundation import audit, clock

LOCK = 7_310_042
LONGEST_KEY = 40


@transaction.atomic
def create_type(content: TypeContent, *, actor: Actor) -> RequestTypeVersion:
    """A draft of a new type, at the end of the list."""
    rules.check_can_edit(actor)
    if not content.name.ar:
        raise rules.NameMissing
    _one_at_a_time()
    version = _new(_free_key(content.name), 1, queries.next_order(), content, actor)
    audit.record("request_type.created", version, actor=actor, details={"key": version.key})
    return version


@transaction.atomic
def begin_draft(key: str, *, actor: Actor) -> RequestTypeVersion:
    """The next version of a type, as its last one stands; the draft that is there already, else."""
    rules.check_can_edit(actor)
    _one_at_a_time()
    if (existing := queries.draft_of(key)) is not None:
        return existing
    last = RequestTypeVersion.objects.filter(key=key).latest("number")
    content = TypeContent.model_validate(last.content)
    version = _new(key, queries.next_number(key), last.order, content, actor)
    audit.record("request_type.draft_begun", version, actor=actor, details={"key": key})
    return version


@transaction.atomic
def edit_draft(
    version_id: uuid.UUID, *, actor: Actor, revision: int, content: TypeContent
) -> RequestTypeVersion:
    """Raises FormChanged where `revision` is not the stored one. A draft may still have faults."""
    rules.check_can_edit(actor)
    version = _locked(version_id)
    rules.check_is_draft(version, revision)
    if not content.name.ar:
        raise rules.NameMissing
    before, after = TypeContent.model_validate(version.content), content
    changed = [
        name for name in TypeContent.model_fields if getattr(before, name) != getattr(after, name)
    ]
    version.content = content.model_dump(mode="json")
    version.revision += 1
    _touch(version, actor)
    version.save(update_fields=["content", "revision", "changed_at", "changed_by"])
    audit.record("request_type.edited", version, actor=actor, details={"parts": changed})
    return version


@transaction.atomic
def publish(version_id: uuid.UUID, *, actor: Actor, revision: int) -> RequestTypeVersion:
    """From now on this is what people fill in; requests that came keep the version they came on."""
    rules.check_can_edit(actor)
    _one_at_a_time()
    version = _locked(version_id)
    rules.check_is_draft(version, revision)
    if found := faults_now(TypeContent.model_validate(version.content)):
        raise rules.FormFaulty(found)
    now = clock.now()
    earlier = RequestTypeVersion.objects.filter(
        key=version.key, state__in=(FormState.PUBLISHED, FormState.WITHDRAWN)
    )
    earlier.update(state=FormState.REPLACED, changed_at=now, changed_by=name_of(actor))
    version.state = FormState.PUBLISHED
    version.published_at = now
    version.published_by = name_of(actor)
    _touch(version, actor)
    version.save(
        update_fields=["state", "published_at", "published_by", "changed_at", "changed_by"]
    )
    details = {"key": version.key, "number": version.number}
    audit.record("request_type.published", version, actor=actor, details=details)
    return version


@transaction.atomic
def withdraw(version_id: uuid.UUID, *, actor: Actor) -> RequestTypeVersion:
    """Nobody can ask for it any more; what was asked for goes on."""
    rules.check_can_edit(actor)
    version = _locked(version_id)
    if version.state != FormState.PUBLISHED:
        raise rules.NotPublished
    version.state = FormState.WITHDRAWN
    _touch(version, actor)
    version.save(update_fields=["state", "changed_at", "changed_by"])
    audit.record("request_type.withdrawn", version, actor=actor, details={"key": version.key})
    return version


@transaction.atomic
def duplicate(version_id: uuid.UUID, *, actor: Actor, name: Words) -> RequestTypeVersion:
    """A new type that begins as this one stands."""
    rules.check_can_edit(actor)
    content = queries.content_of(_locked(version_id))
    copy = content.model_copy(update={"name": name, "deadline": ""})
    return create_type(copy, actor=actor)


@transaction.atomic
def discard_draft(version_id: uuid.UUID, *, actor: Actor) -> None:
    rules.check_can_edit(actor)
    version = _locked(version_id)
    rules.check_is_draft(version, None)
    audit.record(
        "request_type.draft_discarded", version, actor=actor, details={"key": version.key}
    )
    version.delete()


@transaction.atomic
def move_type(key: str, *, actor: Actor, by: int) -> None:
    """One place up (-1) or down (1) in the list that people choose from."""
    rules.check_can_edit(actor)
    _one_at_a_time()
    keys = [line.key for line in queries.types()]
    if key not in keys:
        raise RequestTypeVersion.DoesNotExist
    at = keys.index(key)
    if not 0 <= at + by < len(keys):
        return
    keys.insert(at + by, keys.pop(at))
    for order, each in enumerate(keys, start=1):
        RequestTypeVersion.objects.filter(key=each).exclude(order=order).update(order=order)
    moved = RequestTypeVersion.objects.filter(key=key).latest("number")
    audit.record("request_type.moved", moved, actor=actor, details={"key": key, "to": at + by + 1})


def faults_now(content: TypeContent) -> list[Fault]:
    """What stands against publishing it today."""
    try:
        in_force = governing.in_force(clock.now())
    except governing.NoPolicyInForce:
        in_force = None
    return faults_under(
        content,
        in_force,
        categories=[each.key for each in categories()],
        programmes=Programme.objects.filter(is_open=True)
        .order_by("pk")
        .values_list("pk", flat=True),
    )


def _new(
    key: str, number: int, order: int, content: TypeContent, actor: Actor
) -> RequestTypeVersion:
    version = RequestTypeVersion(
        key=key,
        number=number,
        order=order,
        content=content.model_dump(mode="json"),
        created_at=clock.now(),
    )
    _touch(version, actor)
    version.save(force_insert=True)
    return version


def _locked(version_id: uuid.UUID) -> RequestTypeVersion:
    return RequestTypeVersion.objects.select_for_update().get(pk=version_id)


def _touch(version: RequestTypeVersion, actor: Actor) -> None:
    version.changed_at = clock.now()
    version.changed_by = name_of(actor)


def _one_at_a_time() -> None:
    """Two who publish, begin or move at once do so one after the other, in this association."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [LOCK])


def _free_key(name: Words) -> str:
    base = re.sub("-+", "-", slugify(name.en))[:LONGEST_KEY].strip("-") or "type"
    taken = set(
        RequestTypeVersion.objects.filter(key__startswith=base).values_list("key", flat=True)
    )
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key
