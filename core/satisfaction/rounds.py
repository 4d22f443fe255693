"""Carrying a round out: begin it, report on it, leave it out, record what was decided on it."""

from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from pydantic import BaseModel, ConfigDict, Field

from core.actors import Actor, name_of
from core.cases.rules import check_has_text, check_length
from core.configuration.sections import Section
from core.rules import MeasureMethod
from core.satisfaction import measure_rules as rules
from core.satisfaction.addresses import index_of, poster_code
from core.satisfaction.enums import RoundState
from core.satisfaction.models import MeasureRound
from core.satisfaction.questions import snapshot
from foundation import audit, clock, uploads
from foundation.uploads import CheckedFile
from tenants.jobs import defer
from tenants.people.models import User

LONGEST_REASON: Final = 1000


class YearDecision(BaseModel):
    """What the board decided on the measures of a whole year."""

    model_config = ConfigDict(frozen=True)

    text: str
    session: str
    decided_on: date
    recorded_by: str = ""


class YearDecisions(BaseModel):
    model_config = ConfigDict(frozen=True)

    years: dict[int, YearDecision] = Field(default_factory=dict)


YEARS = Section("measure_years", YearDecisions)


@transaction.atomic
def start_round(round_id: UUID, *, actor: Actor, revision: int | None = None) -> MeasureRound:
    """With the questionnaire as it stands now, where people are asked; those of a survey by a job."""
    round_ = _locked(round_id, revision)
    rules.check_can_start(actor, round_)
    if round_.method in rules.ASKING:
        round_.questions = snapshot()
        if not round_.questions:
            raise rules.NoQuestions
        round_.poster_index = index_of(poster_code(round_.pk))
    round_.state = RoundState.OPEN
    round_.opened_at = clock.now()
    _save(round_, "questions", "poster_index", "state", "opened_at")
    audit.record("measure.started", round_, actor=actor, details={"method": round_.method})
    if round_.method == MeasureMethod.SURVEY:
        defer(app.tasks["satisfaction.ask_round"], round_id=str(round_.pk))
    return round_


@transaction.atomic
def report_round(
    round_id: UUID,
    *,
    actor: Actor,
    findings: str,
    evidence: CheckedFile | None = None,
    done: bool = False,
    revision: int | None = None,
) -> MeasureRound:
    """Keeps what was found so far, and the paper that proves it; `done` ends the round."""
    round_ = _locked(round_id, revision)
    rules.check_is_under_way(actor, round_)
    if done:
        check_has_text(findings)
    check_length(findings)
    changed = ["findings"]
    round_.findings = findings.strip()
    if evidence is not None:
        round_.evidence = uploads.store_checked(evidence)
        changed.append("evidence")
    if done:
        round_.state = RoundState.DONE
        round_.done_at = clock.now()
        round_.done_by = name_of(actor)
        changed += ["state", "done_at", "done_by"]
    _save(round_, *changed)
    action = "measure.done" if done else "measure.reported"
    audit.record(action, round_, actor=actor, details={"evidence": round_.evidence_id is not None})
    return round_


@transaction.atomic
def leave_out_round(
    round_id: UUID, *, actor: Actor, reason: str, revision: int | None = None
) -> MeasureRound:
    round_ = _locked(round_id, revision)
    rules.check_can_leave_out(actor, round_)
    check_has_text(reason)
    check_length(reason, LONGEST_REASON)
    round_.state = RoundState.LEFT_OUT
    round_.left_out_reason = reason.strip()
    round_.done_at = clock.now()
    round_.done_by = name_of(actor)
    _save(round_, "state", "left_out_reason", "done_at", "done_by")
    audit.record("measure.left_out", round_, actor=actor, details={"by": "person"})
    return round_


@transaction.atomic
def give_round(
    round_id: UUID, *, actor: Actor, owner: User | None, revision: int | None = None
) -> MeasureRound:
    """To somebody who runs measures; the caller offers nobody else."""
    round_ = _locked(round_id, revision)
    rules.check_can_leave_out(actor, round_)
    round_.owner = owner
    _save(round_, "owner")
    details = {"owner": str(owner.pk) if owner else ""}
    audit.record("measure.given", round_, actor=actor, details=details)
    return round_


@transaction.atomic
def decide_on_round(
    round_id: UUID,
    *,
    actor: Actor,
    decision: str,
    session: str,
    decided_on: date,
    revision: int | None = None,
) -> MeasureRound:
    """What the management or the board decided on the findings; recorded again, it replaces the last."""
    round_ = _locked(round_id, revision)
    rules.check_can_decide(actor, round_)
    rules.check_decision(decision, session, decided_on)
    check_length(decision)
    round_.decision = decision.strip()
    round_.decision_session = session.strip()[: rules.LONGEST_SESSION]
    round_.decided_on = decided_on
    round_.decided_by = name_of(actor)
    _save(round_, "decision", "decision_session", "decided_on", "decided_by")
    audit.record("measure.decided", round_, actor=actor, details={"on": decided_on.isoformat()})
    return round_


@transaction.atomic
def decide_on_year(
    year: int,
    *,
    actor: Actor,
    decision: str,
    session: str,
    decided_on: date,
    revision: int | None = None,
) -> YearDecision:
    rules.check_records_decisions(actor)
    rules.check_decision(decision, session, decided_on)
    check_length(decision)
    decided = YearDecision(
        text=decision.strip(),
        session=session.strip()[: rules.LONGEST_SESSION],
        decided_on=decided_on,
        recorded_by=name_of(actor),
    )
    years = YEARS.read().years | {year: decided}
    YEARS.write(YearDecisions(years=years), actor=actor, revision=revision)
    return decided


def _locked(round_id: UUID, revision: int | None) -> MeasureRound:
    """Raises MeasureRound.DoesNotExist, and RoundChanged for an old page."""
    rounds = MeasureRound.objects.select_related("evidence").select_for_update(of=("self",))
    round_ = rounds.get(pk=round_id)
    if revision is not None and revision != round_.revision:
        raise rules.RoundChanged
    return round_


def _save(round_: MeasureRound, *fields: str) -> None:
    round_.revision += 1
    round_.save(update_fields=[*fields, "revision"])
