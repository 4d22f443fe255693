"""Which rules one click puts right, and what the click would change."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from policies.content import PolicyContent
from policies.fixes import deadlines, parts, words
from policies.fixes.fix import Fix
from policies.fixes.numbering import articles_in_order
from policies.linting.finding import Finding
from policies.rendering import render


def _unchanged(_finding: Finding, content: PolicyContent) -> PolicyContent:
    return content


def _unless_articles_jump(finding: Finding, content: PolicyContent) -> PolicyContent | None:
    return content if articles_in_order(finding, content) is None else None


def _unless_held(finding: Finding, content: PolicyContent) -> PolicyContent | None:
    """Words that the document does not hold are gone once its text is written out."""
    said, text = finding.words or "", render(content).text
    return None if " ".join(said.split()) in " ".join(text.split()) else content


# The document holds what was meant; its text, written out anew, says it in order and once.
_LABEL = _("Write the text out in order")
_ALWAYS = Fix("anew", _LABEL, _unchanged, rewrites=True)
_WHERE_DROPPED = Fix("anew", _LABEL, _unless_held, rewrites=True)
_REWRITTEN = {
    **dict.fromkeys(("BRP-L02", "BRP-X02", "BRP-X03", "BRP-X04"), _ALWAYS),
    "BRP-N01": Fix("anew", _LABEL, _unless_articles_jump, rewrites=True),
    **dict.fromkeys(("BRP-N02", "BRP-Q01", "BRP-T01", "BRP-T03", "BRP-X01"), _WHERE_DROPPED),
}
_CHANGED: dict[str, tuple[Fix, ...]] = {
    **deadlines.FIXES,
    **words.FIXES,
    **parts.FIXES,
    "BRP-N01": (Fix("renumber", _("Number the articles in order"), articles_in_order),),
}
FIXES = _CHANGED | {
    rule_id: (*_CHANGED.get(rule_id, ()), fix) for rule_id, fix in _REWRITTEN.items()
}


def fixes_for(finding: Finding, content: PolicyContent) -> Iterator[tuple[Fix, PolicyContent]]:
    """Each fix that fits, with the document as it would be."""
    for fix in FIXES.get(finding.id, ()):
        fixed = fix.apply(finding, content)
        if fixed is not None:
            yield fix, fixed


def fix_of(finding: Finding, content: PolicyContent, key: str) -> tuple[Fix, PolicyContent] | None:
    """None where the question cannot be put right by itself."""
    return next(
        ((fix, fixed) for fix, fixed in fixes_for(finding, content) if fix.key == key), None
    )
