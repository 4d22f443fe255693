"""Whoever complains, at a browser, and what they type."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from core.cases.models import Case
from core.complaints.enums import Confidentiality
from foundation import codes
from tenants.models import Association
from tests.core.complaints import cases
from tests.core.complaints.cases import Cast

COMPLAIN, FOLLOW, CASE = "/complain/", "/follow/", "/follow/complaint/"
STROKES = "[[[10, 10], [120, 60], [200, 20], [280, 90]], [[40, 80], [300, 85]]]"


@pytest.fixture(autouse=True)
def no_files_left(association: Association) -> Iterator[None]:
    yield
    shutil.rmtree(Path(settings.MEDIA_ROOT) / str(association.pk), ignore_errors=True)


@pytest.fixture
def visitor(governed: Association, site: Callable[..., Client]) -> Client:
    return site(governed)


@pytest.fixture
def open_by_code(visitor: Client) -> Callable[[str], Client]:
    def show(code: str) -> Client:
        answer = visitor.post(FOLLOW, {"code": code})
        assert answer["Location"] == CASE
        return visitor

    return show


@pytest.fixture
def follower(cast: Cast, open_by_code: Callable[[str], Client]) -> tuple[Client, Case]:
    """A browser in which an anonymous complaint is open, which an officer has."""
    received = cases.receive(confidentiality=Confidentiality.ANONYMOUS)
    return open_by_code(codes.display(received.tracking_code or "")), received.case


def typed(**values: Any) -> dict[str, Any]:
    """What is filled in of an anonymous complaint."""
    filled = {
        "confidentiality": "anonymous",
        "subject_key": "delay",
        "text": "وُعدت بسلة غذائية قبل شهر ولم تصل",
        "about_words": "قسم التوزيع",
        "wanted": "أن تصل",
        "reply_channel": "portal",
        "operation": "0b7e2a2e-5a3c-4a53-9a0e-1c1f2f8f3a11",
    }
    return filled | values


def text_of(response: Any) -> str:
    text: str = response.content.decode()
    return text
