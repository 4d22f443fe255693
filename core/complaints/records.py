"""What the dated papers of a complaint say, kind by kind, and the digest that freezes them."""

import json
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, StringConstraints

from core.complaints.enums import Finding, RecordKind

LONGEST: Final = 10_000
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


class Content(BaseModel):
    model_config = ConfigDict(frozen=True)


class Settlement(Content):
    """What both sides accept."""

    terms: Said
    association_does: Text = ""
    person_does: Text = ""
    until: date | None = None


class Plan(Content):
    """`questions`: what the investigation must answer; `steps`: what is done, one to a line."""

    questions: Said
    steps: Text = ""
    to_be_heard: Text = ""
    until: date | None = None


class Interview(Content):
    who: Said
    role: Text = ""
    said: Said
    place: Text = ""


class Evidence(Content):
    title: Said
    shows: Text = ""


class Minutes(Content):
    """The investigation's report. `fault`: the association caused it; then damage, size and causes are
    said, as policies on compensation ask."""

    present: tuple[str, ...]
    facts: Said
    fault: bool
    damage: Text = ""
    size: Text = ""
    causes: Text = ""
    finding: Finding
    recommendation: Text = ""


class Ruling(Content):
    """Of a court or another authority; not `needed`: why the matter does without one."""

    needed: bool = True
    court: Text = ""
    number: Text = ""
    ruling: Said


class Outside(Content):
    authority: Said
    reason: Said
    number: Text = ""


class Reveal(Content):
    reason: Said


KINDS: Final[dict[RecordKind, type[Content]]] = {
    RecordKind.SETTLEMENT: Settlement,
    RecordKind.PLAN: Plan,
    RecordKind.INTERVIEW: Interview,
    RecordKind.EVIDENCE: Evidence,
    RecordKind.MINUTES: Minutes,
    RecordKind.RULING: Ruling,
    RecordKind.OUTSIDE: Outside,
    RecordKind.REVEAL: Reveal,
}


def stored(content: Content) -> dict[str, Any]:
    return content.model_dump(mode="json")


def loaded(kind: str, data: Any) -> Content:
    return KINDS[RecordKind(kind)].model_validate(data)


def digest_of(kind: str, held_on: date, data: Any, paper: str = "") -> str:
    """SHA-256 in hex of what a record says; `paper`: the SHA-256 of the scan that belongs to it."""
    body = [kind, held_on.isoformat(), data, paper]
    return sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
