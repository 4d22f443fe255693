import uuid
from typing import Any

from django.conf import settings
from django.db import models

from core.cases.models import Case
from core.committees.enums import ItemState, SessionState, Vote
from core.programmes.models import Programme
from core.service_requests.enums import Outcome
from foundation.sealed_fields import EncryptedJSONField, EncryptedTextField


class CommitteeSession(models.Model):
    """A session of the body that the policy lets decide. Change only through core.committees.services.

    `quorum` and `body` are those of the moment it was called. Once closed nothing of it changes but
    the signatures under its minutes. `minutes`: what they say since the first signature, as
    core.committees.minutes wrote it; `minutes_digest` is its SHA-256.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    body = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=SessionState, default=SessionState.PLANNED)
    planned_for = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    quorum = models.PositiveSmallIntegerField()
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    called_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    remarks = EncryptedTextField(blank=True, default="")
    minutes: EncryptedJSONField[Any, Any] = EncryptedJSONField(null=True)
    minutes_digest = models.CharField(max_length=64, blank=True, default="")
    signed_scan = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=SessionState.values), name="session_state"
            ),
            models.CheckConstraint(condition=models.Q(quorum__gte=1), name="session_quorum"),
            models.CheckConstraint(
                condition=~models.Q(state=SessionState.CLOSED) | models.Q(closed_at__isnull=False),
                name="session_closed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.number}"


class Seat(models.Model):
    """A member's place in one session: whether they came, and their signature under the minutes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CommitteeSession, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    is_present = models.BooleanField(default=False)
    apology = models.CharField(max_length=300, blank=True)
    signature = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="seat_once"),
            models.CheckConstraint(
                condition=models.Q(signature=None) | models.Q(signed_at__isnull=False),
                name="seat_signed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"seat in {self.session_id}"


class AgendaItem(models.Model):
    """A case on the agenda of a session, and what was decided; applied to the case at the close."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CommitteeSession, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agenda_items")
    order = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=ItemState, default=ItemState.WAITING)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    programme = models.ForeignKey(
        Programme, null=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    reasons = models.JSONField(default=list)
    reason_text = EncryptedTextField(blank=True, default="")
    early_reason = EncryptedTextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "case"], name="agenda_item_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state=ItemState.WAITING),
                name="agenda_item_one_waiting",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ItemState.values), name="agenda_item_state"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", *Outcome.values]), name="agenda_item_outcome"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ItemState.DECIDED)
                | (~models.Q(outcome="") & models.Q(decided_at__isnull=False)),
                name="agenda_item_decided_says_what",
            ),
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gte=0),
                name="agenda_item_amount_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.order} of {self.session_id}"


class AgendaVote(models.Model):
    """How one member voted on one item, or that they took no part in it because of an interest.

    `declared`: the member said so; otherwise the rule on appeals excluded them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    vote = models.CharField(max_length=20, choices=Vote)
    interest = EncryptedTextField(blank=True, default="")
    declared = models.BooleanField(default=True, db_default=True)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "member"], name="agenda_vote_once"),
            models.CheckConstraint(condition=models.Q(vote__in=Vote.values), name="agenda_vote"),
        ]

    def __str__(self) -> str:
        return f"vote on {self.item_id}"
