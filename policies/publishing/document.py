"""A published version as page, PDF and Word document show it: one reading of the content for all."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.rules import Digits
from foundation.dates import both_calendars
from foundation.writing import numeral
from policies import phrases
from policies.content import Article, Deadline, PolicyContent
from policies.integrity import checked_content
from policies.marking import promised_time
from policies.models import ApprovalRecord, PolicyVersion
from policies.publishing import queries
from tenants.addresses import association_address
from tenants.models import Association
from tenants.schemas import current

UNTITLED = _("Policy on relations with beneficiaries")


@dataclass(frozen=True, slots=True)
class Clause:
    """`number` is how its own list counts it; `address` is how others cite it."""

    address: str
    number: str
    text: str
    inner: tuple["Clause", ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """`depth`: 0 for an article, 1 for an article within one."""

    address: str
    number: str
    heading: str
    depth: int
    chapter: str | None = None
    paragraphs: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()

    @property
    def is_article(self) -> bool:
        return self.depth == 0


@dataclass(frozen=True, slots=True)
class PromisedTime:
    what: str | Promise
    time: str
    start: str | Promise
    address: str


@dataclass(frozen=True, slots=True)
class Published:
    version: PolicyVersion
    content: PolicyContent
    approval: ApprovalRecord | None
    sections: tuple[Section, ...]
    promises: tuple[PromisedTime, ...]
    address: str

    @property
    def title(self) -> str:
        return self.content.title or str(UNTITLED)

    @property
    def arabic_digits(self) -> bool:
        return self.content.digits == Digits.ARABIC


def published(version: PolicyVersion) -> Published:
    """Raises PolicyTampered for a version that is not what was approved."""
    content = checked_content(version)
    return Published(
        version=version,
        content=content,
        approval=queries.approval_of(version),
        sections=tuple(_sections(content)),
        promises=tuple(_promise(row) for row in content.deadlines if row.milestone),
        address=address_of(version),
    )


def address_of(version: PolicyVersion) -> str:
    """Its own page for ever, at the association's canonical address."""
    return own_address(f"/policy/versions/{version.number}/")


def own_address(path: str) -> str:
    association = current()
    assert isinstance(association, Association)  # noqa: S101 (only associations have policies)
    return association_address(association, path)


def approval_rows(approval: ApprovalRecord) -> Iterator[tuple[str, str]]:
    """The approval in Arabic, label by label: called while a document is written, in Arabic."""
    yield "جهة الاعتماد", approval.body
    session = approval.session_number or approval.session_ordinal
    if session:
        year = f" لعام {approval.session_year}" if approval.session_year else ""
        label = "رقم الجلسة" if approval.session_number else "الجلسة"
        ordinal = phrases.ORDINALS.get(session, str(session))
        shown = numeral(str(session), "ar") if approval.session_number else ordinal
        yield label, f"{shown}{year}"
    else:
        yield "طريقة الاعتماد", "بالتمرير على الأعضاء"
    yield "تاريخ الاعتماد", both_calendars(approval.gregorian_date, "ar")
    if approval.members_present is not None and approval.members_total is not None:
        present, total = (
            numeral(str(n), "ar") for n in (approval.members_present, approval.members_total)
        )
        yield "الحضور", f"{present} من {total}"
    if approval.votes_for is not None:
        votes = (approval.votes_for, approval.votes_against or 0, approval.votes_abstained or 0)
        agreed, against, abstained = (numeral(str(n), "ar") for n in votes)
        yield "الأصوات", f"موافق {agreed}، غير موافق {against}، ممتنع {abstained}"
    if approval.chairman:
        yield "رئيس مجلس الإدارة", approval.chairman


def state_words(version: PolicyVersion) -> str:
    """«الإصدار 3، سارٍ من …»: in Arabic, and true for ever."""
    if version.in_force_from is None:
        return ""
    since = both_calendars(localdate(version.in_force_from), "ar")
    return f"الإصدار {numeral(str(version.number), 'ar')}، سارٍ من {since}"


def _sections(content: PolicyContent) -> Iterator[Section]:
    for article in content.articles:
        *above, own = article.address.split("-")
        yield Section(
            address=article.address,
            number=own,
            heading=article.heading,
            depth=len(above),
            chapter=article.chapter,
            paragraphs=tuple(filter(str.strip, article.text.splitlines())),
            clauses=tuple(_clauses(content, article)),
        )


def _clauses(content: PolicyContent, article: Article) -> Iterator[Clause]:
    for item in content.items_of(article):
        inner = tuple(Clause(sub.address, _last(sub.address), sub.text) for sub in item.subitems)
        yield Clause(item.address, _last(item.address), item.text, inner)


def _last(address: str) -> str:
    return address.rsplit("-", 1)[-1]


def _promise(deadline: Deadline) -> PromisedTime:
    return PromisedTime(
        what=phrases.MILESTONES[deadline.milestone] if deadline.milestone else "",
        time=promised_time(deadline),
        start=phrases.STARTS[deadline.start] if deadline.start else "",
        address=deadline.address,
    )
