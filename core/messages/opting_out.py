"""Who wrote STOP is sent nothing more that way, until they write START. What they wrote is the evidence."""

from datetime import datetime
from typing import Final

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field

from core.configuration.models import Setting
from core.configuration.sections import Section
from core.messages.channels import number_index
from core.messages.enums import MessageChannel
from foundation import audit, clock
from foundation.arabic import searchable

STOP: Final = frozenset(
    map(
        searchable,
        ("stop", "stopall", "unsubscribe", "cancel", "إلغاء", "الغاء", "ايقاف", "إيقاف"),
    )
)
START: Final = frozenset(map(searchable, ("start", "unstop", "اشتراك", "تفعيل", "ابدأ")))


class OptOut(BaseModel):
    """`words`: what was written, a keyword as a whole. `evidence`: the provider's id of that message."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    words: str
    evidence: str


class OptOuts(BaseModel):
    """By channel and keyed hash of the number: no number stands here."""

    model_config = ConfigDict(frozen=True)

    entries: dict[str, OptOut] = Field(default_factory=dict)


OPT_OUTS: Final = Section("opt_outs", OptOuts)


def wish_of(text: str) -> bool | None:
    """True: send nothing more. False: send again. None: it says something else."""
    said = searchable(text).strip(" .!؟،\"'")
    if said in STOP:
        return True
    return False if said in START else None


def has_opted_out(channel: str, mobile: str) -> bool:
    return _key(channel, mobile) in OPT_OUTS.read().entries


@transaction.atomic
def opt_out(channel: MessageChannel, mobile: str, *, words: str, evidence: str) -> None:
    key = _key(channel, mobile)
    _turn()
    entries = dict(OPT_OUTS.read().entries)
    if key in entries:
        return
    entries[key] = OptOut(at=clock.now(), words=words.strip()[:40], evidence=evidence[:200])
    _write(entries, "messages.opted_out", channel, evidence)


@transaction.atomic
def opt_in(channel: MessageChannel, mobile: str, *, evidence: str) -> None:
    key = _key(channel, mobile)
    _turn()
    entries = dict(OPT_OUTS.read().entries)
    if entries.pop(key, None) is not None:
        _write(entries, "messages.opted_in", channel, evidence)


def count(channel: MessageChannel) -> int:
    return sum(key.startswith(f"{channel.value}:") for key in OPT_OUTS.read().entries)


def _turn() -> None:
    """One at a time: the section is written as a whole."""
    audit.take_turn()


def _write(
    entries: dict[str, OptOut], action: str, channel: MessageChannel, evidence: str
) -> None:
    """By the person themselves, who has no account: so not through Section.write."""
    row = Setting.objects.filter(key=OPT_OUTS.key, owner=None).first()
    row = row or Setting(key=OPT_OUTS.key, revision=0)
    row.value = OptOuts(entries=entries).model_dump(mode="json")
    row.revision += 1
    row.changed_at = clock.now()
    row.changed_by = ""
    row.save()
    details = {"channel": channel.value, "evidence": evidence[:200]}
    audit.record(action, row, actor="beneficiary", details=details)


def _key(channel: str, mobile: str) -> str:
    return f"{MessageChannel(channel).value}:{number_index(mobile).hex()}"
