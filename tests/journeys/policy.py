"""A policy on its way: read, asked about, edited, approved by the board, published."""

from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, expect

from tenants.models import Association
from tenants.schemas import control_plane, entered
from tests.journeys.onboarding import sign_in
from tests.journeys.plot import Plot
from tests.journeys.visitor import Visitor

MINUTES = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MONTH, YEAR = 8, 1446


def upload(administrator: Visitor, plot: Plot) -> None:
    administrator.go(plot.slug, "/policies/")
    administrator.sees("There is no policy yet.")
    administrator.look("policy-none")
    administrator.follow("Upload the policy")
    administrator.press("Read it")
    administrator.sees("Choose a file, or paste the text.")
    administrator.attach("The document", "policy.txt", plot.policy, "text/plain")
    administrator.look("policy-new")
    administrator.press("Read it")
    administrator.sees("What was read, beside the text")
    administrator.look("policy-reading")


def see_words_of_a_value(administrator: Visitor) -> None:
    """A value's link leads to the very words that it was read from."""
    entry = administrator.page.get_by_role("listitem").filter(
        has=administrator.page.get_by_role(
            "link", name=administrator.say("Show in the text, line %(line)s", line="")
        )
    )
    link = entry.first.get_by_role("link")
    target = str(link.get_attribute("href"))
    link.click()
    words = administrator.page.locator(target)
    expect(words).to_be_in_viewport()
    expect(words).not_to_be_empty()


def turn_minimum_into_maximum(administrator: Visitor) -> None:
    administrator.press("“No more than” was meant")
    administrator.sees("It was put right, and the words of the clause with it.")


def keep_what_is_asked(administrator: Visitor, reason: str) -> int:
    """Answer every question that must be settled with a reason; returns how many there were."""
    kept = 0
    while (question := _asked(administrator)).count():
        _keep(question.first, administrator, reason)
        administrator.sees("The answer was kept.")
        kept += 1
    return kept


def keep_without_a_reason(administrator: Visitor, sentence: str) -> None:
    _keep(_asked(administrator).first, administrator, "")
    administrator.sees(sentence)


def _asked(administrator: Visitor) -> Locator:
    """What is open and can be kept, of the gravest kind."""
    questions = administrator.page.get_by_role("article")
    return questions.filter(has_text=administrator.say("Must be settled")).filter(
        has_text=administrator.say("It stays as it is …")
    )


def _keep(question: Locator, administrator: Visitor, reason: str) -> None:
    fold = question.locator("details")
    if fold.get_attribute("open") is None:
        fold.get_by_text(administrator.say("It stays as it is …")).click()
    administrator.type("Why?", reason, within=question)
    question.get_by_role("button", name=administrator.say("Keep it, for this reason")).click()


def edit_deadline(
    administrator: Visitor, values: dict[str, str], choices: dict[str, str], *, step: str = ""
) -> None:
    """The first deadline of the editor, and the words of the first handling step."""
    administrator.follow("Edit")
    deadline = administrator.page.locator(".deadline").first
    deadline.locator("summary").click()
    for label, value in values.items():
        administrator.type(label, value, within=deadline)
    for label, option in choices.items():
        administrator.choose(label, option, within=deadline)
    if step:
        first = administrator.page.get_by_label(administrator.say("Step") + " 1", exact=True)
        first.fill(step)
    administrator.look("policy-edit")


def save(administrator: Visitor) -> None:
    administrator.page.get_by_role("button", name=administrator.say("Save the draft")).last.click()


def lose_the_session(who: Visitor, plot: Plot) -> None:
    """As after twelve hours: the cookie is there, the session is not."""
    cookies = who.page.context.cookies()
    key = next(c["value"] for c in cookies if c["name"] == settings.SESSION_COOKIE_NAME)
    with control_plane():
        association = Association.objects.get(slug=plot.slug)
    with entered(association):
        assert Session.objects.filter(pk=key).delete()[0] == 1


def come_back(who: Visitor, email: str) -> None:
    who.look("session-over")
    sign_in(who, email)
    who.sees("What you had typed here was kept and filled in again.")
    who.look("typed-text-is-back")


def send(administrator: Visitor) -> None:
    administrator.follow("Go on to the board")
    administrator.look("policy-send")
    administrator.press("Send to the board")
    administrator.sees("The draft awaits the board. Its wording stands still now.")
    administrator.look("policy-awaits-board")


def let_errors_pass(secretary: Visitor, reason: str) -> int:
    """What the policy officer kept blocks the approval until the secretary answers for it too."""
    passed = 0
    button = secretary.say("Let it pass, for this reason")
    while secretary.page.get_by_role("button", name=button).count():
        blocking = secretary.page.get_by_role("listitem").filter(
            has=secretary.page.get_by_role("button", name=button)
        )
        secretary.type("Why does the board let it pass?", reason, within=blocking.first)
        blocking.first.get_by_role("button", name=button).click()
        secretary.sees("The reason was kept; this does not block the approval now.")
        passed += 1
    return passed


def approve(secretary: Visitor, plot: Plot) -> None:
    secretary.go(plot.slug, "/policies/")
    secretary.look("policy-versions")
    secretary.page.get_by_role("link", name=secretary.say("Version %(number)s", number=1)).click()
    secretary.follow("Record the approval")
    secretary.look("policy-approve")
    let_errors_pass(secretary, "نوقشت في الجلسة وأقرها المجلس.")
    secretary.type("Session number", "٧")
    secretary.type("Hijri date of the session", f"12/{MONTH}/{YEAR}")
    secretary.type("Gregorian date of the session", "12/3/2025")
    secretary.type("Chair of the board", "رئيس المجلس")
    secretary.press("Record the approval")
    errors = secretary.page.locator(".has-error")
    expect(errors).to_have_count(1)
    expect(errors).to_contain_text("2025")
    expect(secretary.field("Hijri date of the session")).to_have_value(f"12/{MONTH}/{YEAR}")
    expect(secretary.field("Chair of the board")).to_have_value("رئيس المجلس")
    secretary.look("policy-approve-disagree")
    secretary.type("Gregorian date of the session", "11/2/2025")
    secretary.attach("Minutes of the session", "minutes.pdf", MINUTES, "application/pdf")
    secretary.press("Record the approval")
    secretary.sees("The approval was recorded.")
    secretary.look("policy-in-force")


def read_published(visitor: Visitor, plot: Plot) -> None:
    """Nobody is asked to sign in."""
    visitor.go(plot.slug, "/policy/")
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    visitor.sees("Approval")
    visitor.reads("2025")
    visitor.look("policy-published")
