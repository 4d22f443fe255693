"""What a reading of a policy document says: each value with the words it was read from."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

DeadlineKind = Literal["min", "max"]
DeadlineUnit = Literal["hour", "working_hour", "day", "working_day", "week", "month"]
Trigger = Literal["submission", "completion", "other", "unspecified"]

TextQuality = Literal["clean", "word_order_noise", "lam_alef_swapped", "lam_alef_lost"]
ReviewReason = Literal[
    "other_kind",  # the document is not a policy on relations with beneficiaries
    "word_order",
    "lam_alef_turned",
    "lam_alef_lost",
    "dates_disagree",
    "date_does_not_exist",
    "blank_deadline",
    "minimum_only",  # «لا تقل عن» with no maximum: was a maximum meant?
    "pages_twice",  # a scan that holds the same pages twice
    "doubtful_values",
    "from_pdf",  # every negation, number and date asks for a person
    "witnesses_disagree",  # two programs read a word or number of a PDF unalike
    "letters_unnamed",  # a PDF does not say which letters some of its signs are
    "pages_without_text",  # pictures among the pages of a PDF
    "from_scan",  # letters recognised in pictures: every value asks for a person
]

ASK_BELOW = 0.8
"""Values of less confidence are put to a person as questions."""

SECTIONS = (
    "toc", "preamble", "general_goal", "detailed_goals", "practices", "scope", "channels", "tools",
    "handling", "eligibility", "deadlines", "complaints", "compensation", "relationship",
    "information", "satisfaction", "privacy", "responsibilities", "publication", "review",
    "board_approval",
)  # fmt: skip


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Strict):
    """Where a value was read: `line` counts from 1 in the source text, `words` are its own words.

    `confidence` runs from 0 to 1; below 0.8 the value is put to a person as a question.
    """

    path: str = Field(description="the value it supports, such as channels.2 or approval.chairman")
    line: int
    words: str
    confidence: float = 1.0


class ReadDeadline(Strict):
    """A length of time that the text promises; `value` is None where the text leaves a blank."""

    kind: DeadlineKind
    value: int | None
    unit: DeadlineUnit | None
    trigger: Trigger = "unspecified"
    trigger_raw: str | None = None
    subject: str = "request_decision"
    likely_intended: DeadlineKind | None = None
    subject_guessed: bool = Field(
        default=False, description="no word near it says what is promised: a person says it"
    )
    raw: str
    line: int


class ReadApproval(Strict):
    body: str | None = None
    session_ordinal: int | None = None
    session_number: int | None = None
    session_year: int | None = None
    board_term_ordinal: int | None = None
    hijri_date: str | None = None
    gregorian_date: str | None = None
    dates_agree: bool | None = None
    chairman: str | None = None
    raw: str | None = None
    decision_number: str | None = None
    hijri_as_gregorian: str | None = None
    gregorian_as_hijri: str | None = None
    difference_days: int | None = None


class HandlingSteps(Strict):
    count: int
    first_words: list[str]
    texts: list[str] = Field(default_factory=list)


class EmptyItem(Strict):
    list: str
    number: int
    line: int


class Reading(Strict):
    """What the text says. None: not stated; an empty list: looked for and absent."""

    document_kind: str
    title: str | None = None
    association_name: str | None = None
    association_name_variants: list[str] = Field(default_factory=list)
    foreign_association_names: list[str] = Field(default_factory=list)
    version: str | None = None
    license_no: str | None = None
    channels: list[str] = Field(default_factory=list)
    tools: list[str] = Field(default_factory=list)
    open_ended_channels: list[int] = Field(default_factory=list)
    open_ended_tools: list[int] = Field(default_factory=list)
    empty_items: list[EmptyItem] = Field(default_factory=list)
    handling_steps: HandlingSteps
    deadlines: list[ReadDeadline] = Field(default_factory=list)
    referral_target: str | None = None
    referral_raw: str | None = None
    decision_body: str | None = None
    approval: ReadApproval
    sections_present: list[str] = Field(default_factory=list)
    sections_missing: list[str] = Field(default_factory=list)
    complaints: dict[str, Any] | None = None
    compensation: dict[str, Any] | None = None
    satisfaction: dict[str, Any] | None = None
    text_quality: TextQuality = "clean"
    values_repaired: bool = False
    sources: list[Source] = Field(default_factory=list)
    review_needed: list[ReviewReason] = Field(
        default_factory=list, description="why a person must look before anything is accepted"
    )
