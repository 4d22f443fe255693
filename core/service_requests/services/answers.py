"""What was filled in is corrected by staff; what stood there before is kept with it."""

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.actors import Actor, name_of
from core.cases.enums import EventName, MissingKind
from core.cases.models import Case
from core.cases.papers import settle
from core.cases.recording import record_event
from core.request_types.content import TypeContent
from core.request_types.queries import content_of
from core.service_requests import rules
from core.service_requests.services.changes import locked_request
from foundation import clock
from foundation.errors import WrongState


class AnswersChanged(WrongState):
    code = "answers_changed"
    message = _(
        "Somebody else changed these answers meanwhile. Below is what stands there now; save again to replace it."
    )


class NothingToCorrect(WrongState):
    code = "nothing_to_correct"
    message = _("This request was not made on a form.")


@transaction.atomic
def correct_answers(
    case_id: uuid.UUID,
    *,
    actor: Actor,
    revision: int,
    answers: Mapping[str, Any],
    amount_asked: Decimal | None,
) -> Case:
    """`answers` as core.request_types stores them; files that came stay. Raises AnswersChanged."""
    case = locked_request(case_id)
    rules.check_can_correct_answers(actor, case)
    if case.request_type is None:
        raise NothingToCorrect
    if revision != case.revision:
        raise AnswersChanged
    content = content_of(case.request_type)
    stored: dict[str, Any] = dict(case.answers or {"fields": {}})
    before, after = stored["fields"], _with_files(content, stored["fields"], answers["fields"])
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    if not changed:
        return case
    past = {
        "at": clock.now().isoformat(),
        "by": name_of(actor),
        "fields": {key: before.get(key) for key in changed},
    }
    case.answers = {
        **stored,
        **answers,
        "fields": after,
        "earlier": [*stored.get("earlier", []), past],
    }
    case.revision += 1
    if content.amount_field is not None:
        case.amount_asked = amount_asked
    case.save(update_fields=["answers", "revision", "amount_asked"])
    _settle_answered(case, content, after, actor)
    record_event(case, EventName.DETAILS_CHANGED, actor=actor, details={"fields": sorted(changed)})
    return case


def _with_files(
    content: TypeContent, before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    """In the order of the form; documents are added elsewhere, and stay."""
    kept = {key: value for key, value in before.items() if _is_file(content, key)}
    merged = {**kept, **after}
    return {field.key: merged[field.key] for field in content.fields if field.key in merged}


def _is_file(content: TypeContent, key: str) -> bool:
    field = content.field(key)
    return field is not None and field.kind == "file"


def _settle_answered(
    case: Case, content: TypeContent, given: Mapping[str, Any], actor: Actor
) -> None:
    """What was listed as an open question, and has its answer now."""
    answered = {field.label.ar for field in content.fields if field.key in given}
    items = case.missing_items.filter(provided_at=None, kind=MissingKind.ANSWER)
    for item in items.order_by("pk"):
        if item.label in answered:
            settle(item, actor=actor)
