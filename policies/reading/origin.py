"""What a text keeps of where it came from, however often it is edited: doubts that only a person ends."""

from policies.reading.model import ASK_BELOW, Reading, ReviewReason, Source
from policies.reading.text import fold

OF_THE_SOURCE: frozenset[ReviewReason] = frozenset(
    {"from_pdf", "from_scan", "witnesses_disagree", "letters_unnamed", "pages_without_text"}
)


def is_doubtful(reading: Reading) -> bool:
    """Whether the letters themselves were recognised or rebuilt, so that a person must compare."""
    return not OF_THE_SOURCE.isdisjoint(reading.review_needed)


def to_compare(reading: Reading) -> list[Source]:
    """The values that a person compares with the paper; none for a text that came as text."""
    if not is_doubtful(reading):
        return []
    return [source for source in reading.sources if source.confidence < ASK_BELOW]


def with_doubts_of(earlier: Reading, reading: Reading) -> Reading:
    """`reading`, of an edited text, with the doubts about those words that still stand in it."""
    doubted = {fold(source.words): source.confidence for source in to_compare(earlier)}
    if not doubted and not is_doubtful(earlier):
        return reading
    sources = [
        source.model_copy(
            update={
                "confidence": min(source.confidence, doubted.get(fold(source.words), 1.0)),
            }
        )
        for source in reading.sources
    ]
    kept = [reason for reason in earlier.review_needed if reason in OF_THE_SOURCE]
    review = list(dict.fromkeys([*reading.review_needed, *kept]))
    return reading.model_copy(update={"sources": sources, "review_needed": review})


def compared(reading: Reading) -> Reading:
    """As a person found it: the values stand in the paper as they were read."""
    if not is_doubtful(reading):
        return reading
    sources = [
        source.model_copy(update={"confidence": max(source.confidence, ASK_BELOW)})
        for source in reading.sources
    ]
    ended = OF_THE_SOURCE | {"doubtful_values"}
    review = [reason for reason in reading.review_needed if reason not in ended]
    return reading.model_copy(update={"sources": sources, "review_needed": review})
