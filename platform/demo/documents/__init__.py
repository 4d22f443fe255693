"""The policies of the demo: one document to upload for each invented association."""

from pathlib import Path

DOCUMENTS = Path(__file__).parent
KINDS = ("charity", "cooperative", "foundation", "family_fund", "elderly_care")


def document(kind: str) -> bytes:
    """The text file of one of KINDS."""
    if kind not in KINDS:
        raise ValueError(f"there is no document for {kind}")
    return (DOCUMENTS / f"{kind}.txt").read_bytes()
