"""The words of mails about a version on its way: to the policy officer, the secretary, the members."""

from collections.abc import Mapping

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foundation import writing
from policies.board.tokens import ballot_token
from policies.models import BoardBallot, ClauseComment, PolicyVersion
from tenants.addresses import association_address
from tenants.models import Association
from tenants.people.enums import Language
from tenants.people.models import User
from tenants.schemas import current


def remark_made(comment: ClauseComment, person: User) -> EmailMessage:
    with translation.override(person.language), writing.scope():
        subject = _("A remark on clause %(address)s of the policy") % {"address": comment.address}
        context = {"person": person, "comment": comment, "version": comment.version}
        link = _page("policies:review", comment.version_id)
        return _mail(person.email, subject, "remark", context, link)


def remark_resolved(comment: ClauseComment, person: User) -> EmailMessage:
    with translation.override(person.language), writing.scope():
        subject = _("Your remark on clause %(address)s was answered") % {
            "address": comment.address
        }
        context = {"person": person, "comment": comment, "version": comment.version}
        link = _page("policies:review", comment.version_id)
        return _mail(person.email, subject, "resolved", context, link)


def awaits_board(version: PolicyVersion, person: User) -> EmailMessage:
    with translation.override(person.language), writing.scope():
        subject = _("Version %(number)s of the policy awaits the board") % {
            "number": version.number
        }
        context = {"person": person, "version": version}
        return _mail(
            person.email, subject, "awaits", context, _page("policies:version", version.pk)
        )


def ballot(each: BoardBallot) -> EmailMessage:
    """In Arabic, the language of boards; the page itself offers both."""
    with translation.override(Language.ARABIC), writing.scope():
        subject = _("Your vote on version %(number)s of the policy") % {
            "number": each.version.number
        }
        context = {"ballot": each, "version": each.version}
        path = reverse(
            "policies:vote",
            args=[ballot_token(each.pk)],
            urlconf="config.urls_association",
        )
        mail = _mail(each.email, subject, "ballot", context, path)
    # The same at every attempt: a mail server that has it already knows it again.
    mail.extra_headers["Message-ID"] = f"<ballot-{each.pk}@{_association().host}>"
    return mail


def _mail(
    to: str, subject: str, template: str, context: Mapping[str, object], path: str
) -> EmailMessage:
    association = _association()
    told = {
        **context,
        "association": association,
        "link": association_address(association, path),
    }
    body = render_to_string(f"policies/approving/mail/{template}.txt", told)
    return EmailMessage(subject=subject, body=body, to=[to])


def _page(name: str, *args: object) -> str:
    return reverse(name, args=args, urlconf="config.urls_association")


def _association() -> Association:
    association = current()
    if not isinstance(association, Association):
        raise RuntimeError("a board is written to inside an association")
    return association
