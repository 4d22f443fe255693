"""Everything that changes a service request, one function per thing that people mean to do.

Each locks the case, checks who may (core.service_requests.rules), steps the workflow, and writes
change, timeline, audit and jobs in one transaction.
"""

from core.service_requests.services.appeals import appeal
from core.service_requests.services.completion import (
    add_document,
    beneficiary_adds_document,
    beneficiary_replies,
    complete_step,
    mark_complete,
    mark_missing,
    reopen_step,
    set_step_aside,
    settle_missing,
)
from core.service_requests.services.daily import (
    add_note,
    assign,
    assign_by_rule,
    change_priority,
    log_contact,
    mark_read,
)
from core.service_requests.services.decision import (
    close,
    decide,
    refer_to_research,
    return_from_research,
    send_to_decision_body,
    withdraw,
)
from core.service_requests.services.delivery import (
    Instalment,
    deliver,
    end_service,
    hand_over,
    plan_deliveries,
    start_delivery,
    take_back,
)
from core.service_requests.services.intake import receive_request
from core.service_requests.services.tracking import reissue_tracking_code
from core.service_requests.services.waits import (
    answer_statute,
    extend_deadline,
    outside_body_answered,
    take_breach,
    take_data_request,
    wait_for_outside_body,
)

__all__ = [
    "Instalment",
    "add_document",
    "add_note",
    "answer_statute",
    "appeal",
    "assign",
    "assign_by_rule",
    "beneficiary_adds_document",
    "beneficiary_replies",
    "change_priority",
    "close",
    "complete_step",
    "decide",
    "deliver",
    "end_service",
    "extend_deadline",
    "hand_over",
    "log_contact",
    "mark_complete",
    "mark_missing",
    "mark_read",
    "outside_body_answered",
    "plan_deliveries",
    "receive_request",
    "refer_to_research",
    "reissue_tracking_code",
    "reopen_step",
    "return_from_research",
    "send_to_decision_body",
    "set_step_aside",
    "settle_missing",
    "start_delivery",
    "take_back",
    "take_breach",
    "take_data_request",
    "wait_for_outside_body",
    "withdraw",
]
