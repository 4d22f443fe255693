"""Everything that changes a service request, one function per thing that people mean to do.

Each checks who may (core.service_requests.rules), steps the workflow, and writes change, timeline, audit and jobs in one
transaction. `actor` is a core.cases.actors.Actor; pages ask `foundation.access.reason(rules.check_can_x, actor, case)` first.
Signatures (full code in the modules of this package):

receive_request(*, channel_key, subject, description, beneficiary_data: BeneficiaryData, documents=(), declaration=None,
                registered_by: Actor | None, reply_channel, register_number="", received_at=None, operation_id=None) -> Received
mark_missing(case_id, *, actor, documents: Sequence[str] = (), question: str = "") -> Case
settle_missing(case_id, *, actor, item_id, note="") -> Case            staff: it came on paper, or is not needed
add_document(case_id, *, actor, document: NewDocument, item_id=None) -> Case
beneficiary_adds_document(case_id, *, document: NewDocument, item_id=None) -> Case
beneficiary_replies(case_id, *, text) -> Case
mark_complete(case_id, *, actor) -> Case
complete_step(case_id, *, actor, item_id, note="") -> Case
reopen_step(case_id, *, actor, item_id) -> Case
refer_to_research(case_id, *, actor, note="") -> Case
return_from_research(case_id, *, actor, findings) -> Case
send_to_decision_body(case_id, *, actor, note="") -> Case
decide(case_id, *, actor, outcome: Outcome, reason="", early_reason="") -> Case
start_delivery(case_id, *, actor, note="") -> Case
deliver(case_id, *, actor, note="") -> Case
close(case_id, *, actor, note="") -> Case
withdraw(case_id, *, actor: Actor | None, reason="") -> Case            None: the beneficiary, by tracking code
assign(case_id, *, actor, assignee: User | None) -> Case
add_note(case_id, *, actor, text) -> CaseEvent
log_contact(case_id, *, actor, direction: ContactDirection, channel: ReplyChannel, summary) -> CaseEvent
"""
