"""Who may do what in an association: one table from roles to permissions.

No role name stands in an `if`: code asks for a permission, and this table answers.
"""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    EXECUTIVE = "executive", _("Executive director")
    POLICY_OFFICER = "policy_officer", _("Policy officer")
    BOARD_SECRETARY = "board_secretary", _("Board secretary")
    RELATIONS_OFFICER = "relations_officer", _("Relations officer")
    SOCIAL_RESEARCHER = "social_researcher", _("Social researcher")
    COMMITTEE_MEMBER = "committee_member", _("Committee member")
    COMPLAINTS_OFFICER = "complaints_officer", _("Complaints officer")
    INVESTIGATOR = "investigator", _("Investigator")
    BRANCH_DELEGATE = "branch_delegate", _("Branch delegate")
    AUDITOR = "auditor", _("Auditor")


class Permission(StrEnum):
    MANAGE_PEOPLE = "manage_people"
    MANAGE_TOKENS = "manage_tokens"
    VIEW_POLICIES = "view_policies"
    EDIT_POLICIES = "edit_policies"
    RECORD_APPROVAL = "record_approval"
    EDIT_CALENDAR = "edit_calendar"
    VIEW_CASES = "view_cases"
    VIEW_OWN_INTAKES = "view_own_intakes"
    REGISTER_CASES = "register_cases"
    HANDLE_CASES = "handle_cases"
    RESEARCH_CASES = "research_cases"
    DECIDE_CASES = "decide_cases"
    DELIVER_CASES = "deliver_cases"
    VIEW_REPORTS = "view_reports"
    VIEW_AUDIT = "view_audit"
    MANAGE_SETTINGS = "manage_settings"
    EDIT_REQUEST_TYPES = "edit_request_types"
    EDIT_BENEFICIARIES = "edit_beneficiaries"
    VIEW_SOCIAL_FILES = "view_social_files"
    MERGE_BENEFICIARIES = "merge_beneficiaries"
    IMPORT_CASES = "import_cases"
    CALL_SESSIONS = "call_sessions"
    DECIDE_APPEALS = "decide_appeals"
    MANAGE_BUDGETS = "manage_budgets"
    REGISTER_COMPLAINTS = "register_complaints"
    VIEW_COMPLAINTS = "view_complaints"
    HANDLE_COMPLAINTS = "handle_complaints"
    DECIDE_COMPLAINTS = "decide_complaints"
    VIEW_COMPENSATION = "view_compensation"
    ANSWER_INQUIRIES = "answer_inquiries"
    EDIT_INFORMATION = "edit_information"
    RUN_MEASURES = "run_measures"


P = Permission
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            P.MANAGE_PEOPLE,
            P.MANAGE_TOKENS,
            P.VIEW_POLICIES,
            P.EDIT_POLICIES,
            P.EDIT_CALENDAR,
            P.VIEW_REPORTS,
            P.MANAGE_SETTINGS,
            P.EDIT_REQUEST_TYPES,
        }
    ),
    Role.EXECUTIVE: frozenset(
        {
            P.VIEW_POLICIES,
            P.VIEW_CASES,
            P.VIEW_REPORTS,
            P.VIEW_AUDIT,
            P.MANAGE_SETTINGS,
            P.MANAGE_BUDGETS,
            P.CALL_SESSIONS,
            P.DECIDE_APPEALS,
            P.VIEW_COMPLAINTS,
            P.DECIDE_COMPLAINTS,
            P.VIEW_COMPENSATION,
            P.RUN_MEASURES,
        }
    ),
    Role.POLICY_OFFICER: frozenset(
        {P.VIEW_POLICIES, P.EDIT_POLICIES, P.EDIT_CALENDAR, P.EDIT_REQUEST_TYPES}
    ),
    Role.BOARD_SECRETARY: frozenset({P.VIEW_POLICIES, P.RECORD_APPROVAL}),
    Role.RELATIONS_OFFICER: frozenset(
        {
            P.VIEW_POLICIES,
            P.VIEW_CASES,
            P.REGISTER_CASES,
            P.HANDLE_CASES,
            P.DELIVER_CASES,
            P.EDIT_BENEFICIARIES,
            P.MERGE_BENEFICIARIES,
            P.IMPORT_CASES,
            P.CALL_SESSIONS,
            P.REGISTER_COMPLAINTS,
            P.ANSWER_INQUIRIES,
            P.EDIT_INFORMATION,
            P.RUN_MEASURES,
        }
    ),
    Role.SOCIAL_RESEARCHER: frozenset(
        {
            P.VIEW_POLICIES,
            P.VIEW_CASES,
            P.RESEARCH_CASES,
            P.EDIT_BENEFICIARIES,
            P.VIEW_SOCIAL_FILES,
        }
    ),
    Role.COMMITTEE_MEMBER: frozenset(
        {P.VIEW_POLICIES, P.VIEW_CASES, P.DECIDE_CASES, P.VIEW_SOCIAL_FILES}
    ),
    Role.COMPLAINTS_OFFICER: frozenset(
        {
            P.VIEW_POLICIES,
            P.REGISTER_COMPLAINTS,
            P.VIEW_COMPLAINTS,
            P.HANDLE_COMPLAINTS,
            P.VIEW_COMPENSATION,
            P.ANSWER_INQUIRIES,
        }
    ),
    Role.INVESTIGATOR: frozenset({P.VIEW_POLICIES}),
    Role.BRANCH_DELEGATE: frozenset(
        {P.VIEW_POLICIES, P.REGISTER_CASES, P.VIEW_OWN_INTAKES, P.REGISTER_COMPLAINTS}
    ),
    Role.AUDITOR: frozenset(
        {
            P.VIEW_POLICIES,
            P.VIEW_CASES,
            P.VIEW_REPORTS,
            P.VIEW_AUDIT,
            P.VIEW_COMPLAINTS,
            P.VIEW_COMPENSATION,
        }
    ),
}


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """All that holders of these roles may do; raises ValueError for an unknown role."""
    granted: frozenset[Permission] = frozenset()
    for role in roles:
        granted |= ROLE_PERMISSIONS[Role(role)]
    return granted
