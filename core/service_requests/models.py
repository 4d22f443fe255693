import uuid

from django.db import models

from core.cases.models import Case
from core.service_requests.enums import DeliveryMethod, DeliveryState
from foundation.sealed_fields import EncryptedTextField


class Delivery(models.Model):
    """One instalment of what was granted: planned, then handed over with proof.

    `amount` in riyals, None for what is no money. The proof is a signed receipt, a photo or the
    reference of a transfer. Change only through core.service_requests.services.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    order = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=DeliveryState, default=DeliveryState.PLANNED)
    method = models.CharField(max_length=20, choices=DeliveryMethod, blank=True)
    transfer_reference = EncryptedTextField(blank=True, default="")
    received_by = EncryptedTextField(blank=True, default="")
    receipt = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    photo = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    signature = models.OneToOneField(
        "foundation.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    delivered_at = models.DateTimeField(null=True)
    recorded_by = models.CharField(max_length=200, blank=True)
    note = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="delivery_order"),
            models.CheckConstraint(
                condition=models.Q(state__in=DeliveryState.values), name="delivery_state"
            ),
            models.CheckConstraint(
                condition=models.Q(method__in=["", *DeliveryMethod.values]),
                name="delivery_method",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DeliveryState.DELIVERED)
                | (models.Q(delivered_at__isnull=False) & ~models.Q(method="")),
                name="delivery_delivered_says_how",
            ),
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gte=0),
                name="delivery_amount_not_negative",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="delivery_due",
                condition=models.Q(state=DeliveryState.PLANNED),
            )
        ]

    def __str__(self) -> str:
        return f"delivery {self.order} of {self.case_id}"
