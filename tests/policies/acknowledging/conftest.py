"""Versions that ask for signatures, brought into force by the ways of the product."""

import pytest

from policies import services
from policies.content import AcknowledgementRule
from policies.models import PolicyVersion
from tests.policies.conftest import answer_all
from tests.policies.contents import TEXT

RULE = AcknowledgementRule(roles=("relations_officer", "auditor"), within_days=10)
ASKING = RULE.model_copy(
    update={"question": "كم مدة الرد على الشكوى؟", "answers": ("عشرة أيام عمل", "شهر", "سنة")}
)


@pytest.fixture
def bring_version(officer, secretary):
    """bring_version(acknowledgement=…, is_minor=…, **changes): one more version in force."""

    def bring(*, is_minor: bool = False, **changes):
        last = PolicyVersion.objects.order_by("-number").first()
        if last is None:
            draft = services.paste_text(TEXT, actor=officer)
        else:
            draft = services.draft_from_version(last.pk, actor=officer)
        content = draft.load_content().model_copy(update=changes)
        draft = services.edit_content(
            draft.pk, actor=officer, revision=draft.revision, content=content
        )
        PolicyVersion.objects.filter(pk=draft.pk).update(is_minor=is_minor)
        draft.refresh_from_db()
        answer_all(draft, officer)
        services.send_to_board(draft.pk, actor=officer)
        return services.record_approval(
            draft.pk,
            actor=secretary,
            body="مجلس الإدارة",
            session_ordinal=3,
            gregorian_date="09/02/2025",
        )

    return bring


@pytest.fixture
def relations(association, make_person):
    return make_person("relations_officer", name="هند")


@pytest.fixture
def auditor(association, make_person):
    return make_person("auditor", name="سعد")
