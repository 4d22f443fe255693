"""What will be done differently under another version: from the rules that two documents compile to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.rules import (
    AcknowledgementRule,
    CompensationRule,
    CompensationStage,
    ComplaintsRule,
    GoverningRules,
    LiaisonOfficer,
    ReviewRule,
    SatisfactionMeasure,
    Tool,
)
from policies.comparison.change import (
    About,
    Area,
    Change,
    Counted,
    Listed,
    Quoted,
    added,
    changed,
    named,
    quoted,
    removed,
    value,
    yes_or_no,
)
from policies.comparison.handling import channels_changed, deadlines_changed, steps_changed
from policies.comparison.pairing import matched
from policies.compilation import rules_of_draft
from policies.content import PolicyContent
from tenants.people.roles import Role

Changes = Iterator[Change]


def behaviour_changes(before: PolicyContent | None, after: PolicyContent) -> list[Change]:
    """In the order of Area; `before` is None where nothing governs yet: then everything is new."""
    return rule_changes(rules_of_draft(before or PolicyContent()), rules_of_draft(after))


def rule_changes(old: GoverningRules, new: GoverningRules) -> list[Change]:
    found = [
        *channels_changed(old.channels, new.channels),
        *deadlines_changed(old.deadlines, new.deadlines),
        *steps_changed(old.steps, new.steps),
        *_decision(old, new),
        *_documents(old.required_documents, new.required_documents),
        *_tools(old.tools, new.tools),
        *_complaints(old.complaints or ComplaintsRule(), new.complaints or ComplaintsRule()),
        *_compensation(
            old.compensation or CompensationRule(), new.compensation or CompensationRule()
        ),
        *_measures(old.satisfaction, new.satisfaction),
        *_officers(old.liaison_officers, new.liaison_officers),
        *_acknowledgement(old.acknowledgement, new.acknowledgement),
        *_review(old.review, new.review),
        *_words(old, new),
    ]
    return sorted(found, key=lambda change: list(Area).index(change.area))


def _decision(old: GoverningRules, new: GoverningRules) -> Changes:
    yield from value(
        Area.DECISION,
        _("Who decides requests"),
        quoted(old.decision_body),
        quoted(new.decision_body),
    )
    yield from value(
        Area.DECISION,
        _("Who unclear cases are referred to"),
        quoted(old.referral_target),
        quoted(new.referral_target),
    )


def _documents(old: Sequence[str], new: Sequence[str]) -> Changes:
    yield from named(
        Area.DOCUMENTS,
        old,
        new,
        _("“%(name)s” must be brought with every request."),
        _("“%(name)s” need no longer be brought."),
    )


def _tools(old: Sequence[Tool], new: Sequence[Tool]) -> Changes:
    yield from named(
        Area.TOOLS,
        [tool.label for tool in old],
        [tool.label for tool in new],
        _("“%(name)s” stands beside every case."),
        _("“%(name)s” no longer stands beside the cases."),
    )


def _complaints(old: ComplaintsRule, new: ComplaintsRule) -> Changes:
    area = Area.COMPLAINTS
    yield from value(area, _("Who hears complaints"), quoted(old.handler), quoted(new.handler))
    yield from named(
        area,
        old.channels,
        new.channels,
        _("Complaints can be made by “%(name)s”."),
        _("Complaints can no longer be made by “%(name)s”."),
    )
    yield from value(
        area, _("Who hears an appeal in a complaint"), quoted(old.appeal), quoted(new.appeal)
    )
    yield from value(
        area,
        _("Complaints without a name are taken"),
        yes_or_no(old.anonymous),
        yes_or_no(new.anonymous),
    )
    yield from value(
        area,
        _("A complaint is first settled amicably, if it can be"),
        yes_or_no(old.amicable_first),
        yes_or_no(new.amicable_first),
    )
    yield from value(
        area,
        _("The authority outside that complaints can be taken to"),
        quoted(old.outside_authority),
        quoted(new.outside_authority),
    )


def _compensation(old: CompensationRule, new: CompensationRule) -> Changes:
    area = Area.COMPENSATION
    yield from value(area, _("Who rules on compensation"), quoted(old.body), quoted(new.body))
    yield from value(
        area, _("What a compensation file must pass, in this order"), _stages(old), _stages(new)
    )


def _stages(rule: CompensationRule) -> Listed | None:
    labels = tuple(CompensationStage(stage).label for stage, _text in rule.stages)
    return Listed(labels) if labels else None


def _measures(old: Sequence[SatisfactionMeasure], new: Sequence[SatisfactionMeasure]) -> Changes:
    area = Area.SATISFACTION
    rows = matched(old, new, words=lambda row: row.label, key=lambda row: row.method)
    for row in rows.gone:
        gone = _("“%(measure)s” is no longer taken.")
        yield removed(area, gone, row.clause.address, measure=Quoted(row.label))
    for was, row in rows.kept:
        if was is None:
            new_one = _("One more measure is taken: “%(measure)s”.")
            yield added(area, new_one, row.clause.address, measure=Quoted(row.label))
        yield from _measure(was or SatisfactionMeasure(row.label, row.clause), row)


def _measure(was: SatisfactionMeasure, row: SatisfactionMeasure) -> Changes:
    yield from value(
        Area.SATISFACTION,
        About(_("How “%(measure)s” is measured"), row.label),
        was.method.label if was.method else None,
        row.method.label if row.method else None,
    )
    yield from value(
        Area.SATISFACTION,
        About(_("How often “%(measure)s” is taken"), row.label),
        _every(was.every_months),
        _every(row.every_months),
    )


@dataclass(frozen=True, slots=True)
class _Every:
    months: int

    def __str__(self) -> str:
        return str(_("every %(months)s")) % {"months": Counted(self.months, "month")}


def _every(months: int | None) -> _Every | None:
    return _Every(months) if months else None


def _officers(old: Sequence[LiaisonOfficer], new: Sequence[LiaisonOfficer]) -> Changes:
    area = Area.OFFICERS
    rows = matched(
        old,
        new,
        # The field weighs most: whoever takes over a field stands in for the one before.
        words=lambda row: f"{row.field} {row.field} {row.name} {row.contact}",
        key=lambda row: row.field,
    )
    for was, row in rows.kept:
        if was != row:
            template = _("People are sent to %(name)s for “%(field)s”: %(contact)s.")
            change = changed if was else added
            yield change(
                area,
                template,
                name=Quoted(row.name),
                field=Quoted(row.field),
                contact=Quoted(row.contact),
            )
    for row in rows.gone:
        gone = _("%(name)s is no longer shown to people as the one for “%(field)s”.")
        yield removed(area, gone, name=Quoted(row.name), field=Quoted(row.field))


def _acknowledgement(old: AcknowledgementRule | None, new: AcknowledgementRule | None) -> Changes:
    yield from value(Area.STAFF, _("Who must sign each version"), _signers(old), _signers(new))
    yield from value(
        Area.STAFF,
        _("Each version must be signed within"),
        Counted(old.within_days, "day") if old else None,
        Counted(new.within_days, "day") if new else None,
    )
    yield from value(
        Area.STAFF,
        _("The question before signing"),
        quoted(old.question) if old else None,
        quoted(new.question) if new else None,
    )


def _signers(rule: AcknowledgementRule | None) -> Listed | None:
    if rule is None:
        return None
    return Listed(tuple(Role(role).label for role in rule.roles) or (_("all staff"),))


def _review(old: ReviewRule | None, new: ReviewRule | None) -> Changes:
    yield from value(
        Area.STAFF,
        _("The policy is reviewed"),
        _every(old.every_months) if old else None,
        _every(new.every_months) if new else None,
    )
    yield from value(
        Area.STAFF,
        _("Who reviews the policy"),
        quoted(old.responsible) if old else None,
        quoted(new.responsible) if new else None,
    )


def _words(old: GoverningRules, new: GoverningRules) -> Changes:
    area = Area.WORDS
    yield from value(
        area,
        _("What the people served are called"),
        quoted(old.beneficiary_word),
        quoted(new.beneficiary_word),
    )
    yield from value(
        area,
        _("How numbers are written"),
        old.digits.label if old.digits else None,
        new.digits.label if new.digits else None,
    )
    yield from value(
        area,
        _("Which date is written first"),
        old.calendar_first.label if old.calendar_first else None,
        new.calendar_first.label if new.calendar_first else None,
    )
