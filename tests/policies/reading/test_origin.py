from policies.reading.model import ASK_BELOW, Source
from policies.reading.origin import compared, is_doubtful, to_compare, with_doubts_of
from policies.reading.reader import read_text
from tests.policies.contents import TEXT


def from_paper(text=TEXT):
    """As a PDF gives it: the licence number asks for a person."""
    reading = read_text(text)
    sources = [
        source.model_copy(update={"confidence": 0.7 if source.path == "license_no" else 1.0})
        for source in reading.sources
    ]
    return reading.model_copy(update={"sources": sources, "review_needed": ["from_pdf"]})


def test_a_text_that_came_as_text_has_nothing_to_compare():
    doubtful = Source(path="title", line=1, words="سياسة", confidence=0.5)
    reading = read_text(TEXT).model_copy(update={"sources": [doubtful], "review_needed": []})

    assert to_compare(reading) == []
    assert compared(reading) == reading


def test_an_edit_elsewhere_leaves_the_doubt():
    edited = with_doubts_of(from_paper(), read_text(TEXT.replace("الهاتف", "الهاتف الموحد")))

    assert [source.path for source in to_compare(edited)] == ["license_no"]
    assert "from_pdf" in edited.review_needed


def test_what_a_person_wrote_anew_is_not_doubted():
    edited = with_doubts_of(from_paper(), read_text(TEXT.replace("9820", "7788")))

    assert to_compare(edited) == []
    assert is_doubtful(edited)


def test_comparing_ends_the_doubt():
    after = compared(from_paper())

    assert not is_doubtful(after)
    assert min(source.confidence for source in after.sources) >= ASK_BELOW
