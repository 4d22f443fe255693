"""Records are drawn up, closed and signed: the same for a settlement, minutes, and every other kind."""

from collections.abc import Iterable
from datetime import date

from core.actors import Actor, name_of
from core.cases.enums import EventName, Visibility
from core.cases.models import Case
from core.cases.recording import record_event
from core.complaints.enums import RecordKind, Stand
from core.complaints.models import ComplaintRecord, Signature
from core.complaints.records import Content, digest_of, stored
from core.notices.enums import NoticeKind
from core.notices.services import notify_many
from foundation import clock
from foundation.models import StoredFile
from foundation.signatures import check_signature
from foundation.uploads import store
from tenants.people.models import User


def draw_up(
    case: Case,
    kind: RecordKind,
    content: Content,
    *,
    actor: Actor,
    held_on: date | None = None,
    paper: StoredFile | None = None,
) -> ComplaintRecord:
    """The case is locked; the next number of its records."""
    record = ComplaintRecord(
        complaint=case.complaint,
        kind=kind,
        number=case.complaint.records.count() + 1,
        held_on=held_on or clock.today(),
        content=stored(content),
        drawn_up_by=name_of(actor),
        drawn_up_by_id=actor.pk if isinstance(actor, User) else None,
        drawn_up_at=clock.now(),
        paper=paper,
    )
    record.save(force_insert=True)
    details = {"kind": kind.value, "record": record.number}
    record_event(case, EventName.RECORD_DRAWN_UP, actor=actor, details=details)
    return record


def close(record: ComplaintRecord) -> None:
    """From now on nothing of it changes but its signatures."""
    record.digest = digest_now(record)
    record.closed_at = clock.now()
    record.save(update_fields=["digest", "closed_at"])


def digest_now(record: ComplaintRecord) -> str:
    """What the digest would be of what is stored; another one than `digest` means somebody changed it."""
    paper = record.paper.sha256 if record.paper else ""
    return digest_of(record.kind, record.held_on, record.content, paper)


def ask_for_signatures(case: Case, record: ComplaintRecord, signers: Iterable[User]) -> None:
    people = list(signers)
    Signature.objects.bulk_create(
        Signature(record=record, signer=each, name=each.display_name) for each in people
    )
    notify_many(people, kind=NoticeKind.RECORD_TO_SIGN, subject=str(record.pk), case=case)


def give_signature(
    case: Case,
    signature: Signature,
    stand: Stand,
    *,
    actor: Actor | None,
    words: str = "",
    drawn: str = "",
) -> None:
    """`drawn` as foundation.signatures takes it; without one the declaration counts."""
    if drawn.strip():
        picture = check_signature(drawn)
        signature.drawing = store(picture, name="signature.png", media_type="image/png")
    signature.stand = stand
    signature.words = words.strip()
    signature.signed_at = clock.now()
    signature.save(update_fields=["drawing", "stand", "words", "signed_at"])
    dissent = stand == Stand.DISSENTED
    record_event(
        case,
        EventName.RECORD_DISSENTED if dissent else EventName.RECORD_SIGNED,
        actor=actor,
        visibility=Visibility.STAFF,
        details={"record": signature.record.number, "stand": stand.value},
    )
