"""One pair of worlds per module, in a transaction that is rolled back at its end."""

import io
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from core import rules
from foundation.privacy import RedactingFilter
from tenants.models import Association
from tests.isolation.world import World, build, undone

ALPHA_WORDS, BETA_WORDS = ("زنبقيمتلا", "zanbaqlily"), ("قرمزبنفسج", "qirmizviolet")


@pytest.fixture(scope="module")
def log() -> Iterator[io.StringIO]:
    """What the console would show, from before the associations have anybody to speak of."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.fixture(scope="module")
def worlds(
    provisioned: tuple[Association, Association],
    log: io.StringIO,
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[tuple[World, World]]:
    assert rules._providers, "the policies app gives the rules"
    with django_db_blocker.unblock():
        with undone():
            yield (
                build(provisioned[0], *ALPHA_WORDS, 107_654_321),
                build(provisioned[1], *BETA_WORDS, 209_876_543),
            )
        connection.close()
    for association in provisioned:
        shutil.rmtree(Path(settings.MEDIA_ROOT) / str(association.pk), ignore_errors=True)


@pytest.fixture(scope="module")
def alpha(worlds: tuple[World, World]) -> World:
    return worlds[0]


@pytest.fixture(scope="module")
def beta(worlds: tuple[World, World]) -> World:
    return worlds[1]
