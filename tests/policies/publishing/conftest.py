"""What was written is in the database's own words, and mails are in the outbox."""

import pytest
from django.urls import reverse

from policies import services
from policies.models import PolicyVersion
from tests.policies.conftest import answer_all
from tests.policies.contents import TEXT


def address(name, *args):
    return reverse(f"publishing:{name}", args=args, urlconf="config.urls_association")


@pytest.fixture
def anyone(site, association):
    return site(association)


@pytest.fixture
def next_version(in_force, officer, secretary):
    """A second version, in force; the first is superseded."""
    text = TEXT.replace("وحدة المتابعة", "مكتب الشكاوى")
    draft = services.paste_text(text, actor=officer)
    answer_all(draft, officer)
    services.send_to_board(draft.pk, actor=officer)
    services.record_approval(
        draft.pk,
        actor=secretary,
        body="مجلس الإدارة",
        session_number=7,
        gregorian_date="09/03/2025",
        chairman="صالح بن حمد العتيق",
    )
    return PolicyVersion.objects.get(pk=draft.pk)
