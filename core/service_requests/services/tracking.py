"""A new tracking code for who lost theirs: the old one stops."""

import uuid

from django.db import transaction

from core.actors import Actor
from core.cases.enums import EventName
from core.cases.recording import record_event
from core.service_requests import rules
from core.service_requests.intake import Received
from core.service_requests.services.changes import locked_request
from foundation import codes


@transaction.atomic
def reissue_tracking_code(case_id: uuid.UUID, *, actor: Actor) -> Received:
    """Known now only, as at reception. Whoever follows the request by the old code must ask again."""
    case = locked_request(case_id)
    rules.check_can_reissue_code(actor, case)
    code = codes.new_code()
    case.tracking_index = codes.code_hash(code)
    case.save(update_fields=["tracking_index"])
    record_event(case, EventName.SLIP_PRINTED, actor=actor, details={"new_code": True})
    return Received(case, code)
