"""Every address of the service: who may open it, by which methods, and what it answers.

A new address needs one line here. Its arguments are filled by name from ARGUMENTS: add a line there,
and the value in world.py, for an argument that no other address has.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from operators.roles import OperatorPermission
from tenants.people.access import PUBLIC, SIGNED_IN
from tenants.people.roles import Permission
from tests.isolation.world import World

P, Operator = Permission, OperatorPermission
GET, POST = ("GET",), ("POST",)
FORM = ("GET", "POST")
Bodies = Callable[[World], list[dict[str, Any]]]


def nothing(other: World) -> list[dict[str, Any]]:
    return []


@dataclass(frozen=True, slots=True)
class Page:
    """`access`: PUBLIC, SIGNED_IN, or the permissions of which one is enough.

    `foreign`: what it answers to another association's id; `own`: to a GET by who may.
    `search`: names of query fields; `bodies`: what to post that names the other's things;
    `stands_for`: where an argument's name means another thing than elsewhere.
    """

    access: str | tuple[str, ...]
    methods: tuple[str, ...] = GET
    foreign: tuple[int, ...] = (404,)
    own: tuple[int, ...] = (200,)
    search: tuple[str, ...] = ()
    bodies: Bodies = nothing
    stands_for: Mapping[str, str] = field(default_factory=dict)

    @property
    def opened_by(self) -> tuple[str, ...]:
        return (self.access,) if isinstance(self.access, str) else self.access


@dataclass(frozen=True, slots=True)
class Account:
    """A page of django-allauth; what a GET answers to a stranger and to who is signed in."""

    stranger: int
    person: int
    ends_session: bool = False


@dataclass(frozen=True, slots=True)
class Api:
    """Permissions by method; who carries no key of this association gets 401."""

    required: Mapping[str, tuple[str, ...]]
    search: tuple[str, ...] = ()
    bodies: Bodies = nothing


@dataclass(frozen=True, slots=True)
class Machine:
    """For programs without a key: health, the API's description. It tells nothing of anybody."""

    own: tuple[int, ...] = (200,)


Rule = Page | Account | Api | Machine

# Of arguments, those that are no ids: every association, and every whole, has the same.
WORDS = {"field_key", "proof", "provider", "action"}

# What stands for each argument of an address: all values that an association has for it.
ARGUMENTS: dict[str, Callable[[World], list[Any]]] = {
    name: lambda world, name=name: world.ids[name]  # type: ignore[misc]
    for name in (
        "case_id",
        "version_id",
        "comment_id",
        "ballot",
        "import_id",
        "batch_id",
        "user_id",
        "invitation_id",
        "token_id",
        "token",
        "document_id",
        "file_id",
        "visit_id",
        "item_id",
        "delivery_id",
        "proof",
        "step_id",
        "clock_id",
        "notice_id",
        "template_id",
        "uidb36",
        "key",
        "association_id",
        "number",
        "type_id",
        "field_key",
        "person_id",
        "person_file_id",
        "other_id",
        "related_id",
        "consent_id",
        "paper_id",
        "merge_id",
        "subscription",
        "invoice_id",
        "mail_id",
        "attachment",
        "message_id",
        "call_id",
        "letter_id",
        "hook_token",
        "provider",
        "session_id",
        "agenda_item_id",
        "seat_id",
        "programme_id",
        "entry_key",
        "entry_id",
        "inquiry_id",
        "information_subscription",
        "round_id",
        "answer_id",
        "survey_token",
        "complaint_id",
        "complaint_file_id",
        "record_id",
        "action_id",
        "receipt_key",
        "poster_code",
    )
}

# The same in every association.
ARGUMENTS["action"] = lambda world: ["note"]
ARGUMENTS["ladder"] = lambda world: ["notify"]
ARGUMENTS["officer_key"] = lambda world: ["0000000000000000"]
ARGUMENTS["question_key"] = lambda world: ["satisfied"]

ACCOUNTS: dict[str, Rule] = {
    "account_login": Account(200, 302),
    "account_logout": Account(302, 200, ends_session=True),
    "account_inactive": Account(200, 200),
    "account_signup": Account(200, 302),
    "account_reauthenticate": Account(302, 200),
    "account_email": Account(302, 200),
    "account_email_verification_sent": Account(302, 302),
    "account_change_password": Account(302, 200, ends_session=True),
    "account_set_password": Account(302, 302),
    "account_reset_password": Account(200, 200),
    "account_confirm_login_code": Account(302, 302),
    "account_reset_password_from_key": Account(200, 200),
    "account_reset_password_from_key_done": Account(200, 200),
    "account_reset_password_done": Account(200, 200),
    "mfa_index": Account(302, 200),
    "mfa_authenticate": Account(302, 302),
    "mfa_reauthenticate": Account(302, 302),
    "mfa_activate_totp": Account(302, 302),
    "mfa_deactivate_totp": Account(302, 404),
    "mfa_view_recovery_codes": Account(302, 404),
    "mfa_generate_recovery_codes": Account(302, 302),
    "mfa_download_recovery_codes": Account(302, 404),
    "my_account": Page(SIGNED_IN, FORM),
    "ui:language": Page(PUBLIC, POST),
    "healthz": Machine(),
}

PEOPLE: dict[str, Rule] = {
    "people:list": Page(P.MANAGE_PEOPLE),
    "people:invite": Page(P.MANAGE_PEOPLE, FORM),
    "people:withdraw_invitation": Page(P.MANAGE_PEOPLE, POST),
    "people:person": Page(P.MANAGE_PEOPLE, FORM),
    "people:place": Page(
        P.MANAGE_PEOPLE,
        POST,
        bodies=lambda other: [{"unit": "x", "manager": str(other.ids["user_id"][0])}],
    ),
    "people:deactivate": Page(P.MANAGE_PEOPLE, POST),
    "people:reactivate": Page(P.MANAGE_PEOPLE, POST),
    "people:tokens": Page(P.MANAGE_TOKENS),
    "people:issue_token": Page(P.MANAGE_TOKENS, FORM),
    "people:revoke_token": Page(P.MANAGE_TOKENS, POST),
    "invitation": Page(PUBLIC, FORM),
}

SIGNATURES = (P.EDIT_POLICIES, P.RECORD_APPROVAL, P.VIEW_REPORTS)

DECIDING = (P.EDIT_POLICIES, P.RECORD_APPROVAL)
WHAT_IF = (*DECIDING, P.VIEW_REPORTS)

POLICIES: dict[str, Rule] = {
    "policies:list": Page(P.VIEW_POLICIES),
    "policies:new": Page(P.EDIT_POLICIES, FORM),
    "policies:presets": Page(P.EDIT_POLICIES, search=("preset",)),
    "policies:begin_preset": Page(P.EDIT_POLICIES, POST),
    "policies:import": Page(P.EDIT_POLICIES),
    "policies:import_progress": Page(P.EDIT_POLICIES),
    "policies:import_retry": Page(P.EDIT_POLICIES, POST),
    "policies:import_cancel": Page(P.EDIT_POLICIES, POST),
    "policies:version": Page(P.VIEW_POLICIES),
    "policies:reading": Page(P.VIEW_POLICIES),
    "policies:accept": Page(P.EDIT_POLICIES, POST),
    "policies:fix": Page(P.EDIT_POLICIES, POST),
    "policies:edit": Page(P.EDIT_POLICIES, FORM, own=(200, 302)),
    "policies:autosave": Page(P.EDIT_POLICIES, POST),
    "policies:preview": Page(P.EDIT_POLICIES, POST),
    "policies:presence": Page(P.EDIT_POLICIES, POST),
    "policies:undo": Page(P.EDIT_POLICIES, POST),
    "policies:redo": Page(P.EDIT_POLICIES, POST),
    "policies:compare": Page(P.VIEW_POLICIES, search=("with",)),
    "policies:discard": Page(P.EDIT_POLICIES, POST),
    "policies:new_from": Page(P.EDIT_POLICIES, POST),
    "policies:source": Page(P.VIEW_POLICIES, own=(200, 404)),
    "policies:send": Page(P.EDIT_POLICIES, FORM, own=(200, 302)),
    "policies:withdraw": Page(P.EDIT_POLICIES, POST),
    "policies:approve": Page(P.RECORD_APPROVAL, FORM, own=(200, 302)),
    "policies:into_force": Page(P.RECORD_APPROVAL, POST),
    "policies:minutes": Page(P.VIEW_POLICIES, own=(200, 404)),
    "policies:vote": Page(PUBLIC, FORM),
    "policies:let_pass": Page(P.RECORD_APPROVAL, POST),
    "policies:plan": Page(P.RECORD_APPROVAL, FORM, own=(200, 302)),
    "policies:circulate": Page(P.RECORD_APPROVAL, FORM, own=(200, 302)),
    "policies:close_vote": Page(P.RECORD_APPROVAL, FORM, own=(200, 302)),
    "policies:call_off_vote": Page(P.RECORD_APPROVAL, POST),
    "policies:review": Page(P.VIEW_POLICIES),
    "policies:comment": Page(P.VIEW_POLICIES, POST),
    "policies:resolve": Page(P.EDIT_POLICIES, POST),
    "policies:open_cases": Page(DECIDING),
    "policies:open_cases_csv": Page(DECIDING),
    "policies:what_if": Page(WHAT_IF, search=("promise",)),
    "policies:what_if_csv": Page(WHAT_IF),
    "policies:what_if_json": Page(WHAT_IF),
    "acknowledging:sign": Page(
        SIGNED_IN, FORM, bodies=lambda other: [{"version": str(other.ids["version_id"][0])}]
    ),
    "acknowledging:coverage": Page(SIGNATURES, own=(200, 404)),
    "acknowledging:evidence": Page(SIGNATURES, own=(200, 404)),
    "acknowledging:export": Page(SIGNATURES, own=(200, 404)),
    "acknowledging:remind": Page((P.EDIT_POLICIES, P.RECORD_APPROVAL), POST),
    "publishing:policy": Page(PUBLIC),
    "publishing:json": Page(PUBLIC),
    # Versions have numbers, not ids: the same number is one's own version.
    "publishing:version": Page(PUBLIC, foreign=(200,)),
    "publishing:version_json": Page(PUBLIC, foreign=(200,)),
    "publishing:canonical": Page(PUBLIC, foreign=(200,)),
    "publishing:pdf": Page(PUBLIC, foreign=(202,), own=(202,)),
    "publishing:docx": Page(PUBLIC, foreign=(200,)),
    "publishing:embed": Page(PUBLIC),
    "publishing:badge": Page(PUBLIC),
    "publishing:for_your_site": Page(P.VIEW_POLICIES),
    "publishing:updates": Page(PUBLIC, FORM),
    "publishing:confirm": Page(PUBLIC, FORM, stands_for={"token": "subscription"}),
    "publishing:stop": Page(PUBLIC, FORM, stands_for={"token": "subscription"}),
}

CALENDAR: dict[str, Rule] = {
    "calendar:overview": Page(P.VIEW_POLICIES),
    "calendar:week": Page(P.EDIT_CALENDAR, FORM),
    "calendar:add_days": Page(P.EDIT_CALENDAR, FORM),
    "calendar:remove_days": Page(P.EDIT_CALENDAR, POST),
    "calendar:special_hours": Page(P.EDIT_CALENDAR, FORM),
    "calendar:remove_special_hours": Page(P.EDIT_CALENDAR, POST),
    "calendar:holidays": Page(P.EDIT_CALENDAR, POST),
}

SETTINGS: dict[str, Rule] = {
    "settings:hub": Page((P.MANAGE_SETTINGS, P.EDIT_REQUEST_TYPES)),
    "escalation:ladders": Page(P.MANAGE_SETTINGS),
    "escalation:ladder": Page(
        P.MANAGE_SETTINGS,
        FORM,
        foreign=(200, 400),
        bodies=lambda other: [
            {"revision": "0", "at50-people": str(other.people["relations_officer"].pk)}
        ],
    ),
    "escalation:follow_common": Page(P.MANAGE_SETTINGS, POST, foreign=(302,)),
}

MAIL: dict[str, Rule] = {
    "mailroom:inbox": Page(P.HANDLE_CASES, search=("state",)),
    "mailroom:mail": Page(P.HANDLE_CASES, search=("search",)),
    "mailroom:raw": Page(P.HANDLE_CASES),
    "mailroom:attachment": Page(P.HANDLE_CASES, own=(200, 404)),
    "mailroom:file": Page(P.HANDLE_CASES, FORM, own=(302,)),
    "mailroom:open": Page(P.HANDLE_CASES, FORM, own=(302,)),
    "mailroom:set_aside": Page(P.HANDLE_CASES, FORM, own=(302,)),
    "mailroom:take_out": Page(P.HANDLE_CASES, FORM, own=(302,)),
    "mailroom:write": Page((P.VIEW_CASES, P.VIEW_OWN_INTAKES), FORM, search=("template",)),
    "mailroom:send_again": Page((P.VIEW_CASES, P.VIEW_OWN_INTAKES), POST),
    "mailroom:settings": Page(P.MANAGE_SETTINGS, FORM),
}

BY_HAND = (
    P.DECIDE_CASES, P.DELIVER_CASES, P.HANDLE_CASES, P.REGISTER_CASES, P.RESEARCH_CASES,
    P.HANDLE_COMPLAINTS,
)  # fmt: skip
MESSAGES: dict[str, Rule] = {
    "outbox:calls": Page(BY_HAND),
    "outbox:call": Page(BY_HAND, FORM, own=(200, 404), stands_for={"message_id": "call_id"}),
    "outbox:letters": Page(BY_HAND, search=("posted",)),
    "outbox:letter": Page(BY_HAND, FORM, own=(200, 404), stands_for={"message_id": "letter_id"}),
    "outbox:sms": Page(P.MANAGE_SETTINGS, FORM),
    "outbox:whatsapp": Page(P.MANAGE_SETTINGS, FORM),
    "outbox:sending": Page(P.MANAGE_SETTINGS, FORM),
    "desk:message_letter": Page(BY_HAND, own=(200, 404), stands_for={"message_id": "letter_id"}),
    # The token is its association's own, so another's opens nothing.
    "hooks:messages": Page(PUBLIC, FORM, stands_for={"token": "hook_token"}),
}

TYPES: dict[str, Rule] = {
    "types:list": Page(P.EDIT_REQUEST_TYPES),
    "types:new": Page(P.EDIT_REQUEST_TYPES, FORM),
    "types:version": Page(P.EDIT_REQUEST_TYPES, FORM),
    "types:draft": Page(P.EDIT_REQUEST_TYPES, POST),
    "types:copy": Page(P.EDIT_REQUEST_TYPES, FORM),
    "types:move": Page(P.EDIT_REQUEST_TYPES, POST),
    "types:compare": Page(P.EDIT_REQUEST_TYPES),
    "types:publish": Page(P.EDIT_REQUEST_TYPES, POST),
    "types:withdraw": Page(P.EDIT_REQUEST_TYPES, POST),
    "types:discard": Page(P.EDIT_REQUEST_TYPES, POST),
    "types:preview": Page(P.EDIT_REQUEST_TYPES, FORM),
    "types:new_field": Page(P.EDIT_REQUEST_TYPES, FORM, own=(302,)),
    "types:field": Page(P.EDIT_REQUEST_TYPES, FORM, own=(200, 302)),
    "types:move_field": Page(P.EDIT_REQUEST_TYPES, POST),
    "types:remove_field": Page(P.EDIT_REQUEST_TYPES, POST),
}

IMPORTS: dict[str, Rule] = {
    "case_imports:list": Page(P.IMPORT_CASES, FORM),
    "case_imports:template": Page(P.IMPORT_CASES),
    "case_imports:template_csv": Page(P.IMPORT_CASES),
    "case_imports:import": Page(P.IMPORT_CASES, search=("only",)),
    "case_imports:columns": Page(P.IMPORT_CASES, FORM, own=(200, 302)),
    "case_imports:progress": Page(P.IMPORT_CASES),
    "case_imports:mend": Page(P.IMPORT_CASES),
    "case_imports:start": Page(P.IMPORT_CASES, POST),
    "case_imports:go_on": Page(P.IMPORT_CASES, POST),
    "case_imports:undo": Page(P.IMPORT_CASES, FORM),
}

SEE = (P.VIEW_CASES, P.VIEW_OWN_INTAKES)
WORK = (P.REGISTER_CASES, P.HANDLE_CASES, P.RESEARCH_CASES, P.DECIDE_CASES, P.DELIVER_CASES)


def _events_about(other: World) -> list[dict[str, Any]]:
    return [
        {"event": "settle_missing", "item_id": str(other.ids["item_id"][0])},
        {"event": "complete_step", "item_id": str(other.ids["step_id"][0])},
        {"event": "set_step_aside", "item_id": str(other.ids["step_id"][0]), "reason": "x"},
        {"event": "reopen_step", "item_id": str(other.ids["step_id"][0])},
    ]


def step(**options: Any) -> Page:
    """What is done to a request: a form that is posted; a GET leads back to the request's page."""
    return Page(SEE, FORM, own=(302,), **options)


DESK: dict[str, Rule] = {
    "desk:inbox": Page(SIGNED_IN, own=(200, 302), search=("search", "channel", "assignee")),
    "desk:register": Page(
        P.REGISTER_CASES,
        FORM,
        bodies=lambda other: [{"beneficiary": str(other.ids["beneficiary_id"][0])}],
    ),
    "desk:matches": Page(
        P.REGISTER_CASES,
        POST,
        bodies=lambda other: [
            {
                "name": other.shown["beneficiary name"][:-3],
                "identity_number": other.shown["identity number"],
                "mobile": other.shown["mobile"],
                "email": other.shown["beneficiary e-mail"],
                "beneficiary": str(other.ids["beneficiary_id"][0]),
            }
        ],
    ),
    "desk:intake_fields": Page(P.REGISTER_CASES, POST),
    "desk:answers": Page(SEE, FORM, own=(200, 302, 404)),
    "desk:bulk": Page(
        SEE,
        POST,
        bodies=lambda other: [{"do": "note", "note": "x", "case": str(other.ids["case_id"][0])}],
    ),
    "desk:export_csv": Page(SEE, search=("search", "case", "assignee")),
    "desk:export_xlsx": Page(SEE, search=("search", "case", "assignee")),
    "desk:print_list": Page(SEE, search=("search", "case", "assignee")),
    "desk:save_view": Page(SEE, POST),
    "desk:change_view": Page(SEE, POST),
    "desk:assignment_settings": Page(P.MANAGE_SETTINGS, FORM),
    "desk:away": Page(SEE, FORM),
    "desk:assign_by_rule": step(),
    "desk:templates": Page(P.MANAGE_SETTINGS, FORM),
    "desk:template": Page(P.MANAGE_SETTINGS, FORM),
    "desk:letter": Page(SEE, FORM),
    "desk:leaving": Page(SEE),
    "desk:others": Page(SEE),
    "desk:mentions": Page(SEE, search=("q",)),
    "desk:change_priority": step(),
    "desk:case": Page(SEE),
    "desk:why_this_date": Page(SEE),
    "desk:document": Page(SEE),
    "desk:tick": step(stands_for={"item_id": "step_id"}),
    "desk:set_aside": step(stands_for={"item_id": "step_id"}),
    "desk:settle": step(),
    "desk:mark_missing": step(),
    "desk:mark_complete": step(),
    "desk:refer": step(),
    "desk:return_from_research": step(),
    "desk:send_to_decision_body": step(),
    "desk:decide": step(),
    "desk:start_delivery": step(),
    "desk:deliver": step(),
    "desk:close": step(),
    "desk:withdraw": step(),
    "desk:appeal": step(),
    "desk:wait_outside": step(),
    "desk:outside_answered": step(),
    "desk:data_request": step(),
    "desk:data_answered": step(),
    "desk:data_extended": step(),
    "desk:breach": step(),
    "desk:breach_told": step(),
    "desk:appeal_settings": Page(P.MANAGE_SETTINGS, FORM),
    "desk:delivery": Page(SEE),
    "desk:plan": step(),
    "desk:end_service": step(),
    "desk:hand_over": step(),
    "desk:take_back": step(),
    "desk:proof": Page(SEE, own=(200, 404)),
    "desk:assign": step(
        bodies=lambda other: [{"assignee": str(other.people["relations_officer"].pk)}]
    ),
    "desk:add_note": step(),
    "desk:log_contact": step(),
    "desk:add_document": step(
        bodies=lambda other: [{"item": str(other.ids["item_id"][0]), "purpose": "x"}]
    ),
    "notices:list": Page(SIGNED_IN),
    "notices:read": Page(SIGNED_IN, POST),
    "notices:read_all": Page(SIGNED_IN, POST),
    "desk:slip": Page(SEE),
    "desk:my_visits": Page(P.RESEARCH_CASES),
    "desk:paper_new": Page(P.REGISTER_CASES, FORM),
    # A letter that is not registered yet is its scanner's alone: only their session names its files.
    "desk:paper": Page(P.REGISTER_CASES, own=(404,), stands_for={"paper_id": "file_id"}),
    "desk:paper_page": Page(
        P.REGISTER_CASES,
        own=(404,),
        stands_for={"paper_id": "file_id", "scan": "number", "page": "number"},
    ),
    "desk:plan_visit": Page(SEE, FORM),
    "desk:visit": Page(SEE),
    "desk:visit_social": Page(P.VIEW_SOCIAL_FILES, FORM),
    "desk:cancel_visit": Page(SEE, POST),
    "desk:slip_code": Page(SEE, POST),
    "reports:executive": Page(P.VIEW_REPORTS),
    "reports:cases": Page(P.VIEW_REPORTS, search=("channel",)),
}


EDIT_PEOPLE = P.EDIT_BENEFICIARIES
# A delegate opens the files of own intakes only; what was merged away leads on, so a merge with oneself goes back.
FILES: dict[str, Rule] = {
    "beneficiaries:search": Page(SEE, search=("q",)),
    "beneficiaries:list": Page(SEE, search=("search", "category")),
    "beneficiaries:export_csv": Page(P.VIEW_CASES, search=("search",)),
    "beneficiaries:export_xlsx": Page(P.VIEW_CASES, search=("search",)),
    "beneficiaries:expiring": Page(SEE),
    "beneficiaries:duplicates": Page(P.MERGE_BENEFICIARIES),
    "beneficiaries:categories": Page(P.MANAGE_SETTINGS, FORM),
    "beneficiaries:person": Page(SEE, own=(200, 404)),
    "beneficiaries:reveal": Page(SEE, POST),
    "beneficiaries:edit": Page(EDIT_PEOPLE, FORM),
    "beneficiaries:print": Page(SEE, own=(200, 404)),
    "beneficiaries:cases": Page(SEE, own=(200, 404)),
    "beneficiaries:history": Page(P.VIEW_CASES),
    "beneficiaries:household": Page(SEE, own=(200, 404)),
    "beneficiaries:add_related": Page(EDIT_PEOPLE, FORM),
    "beneficiaries:edit_related": Page(EDIT_PEOPLE, FORM),
    "beneficiaries:end_related": Page(EDIT_PEOPLE, POST),
    "beneficiaries:documents": Page(SEE, own=(200, 404)),
    "beneficiaries:add_document": Page(EDIT_PEOPLE, POST),
    "beneficiaries:replace_document": Page(EDIT_PEOPLE, POST),
    "beneficiaries:file": Page(SEE, own=(200, 404), stands_for={"file_id": "person_file_id"}),
    "beneficiaries:consents": Page(SEE, own=(200, 404)),
    "beneficiaries:add_consent": Page(EDIT_PEOPLE, POST),
    "beneficiaries:withdraw_consent": Page(EDIT_PEOPLE, POST),
    "beneficiaries:social": Page(P.VIEW_SOCIAL_FILES),
    "beneficiaries:edit_social": Page(P.VIEW_SOCIAL_FILES, FORM),
    "beneficiaries:duplicates_of": Page(P.VIEW_CASES),
    "beneficiaries:merge": Page(P.MERGE_BENEFICIARIES, FORM),
    "beneficiaries:tell_apart": Page(P.MERGE_BENEFICIARIES, POST),
    "beneficiaries:propose_again": Page(P.MERGE_BENEFICIARIES, POST),
    "beneficiaries:undo_merge": Page(P.MERGE_BENEFICIARIES, POST),
}

FIELD_WORK = (P.REGISTER_CASES, P.RESEARCH_CASES)
FIELD: dict[str, Rule] = {
    "field:page": Page(FIELD_WORK),
    # What a phone keeps to work without a network: nobody's name, whoever asks.
    "field:shell": Page(PUBLIC),
    "field:worker": Page(PUBLIC),
    "field:manifest": Page(PUBLIC),
    "field:session": Page(FIELD_WORK),
    "field:photo": Page(FIELD_WORK, POST),
    "field:intake": Page(P.REGISTER_CASES, POST),
    "field:report": Page(P.RESEARCH_CASES, POST),
    "field:survey": Page(
        FIELD_WORK, POST, bodies=lambda other: [{"round": str(other.ids["round_id"][1])}]
    ),
}


def _files_of(other: World) -> list[dict[str, Any]]:
    return [{"kept": other.ids["file_id"], "drop": other.ids["file_id"]}]


BUDGETS = (P.MANAGE_BUDGETS, P.VIEW_CASES, P.VIEW_REPORTS)


def _cases_of(other: World) -> list[dict[str, Any]]:
    return [{"case": str(other.ids["case_id"][0])}]


# A session that is planned has no minutes yet, one that is closed is not closed again.
COMMITTEE: dict[str, Rule] = {
    "committees:sessions": Page(P.VIEW_CASES),
    "committees:call": Page(P.CALL_SESSIONS, FORM),
    "committees:session": Page(P.VIEW_CASES),
    "committees:agenda": Page(P.VIEW_CASES),
    "committees:change": Page(P.CALL_SESSIONS, POST),
    "committees:cancel": Page(P.CALL_SESSIONS, POST),
    "committees:attendance": Page(P.CALL_SESSIONS, POST),
    "committees:open": Page(P.CALL_SESSIONS, POST),
    "committees:add": Page(P.CALL_SESSIONS, POST, bodies=_cases_of),
    "committees:order": Page(
        P.CALL_SESSIONS,
        POST,
        bodies=lambda other: [{"order": str(other.ids["agenda_item_id"][0])}],
    ),
    "committees:decide_several": Page(P.CALL_SESSIONS, POST),
    "committees:postpone_several": Page(P.CALL_SESSIONS, POST),
    "committees:close": Page(P.CALL_SESSIONS, FORM, own=(200, 302)),
    "committees:item": Page(P.VIEW_CASES, own=(200, 404)),
    "committees:remove": Page(P.CALL_SESSIONS, POST),
    "committees:decide": Page(
        P.CALL_SESSIONS,
        FORM,
        own=(302, 404),
        bodies=lambda other: [
            {"outcome": "accepted", "programme": str(other.ids["programme_id"][0]), "amount": "1"}
        ],
    ),
    "committees:propose": Page(P.CALL_SESSIONS, FORM, own=(302, 404)),
    "committees:postpone": Page(P.CALL_SESSIONS, FORM, own=(302, 404)),
    "committees:reopen": Page(P.CALL_SESSIONS, POST),
    "committees:vote": Page(P.DECIDE_CASES, POST),
    "committees:interest": Page(P.DECIDE_CASES, FORM, own=(302, 404)),
    "committees:minutes": Page(P.VIEW_CASES, own=(200, 404)),
    "committees:minutes_pdf": Page(P.VIEW_CASES, own=(200, 404)),
    "committees:minutes_docx": Page(P.VIEW_CASES, own=(200, 404)),
    "committees:remarks": Page(P.CALL_SESSIONS, POST),
    "committees:sign": Page(P.DECIDE_CASES, POST),
    "committees:scan": Page(P.CALL_SESSIONS, POST),
    "committees:signed_scan": Page(P.VIEW_CASES, own=(200, 404)),
    "committees:signature": Page(P.VIEW_CASES, own=(200, 404)),
    "committees:programmes": Page(BUDGETS),
    "committees:new_programme": Page(P.MANAGE_BUDGETS, FORM),
    "committees:programme": Page(BUDGETS, FORM),
    "committees:open_or_close": Page(P.MANAGE_BUDGETS, POST),
    "committees:settings": Page(
        P.MANAGE_SETTINGS,
        FORM,
        bodies=lambda other: [{"chair": str(other.people["committee_member"].pk)}],
    ),
}

READ_MEASURES = (P.RUN_MEASURES, P.VIEW_REPORTS)
BOARD = (*READ_MEASURES, P.RECORD_APPROVAL)

# The wording of a question is one's own, its key may be everybody's.
MEASURES: dict[str, Rule] = {
    "satisfaction:rounds": Page(READ_MEASURES, search=("state",)),
    "satisfaction:plan": Page(P.RUN_MEASURES, POST),
    "satisfaction:round": Page(BOARD),
    "satisfaction:start": Page(P.RUN_MEASURES, POST),
    "satisfaction:report": Page(P.RUN_MEASURES, POST),
    "satisfaction:leave_out": Page(P.RUN_MEASURES, POST),
    "satisfaction:give": Page(
        P.RUN_MEASURES,
        POST,
        bodies=lambda other: [{"owner": str(other.people["relations_officer"].pk)}],
    ),
    "satisfaction:decide": Page(BOARD, POST),
    "satisfaction:evidence": Page(BOARD, own=(200, 404)),
    "satisfaction:poster": Page(READ_MEASURES),
    "satisfaction:sheet": Page(READ_MEASURES),
    "satisfaction:paper": Page(P.RUN_MEASURES, FORM),
    "satisfaction:results": Page(READ_MEASURES, search=("since", "round")),
    "satisfaction:results_csv": Page(READ_MEASURES, search=("round",)),
    "satisfaction:results_xlsx": Page(READ_MEASURES, search=("round",)),
    "satisfaction:follow_ups": Page(P.RUN_MEASURES),
    "satisfaction:followed_up": Page(P.RUN_MEASURES),
    "satisfaction:follow_up": Page(P.RUN_MEASURES, POST),
    "satisfaction:year": Page(BOARD),
    "satisfaction:year_pdf": Page(BOARD),
    "satisfaction:decide_year": Page(BOARD, POST),
    "satisfaction:settings": Page(
        P.MANAGE_SETTINGS,
        FORM,
        bodies=lambda other: [{"survey-owner": str(other.people["executive"].pk)}],
    ),
    "satisfaction:questionnaire": Page(P.MANAGE_SETTINGS),
    "satisfaction:arrange": Page(P.MANAGE_SETTINGS, POST),
    "satisfaction:question": Page(P.MANAGE_SETTINGS, FORM, foreign=(200, 400)),
    "survey:thanks": Page(PUBLIC),
    "survey:poster": Page(PUBLIC, FORM),
    "survey:link": Page(PUBLIC, FORM, own=(200, 302), stands_for={"token": "survey_token"}),
}

INQUIRIES_SEE = (P.VIEW_CASES, P.ANSWER_INQUIRIES, P.VIEW_OWN_INTAKES)


def _entry_of(other: World) -> list[dict[str, Any]]:
    return [{"text": "x", "entry": str(other.ids["entry_id"][0])}]


INQUIRIES: dict[str, Rule] = {
    "inquiries:information": Page(P.EDIT_INFORMATION, search=("q",)),
    "inquiries:new_entry": Page(P.EDIT_INFORMATION, FORM),
    "inquiries:entry": Page(P.EDIT_INFORMATION, FORM),
    "inquiries:publish_entry": Page(P.EDIT_INFORMATION, POST),
    "inquiries:reword": Page(P.EDIT_INFORMATION, POST),
    "inquiries:withdraw_entry": Page(P.EDIT_INFORMATION, POST),
    "inquiries:discard_entry": Page(P.EDIT_INFORMATION, POST),
    "inquiries:inbox": Page(INQUIRIES_SEE, search=("q", "list")),
    "inquiries:new": Page((P.ANSWER_INQUIRIES, P.REGISTER_CASES), FORM),
    "inquiries:inquiry": Page(INQUIRIES_SEE, search=("q", "entry")),
    "inquiries:answer": Page(INQUIRIES_SEE, POST, bodies=_entry_of),
    "inquiries:close": Page(INQUIRIES_SEE, POST),
    "inquiries:withdraw": Page(INQUIRIES_SEE, POST),
    "inquiries:publish": Page(P.EDIT_INFORMATION, POST),
    "inquiries:into_request": Page(INQUIRIES_SEE, POST),
    "inquiries:into_complaint": Page(INQUIRIES_SEE, POST),
    "inquiries:liaison": Page(P.MANAGE_SETTINGS, FORM),
    # The policy of these worlds names nobody.
    "inquiries:officer": Page(P.MANAGE_SETTINGS, FORM, own=(404,)),
    "inquiries:dismiss_officer": Page(P.MANAGE_SETTINGS, POST, own=(404,)),
    "information:list": Page(PUBLIC, search=("q",)),
    "information:entry": Page(PUBLIC),
    "information:opinion": Page(PUBLIC, POST),
    "information:updates": Page(PUBLIC, FORM),
    "information:confirm": Page(PUBLIC, FORM, stands_for={"token": "information_subscription"}),
    "information:stop": Page(PUBLIC, FORM, stands_for={"token": "information_subscription"}),
    "information:officers": Page(PUBLIC),
    "information:ask": Page(
        PUBLIC, FORM, bodies=lambda other: [{"question": other.shown["policy question"]}]
    ),
    "information:answers": Page(
        PUBLIC, POST, bodies=lambda other: [{"question": other.shown["policy question"]}]
    ),
    "information:receipt": Page(PUBLIC),
    "information:inquiry": Page(PUBLIC, own=(302,)),
    "information:further": Page(PUBLIC, POST),
    "information:withdraw": Page(PUBLIC, POST),
    "information:became": Page(PUBLIC, POST),
}

COMPLAINT = {"case_id": "complaint_id"}


def complaint(methods: tuple[str, ...] = GET, own: tuple[int, ...] = (200, 404)) -> Page:
    """Whoever may not open it is told the same as of none: an investigator holds no permission of it."""
    return Page(SIGNED_IN, methods, own=own, stands_for=COMPLAINT)


COMPLAINTS: dict[str, Rule] = {
    "complaints:list": Page(SIGNED_IN, search=("search", "handler")),
    "complaints:export_csv": Page(SIGNED_IN, search=("search",)),
    "complaints:export_xlsx": Page(SIGNED_IN, search=("search",)),
    "complaints:register": Page(
        (P.REGISTER_COMPLAINTS, P.HANDLE_COMPLAINTS),
        FORM,
        bodies=lambda other: [{"about_people": str(other.ids["user_id"][0])}],
    ),
    "complaints:settings": Page(
        P.MANAGE_SETTINGS,
        FORM,
        bodies=lambda other: [{"board_member": str(other.ids["user_id"][0])}],
    ),
    "complaints:patterns": Page(P.VIEW_COMPLAINTS),
    "complaints:actions": Page(SIGNED_IN),
    "complaints:new_action": Page(
        (P.HANDLE_COMPLAINTS, P.DECIDE_COMPLAINTS),
        FORM,
        bodies=lambda other: [{"owner": str(other.ids["user_id"][0])}],
    ),
    "complaints:action": Page(SIGNED_IN, FORM, own=(200, 404)),
    "complaints:case": complaint(),
    "complaints:act": complaint(FORM, own=(302, 404)),
    "complaints:identity": complaint(POST),
    "complaints:record": complaint(),
    "complaints:sign": complaint(POST),
    "complaints:file": Page(
        SIGNED_IN, own=(200, 404), stands_for={**COMPLAINT, "file_id": "complaint_file_id"}
    ),
    "complaints:bundle": complaint(own=(200, 302, 404)),
}

# Pages of a request ask whoever has not shown its tracking code for it.
PORTAL: dict[str, Rule] = {
    "portal:home": Page(PUBLIC),
    "portal:submit": Page(PUBLIC, FORM, bodies=_files_of),
    "portal:receipt": Page(PUBLIC),
    "portal:follow": Page(
        PUBLIC, FORM, bodies=lambda other: [{"code": other.secret["tracking code"]}]
    ),
    "portal:leave": Page(PUBLIC, POST),
    "portal:case": Page(PUBLIC, own=(302,)),
    "portal:add_document": Page(
        PUBLIC, POST, bodies=lambda other: [{"item": str(other.ids["item_id"][0])}]
    ),
    "portal:document": Page(PUBLIC, foreign=(302,), own=(302,)),
    "portal:reply": Page(PUBLIC, POST),
    "portal:rate": Page(PUBLIC, POST),
    "portal:appeal": Page(PUBLIC, FORM, own=(302,)),
    "portal:withdraw": Page(PUBLIC, FORM, own=(302,)),
}

# As those of a request. Whose code of a request is typed there, only the own association knows.
COMPLAINING: dict[str, Rule] = {
    "complain:submit": Page(
        PUBLIC, FORM, bodies=lambda other: [{"about_request": other.secret["tracking code"]}]
    ),
    "complain:proof": Page(PUBLIC),
    "complain:case": Page(PUBLIC, own=(302,)),
    "complain:leave": Page(PUBLIC, POST),
    "complain:write": Page(PUBLIC, POST),
    "complain:document": Page(PUBLIC, foreign=(302,), own=(302,)),
    "complain:settlement": Page(PUBLIC, POST),
    "complain:offer": Page(PUBLIC, POST),
    "complain:ask_for": Page(PUBLIC, POST),
    "complain:reopen": Page(PUBLIC, FORM, own=(302,)),
    "complain:appeal": Page(PUBLIC, FORM, own=(302,)),
    "complain:withdraw": Page(PUBLIC, FORM, own=(302,)),
}

API: dict[str, Rule] = {
    "api:policy": Api({"GET": (P.VIEW_POLICIES,)}),
    "api:policy-lint": Api({"POST": (P.EDIT_POLICIES,)}),
    "api:policy-findings": Api({"GET": (P.VIEW_POLICIES,)}),
    "api:requests": Api({"GET": SEE, "POST": (P.REGISTER_CASES,)}, search=("search",)),
    "api:request": Api({"GET": SEE}),
    "api:request-events": Api({"POST": WORK}, bodies=_events_about),
    "api:schema": Machine(),
    "api:docs": Machine(),
}

CONSOLE: dict[str, Rule] = {
    "console:associations": Page(Operator.VIEW_HEALTH),
    "console:onboard": Page(Operator.ONBOARD, FORM),
    "console:check_slug": Page(Operator.ONBOARD, search=("slug",)),
    "console:association": Page(Operator.VIEW_HEALTH),
    "console:progress": Page(Operator.VIEW_HEALTH),
    "console:retry": Page(Operator.ONBOARD, POST),
    "console:suspend": Page(Operator.SUSPEND, FORM),
    "console:resume": Page(Operator.SUSPEND, POST),
    "console:invoices": Page(Operator.MANAGE_BILLING),
    "console:draft_invoice": Page(Operator.MANAGE_BILLING, FORM),
    "console:invoice": Page(Operator.MANAGE_BILLING),
    "console:issue_invoice": Page(Operator.MANAGE_BILLING, POST),
    "console:pay_invoice": Page(Operator.MANAGE_BILLING, POST),
    "console:mails": Page(Operator.VIEW_HEALTH, own=(404,)),  # the demo's only
    "console:mail": Page(Operator.VIEW_HEALTH),
}

WEBSITE: dict[str, Rule] = {
    "healthz": Machine(),
    "readyz": Machine(),
    "domains_ask": Machine(own=(404,)),
    "website:home": Page(PUBLIC, search=("name",)),
    "ui:language": Page(PUBLIC, POST),
}

CATALOG: dict[str, dict[str, Rule]] = {
    "config.urls_association": ACCOUNTS
    | PEOPLE
    | POLICIES
    | CALENDAR
    | SETTINGS
    | MAIL
    | MESSAGES
    | TYPES
    | IMPORTS
    | DESK
    | FILES
    | FIELD
    | COMMITTEE
    | MEASURES
    | INQUIRIES
    | COMPLAINTS
    | PORTAL
    | COMPLAINING
    | API,
    "config.urls_operators": ACCOUNTS | CONSOLE,
    "config.urls_public": WEBSITE,
}
