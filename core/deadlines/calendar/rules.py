"""Who may change the working calendar, and what cannot be written into it."""

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from foundation.errors import Invalid, NotAllowed, WrongState
from tenants.people.roles import Permission

LONGEST_RANGE = 60
LONGEST_NAME = 120


class MayNotEditCalendar(NotAllowed):
    code = "may_not_edit_calendar"
    message = _("Only those who look after the calendar may change it.")


class RangeBackwards(Invalid):
    code = "range_backwards"
    message = _("The last day comes before the first.")


class RangeTooLong(Invalid):
    code = "range_too_long"
    message = _("At most %(limit)s days at once.")


class DateTooFar(Invalid):
    code = "date_too_far"
    message = _("The calendar can be changed from %(first)s to %(last)s.")


class DayTaken(WrongState):
    code = "day_taken"
    message = _("The calendar already says what %(day)s is: %(name)s. Remove that first.")


class WorkedAnyway(Invalid):
    code = "worked_anyway"
    message = _("These are working days already.")


class NotInCalendar(WrongState):
    code = "not_in_calendar"
    message = _("This is not in the calendar any more.")


class NotProposed(WrongState):
    code = "not_proposed"
    message = _("This official holiday is not waiting for a decision.")


class RangeTaken(WrongState):
    code = "range_taken"
    message = _("Other hours hold for some of these days already: %(name)s. Remove them first.")


class NoHours(Invalid):
    code = "no_hours"
    message = _("Write the hours of these days.")


class OnlyWorkedDaysHaveHours(Invalid):
    code = "only_worked_days_have_hours"
    message = _("Only days that are worked have hours of their own.")


class NoWorkingDay(Invalid):
    code = "no_working_day"
    message = _("At least one day of the week must be worked.")


class HoursBackwards(Invalid):
    code = "hours_backwards"
    message = _("Working times must follow each other and end after they begin.")


class PreviewOutdated(WrongState):
    code = "preview_outdated"
    message = _("Meanwhile other deadlines would move. Look at them again before you confirm.")


def check_can_edit_calendar(actor: Actor) -> None:
    if not actor.has_permission(Permission.EDIT_CALENDAR):
        raise MayNotEditCalendar
