import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, sync_playwright

from tenants.models import Association
from tenants.provisioning import schema
from tenants.schemas import JOBS, OPERATORS, control_plane, entered
from tests.journeys.service import Service, running
from tests.journeys.visitor import Visitor

# Playwright keeps a loop running in this thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.silah.test 127.0.0.1",
]


@pytest.fixture(scope="module")
def browser_of_names() -> Iterator[Browser]:
    """A Chromium that finds every name under silah.test on this machine."""
    if not CHROMIUM.exists():
        pytest.fail(f"These tests need Debian's Chromium: apt-get install chromium ({CHROMIUM}).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def service(
    provisioned: tuple[Association, Association], django_db_blocker: pytest.FixtureRequest
) -> Iterator[Service]:
    """Real commits: everything that a journey left behind is swept afterwards."""
    with django_db_blocker.unblock():
        before = {association.pk for association in provisioned}
        with running() as service:
            yield service
        _sweep(before)
        connection.close()


def _sweep(kept: set[object]) -> None:
    with entered(JOBS), connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    with control_plane():
        made = list(Association.objects.exclude(pk__in=kept).order_by("pk"))
    for association in made:
        schema.drop(association)
        shutil.rmtree(Path(settings.MEDIA_ROOT) / str(association.pk), ignore_errors=True)
    with control_plane(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM tenants_association WHERE id = ANY(%s)", [[each.pk for each in made]]
        )
    with entered(OPERATORS), connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE people_user, audit_entries, django_session, attempt_counters CASCADE"
        )


@pytest.fixture
def visitor(browser_of_names: Browser, service: Service) -> Iterator[Callable[..., Visitor]]:
    """visitor("اسم", language): somebody with a browser of their own, with what they saw noted."""
    met: list[Visitor] = []

    def arrive(who: str, *, language: str, phone: bool = False) -> Visitor:
        context = browser_of_names.new_context(
            locale="ar-SA" if language == "ar" else "en-GB",
            timezone_id="Asia/Riyadh",
            viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 900},
        )
        context.set_default_timeout(15_000)
        somebody = Visitor(context.new_page(), service, who, language, met[-1].seen if met else [])
        met.append(somebody)
        return somebody

    yield arrive
    for somebody in met:
        somebody.leave()
        somebody.page.context.close()
    assert "\n".join(fault for somebody in met for fault in somebody.faults) == ""
