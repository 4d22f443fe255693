"""People named in a note: by choosing them, or by an @ before their name."""

from collections.abc import Iterable
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.cases.models import Case, CaseEvent
from core.notices.enums import NoticeKind
from core.notices.services import notify_many
from foundation.arabic import searchable
from foundation.errors import Invalid
from tenants.people.models import User
from tenants.people.roles import Permission, Role, permissions_of

MOST_MENTIONED: Final = 20
MOST_SUGGESTED: Final = 8
SIGN: Final = "@"


class TooManyMentioned(Invalid):
    code = "too_many_mentioned"
    message = _("A note can name at most 20 people.")


def may_be_mentioned(case: Case) -> QuerySet[User]:
    """Active people who may see the request, and nobody else: a mention shows them its subject."""
    seeing = [role for role in Role if Permission.VIEW_CASES in permissions_of([role])]
    own = [role for role in Role if Permission.VIEW_OWN_INTAKES in permissions_of([role])]
    people = User.objects.filter(is_active=True)
    found = people.filter(role_grants__role__in=seeing)
    if case.registered_by_id is not None:
        found = found | people.filter(pk=case.registered_by_id, role_grants__role__in=own)
    return found.distinct().order_by("display_name", "pk")


def suggested(case: Case, typed: str) -> list[User]:
    """For what stands after the @ so far."""
    wanted = searchable(typed.lstrip(SIGN))
    people = may_be_mentioned(case)
    return [user for user in people if wanted in searchable(user.display_name)][:MOST_SUGGESTED]


def mentioned(case: Case, text: str, chosen: Iterable[str] = ()) -> list[User]:
    """Those whose name follows an @, the longest name first; of namesakes, those who were chosen."""
    if SIGN not in text:
        return []
    wanted, rest, found = set(chosen), searchable(text), []
    people = sorted(may_be_mentioned(case), key=lambda user: -len(user.display_name))
    by_name: dict[str, list[User]] = {}
    for user in people:
        by_name.setdefault(searchable(user.display_name), []).append(user)
    for name, namesakes in by_name.items():
        marked = f"{SIGN}{name}"
        if name and marked in rest:
            rest = rest.replace(marked, " ")
            found += [user for user in namesakes if str(user.pk) in wanted] or namesakes
    if len(found) > MOST_MENTIONED:
        raise TooManyMentioned
    return found


def tell_mentioned(event: CaseEvent, case: Case, people: Iterable[User], *, by: str) -> None:
    notify_many(
        people,
        kind=NoticeKind.MENTION,
        case=case,
        subject=str(event.pk),
        details={"by": by},
    )
