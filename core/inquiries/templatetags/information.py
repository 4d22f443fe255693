"""Published answers on a page: in its language, as paragraphs with links, with what changed marked."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from core.inquiries.entries import Piece, answer_of, question_of
from core.inquiries.models import Entry

register = template.Library()


@register.filter
def question(entry: Entry) -> str:
    return question_of(entry)


@register.filter
def answer(entry: Entry) -> str:
    return answer_of(entry)


@register.filter
def paragraphs(text: str) -> SafeString:
    """Plain text: everything is escaped, and addresses of the web and of mail become links."""
    written = linebreaks(urlize(text, nofollow=True, autoescape=True), autoescape=False)
    return format_html('<div class="stack" dir="auto">{}</div>', mark_safe(written))  # noqa: S308 (urlize escaped it)


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    return format_html_join(
        "",
        "{}",
        ((_marked(piece),) for piece in pieces),
    )


def _marked(piece: Piece) -> SafeString:
    if piece.mark == "ins":
        return format_html("<ins>{}</ins>", piece.text)
    if piece.mark == "del":
        return format_html("<del>{}</del>", piece.text)
    return format_html("{}", piece.text)
