"""What governs a case, as frozen values, whoever wrote the rules.

`core` executes rules and never asks where they came from: `policies` registers a provider at start
that compiles an approved policy version to GoverningRules. Every rule carries the clause it comes from.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.deadlines.engine.terms import Term
from foundation.errors import DomainError


class ChannelKind(TextChoices):
    INTERVIEW = "interview", _("Interview")
    PHONE = "phone", _("Phone")
    SOCIAL_MEDIA = "social_media", _("Social media")
    LETTER = "letter", _("Letter")
    AID_REQUEST = "aid_request", _("Aid request service")
    VOLUNTEERING = "volunteering", _("Volunteering")
    WEBSITE = "website", _("Website")
    EMAIL = "email", _("E-mail")
    FAX = "fax", _("Fax")
    BRANCH_DELEGATE = "branch_delegate", _("Branch delegate")
    OTHER = "other", _("Other")


class Stage(StrEnum):
    """The step of a request's life that open handling steps hold up."""

    COMPLETION = "completion"
    COMMITTEE = "committee"
    DECISION = "decision"
    DELIVERY = "delivery"


class StartEvent(StrEnum):
    SUBMISSION = "submission"
    COMPLETION = "completion"
    DECISION = "decision"
    REPLY = "reply"
    REFERRAL = "referral"


class Milestone(StrEnum):
    """What a clock waits for."""

    ACKNOWLEDGE = "acknowledge"
    FIRST_REPLY = "first_reply"
    REQUEST_DECISION = "request_decision"
    NOTIFY = "notify"
    DELIVER = "deliver"
    COMPLAINT_REPLY = "complaint_reply"
    COMPLAINT_APPEAL = "complaint_appeal"
    SETTLEMENT = "settlement"
    INVESTIGATION = "investigation"
    DATA_SUBJECT_REPLY = "data_subject_reply"
    BREACH_NOTICE = "breach_notice"


OF_THE_LAW = frozenset({Milestone.DATA_SUBJECT_REPLY, Milestone.BREACH_NOTICE})
"""What a law wants of every association; no policy promises it."""


class MeasureMethod(TextChoices):
    """How satisfaction is measured."""

    SURVEY = "survey", _("Survey")
    FIELD_SURVEY = "field_survey", _("Field survey")
    VISIT = "visit", _("Visit")
    INTERVIEW = "interview", _("Interview of people served")
    COMPLAINTS_REVIEW = "complaints_review", _("Review of complaints by the management")
    LIAISON_REVIEW = "liaison_review", _("Supervision of the liaison officer by the management")


class CompensationStage(TextChoices):
    """What a compensation file passes, in the order of the policy."""

    COMMITTEE_MINUTES = "committee_minutes", _("Minutes signed by the committee")
    RULING = "ruling", _("Ruling of a court")
    NEGOTIATION = "negotiation", _("Negotiation")
    ACCEPTANCE = "acceptance", _("Acceptance by the person")
    PAYMENT = "payment", _("Proof of payment")


class Digits(TextChoices):
    """How numbers are written to people."""

    ARABIC = "arabic", _("Arabic digits (١٢٣)")
    WESTERN = "western", _("Western digits (123)")


class CalendarFirst(TextChoices):
    HIJRI = "hijri", _("Hijri date first")
    GREGORIAN = "gregorian", _("Gregorian date first")


@dataclass(frozen=True, slots=True)
class Clause:
    """An addressable article or item, such as 3-6, and its words."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Channel:
    key: str
    kind: ChannelKind
    label: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class Tool:
    label: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class HandlingStep:
    """What staff must do with a case, in order; left open it holds up `stage`. `role`: a tenants.people role."""

    key: str
    text: str
    role: str | None
    stage: Stage
    clause: Clause


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    key: str
    milestone: Milestone
    start: StartEvent
    term: Term
    clause: Clause


@dataclass(frozen=True, slots=True)
class SatisfactionMeasure:
    label: str
    clause: Clause
    method: MeasureMethod | None = None
    every_months: int | None = None


@dataclass(frozen=True, slots=True)
class ComplaintsRule:
    """Who hears complaints and how; None where the policy leaves it open."""

    handler: str | None = None
    channels: tuple[str, ...] = ()
    appeal: str | None = None
    anonymous: bool | None = None
    amicable_first: bool | None = None
    outside_authority: str | None = None


@dataclass(frozen=True, slots=True)
class CompensationRule:
    """`stages` in the order in which a file passes them, each with the policy's words."""

    body: str | None = None
    stages: tuple[tuple[CompensationStage, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AcknowledgementRule:
    """`roles`: those who must sign each version, tenants.people roles; none: all staff."""

    roles: tuple[str, ...]
    within_days: int
    question: str | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewRule:
    every_months: int
    responsible: str | None = None


@dataclass(frozen=True, slots=True)
class LiaisonOfficer:
    name: str
    field: str
    contact: str


@dataclass(frozen=True, slots=True)
class GoverningRules:
    """`version_id` and `digest` pin a case; `digest` is the SHA-256 of the compiled content, in hex."""

    version_id: UUID
    version_label: str
    digest: str
    in_force_from: datetime
    title: str
    channels: tuple[Channel, ...]
    tools: tuple[Tool, ...]
    steps: tuple[HandlingStep, ...]
    deadlines: tuple[DeadlineRule, ...]
    required_documents: tuple[str, ...] = ()
    referral_target: str | None = None
    decision_body: str | None = None
    satisfaction: tuple[SatisfactionMeasure, ...] = ()
    liaison_officers: tuple[LiaisonOfficer, ...] = ()
    beneficiary_word: str | None = None
    complaints: ComplaintsRule | None = None
    compensation: CompensationRule | None = None
    acknowledgement: AcknowledgementRule | None = None
    review: ReviewRule | None = None
    digits: Digits | None = None
    calendar_first: CalendarFirst | None = None
    promises: tuple[Clause, ...] = field(default=())

    def channel(self, key: str) -> Channel:
        """Raises ChannelNotInPolicy for a channel that the policy does not name."""
        for channel in self.channels:
            if channel.key == key:
                return channel
        raise ChannelNotInPolicy(channel=key)


class ChannelNotInPolicy(DomainError):
    code = "channel_not_in_policy"
    message = _(
        "The policy in force does not name the channel “%(channel)s”, so nothing can be recorded under it."
    )


class NoPolicyInForce(DomainError):
    code = "no_policy_in_force"
    message = _(
        "No policy is in force yet. Requests can be received once the board has approved one."
    )


class Provider(Protocol):
    def in_force(self, at: datetime) -> GoverningRules:
        """Raises NoPolicyInForce."""

    def pinned(self, version_id: UUID) -> GoverningRules: ...


_providers: list[Provider] = []


def register(provider: Provider) -> None:
    _providers[:] = [provider]


def in_force(at: datetime) -> GoverningRules:
    """The rules that govern what arrives at `at`; raises NoPolicyInForce."""
    if not _providers:
        raise NoPolicyInForce
    return _providers[0].in_force(at)


def pinned(version_id: UUID) -> GoverningRules:
    """The rules that a case was received under, whatever is in force today."""
    return _providers[0].pinned(version_id)
