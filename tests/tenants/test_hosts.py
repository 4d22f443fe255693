"""From the Host header to the schema, and to nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation import clock
from tenants import host_memory
from tenants.enums import AssociationState
from tenants.hosts import UnknownHost, normalise, tenant_at
from tenants.models import Association, Domain
from tenants.provisioning.services import set_state
from tenants.schemas import OPERATORS, PUBLIC, control_plane


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Alpha.Silah.Test:8000", "alpha.silah.test"),
        ("alpha.silah.test.", "alpha.silah.test"),
        ("جمعية.example", "xn--ogbf3b7b0a.example"),
    ],
)
def test_a_host_is_read_without_case_port_and_trailing_dot(typed: str, name: str) -> None:
    assert normalise(typed) == name


@pytest.mark.parametrize("typed", ["", "[::1]:8000", "a b.example", "alpha_x.silah.test", "."])
def test_what_is_no_host_name_is_unknown(typed: str) -> None:
    with pytest.raises(UnknownHost):
        normalise(typed)


def test_each_kind_of_host_finds_its_schema(association: Association) -> None:
    with control_plane():
        found = [
            tenant_at("silah.test"),
            tenant_at("www.silah.test"),
            tenant_at("console.silah.test"),
            tenant_at("ALPHA.silah.test"),
        ]

    assert found == [PUBLIC, PUBLIC, OPERATORS, association]


@pytest.mark.parametrize(
    "host",
    ["gamma.silah.test", "alpha.silah.test.evil.example", "x.alpha.silah.test", "127.0.0.1"],
)
def test_an_unknown_host_answers_404(association: Association, host: str) -> None:
    response = Client(headers={"host": host}).get("/")

    assert response.status_code == 404


def test_a_custom_domain_serves_only_once_it_is_verified(association: Association) -> None:
    with control_plane():
        domain = Domain.objects.create(association=association, domain="help.alfa.example")
        with pytest.raises(UnknownHost):
            tenant_at("help.alfa.example")
        domain.verified_at = clock.now()
        domain.save(update_fields=["verified_at"])

        assert tenant_at("HELP.alfa.example.") == association


@pytest.mark.parametrize(
    "state",
    [state for state in AssociationState if state not in ("ready", "closed")],
)
def test_an_association_that_is_not_ready_answers_503(
    association: Association, site: Callable[..., Client], state: AssociationState
) -> None:
    with control_plane():
        set_state(association, state)

    answers = [
        site(association).get(path) for path in ("/", "/accounts/login/", "/api/v1/policy/")
    ]

    assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert answers[0]["Retry-After"] == "60"


SOON, PAUSED = ("نعود بعد دقائق", "Back in a few minutes"), ("متوقفة مؤقتًا", "is paused")


@pytest.mark.parametrize(
    ("state", "said", "unsaid"),
    [
        (AssociationState.PROVISIONING, SOON, PAUSED),
        (AssociationState.FAILED, SOON, PAUSED),
        (AssociationState.SUSPENDED, PAUSED, SOON),
    ],
)
def test_only_a_space_that_is_being_set_up_promises_to_be_back_soon(
    association: Association,
    site: Callable[..., Client],
    state: AssociationState,
    said: tuple[str, ...],
    unsaid: tuple[str, ...],
) -> None:
    with control_plane():
        set_state(association, state)

    page = site(association).get("/").content.decode()

    assert [words in page for words in said] == [True, True]
    assert [words in page for words in unsaid] == [False, False]


def test_a_closed_association_is_as_unknown_as_one_that_never_was(
    association: Association, site: Callable[..., Client]
) -> None:
    with control_plane():
        set_state(association, AssociationState.CLOSED)

    assert site(association).get("/").status_code == 404


@pytest.mark.parametrize(
    "header",
    ["X-Tenant", "X-Forwarded-Host", "X-Original-URL", "X-Host", "Forwarded", "X-Rewrite-URL",
     "X-Forwarded-Server", "X-HTTP-Host-Override", "X-Original-Host", "X-Forwarded-For"],
)  # fmt: skip
def test_no_other_header_chooses_the_association(
    association: Association, other_association: Association, header: str
) -> None:
    client = Client(headers={"host": association.host, header: other_association.host})

    page = client.get("/accounts/login/").content.decode()

    assert association.name in page
    assert other_association.name not in page


@pytest.mark.parametrize(
    ("domain", "status"),
    [
        ("alpha.silah.test", 200),
        ("console.silah.test", 200),
        ("silah.test", 200),
        ("gamma.silah.test", 404),
        ("bank.example", 404),
        ("", 404),
    ],
)
def test_the_proxy_learns_which_names_may_have_a_certificate(
    association: Association, domain: str, status: int
) -> None:
    client = Client(headers={"host": "silah.test"})

    assert client.get("/domains/ask", {"domain": domain}).status_code == status


def test_a_host_is_remembered_for_a_moment_and_no_longer(
    association: Association, site: Callable[..., Client], settings: Any
) -> None:
    settings.HOST_MEMORY_SECONDS = 60.0

    def asked_the_control_plane() -> bool:
        with CaptureQueriesContext(connection) as queries:
            assert site(association).get("/healthz").status_code == 200
            return any("tenants_association" in query["sql"] for query in queries)

    try:
        asked = [asked_the_control_plane(), asked_the_control_plane()]
        with control_plane():
            set_state(association, AssociationState.SUSPENDED)
        kept = site(association).get("/healthz").status_code
    finally:
        host_memory.forget()
    settings.HOST_MEMORY_SECONDS = 0.0

    assert asked == [True, False]
    assert (kept, site(association).get("/healthz").status_code) == (200, 503)


def test_hosts_that_lead_nowhere_are_not_remembered(association: Association) -> None:
    with CaptureQueriesContext(connection) as queries:
        for _turn in range(2):
            Client(headers={"host": "gamma.silah.test"}).get("/")
        asked = sum("tenants_association" in query["sql"] for query in queries)

    assert asked == 2
