"""Onboarding by people who click twice and workers that meet, fail or come late."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import connection

from foundation.errors import DomainError
from tenants.enums import AssociationState
from tenants.models import Association
from tenants.people.models import Invitation
from tenants.provisioning import schema, services
from tenants.schemas import PUBLIC, control_plane, entered
from tests.conftest import forget
from tests.racing import together


@pytest.fixture
def requested(
    django_db_setup: list[Association], django_db_blocker: pytest.FixtureRequest
) -> Iterator[list[Association]]:
    """Three associations whose set-up has not begun; committed."""
    with django_db_blocker.unblock():
        made = [onboard(f"new-{uuid.uuid4().hex[:8]}") for _ in range(3)]
        yield made
        for association in made:
            forget(association)
        connection.close()


def onboard(slug: str, operation_id: uuid.UUID | None = None) -> Association:
    return services.onboard_association(
        name="جمعية الألفة",
        license_no="1001",
        kind="charity",
        slug=slug,
        contact_name="سعاد",
        contact_email="first@new.example",
        actor_label="tests",
        operation_id=operation_id,
    )


def state_of(association: Association) -> tuple[str, str]:
    with control_plane():
        found = Association.objects.get(pk=association.pk)
    return found.state, found.last_error


def invitations_of(association: Association) -> int:
    with entered(association):
        return Invitation.objects.count()


def test_workers_that_set_up_the_same_association_at_once_do_it_once(requested):
    results = together(PUBLIC, 3, lambda: services.set_up(requested[0].pk))

    assert results == [None, None, None]
    assert state_of(requested[0]) == (AssociationState.READY, "")
    assert invitations_of(requested[0]) == 1


def test_different_associations_are_set_up_at_once(requested):
    waiting = iter(requested)

    results = together(PUBLIC, 3, lambda: services.set_up(next(waiting).pk))

    assert results == [None, None, None]
    assert {state_of(association)[0] for association in requested} == {AssociationState.READY}


@pytest.mark.parametrize("state", [AssociationState.SUSPENDED, AssociationState.CLOSED])
def test_late_job_leaves_an_association_that_stands_as_it_is(requested, state):
    services.set_up(requested[0].pk)
    with control_plane():
        services.set_state(Association.objects.get(pk=requested[0].pk), state)

    services.set_up(requested[0].pk)

    assert state_of(requested[0]) == (state, "")
    assert invitations_of(requested[0]) == 1


def test_failed_set_up_leaves_nothing_and_can_be_tried_again(requested, monkeypatch):
    def break_down(**_values: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(services, "invite_person", break_down)
        with pytest.raises(RuntimeError):
            services.set_up(requested[0].pk)

    assert state_of(requested[0]) == (AssociationState.FAILED, "RuntimeError")
    assert not schema._exists(requested[0].schema_name)
    services.retry_set_up(requested[0].pk)
    services.set_up(requested[0].pk)
    assert state_of(requested[0]) == (AssociationState.READY, "")


def test_double_click_onboards_one_association(requested):
    operation, slug = uuid.uuid4(), f"new-{uuid.uuid4().hex[:8]}"

    results = together(PUBLIC, 4, lambda: onboard(slug, operation).pk)

    with control_plane():
        made = Association.objects.get(slug=slug)
    requested.append(made)
    assert results == [made.pk] * 4


def test_address_name_goes_to_one_of_those_who_ask_at_once(requested):
    slug = f"new-{uuid.uuid4().hex[:8]}"

    results = together(PUBLIC, 3, lambda: onboard(slug).pk)

    with control_plane():
        made = Association.objects.get(slug=slug)
    requested.append(made)
    assert sorted(map(str, results)) == sorted([str(made.pk), "slug_taken", "slug_taken"])


def test_set_up_of_nobody_is_an_error(requested):
    with pytest.raises(Association.DoesNotExist):
        services.set_up(uuid.uuid4())
    with pytest.raises(DomainError):
        services.retry_set_up(requested[0].pk)
