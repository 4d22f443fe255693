"""The findings of the threat model, each with a test that fails when its setting is undone.

Elsewhere: stalled jobs in tests/tenants/test_jobs.py, schemas in tests/tenants/test_isolation_of_schemas.py.
"""

import json
from collections.abc import Iterator
from importlib import import_module

import pytest
import sentry_sdk
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.core.cache import caches
from django.db import connection
from django.test import Client
from rest_framework.settings import api_settings
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from foundation.cache import NoTenantForCache
from foundation.privacy import init_sentry
from tenants.enums import AssociationState
from tenants.people.models import User
from tenants.provisioning.services import set_state
from tenants.schemas import PUBLIC, control_plane, entered
from tests.isolation.addresses import Walker, addresses
from tests.isolation.catalog import CATALOG, Api
from tests.isolation.world import EVERY, World, undone


@pytest.fixture(autouse=True)
def undone_after(worlds: tuple[World, World]) -> Iterator[None]:
    with undone():
        yield


def browser(world: World, **headers: str) -> Client:
    return Client(headers={"host": world.association.host, **headers})


# --- 1: e-mail is verified by a code in the session, never by a signed link --------------------------


def test_a_signed_confirmation_link_verifies_nothing_anywhere(alpha: World, beta: World) -> None:
    with entered(alpha.association):
        user = User.objects.get(email__startswith="auditor.")
        address = EmailAddress.objects.create(user=user, email="new@x.example", verified=False)
        key = EmailConfirmationHMAC(address).key
    with entered(beta.association):
        other = User.objects.get(email__startswith="auditor.")
        EmailAddress.objects.create(pk=address.pk, user=other, email="victim@x.example")

    for world in (alpha, beta):
        for path in (f"/accounts/confirm-email/{key}/", "/accounts/confirm-email/"):
            for session in ("", world.sessions["auditor"]):
                walker = Walker(world.association.host, session)
                assert walker.ask("GET", path).status in (302, 404)
                assert walker.ask("POST", path, {"code": key}).status in (302, 404)
        with entered(world.association):
            assert not EmailAddress.objects.get(pk=address.pk).verified


@pytest.mark.parametrize("urlconf", CATALOG)
def test_no_address_takes_a_confirmation_key(urlconf: str) -> None:
    names = {address.name for address in addresses(urlconf)}

    assert "account_confirm_email" not in names
    assert settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED is True
    assert settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory"


# --- 2: no model in two planes; an association that is not ready serves nothing -----------------------


def test_no_app_is_in_the_control_plane_and_elsewhere() -> None:
    kinds = {kind: set(each["APPS"]) for kind, each in settings.TENANT_TYPES.items()}

    assert kinds["public"] & (kinds["association"] | kinds["operators"] | kinds["jobs"]) == set()
    for app in kinds["public"]:
        names = {
            model.__name__ for model in apps.get_app_config(app.rpartition(".")[2]).get_models()
        }
        assert not {name for name in names if "User" in name or "Session" in name}


@pytest.mark.parametrize(
    "state",
    [AssociationState.PROVISIONING, AssociationState.FAILED, AssociationState.SUSPENDED],
)
def test_an_association_that_is_not_ready_answers_503_everywhere(
    alpha: World, state: AssociationState
) -> None:
    with control_plane():
        set_state(alpha.association, state)
    pages = Walker(alpha.association.host, alpha.sessions[EVERY], forbidden=alpha.canaries)
    programs = Walker(alpha.association.host, key=alpha.tokens[EVERY], forbidden=alpha.canaries)
    statuses = set()
    for address in addresses("config.urls_association"):
        rule = CATALOG[address.urlconf][address.name]
        walker = programs if isinstance(rule, Api) else pages
        statuses.add(walker.ask("GET", address.paths(alpha)[0]).status)
    with control_plane():
        set_state(alpha.association, AssociationState.READY)

    assert statuses == {503}
    assert pages.found | programs.found == set()
    assert pages.asked >= 40
    assert pages.ask("GET", "/people/").status == 200


# --- 4: sessions and keys lie in the association's own schema ----------------------------------------


def test_sessions_and_keys_lie_with_their_association(alpha: World) -> None:
    def schemas_with(table: str) -> set[str]:
        with control_plane(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE c.relname = %s AND c.relkind = 'r'",
                [table],
            )
            return {row[0] for row in cursor.fetchall()}

    for table in (
        "django_session",
        "people_apitoken",
        "people_invitation",
        "account_emailaddress",
    ):
        found = schemas_with(table)
        assert {"operators", alpha.association.schema_name} <= found
        assert not found & {"public", "jobs"}
    assert issubclass(import_module(settings.SESSION_ENGINE).SessionStore, DatabaseSessions)
    assert settings.AUTH_USER_MODEL == "people.User"
    assert settings.SESSION_COOKIE_DOMAIN is None


def test_no_setting_shares_a_token_table_with_others() -> None:
    assert not apps.is_installed("rest_framework.authtoken")
    assert not apps.is_installed("django.contrib.admin")
    assert settings.ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR.startswith("tenants.people.")


# --- 5 and 6: limits count across workers, in each association apart, by an address that is not claimed --


def test_every_cache_is_shared_by_workers_and_named_by_schema() -> None:
    assert settings.CACHES
    for alias, cache in settings.CACHES.items():
        assert cache["KEY_FUNCTION"] == "foundation.cache.make_key"
        assert cache["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
        with entered(PUBLIC), pytest.raises(NoTenantForCache):
            caches[alias].set("k", "v")


def evaluated(world: World, attempts: int, **vary: str) -> int:
    """How many wrong passwords of different people were looked at before the address was stopped."""
    answers = [
        browser(world, **{name: value.format(number) for name, value in vary.items()})
        .post(
            "/accounts/login/", {"login": f"nobody{number}@x.example", "password": "wrong wrong"}
        )
        .context["form"]
        .errors.as_text()
        for number in range(attempts)
    ]
    return answers.count(answers[0])


def test_ten_wrong_passwords_a_minute_and_no_more(alpha: World) -> None:
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    assert evaluated(alpha, 14) == 10


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded", "client-ip"])
def test_a_claimed_address_buys_no_more_attempts(alpha: World, header: str) -> None:
    assert evaluated(alpha, 14, **{header: "203.0.113.{}"}) == 10


def test_behind_one_proxy_the_address_that_it_saw_counts(
    alpha: World, settings: pytest.FixtureRequest
) -> None:
    """The control: with a proxy, different callers are different."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]

    assert evaluated(alpha, 14, **{"x-forwarded-for": "203.0.113.{}"}) == 14
    claimed = "203.0.113.{}, 198.51.100.7"  # what the caller wrote, and what the proxy added
    assert evaluated(alpha, 14, **{"x-forwarded-for": claimed}) == 10


def test_tracking_codes_are_limited_by_the_address_that_is_seen(alpha: World) -> None:
    statuses = [
        browser(alpha, **{"x-forwarded-for": f"203.0.113.{number}"})
        .post("/follow/", {"code": f"12345-67890-12345-6{number:04d}"})
        .status_code
        for number in range(32)
    ]

    assert statuses == [400] * 30 + [429] * 2


def test_wrong_keys_are_limited_and_a_right_one_is_not(alpha: World) -> None:
    statuses = []
    for number in range(22):
        client = browser(
            alpha,
            authorization=f"Bearer silah_wrong{number}",
            **{"x-forwarded-for": f"203.0.113.{number}"},
        )
        statuses.append(client.get("/api/v1/policy/").status_code)
    right = browser(alpha, authorization=f"Bearer {alpha.tokens[EVERY]}").get("/api/v1/policy/")

    assert statuses == [401] * 20 + [429] * 2
    assert right.status_code == 200


def test_rest_framework_throttles_nothing_by_a_header() -> None:
    """Its throttles trust X-Forwarded-For as it comes; foundation.limits counts instead."""
    assert api_settings.DEFAULT_THROTTLE_CLASSES == []
    views = [
        address.pattern.callback.cls
        for address in addresses("config.urls_association")
        if hasattr(address.pattern.callback, "cls")
    ]
    assert len(views) >= 4
    assert [view for view in views if view.throttle_classes] == []


# --- 8: what goes to Sentry names nobody -------------------------------------------------------------


class Kept(Transport):
    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.append(envelope.serialize().decode())


@pytest.fixture
def sentry() -> Iterator[Kept]:
    kept = Kept()
    init_sentry("http://key@127.0.0.1:9/1", transport=kept)
    yield kept
    sentry_sdk.get_global_scope().set_client(None)


def test_an_error_with_a_request_names_nobody(
    alpha: World, sentry: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person's data is in the form, in local variables, in the message and in the address."""
    words = alpha.shown

    def fail(*_args: object, **_kwargs: object) -> None:
        name, number = words["beneficiary name"], words["identity number"]
        raise RuntimeError(f"{number} {words['beneficiary e-mail']} ({len(name)})")

    monkeypatch.setattr("core.service_requests.desk.intake_views.find_matches", fail)
    walker = Walker(alpha.association.host, alpha.sessions[EVERY])
    typed = {
        "name": words["beneficiary name"],
        "identity_number": words["identity number"],
        "mobile": f"0{words['mobile']}",
        "email": words["beneficiary e-mail"],
    }

    answer = walker.ask("POST", "/desk/requests/new/matches/", typed, q=words["mobile"])

    assert answer.status == 500
    assert len(sentry.sent) == 1
    event = json.loads(sentry.sent[0].splitlines()[-1])
    text = json.dumps(event, ensure_ascii=False)
    assert event["exception"]["values"][-1]["type"] == "RuntimeError"
    assert "[redacted]" in text
    assert [what for what, word in alpha.canaries.items() if word in text] == []
    assert alpha.sessions[EVERY] not in text
    assert not {"cookies", "data", "headers", "query_string", "env"} & set(
        event.get("request", {})
    )
    assert "user" not in event
