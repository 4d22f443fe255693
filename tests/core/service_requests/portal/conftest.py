"""A visitor's browser at an association whose policy is in force, and what they type."""

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from core.cases.models import Case
from tenants.models import Association
from tests.core.requests import IDENTITY, receive

STROKES = "[[[10, 10], [120, 60], [200, 20], [280, 90]], [[40, 80], [300, 85]]]"
REQUEST, FOLLOW, CASE = "/request/", "/follow/", "/follow/case/"


@pytest.fixture(autouse=True)
def no_files_left(association: Association) -> Iterator[None]:
    yield
    shutil.rmtree(Path(settings.MEDIA_ROOT) / str(association.pk), ignore_errors=True)


@pytest.fixture
def visitor(governed: Association, site: Callable[..., Client]) -> Client:
    return site(governed)


@pytest.fixture
def received(governed: Association) -> tuple[Case, str]:
    """A request from the portal, and its tracking code."""
    received = receive()
    return received.case, received.tracking_code or ""


@pytest.fixture
def follower(visitor: Client, received: tuple[Case, str]) -> Client:
    """A browser in which the request is open."""
    visitor.post(FOLLOW, {"code": received[1]})
    return visitor


def typed(**values: Any) -> dict[str, Any]:
    """What a careful person fills in."""
    filled = {
        "name": "نورة بنت سالم",
        "identity_number": IDENTITY,
        "mobile": "0551234567",
        "email": "",
        "reply_channel": "portal",
        "subject": "مساعدة في الإيجار",
        "description": "تأخرت في دفع الإيجار شهرين",
        "truth": "on",
        "operation": "0b7e2a2e-5a3c-4a53-9a0e-1c1f2f8f3a11",
        "signature": STROKES,
    }
    return filled | values


def photo(name: str = "id.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def program(name: str = "id.png") -> SimpleUploadedFile:
    """It says that it is a picture."""
    return SimpleUploadedFile(name, b"MZ\x90\x00\x03 a program", "image/png")
