"""Parts that a policy lacks, in words of our own; what only the board knows is left as a question."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.deadlines.engine.terms import Unit
from core.rules import Milestone, StartEvent
from policies.amendment import UNPLACED, with_articles
from policies.content import (
    Article,
    ArticleKind,
    Complaints,
    Deadline,
    Entry,
    Item,
    Length,
    Measure,
    PolicyContent,
)
from policies.drafting import free_key
from policies.fixes.fix import Apply, Fix
from policies.linting.finding import Finding

COMPLAINTS: dict[Milestone | None, str] = {
    None: "تُقدَّم الشكوى بأي قناة من قنوات التواصل إلى [الجهة التي تنظر في الشكوى].",
    Milestone.COMPLAINT_REPLY: (
        "يُرَدّ على الشكوى خلال مدة لا تزيد على عشرة أيام عمل من تاريخ تقديم الشكوى."
    ),
    Milestone.COMPLAINT_APPEAL: (
        "لمن لم يقتنع بالرد أن يتظلم إلى المدير التنفيذي خلال ثلاثين يومًا من تاريخ الرد."
    ),
}
PROMISES = {
    Milestone.COMPLAINT_REPLY: (
        "خلال مدة لا تزيد على عشرة أيام عمل من تاريخ تقديم الشكوى",
        Length(value=10, unit=Unit.WORKING_DAY),
    ),
    Milestone.COMPLAINT_APPEAL: (
        "خلال ثلاثين يومًا من تاريخ الرد",
        Length(value=30, unit=Unit.DAY),
    ),
}
COMPENSATION = (
    "إذا ثبت أن خطأ من الجمعية أضرّ بمستفيد أثبتته [الجهة التي تتحقق من الضرر] في محضر.",
    "تعرض الجمعية على المتضرر ما يجبر ضرره، فإن قبل وُثّق قبوله ونُفّذ ما اتُّفق عليه.",
)
SATISFACTION = ("استبانة قصيرة بعد إغلاق كل طلب.", "استطلاع لآراء المستفيدين كل ستة أشهر.")
PRIVACY = (
    "لا تُطلب من المستفيد إلا البيانات التي يحتاج إليها طلبه، ولا يطّلع عليها إلا من يعمل على الطلب.",
    "لا تُعطى بيانات المستفيد لجهة أخرى ولا تُنشر صورته إلا بموافقة مكتوبة منه أو بحكم النظام.",
)
REVIEW = "يراجع {who} هذه السياسة كل سنة ويرفع ما يقترحه إلى مجلس الإدارة."
TOOLS = ("دليل خدمات الجمعية", "نموذج طلب الخدمة")
PUBLICATION = "تُنشر هذه السياسة على موقع الجمعية وفي مقرها، ويُبلَّغ بها كل مستفيد عند تسجيله."
APPEAL = "لمن لم يقتنع بالرد أن يتظلم إلى {who} خلال ثلاثين يومًا من تاريخ الرد."


def _shifted(value: Any, first: int, name: str = "") -> Any:
    """A dumped document whose articles from number `first` on stand one place later."""
    if isinstance(value, dict):
        return {key: _shifted(inner, first, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_shifted(inner, first, name) for inner in value]
    if name == "address" and isinstance(value, str) and int(value.split("-")[0]) >= first:
        own, *rest = value.split("-")
        return "-".join([str(int(own) + 1), *rest])
    return value


def _end(articles: tuple[Article, ...]) -> int:
    """Before the approval where that closes the document; some put it first, as a card."""
    kinds = [article.kind for article in articles]
    if ArticleKind.APPROVAL in kinds[-2:]:
        return len(kinds) - 1 - kinds[::-1].index(ArticleKind.APPROVAL)
    return len(kinds)


def _closing_on_its_own(content: PolicyContent, place: int) -> PolicyContent:
    """An approval that the text left within the article before it becomes the next article."""
    if place >= len(content.articles) or "-" not in content.articles[place].address:
        return content
    nested = content.articles[place].address
    numbers = (int(article.address.split("-")[0]) for article in content.articles)
    dumped = content.model_dump_json()
    own = str(max(numbers) + 1)
    dumped = re.sub(rf'"address":"{nested}(?=["-])', f'"address":"{own}', dumped)
    return PolicyContent.model_validate_json(dumped)


def with_item(content: PolicyContent, article: Article, text: str) -> tuple[PolicyContent, Item]:
    """One clause more at the end of an article: an item, or a line of its text."""
    if article.items:
        last = int(article.items[-1].address.rsplit("-", 1)[1])
        item = Item(address=f"{article.address}-{last + 1}", text=text)
        grown = article.model_copy(update={"items": (*article.items, item)})
    else:
        item = Item(address=article.address, text=text)
        grown = article.model_copy(update={"text": f"{article.text}\n{text}".strip()})
    articles = tuple(grown if each is article else each for each in content.articles)
    return content.model_copy(update={"articles": articles}), item


def with_article(
    content: PolicyContent, kind: ArticleKind, heading: str, items: tuple[str, ...]
) -> tuple[PolicyContent, Article]:
    """The document with one article more, before the approval that closes it, and that article."""
    place = _end(content.articles)
    content = _closing_on_its_own(content, place)
    numbers = [int(article.address.split("-")[0]) for article in content.articles]
    number = numbers[place] if place < len(numbers) else max(numbers, default=0) + 1
    moved = PolicyContent.model_validate(_shifted(content.model_dump(mode="json"), number))
    article = Article(
        address=str(number),
        heading=heading,
        kind=kind,
        items=tuple(
            Item(address=f"{number}-{position}", text=text)
            for position, text in enumerate(items, start=1)
        ),
    )
    articles = (*moved.articles[:place], article, *moved.articles[place:])
    return moved.model_copy(update={"articles": articles}), article


def _added(kind: ArticleKind, heading: str, *items: str) -> Apply:
    def apply(_finding: Finding, content: PolicyContent) -> PolicyContent | None:
        return with_article(content, kind, heading, items)[0]

    return apply


def _promise(
    content: PolicyContent, milestone: Milestone, item: Item, words: str, length: Length
) -> PolicyContent:
    used = {deadline.key for deadline in content.deadlines}
    start = StartEvent.REPLY if milestone == Milestone.COMPLAINT_APPEAL else StartEvent.SUBMISSION
    promise = Deadline(
        key=free_key(milestone.value.replace("_", "-"), used),
        milestone=milestone,
        start=start,
        maximum=length,
        words=words,
        address=item.address,
    )
    return content.model_copy(update={"deadlines": (*content.deadlines, promise)})


def _complaints(_finding: Finding, content: PolicyContent) -> PolicyContent | None:
    heading = "الشكاوى والتظلم"
    said = {deadline.milestone for deadline in content.deadlines}
    texts = [text for milestone, text in COMPLAINTS.items() if milestone not in said]
    grown, article = with_article(content, ArticleKind.COMPLAINTS, heading, tuple(texts))
    grown = grown.model_copy(update={"complaints": Complaints(appeal="المدير التنفيذي")})
    for item in article.items:
        for milestone, (words, length) in PROMISES.items():
            if words in item.text:
                grown = _promise(grown, milestone, item, words, length)
    return grown


def _appeal(who: str) -> Apply:
    def apply(_finding: Finding, content: PolicyContent) -> PolicyContent | None:
        article = content.article_of(ArticleKind.COMPLAINTS)
        if article is None:
            return None
        text = APPEAL.format(who=who)
        grown, item = with_item(content, article, text)
        complaints = (content.complaints or Complaints()).model_copy(update={"appeal": who})
        changed = grown.model_copy(update={"complaints": complaints})
        if any(each.milestone == Milestone.COMPLAINT_APPEAL for each in content.deadlines):
            return changed
        words, length = PROMISES[Milestone.COMPLAINT_APPEAL]
        return _promise(changed, Milestone.COMPLAINT_APPEAL, item, words, length)

    return apply


def _satisfaction(_finding: Finding, content: PolicyContent) -> PolicyContent | None:
    if content.satisfaction:
        return None
    grown, article = with_article(content, ArticleKind.SATISFACTION, "قياس رضا المستفيدين", ())
    rows = tuple(
        Measure(label=label, address=f"{article.address}-{position}")
        for position, label in enumerate(SATISFACTION, start=1)
    )
    return grown.model_copy(update={"satisfaction": rows})


def _tools(_finding: Finding, content: PolicyContent) -> PolicyContent | None:
    if content.tools:
        return None
    rows = tuple(Entry(label=label, address=UNPLACED) for label in TOOLS)
    if content.article_of(ArticleKind.TOOLS):
        return content.model_copy(update={"tools": rows})
    grown, article = with_article(content, ArticleKind.TOOLS, "الأدوات المتاحة للموظف", ())
    rows = tuple(
        row.model_copy(update={"address": f"{article.address}-{position}"})
        for position, row in enumerate(rows, start=1)
    )
    return with_articles(grown.model_copy(update={"tools": rows}))


def _review(who: str) -> Apply:
    return _added(ArticleKind.TEXT, "مراجعة السياسة", REVIEW.format(who=who))


FIXES: dict[str, tuple[Fix, ...]] = {
    "BRP-S01": (Fix("insert", _("Add a part on complaints"), _complaints),),
    "BRP-S02": (
        Fix(
            "insert",
            _("Add a part on compensation"),
            _added(ArticleKind.COMPENSATION, "التعويض", *COMPENSATION),
        ),
    ),
    "BRP-S03": (Fix("insert", _("Add a part on satisfaction"), _satisfaction),),
    "BRP-S04": (
        Fix(
            "insert",
            _("Add a part on privacy"),
            _added(ArticleKind.PRIVACY, "خصوصية بيانات المستفيد", *PRIVACY),
        ),
    ),
    "BRP-S05": (
        Fix("executive", _("Yearly, by the executive director"), _review("المدير التنفيذي")),
        Fix("board", _("Yearly, by whom is still to be said"), _review("[المسؤول عن المراجعة]")),
    ),
    "BRP-S06": (Fix("insert", _("Add a guide and a form"), _tools),),
    "BRP-P01": (
        Fix(
            "insert",
            _("Add a part on publication"),
            _added(ArticleKind.TEXT, "نشر السياسة", PUBLICATION),
        ),
    ),
    "BRP-C02": (
        Fix("executive", _("To the executive director"), _appeal("المدير التنفيذي")),
        Fix("board", _("To the board"), _appeal("مجلس الإدارة")),
    ),
}
