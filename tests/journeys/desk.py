"""The staff at the desk, from the phone call to the figures."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys.plot import Plot
from tests.journeys.visitor import Visitor

PHONE = re.compile("هاتف")


def register_call(officer: Visitor, plot: Plot) -> None:
    officer.follow("Register a request")
    officer.look("desk-register")
    channel = officer.field("Channel")
    channel.select_option(label=channel.get_by_role("option", name=PHONE).first.inner_text())
    officer.type("Name", "سارة العنزي")
    officer.type("Mobile", "0559876543")
    officer.type("Subject", plot.called_for)
    officer.press("Register")
    officer.sees("The request was registered")
    officer.look("desk-slip")


def open_case(who: Visitor, plot: Plot, subject: str) -> None:
    who.go(plot.slug, "/desk/")
    who.look("desk-inbox")
    who.page.get_by_role("link", name=subject).click()
    expect(who.page.get_by_role("heading", level=1)).to_have_text(subject)


def mark_missing(officer: Visitor, label: str, *, listed: bool) -> None:
    fold = officer.unfold("Ask for what is missing")
    if listed:
        fold.get_by_role("checkbox", name=label).check()
    else:
        officer.type("Other documents", label, within=fold)
    officer.look("desk-case")
    _press_in(fold, officer, "Ask for what is missing")
    officer.sees("The beneficiary was asked; the clocks stand still until all has come.")
    officer.look("desk-case-waiting")


def tick_steps(who: Visitor, stage: str) -> None:
    """All that the person may do, of what holds the request up here."""
    steps = who.page.get_by_role("listitem").filter(has_text=who.say(stage))
    done = steps.get_by_role("button", name=who.say("Done", "button"), disabled=False)
    while done.count():
        done.first.click()
        who.sees("The step is done.")


def mark_complete(officer: Visitor) -> None:
    officer.press("Mark as complete")
    officer.sees("The request is complete; the clocks that start here are running.")
    officer.look("desk-case-complete")


def ask_why_this_date(officer: Visitor) -> None:
    """Every day that counts, in both calendars."""
    officer.follow("Day by day, to print")
    officer.sees("Why this date?", "The policy promises")
    days = officer.page.get_by_role("row")
    assert days.count() > 7
    expect(days.nth(3)).to_contain_text(re.compile("14[45][0-9]"))
    expect(days.nth(3)).to_contain_text(re.compile("20[2-9][0-9]"))
    officer.look("desk-why-this-date")
    officer.page.go_back()


def refer(officer: Visitor, referral_target: str) -> None:
    fold = officer.unfold("Refer for study")
    expect(fold).to_contain_text(referral_target)
    officer.type("Note", "نرجو زيارة الأسرة.", within=fold)
    _press_in(fold, officer, "Refer for study")
    officer.sees("The request was referred.")


def return_from_study(researcher: Visitor) -> None:
    fold = researcher.unfold("Return from study, with findings")
    researcher.type("Findings", "تمت الزيارة والحاجة ثابتة.", within=fold)
    _press_in(fold, researcher, "Return from study, with findings")
    researcher.sees("The findings were recorded and the request is back.")
    researcher.look("desk-case-studied")


def send_to_decision_body(officer: Visitor) -> None:
    fold = officer.unfold("Send to the decision body")
    _press_in(fold, officer, "Send to the decision body")
    officer.sees("The request lies before the body that decides.")


def decide(member: Visitor, plot: Plot) -> None:
    fold = member.unfold("Record the decision")
    fold.get_by_role("radio", name=member.say(plot.outcome, "case status"), exact=True).check()
    member.type("Reason", plot.reason, within=fold)
    _press_in(fold, member, "Record the decision")
    if plot.early_reason:
        fold = member.unfold("Record the decision")
        expect(fold.locator(".has-error")).to_have_count(1)
        expect(member.field("Reason", within=fold)).to_have_value(plot.reason)
        member.look("desk-decide-early")
        member.type("Why so early", plot.early_reason, within=fold)
        _press_in(fold, member, "Record the decision")
    member.sees("The decision was recorded; the beneficiary is told.")
    member.look("desk-case-decided")


def read_figures(executive: Visitor, plot: Plot) -> None:
    executive.go(plot.slug, "/reports/")
    executive.sees("Decided on time", "By channel")
    executive.look("figures")
    executive.follow("Decided on time")
    executive.reads(plot.subject)
    executive.look("figures-cases")
    executive.page.get_by_role("link", name=plot.subject).click()
    executive.reads(plot.reason)


def _press_in(fold: Locator, who: Visitor, words: str) -> None:
    fold.get_by_role("button", name=who.say(words)).click()
