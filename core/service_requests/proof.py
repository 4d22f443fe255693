"""Proof that what was granted reached the person."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.service_requests.enums import DeliveryMethod as M
from foundation.arabic import clean_typed
from foundation.errors import Invalid
from foundation.models import StoredFile


@dataclass(frozen=True, slots=True)
class Proof:
    """How it was handed over, to whom, and what shows it: a receipt, a photo, a signature, a reference.

    The reference is kept as banks write it, whatever digits it was typed in.
    """

    method: M
    transfer_reference: str = ""
    received_by: str = ""
    receipt: StoredFile | None = None
    photo: StoredFile | None = None
    signature: StoredFile | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "transfer_reference", clean_typed(self.transfer_reference))

    @property
    def files(self) -> tuple[StoredFile, ...]:
        return tuple(f for f in (self.receipt, self.photo, self.signature) if f is not None)


class ProofMissing(Invalid):
    code = "proof_missing"
    message = _("Say how it was handed over, with a receipt, a photo, a signature or a reference.")


class TransferReferenceMissing(ProofMissing):
    code = "transfer_reference_missing"
    message = _("A transfer is proved by its reference number.")


class ReceiptMissing(ProofMissing):
    code = "receipt_missing"
    message = _("Money and vouchers handed over are proved by a signed receipt or a signature.")


SIGNED_FOR = frozenset({M.CASH, M.CHEQUE, M.VOUCHER})


def check_proof(proof: Proof | None) -> None:
    """Money needs a trace that somebody else can follow; goods and services any of the four."""
    if proof is None:
        raise ProofMissing
    if proof.method == M.TRANSFER and not proof.transfer_reference:
        raise TransferReferenceMissing
    if proof.method in SIGNED_FOR and not (proof.receipt or proof.signature):
        raise ReceiptMissing
    if not proof.files and not proof.transfer_reference:
        raise ProofMissing
