from policies.comparison.words import Status, compared, word_diff
from policies.content import Article, Item, PolicyContent


def document(*articles):
    return PolicyContent(
        articles=tuple(
            Article(
                address=str(number),
                heading=heading,
                items=tuple(
                    Item(address=f"{number}-{place}", text=text)
                    for place, text in enumerate(items, start=1)
                ),
            )
            for number, (heading, *items) in enumerate(articles, start=1)
        )
    )


RIGHTS = ("حقوق المستفيد", "أن يعامل باحترام وتقدير", "أن يعرف سبب القرار", "أن تحفظ بياناته")
DUTIES = ("واجبات المستفيد", "أن يقدم بيانات صحيحة", "أن يبلغ بما يتغير من حاله")


def statuses(before, after):
    return [
        (row.status.value, row.is_moved, row.address)
        for row in compared(before, after)
        if not row.is_same
    ]


def test_the_same_words_differ_nowhere():
    assert statuses(document(RIGHTS, DUTIES), document(RIGHTS, DUTIES)) == []


def test_a_changed_clause_shows_its_words():
    after = ("حقوق المستفيد", "أن يعامل باحترام كامل وتقدير", *RIGHTS[2:])

    row = next(row for row in compared(document(RIGHTS), document(after)) if not row.is_same)

    assert row.status == Status.CHANGED
    assert [(piece.text, piece.differs) for piece in row.new] == [
        ("أن يعامل باحترام ", False),
        ("كامل ", True),
        ("وتقدير", False),
    ]
    assert "".join(piece.text for piece in row.old) == "أن يعامل باحترام وتقدير"


def test_a_clause_that_moved_is_neither_new_nor_gone():
    after = (RIGHTS[0], RIGHTS[3], RIGHTS[1], RIGHTS[2])

    assert statuses(document(RIGHTS), document(after)) == [("same", True, "1-1")]


def test_numbers_that_shift_are_no_change_of_words():
    after = (RIGHTS[0], "بند جديد كل الجدة", *RIGHTS[1:])

    assert statuses(document(RIGHTS), document(after)) == [("added", False, "1-1")]


def test_what_is_gone_stands_where_it_stood():
    after = (RIGHTS[0], RIGHTS[1], RIGHTS[3])

    rows = compared(document(RIGHTS, DUTIES), document(after, DUTIES))

    assert [row.status.value for row in rows[:4]] == ["same", "same", "removed", "same"]


def test_articles_that_changed_places_are_recognised():
    assert {
        status
        for status, _moved, _address in statuses(
            document(RIGHTS, DUTIES), document(DUTIES, RIGHTS)
        )
    } == {"same"}


def test_pieces_give_back_both_texts():
    old, new = "خلال عشرة أيام عمل من  التقديم", "خلال مدة لا تزيد على 5 أيام عمل"

    left, right = word_diff(old, new)

    assert ("".join(p.text for p in left), "".join(p.text for p in right)) == (old, new)
