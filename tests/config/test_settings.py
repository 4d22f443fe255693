"""Each variable is documented; what a setting promises reaches the answer."""

import logging
import re
from pathlib import Path

from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
READERS = ("platform/config/settings.py", "platform/config/env.py", "deploy/gunicorn.conf.py")


def test_every_variable_is_in_the_documentation_and_none_besides():
    read = "".join((ROOT / path).read_text(encoding="utf-8") for path in READERS)
    rows = re.findall(
        r"^\|([^|]+)\|", (ROOT / "docs/settings.md").read_text("utf-8"), re.MULTILINE
    )

    documented = set(re.findall(r"`([A-Z_]+)`", "".join(rows)))
    used = set(re.findall(r'(?:env_\w+|environ\.get)\(\s*"([A-Z_]+)"', read))

    assert documented == used


def test_no_other_site_may_frame_our_pages(db):
    answer = Client(headers={"host": "silah.test"}).get("/")

    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_each_job_handed_over_is_no_news() -> None:
    assert [
        (level, logging.getLogger("procrastinate.jobs").isEnabledFor(level))
        for level in (logging.INFO, logging.WARNING)
    ] == [(logging.INFO, False), (logging.WARNING, True)]
