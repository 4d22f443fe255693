"""Forms for tests: one with a field of every kind, and small ones."""

from typing import Any

from core.request_types import services
from core.request_types.content import TypeContent
from core.request_types.models import RequestTypeVersion
from tenants.people.models import User

OPTIONS = [
    {"key": "rented", "label": {"ar": "مستأجر", "en": "Rented"}},
    {"key": "owned", "label": {"ar": "ملك", "en": "Owned"}},
    {"key": "shared", "label": {"ar": "مشترك", "en": "Shared"}},
]


def field(key: str, kind: str, **values: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": {"ar": f"سؤال {key}", "en": f"Ask {key}"}, **values}


def when(name: str, operator: str, *values: str, join: str = "all") -> dict[str, Any]:
    return {
        "join": join,
        "comparisons": [{"field": name, "operator": operator, "values": list(values)}],
    }


EVERY_KIND = [
    field("words", "text"),
    field("story", "long_text"),
    field("people", "number", minimum="1", maximum="20"),
    field("rent", "money", maximum="100000", is_amount_asked=True),
    field("born", "date"),
    field("home", "choice", options=OPTIONS),
    field("needs", "choices", options=OPTIONS),
    field("works", "yes_no"),
    field("paper", "file"),
    field("guardian", "person"),
    field(
        "household",
        "table",
        most_rows=4,
        columns=[
            {"key": "name", "label": {"ar": "الاسم", "en": "Name"}, "required": True},
            {"key": "age", "label": {"ar": "العمر", "en": "Age"}, "kind": "number"},
            {"key": "born", "label": {"ar": "الميلاد", "en": "Born"}, "kind": "date"},
            {"key": "studies", "label": {"ar": "يدرس", "en": "Studies"}, "kind": "yes_no"},
        ],
    ),
]


def content(*fields: dict[str, Any], **values: Any) -> TypeContent:
    return TypeContent.model_validate(
        {
            "name": {"ar": "سداد إيجار متأخر", "en": "Overdue rent"},
            "eligibility": {"ar": "لمن سكنه مستأجر.", "en": "For people who rent their home."},
            "fields": list(fields),
            **values,
        }
    )


def publish(
    made: TypeContent, actor: User, *, following: RequestTypeVersion | None = None
) -> RequestTypeVersion:
    """A new type, or the next version of one that there is."""
    if following is None:
        draft = services.create_type(made, actor=actor)
    else:
        draft = services.begin_draft(following.key, actor=actor)
        draft = services.edit_draft(draft.pk, actor=actor, revision=draft.revision, content=made)
    return services.publish(draft.pk, actor=actor, revision=draft.revision)
