"""Words that more than one page of the policies uses."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.deadlines.engine.terms import Unit
from core.rules import Milestone, Stage, StartEvent
from policies.enums import VersionState

STAGES: dict[Stage, Promise | str] = {
    Stage.COMPLETION: _("Before it counts as complete"),
    Stage.COMMITTEE: _("Before the deciding body"),
    Stage.DECISION: _("Before the decision"),
    Stage.DELIVERY: _("Before delivery"),
}
STARTS: dict[StartEvent, Promise | str] = {
    StartEvent.SUBMISSION: _("from the day it was submitted"),
    StartEvent.COMPLETION: _("from the day it was complete"),
    StartEvent.DECISION: _("from the day of the decision"),
    StartEvent.REPLY: _("from the day of the reply"),
    StartEvent.REFERRAL: _("from the day it was referred"),
}
MILESTONES: dict[Milestone, Promise | str] = {
    Milestone.ACKNOWLEDGE: _("Receipt of a request is confirmed"),
    Milestone.FIRST_REPLY: _("First reply to a request"),
    Milestone.REQUEST_DECISION: _("A request is decided"),
    Milestone.NOTIFY: _("The decision is told"),
    Milestone.DELIVER: _("The service is delivered"),
    Milestone.COMPLAINT_REPLY: _("A complaint is answered"),
    Milestone.COMPLAINT_APPEAL: _("An answered complaint may be appealed"),
}
NO_MILESTONE = _("Something else: it is published, no clock runs")
# Hours are not offered: the engine counts them, clocks and pages do not show them yet.
UNITS: dict[Unit, Promise | str] = {
    Unit.WORKING_DAY: _("working days"),
    Unit.DAY: _("days"),
    Unit.WEEK: _("weeks"),
    Unit.MONTH: _("months"),
    Unit.HIJRI_MONTH: _("Hijri months"),
    Unit.WORKING_HOUR: _("working hours"),
    Unit.HOUR: _("hours"),
}
TONES = {
    VersionState.DRAFT: "neutral",
    VersionState.AWAITING_BOARD: "soon",
    VersionState.APPROVED: "info",
    VersionState.IN_FORCE: "ok",
    VersionState.SUPERSEDED: "neutral",
    VersionState.WITHDRAWN: "neutral",
}
SEVERITIES: dict[str, Promise | str] = {
    "error": _("Must be settled"),
    "warn": _("Worth a look"),
    "info": _("Note"),
}
SEVERITY_TONES = {"error": "late", "warn": "soon", "info": "info"}
# The other reasons of a reading are among the linter's questions.
REVIEW_REASONS: dict[str, Promise | str] = {
    "other_kind": _("This does not look like a policy on relations with beneficiaries."),
    "word_order": _("The order of words is broken in places: type those parts anew."),
    "lam_alef_turned": _(
        "Letters were turned round on the way out of the file; they were put back."
    ),
    "lam_alef_lost": _("Letters were lost on the way out of the file: check every “not”."),
    "pages_twice": _("The text holds the same pages twice."),
    "from_pdf": _(
        "The words come from a PDF: compare every “not”, number and date with its pages."
    ),
    "witnesses_disagree": _(
        "Two readings of the PDF differ in places: compare the marked values with its pages."
    ),
    "letters_unnamed": _(
        "The PDF does not name some of its letters: compare all words with its pages, or use the"
        " Word file."
    ),
    "pages_without_text": _("Some pages of the PDF are pictures; what they say is missing here."),
    "from_scan": _("The words were recognised in pictures of pages: compare each with the paper."),
    "doubtful_values": _("Some values are not certain; they are marked."),
}
AUDIT_ACTIONS: dict[str, Promise | str] = {
    "policy.draft_created": _("Draft begun"),
    "policy.edited": _("Draft edited"),
    "policy.edit_undone": _("Last edit taken back"),
    "policy.edit_redone": _("Edit brought back"),
    "policy.finding_accepted": _("A question was answered: it stays as it is"),
    "policy.draft_discarded": _("Draft discarded"),
    "policy.sent_to_board": _("Sent to the board"),
    "policy.withdrawn_from_board": _("Taken back from the board"),
    "policy.approval_recorded": _("Approval recorded"),
    "policy.came_into_force": _("Came into force"),
    "policy.superseded": _("Superseded by a newer version"),
    "policy.remark_made": _("A remark on a clause"),
    "policy.remark_resolved": _("A remark was settled"),
    "policy.finding_overridden": _("The secretary let an error pass"),
    "policy.vote_opened": _("The members were asked for their votes"),
    "policy.vote_cast": _("A member voted"),
    "policy.vote_voided": _("The votes of the members became void"),
    "policy.refused_by_board": _("Not approved by the board"),
    "policy.force_planned": _("The day it comes into force was set"),
    "policy.force_unplanned": _("The day it comes into force was taken back"),
}
ORDINALS: dict[int, Promise | str] = {
    1: _("first"),
    2: _("second"),
    3: _("third"),
    4: _("fourth"),
    5: _("fifth"),
    6: _("sixth"),
    7: _("seventh"),
    8: _("eighth"),
    9: _("ninth"),
    10: _("tenth"),
    11: _("eleventh"),
    12: _("twelfth"),
}
