"""A program with a key of the association it calls."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import issue_token
from tests.core.conftest import governed, policy

__all__ = ["governed", "policy"]

Answer = tuple[int, Any]
Call = Callable[..., Answer]


@pytest.fixture
def administrator(governed: Association, make_person: Callable[..., User]) -> User:
    return make_person(Role.ADMINISTRATOR)


@pytest.fixture
def call(governed: Association, administrator: User) -> Call:
    """call("GET", "/policy/") with a key that holds every working role; gives status and body."""
    key = issue_token(
        name="البرنامج",
        roles=[Role.RELATIONS_OFFICER, Role.SOCIAL_RESEARCHER, Role.COMMITTEE_MEMBER],
        actor=administrator,
    ).key
    return caller(governed, key)


def caller(association: Association, key: str | None) -> Call:
    client = Client(headers={"host": association.host})

    def send(method: str, path: str, body: Any = None, **headers: str) -> Answer:
        if key is not None:
            headers["authorization"] = f"Bearer {key}"
        response = client.generic(
            method,
            f"/api/v1{path}",
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers=headers,
        )
        return response.status_code, response.json() if response.content else None

    return send
