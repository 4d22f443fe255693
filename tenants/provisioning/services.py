"""Onboard an association: its row at once, its schema by a job."""

import re
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from foundation import clock
from foundation.encryption import new_wrapped_dek
from foundation.errors import Invalid, WrongState
from foundation.ids import new_schema_name
from tenants.enums import AssociationState
from tenants.hosts import NOT_READY, RESERVED_SLUGS
from tenants.models import Association
from tenants.people.roles import Role
from tenants.people.services import invite_person
from tenants.provisioning import schema
from tenants.schemas import control_plane, entered

SLUG = re.compile(r"[a-z](?:[a-z0-9]|-(?!-)){1,38}[a-z0-9]")


class SlugNotUsable(Invalid):
    code = "slug_not_usable"
    message = _(
        "An address name has 3 to 40 Latin letters, digits and single hyphens, and begins with a letter."
    )


class SlugTaken(Invalid):
    code = "slug_taken"
    message = _("The address name “%(slug)s” is taken. Choose another.")


def check_slug(slug: str) -> None:
    """Raises SlugNotUsable or SlugTaken; a reserved name counts as taken."""
    if not SLUG.fullmatch(slug):
        raise SlugNotUsable
    with control_plane():
        if slug in RESERVED_SLUGS or Association.objects.filter(slug=slug).exists():
            raise SlugTaken(slug=slug)


def onboard_association(
    *,
    name: str,
    license_no: str,
    kind: str,
    slug: str,
    contact_name: str,
    contact_email: str,
    actor_label: str,
    operation_id: UUID | None = None,
) -> Association:
    """Record the association and defer its set-up; the same `operation_id` gives the same association."""
    with control_plane(), transaction.atomic():
        association = _new(name, license_no, kind, slug, contact_name, contact_email)
        association.requested_by = actor_label
        association.operation_id = operation_id
        try:
            with transaction.atomic():
                check_slug(slug)
                association.save(force_insert=True)
        except (SlugTaken, IntegrityError) as error:
            if earlier := _of_operation(operation_id):
                return earlier
            raise SlugTaken(slug=slug) from error
        _defer_set_up(association)
    return association


def _of_operation(operation_id: UUID | None) -> Association | None:
    if operation_id is None:
        return None
    return Association.objects.filter(operation_id=operation_id).first()


def retry_set_up(association_id: UUID) -> Association:
    """Raises WrongState unless the set-up failed."""
    with control_plane(), transaction.atomic():
        association = Association.objects.select_for_update().get(pk=association_id)
        if association.state != AssociationState.FAILED:
            raise WrongState(status=association.get_state_display())
        set_state(association, AssociationState.REQUESTED)
        _defer_set_up(association)
    return association


def set_up(association_id: UUID) -> None:
    """The work of the job: build the schema and invite the first administrator.

    Safe to run again, and by two workers at once: nothing happens to an association that stands.
    """
    if not _begin_set_up(association_id):
        return
    try:
        _finish_set_up(association_id)
    except Exception as error:
        _fail_set_up(association_id, type(error).__name__)
        raise


def _begin_set_up(association_id: UUID) -> bool:
    """Committed before the work, for operators to see."""
    with control_plane(), transaction.atomic():
        association = Association.objects.select_for_update().get(pk=association_id)
        if association.state not in NOT_READY:
            return False
        set_state(association, AssociationState.PROVISIONING)
    return True


def _finish_set_up(association_id: UUID) -> None:
    """In one transaction: a killed worker leaves nothing, and no mail goes out before the state is ready."""
    with control_plane(), transaction.atomic():
        association = Association.objects.select_for_update().get(pk=association_id)
        if association.state not in NOT_READY:
            return
        schema.build(association)
        with entered(association):
            invite_person(
                email=association.contact_email,
                name=association.contact_name,
                roles=[Role.ADMINISTRATOR],
                actor=None,
            )
        set_state(association, AssociationState.READY)


def _fail_set_up(association_id: UUID, error: str) -> None:
    with control_plane(), transaction.atomic():
        association = Association.objects.select_for_update().get(pk=association_id)
        if association.state in NOT_READY:
            set_state(association, AssociationState.FAILED, error=error)


def set_state(association: Association, state: AssociationState, *, error: str = "") -> None:
    association.state = state
    association.state_changed_at = clock.now()
    association.last_error = error
    association.save(update_fields=["state", "state_changed_at", "last_error"])


def suspend(association_id: UUID) -> Association:
    return _switch(association_id, AssociationState.READY, AssociationState.SUSPENDED)


def resume(association_id: UUID) -> Association:
    return _switch(association_id, AssociationState.SUSPENDED, AssociationState.READY)


def _switch(
    association_id: UUID, source: AssociationState, target: AssociationState
) -> Association:
    with control_plane(), transaction.atomic():
        association = Association.objects.select_for_update().get(pk=association_id)
        if association.state != source:
            raise WrongState(status=association.get_state_display())
        set_state(association, target)
    return association


def _new(
    name: str, license_no: str, kind: str, slug: str, contact_name: str, contact_email: str
) -> Association:
    now = clock.now()
    association = Association(
        schema_name=new_schema_name(),
        slug=slug,
        name=name,
        license_no=license_no,
        kind=kind,
        contact_name=contact_name,
        contact_email=contact_email,
        requested_at=now,
        state_changed_at=now,
    )
    association.wrapped_key = new_wrapped_dek(str(association.pk))
    return association


def _defer_set_up(association: Association) -> None:
    """By name: the task calls back into this module."""
    lock = f"set-up:{association.pk}"
    app.configure_task("set_up_association", queue="control", lock=lock).defer(
        association_id=str(association.pk)
    )
