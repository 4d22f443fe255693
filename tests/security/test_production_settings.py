"""The settings as a deployment reads them: in a process of its own, with HTTPS and nothing else set."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASKED = [
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "SESSION_COOKIE_DOMAIN",
    "SESSION_COOKIE_PATH",
    "SESSION_COOKIE_AGE",
    "SESSION_ENGINE",
    "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_HTTPONLY",
    "CSRF_COOKIE_DOMAIN",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "DEBUG",
    "PASSWORD_HASHERS",
    "SILAH_REQUIRE_SECOND_FACTOR",
    "SILAH_DEMO",
    "ALLAUTH_TRUSTED_PROXY_COUNT",
]
READ = f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {ASKED}}}
    | {{"BINDING": settings.DATABASES["default"]["OPTIONS"]["server_side_binding"]}}))
"""

READ_DATABASE = """
import json
from django.conf import settings
print(json.dumps(settings.DATABASES["default"]))
"""


def environment(**more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SILAH_ENV_FILE": os.devnull,
        "SECRET_KEY": base64.b64encode(os.urandom(48)).decode(),
        "SILAH_KEKS": "1:" + base64.b64encode(bytes(range(32))).decode(),
        "DATABASE_URL": os.environ["DATABASE_URL"],
        **more,
    }


def python(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (our own interpreter)
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def production() -> dict[str, object]:
    done = python("-c", READ)
    assert done.returncode == 0, done.stderr
    read: dict[str, object] = json.loads(done.stdout)
    return read


def test_cookies_belong_to_one_host_and_to_https(production: dict[str, object]) -> None:
    assert {name: production[name] for name in ASKED if "COOKIE" in name} == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_AGE": 12 * 3600,
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_DOMAIN": None,
    }


def test_everything_else_is_closed_without_being_asked(production: dict[str, object]) -> None:
    assert {name: production[name] for name in production if "COOKIE" not in name} == {
        "SESSION_ENGINE": "tenants.people.sessions",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "DEBUG": False,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "SILAH_REQUIRE_SECOND_FACTOR": True,
        "SILAH_DEMO": False,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 0,
        "BINDING": True,
    }


def test_no_request_waits_for_a_database_that_is_away_or_stuck() -> None:
    """Finding 11: with a black hole for a database a request failed in 3 seconds, not in 25."""
    done = python("-c", READ_DATABASE)
    assert done.returncode == 0, done.stderr

    database = json.loads(done.stdout)

    assert database["CONN_MAX_AGE"] == 0
    options = database["OPTIONS"]
    assert options["connect_timeout"] == 3
    assert options["tcp_user_timeout"] == 5000
    assert options["pool"]["timeout"] == 5
    assert options["options"].split(" -c ") == [
        "-c statement_timeout=15000",
        "lock_timeout=5000",
        "idle_in_transaction_session_timeout=30000",
    ]


def test_django_s_own_check_for_deployment_is_clean() -> None:
    done = python("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "SILAH_KEKS", "DATABASE_URL"])
def test_a_secret_that_is_missing_stops_the_service(name: str) -> None:
    done = python("-c", READ, **{name: ""})

    assert done.returncode == 1
    assert f"{name} is not set" in done.stderr
