"""From a form that was filled in to what a reception is told of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.beneficiaries.categories import categories
from core.cases.papers import NewDocument
from core.programmes.models import Programme
from core.request_types.answers import CATEGORY_NAME, AnswersForm, flat, key_of
from core.request_types.enums import FieldKind
from core.request_types.models import RequestTypeVersion
from core.request_types.queries import content_of
from core.service_requests.intake import IntakeDetails


def details_of(
    version: RequestTypeVersion,
    form: AnswersForm | None,
    *,
    files: Mapping[str, list[str]] | None = None,
) -> IntakeDetails:
    """`form` None: nobody asked the questions of the form. `files`: ids of documents by field."""
    content = content_of(version)
    programme = content.programme
    if programme and not Programme.objects.filter(pk=programme, is_open=True).exists():
        programme = None
    return IntakeDetails(
        request_type=version,
        answers=form.answers(files) if form else {"fields": {}},
        documents=form.documents()
        if form
        else tuple(each.stored_label for each in content.documents_for(())),
        questions=form.open_questions() if form else (),
        programme_id=programme,
        priority=content.priority,
        amount_asked=form.amount_asked() if form else None,
    )


def files_by_field(
    form: AnswersForm, papers: Iterable[tuple[str, NewDocument]]
) -> dict[str, list[str]]:
    """Ids of the documents that came by the fields of the form, of all `papers` by their field's name."""
    kinds = form.content.kinds
    found: dict[str, list[str]] = {}
    for name, document in papers:
        key = key_of(name)
        if kinds.get(key) == FieldKind.FILE:
            found.setdefault(key, []).append(str(document.id))
    return found


def read_answers(
    version: RequestTypeVersion, answers: Mapping[str, Any], chosen: Iterable[str] = ()
) -> AnswersForm:
    """As a program sends them; what it leaves out is listed as missing. Files are documents that follow."""
    content = content_of(version)
    pairs = [*flat(content, answers), *((CATEGORY_NAME, each) for each in chosen)]
    form = read_pairs(version, pairs)
    unknown = set(answers) - set(content.kinds)
    for key in sorted(unknown):
        form.add_error(None, _("The form has no field “%(key)s”.") % {"key": key})
    return form


def read_pairs(
    version: RequestTypeVersion,
    pairs: Iterable[tuple[str, str]],
    *,
    kept: dict[str, list[Any]] | None = None,
) -> AnswersForm:
    """Names and words as a page sends them, judged. `kept`: by file field, what came for it another way."""
    content = content_of(version)
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    form = AnswersForm(
        data,
        content=content,
        categories=categories() if content.asks_for_categories else (),
        lenient=True,
        kept=kept,
    )
    form.is_valid()
    return form
