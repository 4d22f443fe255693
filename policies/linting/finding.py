"""One thing a careful governance reviewer would say about a policy document."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Severity = Literal["error", "warn", "info"]


class Finding(BaseModel):
    """`line` counts from 1 in the source text, None where the whole document is meant."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    severity: Severity
    line: int | None
    words: str | None
    message_ar: str
    message_en: str
    reason_ar: str = ""
    reason_en: str = ""
