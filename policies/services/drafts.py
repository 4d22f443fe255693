"""Drafts: read from a document, edited, questioned."""

from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from foundation import audit, clock, uploads
from foundation.errors import Invalid
from foundation.models import StoredFile
from foundation.uploads import FileKind
from policies import rules
from policies.amendment import amend
from policies.checking import fingerprint
from policies.content import PolicyContent
from policies.drafting import from_reading
from policies.enums import Answer
from policies.file_dates import file_date
from policies.fixes import fix_of
from policies.linting.finding import Finding
from policies.models import LintAnswer, PolicyVersion
from policies.presets.shapes import Preset
from policies.reading.model import Reading
from policies.reading.origin import with_doubts_of
from policies.reading.reader import read_document, read_text
from policies.reading.scan.recognition import read_scan
from policies.reading.sources import LONGEST_TEXT, text_of_paste
from policies.rendering import render, with_lines
from policies.review import review
from policies.services.history import remembered
from policies.services.versions import EditedMeanwhile, locked, take_step
from tenants.people.models import User

KINDS = {".docx": FileKind.DOCX, ".pdf": FileKind.PDF}
NUMBERING = (
    "SELECT pg_advisory_xact_lock(hashtextextended('policy-number|' || current_schema(), 0))"
)


class NothingToRead(Invalid):
    code = "nothing_to_read"
    message = _("There is no text to read here.")


class TextTooLong(Invalid):
    code = "text_too_long"
    message = _("This text is far longer than a policy. Nothing was stored.")


class ReasonNeeded(Invalid):
    code = "reason_needed"
    message = _("Say why it stays as it is.")


class FindingGone(Invalid):
    code = "finding_gone"
    message = _("This question is no longer asked; the draft has changed.")


class NoSuchFix(Invalid):
    code = "no_such_fix"
    message = _("This cannot be put right by itself. Change it in the editor.")


@transaction.atomic
def upload_document(data: bytes, *, filename: str, actor: User) -> PolicyVersion:
    """A new draft from a file as it was sent; raises a kind of Invalid for one that is no use."""
    rules.check_can_edit(actor)
    name = uploads.safe_name(filename)
    text, reading = read_document(data, name)
    version = _create(text, reading, actor=actor, changed_on=file_date(data, name))
    # Given back as what it is or as plain text: a web page is never shown as one.
    kind = KINDS.get(PurePath(name).suffix.lower(), FileKind.TEXT)
    version.source_file = uploads.store(data, name=name, media_type=kind)
    version.save(update_fields=["source_file"])
    return version


@transaction.atomic
def draft_from_scan(text: str, *, file: StoredFile, actor: User) -> PolicyVersion:
    """A new draft from words recognised in pictures; every value asks for a person."""
    rules.check_can_edit(actor)
    version = _create(text, read_scan(text), actor=actor)
    version.source_file = file
    version.save(update_fields=["source_file"])
    return version


@transaction.atomic
def paste_text(text: str, *, actor: User) -> PolicyVersion:
    rules.check_can_edit(actor)
    _check_length(text)
    text = text_of_paste(text)
    return _create(text, read_text(text), actor=actor)


@transaction.atomic
def draft_from_preset(preset: Preset, *, text: str, actor: User) -> PolicyVersion:
    """A new draft from a prepared policy; `text` is the preset's in this association's name."""
    version = paste_text(text, actor=actor)
    content = version.load_content().model_copy(
        update={"beneficiary_word": preset.beneficiary_word}
    )
    version.content = _dumped(content)
    version.save(update_fields=["content"])
    return version


def _check_length(text: str) -> None:
    if not text.strip():
        raise NothingToRead
    if len(text) > LONGEST_TEXT:
        raise TextTooLong


def _create(
    text: str, reading: Reading, *, actor: User, changed_on: date | None = None
) -> PolicyVersion:
    _check_length(text)
    content = from_reading(text, reading)
    version = _new_version(
        actor,
        content=_dumped(content),
        source_text=text,
        reading=reading.model_dump(mode="json"),
        findings=_dumped_findings(review(text, reading, draft=content, file_date=changed_on)),
    )
    audit.record("policy.draft_created", version, actor=actor, details={"number": version.number})
    return version


@transaction.atomic
def draft_from_version(version_id: UUID, *, actor: User) -> PolicyVersion:
    """A new draft that begins with the words of an existing version."""
    rules.check_can_edit(actor)
    origin = PolicyVersion.objects.get(pk=version_id)
    version = _new_version(
        actor,
        content=origin.content,
        source_text=origin.source_text,
        reading=origin.reading,
        findings=origin.findings,
    )
    audit.record(
        "policy.draft_created",
        version,
        actor=actor,
        details={"number": version.number, "from_number": origin.number},
    )
    return version


def _new_version(actor: User, **fields: Any) -> PolicyVersion:
    """One after the other: two drafts begun at once would take the same number."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERING)
    latest = PolicyVersion.objects.order_by("-number").first()
    now = clock.now()
    return PolicyVersion.objects.create(
        number=latest.number + 1 if latest else 1,
        created_at=now,
        created_by=actor,
        updated_at=now,
        updated_by=actor,
        **fields,
    )


@transaction.atomic
def edit_content(
    version_id: UUID,
    *,
    actor: User,
    revision: int,
    content: PolicyContent,
    written_anew: bool = False,
    is_minor: bool | None = None,
    typing: bool = False,
) -> PolicyVersion:
    """Stores an edited document, made whole (see amendment.py), and asks the linter again.

    `revision` is what the person saw; raises EditedMeanwhile if the draft has moved on.
    `is_minor`: whether those who signed the version before need not sign again; None leaves it.
    `typing`: kept by itself while somebody types, which is one edit to take back.
    `written_anew`: the text is written out of the document even if that did not change.
    """
    version = locked(version_id)
    rules.check_can_edit(actor, version)
    if version.revision != revision:
        raise EditedMeanwhile
    before = version.load_content()
    whole = amend(before, content)
    minor = version.is_minor if is_minor is None else is_minor
    if (whole.digest(), minor) == (before.digest(), version.is_minor) and not written_anew:
        return version
    history = remembered(version, whole, actor=actor, typing=typing)
    goes_on = typing and history == version.history
    version = _store(version, whole, actor=actor, history=history, is_minor=minor)
    if not goes_on:
        audit.record("policy.edited", version, actor=actor, details={"revision": version.revision})
    return version


@transaction.atomic
def apply_fix(
    version_id: UUID, *, actor: User, revision: int, finding: str, fix: str
) -> PolicyVersion:
    """Puts one question right by itself: its fingerprint, and which of its fixes."""
    version = locked(version_id)
    rules.check_can_edit(actor, version)
    asked = _finding(version, finding)
    found = fix_of(asked, version.load_content(), fix)
    if found is None:
        raise NoSuchFix
    chosen, fixed = found
    return edit_content(
        version_id,
        actor=actor,
        revision=revision,
        content=fixed,
        written_anew=chosen.rewrites,
    )


@transaction.atomic
def accept_finding(version_id: UUID, *, actor: User, finding: str, reason: str) -> LintAnswer:
    """It stays as it is, for this reason; `finding` is the fingerprint of the question."""
    version = locked(version_id)
    rules.check_can_edit(actor, version)
    asked = _finding(version, finding)
    if not reason.strip():
        raise ReasonNeeded
    answer, _created = LintAnswer.objects.update_or_create(
        version=version,
        fingerprint=finding,
        defaults={
            "answer": Answer.ACCEPTED,
            "reason": reason.strip()[:500],
            "answered_at": clock.now(),
            "answered_by": actor,
        },
    )
    audit.record("policy.finding_accepted", version, actor=actor, details={"rule": asked.id})
    return answer


@transaction.atomic
def discard_draft(version_id: UUID, *, actor: User) -> PolicyVersion:
    version = locked(version_id)
    rules.check_can_discard(actor, version)
    version = take_step(version, "discard_draft", actor=actor)
    audit.record("policy.draft_discarded", version, actor=actor)
    return version


def _store(
    version: PolicyVersion,
    content: PolicyContent,
    *,
    actor: User,
    history: list[Any],
    is_minor: bool,
) -> PolicyVersion:
    rendered = render(content)
    placed = PolicyContent.model_validate(with_lines(content, rendered.lines).model_dump())
    reading = with_doubts_of(version.load_reading(), read_text(rendered.text))
    findings = review(rendered.text, reading, content=placed)
    _remember_what_was_put_right(version, findings, actor)
    return take_step(
        version,
        "edit",
        actor=actor,
        content=_dumped(placed),
        source_text=rendered.text,
        reading=reading.model_dump(mode="json"),
        findings=_dumped_findings(findings),
        history=history,
        is_minor=is_minor,
    )


def _remember_what_was_put_right(
    version: PolicyVersion, findings: list[Finding], actor: User
) -> None:
    """A question that an edit made disappear is answered: it was put right."""
    still_asked = {fingerprint(finding) for finding in findings}
    answered = set(version.lint_answers.values_list("fingerprint", flat=True))
    gone = {fingerprint(finding) for finding in version.load_findings()} - still_asked - answered
    now = clock.now()
    LintAnswer.objects.bulk_create(
        LintAnswer(
            version=version,
            fingerprint=print_,
            answer=Answer.FIXED,
            answered_at=now,
            answered_by=actor,
        )
        for print_ in sorted(gone)
    )
    version.lint_answers.filter(fingerprint__in=still_asked, answer=Answer.FIXED).delete()


def _finding(version: PolicyVersion, wanted: str) -> Finding:
    for finding in version.load_findings():
        if fingerprint(finding) == wanted:
            return finding
    raise FindingGone


def _dumped(content: PolicyContent) -> dict[str, Any]:
    return content.model_dump(mode="json")


def _dumped_findings(findings: list[Finding]) -> list[dict[str, Any]]:
    return [finding.model_dump(mode="json") for finding in findings]
