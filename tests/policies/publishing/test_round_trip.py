"""Out and in again: a published version, read back from its own Word document and PDF, is the same."""

import pytest

from foundation.printing import pdf as printing
from policies import services
from policies.checking import SETTLED_BY_APPROVAL, fingerprint
from policies.content import ArticleKind
from policies.models import PolicyVersion
from policies.presets.shapes import PRESETS
from policies.publishing import docx, pdf
from policies.publishing.document import published
from policies.questions import questions
from policies.reading.reader import read_document
from policies.reading.text import fold
from tests.policies.reading.test_unseen import TEXTS

NAME, LICENSE = "جمعية أثر الإحسان الأهلية", "4821"
UNSEEN = {path.stem: path for path in TEXTS}
SOURCES = [preset.key for preset in PRESETS] + [
    "heads_with_colons",
    "gregorian_first",
    "trustees",
    "hijri_wrong_day",
]
# Whoever reads a PDF is asked about numbers and negations, so what it says of a value may be doubted,
# but these are as they were.
CONFIGURED = (
    "channels",
    "tools",
    "steps",
    "required_documents",
    "satisfaction",
    "referral_target",
    "decision_body",
    "complaints",
    "compensation",
)


PLAIN = (ArticleKind.PRIVACY, ArticleKind.RELATIONSHIP, ArticleKind.INFORMATION, ArticleKind.TEXT)


def text_of(source):
    for preset in PRESETS:
        if preset.key == source:
            return preset.text(association_name=NAME, license_no=LICENSE)
    return UNSEEN[source].read_text(encoding="utf-8")


def content_of(text, actor):
    return services.paste_text(text, actor=actor).load_content()


def edited(version, actor):
    """One clause in other words, as in the editor: one that nothing is read from."""
    content = version.load_content()
    articles = list(content.articles)
    said = {row.address for row in content.deadlines}
    place = next(
        i
        for i, article in enumerate(articles)
        if article.kind in PLAIN and article.items and article.items[0].address not in said
    )
    item = articles[place].items[0]
    changed = item.model_copy(update={"text": f"{item.text.rstrip('.')} في كل حال."})
    articles[place] = articles[place].model_copy(
        update={"items": (changed, *articles[place].items[1:])}
    )
    return services.edit_content(
        version.pk,
        actor=actor,
        revision=version.revision,
        content=content.model_copy(update={"articles": tuple(articles)}),
    )


@pytest.fixture(params=SOURCES)
def in_force_from(request, officer, secretary):
    """Imported, edited, approved, published."""
    version = edited(services.paste_text(text_of(request.param), actor=officer), officer)
    for question in questions(version):
        if question.is_open and question.finding.id not in SETTLED_BY_APPROVAL:
            services.accept_finding(
                version.pk,
                actor=officer,
                finding=fingerprint(question.finding),
                reason="كما أراد المجلس",
            )
    content = version.load_content()
    PolicyVersion.objects.filter(pk=version.pk).update(
        state="in_force", in_force_from=version.updated_at, digest=content.digest()
    )
    return published(PolicyVersion.objects.get(pk=version.pk))


def test_a_word_document_reads_back_to_the_same_digest(in_force_from, officer):
    text, _reading = read_document(docx.docx_of(in_force_from), "policy.docx")

    again = content_of(text, officer)

    assert "في كل حال" in again.canonical()
    assert again.canonical() == in_force_from.content.canonical()
    assert again.digest() == in_force_from.version.digest


def test_a_pdf_reads_back_to_the_same_configuration(in_force_from, officer):
    made = printing.typeset(pdf.html_of(in_force_from))
    text, reading = read_document(made, "policy.pdf")

    again = content_of(text, officer)

    for name in CONFIGURED:
        assert _bare(getattr(again, name)) == _bare(getattr(in_force_from.content, name)), name
    assert [fold(row.words) for row in again.deadlines] == [
        fold(row.words) for row in in_force_from.content.deadlines
    ]
    assert reading.review_needed


def _bare(value):
    """Without the lines of the source; letters as READING.md compares them, without vowel marks."""
    if isinstance(value, tuple):
        return [_bare(row) for row in value]
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items()}
    return _bare(value.model_dump(exclude={"line"})) if hasattr(value, "model_dump") else value
