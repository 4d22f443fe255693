from core.deadlines.engine.terms import Unit
from core.rules import ChannelKind, Milestone, StartEvent
from policies.amendment import UNPLACED, amend
from policies.content import Article, ArticleKind, Channel, Deadline, Length, PolicyContent
from tests.policies.contents import sample_content

BEFORE = sample_content()


def test_items_are_numbered_in_their_new_order():
    after = amend(BEFORE, BEFORE.model_copy(update={"channels": BEFORE.channels[::-1]}))

    assert [(row.key, row.address) for row in after.channels] == [
        ("letter", "1-1"),
        ("phone", "1-2"),
    ]


def test_a_deadline_follows_the_step_that_says_it():
    after = amend(BEFORE, BEFORE.model_copy(update={"steps": BEFORE.steps[::-1]}))

    assert after.deadlines[0].address == "3-1"
    assert after.deadlines[0].words in after.clause_text("3-1")


def test_a_new_row_gets_its_place():
    fax = Channel(key="fax", kind=ChannelKind.FAX, label="الفاكس", address=UNPLACED)

    after = amend(BEFORE, BEFORE.model_copy(update={"channels": (*BEFORE.channels, fax)}))

    assert after.channels[-1].address == "1-3"
    assert after.clause_text("1-3") == "الفاكس"


def test_a_changed_number_changes_the_words_of_the_clause():
    longer = BEFORE.deadlines[0].model_copy(
        update={"minimum": None, "maximum": Length(value=15, unit=Unit.WORKING_DAY)}
    )

    after = amend(BEFORE, BEFORE.model_copy(update={"deadlines": (longer,)}))

    assert after.steps[1].text == (
        "عرض الطلب على اللجنة خلال مدة لا تزيد على 15 يوم عمل من تاريخ اكتمال الطلب"
    )
    assert after.deadlines[0].words == "خلال مدة لا تزيد على 15 يوم عمل من تاريخ اكتمال الطلب"


def test_a_deadline_that_did_not_change_keeps_its_words():
    after = amend(BEFORE, BEFORE.model_copy(update={"title": "لائحة"}))

    assert after.deadlines == BEFORE.deadlines
    assert after.steps == BEFORE.steps


def test_a_new_deadline_becomes_a_clause_before_the_approval():
    approval = Article(address="7", heading="الاعتماد", kind=ArticleKind.APPROVAL)
    before = BEFORE.model_copy(update={"articles": (*BEFORE.articles, approval)})
    notify = Deadline(
        key="notify",
        milestone=Milestone.NOTIFY,
        start=StartEvent.DECISION,
        maximum=Length(value=3, unit=Unit.WORKING_DAY),
        words="-",
        address=UNPLACED,
    )

    after = amend(before, before.model_copy(update={"deadlines": (*before.deadlines, notify)}))

    assert [article.kind for article in after.articles][-2:] == [
        ArticleKind.DEADLINES,
        ArticleKind.APPROVAL,
    ]
    assert after.clause_text(after.deadlines[-1].address) == (
        "يُبلَّغ مقدّم الطلب بالقرار خلال مدة لا تزيد على 3 أيام عمل من تاريخ صدور القرار."
    )


def test_a_list_without_an_article_gets_one():
    bare = PolicyContent(channels=BEFORE.channels[:1])

    after = amend(PolicyContent(), bare)

    assert [(article.address, article.kind) for article in after.articles] == [
        ("1", ArticleKind.CHANNELS)
    ]
    assert after.channels[0].address == "1-1"
