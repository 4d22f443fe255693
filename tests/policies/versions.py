"""Versions of the sample policy, brought into force by the ways of the product."""

from typing import Any

from policies import services
from policies.models import PolicyVersion
from tenants.people.models import User
from tests.policies.conftest import answer_all, let_pass
from tests.policies.contents import TEXT


def bring_into_force(
    officer: User, secretary: User, *, is_minor: bool = False, **changes: Any
) -> PolicyVersion:
    """A new draft of the last version (the sample text at first), changed, approved, in force."""
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
    sent = services.send_to_board(draft.pk, actor=officer)
    let_pass(sent, secretary)
    return services.record_approval(
        draft.pk,
        actor=secretary,
        body="مجلس الإدارة",
        session_ordinal=3,
        gregorian_date="09/02/2025",
    )
