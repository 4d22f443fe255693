"""What changes for requests: their channels, their clocks, their steps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.rules import Channel, DeadlineRule, HandlingStep, Milestone, StartEvent
from policies.comparison.change import (
    STAGE_WORDS,
    Area,
    Change,
    Quoted,
    Said,
    Time,
    added,
    changed,
    removed,
    role_words,
)
from policies.comparison.pairing import matched, moved

Changes = Iterator[Change]


def channels_changed(old: Sequence[Channel], new: Sequence[Channel]) -> Changes:
    area = Area.CHANNELS
    rows = matched(old, new, words=lambda row: row.label, key=lambda row: row.key)
    for row in rows.gone:
        gone = _("Requests can no longer be received by “%(channel)s”.")
        yield removed(area, gone, row.clause.address, channel=Quoted(row.label))
    for was, row in rows.kept:
        if was is None:
            template = _("Requests can be received by “%(channel)s” too.")
            yield added(area, template, row.clause.address, channel=Quoted(row.label))
        else:
            yield from _channel(was, row)


def _channel(was: Channel, row: Channel) -> Changes:
    address = row.clause.address
    if was.label != row.label:
        template: Said = _("The channel “%(before)s” is called “%(channel)s” now.")
        yield changed(
            Area.CHANNELS,
            template,
            address,
            channel=Quoted(row.label),
            before=Quoted(was.label),
        )
    if was.kind != row.kind:
        template = _("What arrives by “%(channel)s” counts as “%(kind)s”, so far as “%(before)s”.")
        yield changed(
            Area.CHANNELS,
            template,
            address,
            channel=Quoted(row.label),
            kind=row.kind.label,
            before=was.kind.label,
        )


MUST: dict[Milestone, Said] = {
    Milestone.ACKNOWLEDGE: _("The receipt of requests must be confirmed %(time)s"),
    Milestone.FIRST_REPLY: _("Requests must be replied to a first time %(time)s"),
    Milestone.REQUEST_DECISION: _("Requests must be decided %(time)s"),
    Milestone.NOTIFY: _("People must be told the decision %(time)s"),
    Milestone.DELIVER: _("Services must be delivered %(time)s"),
    Milestone.COMPLAINT_REPLY: _("Complaints must be answered %(time)s"),
    Milestone.COMPLAINT_APPEAL: _("An answer to a complaint can be appealed %(time)s"),
}
COUNTED_FROM: dict[StartEvent, Said] = {
    StartEvent.SUBMISSION: _("from its submission"),
    StartEvent.COMPLETION: _("from its completion"),
    StartEvent.DECISION: _("from the decision"),
    StartEvent.REPLY: _("from the reply"),
    StartEvent.REFERRAL: _("from the referral"),
}


@dataclass(frozen=True, slots=True)
class _Promise:
    rule: DeadlineRule

    def __str__(self) -> str:
        return str(MUST[self.rule.milestone]) % {"time": _time(self.rule)}


def _time(rule: DeadlineRule) -> Time:
    return Time(rule.term, COUNTED_FROM[rule.start])


def deadlines_changed(old: Sequence[DeadlineRule], new: Sequence[DeadlineRule]) -> Changes:
    area = Area.DEADLINES
    for milestone in Milestone:
        rows = matched(
            [rule for rule in old if rule.milestone == milestone],
            [rule for rule in new if rule.milestone == milestone],
            words=lambda rule: f"{rule.term} {rule.start}",
            key=lambda rule: rule.milestone,
        )
        left = list(rows.gone)
        for same, rule in rows.kept:
            # Times for the same thing replace each other, however unlike they are.
            was = same or (left.pop(0) if left else None)
            address = rule.clause.address
            if was is None:
                template: Said = _("A new clock runs: %(promise)s.")
                yield added(area, template, address, promise=_Promise(rule))
            elif (was.term, was.start) != (rule.term, rule.start):
                so_far = Time(was.term) if was.start == rule.start else _time(was)
                template = _("%(promise)s; so far %(before)s.")
                yield changed(area, template, address, promise=_Promise(rule), before=so_far)
        for was in left:
            gone = _("No clock runs for this any more: %(promise)s.")
            yield removed(area, gone, was.clause.address, promise=_Promise(was))


def steps_changed(old: Sequence[HandlingStep], new: Sequence[HandlingStep]) -> Changes:
    area = Area.STEPS
    steps = matched(old, new, words=lambda step: step.text, key=lambda step: step.key)
    for step in steps.gone:
        gone = _("The step “%(step)s” is no longer asked for.")
        yield removed(area, gone, step.clause.address, step=Quoted(step.text))
    for was, step in steps.kept:
        if was is None:
            template = _(
                "Every request has one more step: “%(step)s”, done by: %(role)s. "
                "While it is open, %(stage)s."
            )
            yield added(
                area,
                template,
                step.clause.address,
                step=Quoted(step.text),
                role=role_words(step.role),
                stage=STAGE_WORDS[step.stage],
            )
        else:
            yield from _step(was, step)
    both = [(old.index(was), step) for was, step in steps.kept if was]
    out_of_order = moved([place for place, _same in both])
    for place, step in both:
        if place in out_of_order:
            template = _("The step “%(step)s” comes at another place: number %(number)s.")
            yield changed(
                area,
                template,
                step.clause.address,
                step=Quoted(step.text),
                number=new.index(step) + 1,
            )


def _step(was: HandlingStep, step: HandlingStep) -> Changes:
    address, said = step.clause.address, Quoted(step.text)
    if was.text != step.text:
        template: Said = _("The step “%(before)s” reads “%(step)s” now.")
        yield changed(Area.STEPS, template, address, step=said, before=Quoted(was.text))
    if was.role != step.role:
        template = _("The step “%(step)s” is done by: %(role)s; so far by: %(before)s.")
        yield changed(
            Area.STEPS,
            template,
            address,
            step=said,
            role=role_words(step.role),
            before=role_words(was.role),
        )
    if was.stage != step.stage:
        template = _("While the step “%(step)s” is open, %(stage)s; so far: %(before)s.")
        yield changed(
            Area.STEPS,
            template,
            address,
            step=said,
            stage=STAGE_WORDS[step.stage],
            before=STAGE_WORDS[was.stage],
        )
