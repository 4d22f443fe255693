"""Minutes: remarks until somebody signs, then signatures alone."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.cases import rules as cases
from core.committees import rules
from core.committees.minutes import minutes_of, stored_form
from core.committees.models import CommitteeSession, Seat
from core.committees.services.locking import locked_session, touch
from foundation import audit, clock
from foundation.errors import WrongState
from foundation.signatures import check_signature
from foundation.uploads import CheckedFile, store, store_checked


class MinutesChanged(WrongState):
    code = "minutes_changed"
    message = _("The minutes are not those that you read. Read them again, then sign.")


class MinutesTampered(WrongState):
    code = "minutes_tampered"
    message = _(
        "What is stored is not what was signed. Nobody can sign it; tell whoever keeps the system."
    )


@transaction.atomic
def write_remarks(
    session_id: UUID, *, actor: Actor, remarks: str, revision: int | None = None
) -> CommitteeSession:
    session = locked_session(session_id)
    rules.check_can_write_remarks(actor, session)
    rules.check_revision(session, revision)
    cases.check_length(remarks)
    session.remarks = remarks.strip()
    touch(session, "remarks")
    audit.record("session.remarks_written", session, actor=actor)
    return session


@transaction.atomic
def sign_minutes(
    session_id: UUID, *, actor: Actor, digest: str, drawn: str = "", declared: bool = False
) -> Seat:
    """`digest`: of the minutes that the member read. The first signature freezes them."""
    session = locked_session(session_id)
    seat = rules.seat_to_sign(actor, session)
    if not drawn.strip() and not declared:
        raise rules.SignatureMissing
    _freeze(session, digest)
    if drawn.strip():
        picture = check_signature(drawn)
        seat.signature = store(picture, name="signature.png", media_type="image/png")
    seat.signed_at = clock.now()
    seat.save(update_fields=["signature", "signed_at"])
    audit.record(
        "session.minutes_signed", session, actor=actor, details={"digest": session.minutes_digest}
    )
    return seat


@transaction.atomic
def keep_signed_scan(
    session_id: UUID, *, actor: Actor, digest: str, scan: CheckedFile
) -> CommitteeSession:
    """The paper that the members signed by hand. A better scan takes the place of the one before."""
    session = locked_session(session_id)
    rules.check_can_upload_scan(actor, session)
    _freeze(session, digest)
    session.signed_scan = store_checked(scan)
    touch(session, "signed_scan")
    audit.record(
        "session.signed_scan_kept",
        session,
        actor=actor,
        details={"digest": session.minutes_digest, "scan": session.signed_scan.sha256},
    )
    return session


def _freeze(session: CommitteeSession, digest: str) -> None:
    kept = minutes_of(session)
    if not kept.genuine:
        raise MinutesTampered
    if digest != kept.digest:
        raise MinutesChanged
    if not session.minutes_digest:
        session.minutes, session.minutes_digest = stored_form(kept.minutes), kept.digest
        touch(session, "minutes", "minutes_digest")
