"""The beneficiary, on a phone and without an account."""

from playwright.sync_api import expect

from tests.journeys.plot import Plot
from tests.journeys.visitor import Visitor

PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0"
    "0000030101000ad4c5a60000000049454e44ae426082"
)


def read_promises(beneficiary: Visitor, plot: Plot) -> None:
    beneficiary.go(plot.slug)
    beneficiary.sees("What you can count on")
    beneficiary.look("portal-home")


def submit(beneficiary: Visitor, plot: Plot) -> str:
    """Returns the tracking code. A mistake on the way costs nothing that was typed or chosen."""
    beneficiary.follow("Submit a request")
    beneficiary.type("Full name", plot.beneficiary)
    beneficiary.type("Identity number", plot.identity_number[:-1])
    beneficiary.type("Mobile number", "٠٥٥١٢٣٤٥٦٧")
    beneficiary.type("E-mail", plot.beneficiary_email)
    beneficiary.page.get_by_role("radio", name=beneficiary.say("By e-mail")).check()
    beneficiary.type("What do you ask for?", plot.subject)
    beneficiary.type("Tell us more", plot.description)
    _attach_document(beneficiary, plot)
    beneficiary.tick("I declare that what I have written here is true.")
    beneficiary.sign()
    beneficiary.look("portal-request")
    beneficiary.press("Send the request")
    beneficiary.sees("Please have another look at this. Nothing that you typed is lost.")
    expect(beneficiary.field("Tell us more")).to_have_value(plot.description)
    beneficiary.sees(
        "Kept:", "Your signature was kept. Sign again only if you want to replace it."
    )
    beneficiary.look("portal-request-mistake")
    beneficiary.type("Identity number", plot.identity_number)
    beneficiary.press("Send the request")
    beneficiary.sees("Your request has arrived. Thank you.")
    beneficiary.look("portal-receipt")
    return beneficiary.page.locator("#code").inner_text()


def _attach_document(beneficiary: Visitor, plot: Plot) -> None:
    if plot.documents:
        beneficiary.attach(plot.documents[0], "card.png", PHOTO, "image/png")
        return
    beneficiary.attach("Other documents", "lease.png", PHOTO, "image/png")
    beneficiary.type("What are the other documents?", "عقد الإيجار")


def read_receipt_mail(beneficiary: Visitor, plot: Plot, code: str) -> None:
    beneficiary.service.run_jobs()
    assert code in beneficiary.service.mailbox.text(plot.beneficiary_email)


def open_case(beneficiary: Visitor, plot: Plot, code: str) -> None:
    beneficiary.go(plot.slug, "/follow/")
    beneficiary.type("Tracking code", "0000-0000-0000-0000-0000")
    beneficiary.press("Show where it stands")
    beneficiary.sees("Nothing has this code. Please compare it with your receipt.")
    beneficiary.look("portal-follow")
    beneficiary.type("Tracking code", code)
    beneficiary.press("Show where it stands")
    beneficiary.reads(plot.subject)


def add_missing(beneficiary: Visitor, label: str, *, clock_stands_still: bool) -> None:
    beneficiary.sees("What is still missing", "We wait for this")
    if clock_stands_still:
        beneficiary.sees("Standing still until we hear from you")
    beneficiary.look("portal-case-missing")
    beneficiary.attach(label, "deed.png", PHOTO, "image/png")
    beneficiary.press("Send this document")
    beneficiary.sees("Your document has arrived. Thank you.")
    if clock_stands_still:
        expect(beneficiary.page.locator("main")).not_to_contain_text(
            beneficiary.say("Standing still until we hear from you")
        )
    beneficiary.look("portal-case")


def read_notice_mail(beneficiary: Visitor, plot: Plot) -> None:
    """It says that there is a decision and where; what was decided is for who holds the code."""
    beneficiary.service.run_jobs()
    notice = beneficiary.service.mailbox.text(plot.beneficiary_email)
    assert beneficiary.service.url(plot.slug) in notice
    assert plot.reason not in notice


def read_decision(beneficiary: Visitor, plot: Plot) -> None:
    beneficiary.go(plot.slug, "/follow/case/")
    beneficiary.reads(plot.reason)
    beneficiary.look("portal-decided")


def is_not_asked_to_rate(beneficiary: Visitor) -> None:
    """The policy does not name a survey among the measures of satisfaction."""
    words = beneficiary.say("Send the rating")
    assert beneficiary.page.get_by_role("button", name=words).count() == 0


def rate(beneficiary: Visitor) -> None:
    beneficiary.page.get_by_role("radio", name=beneficiary.say("Very good")).check()
    beneficiary.press("Send the rating")
    beneficiary.sees("Thank you: your opinion has arrived.")
    beneficiary.look("portal-rated")
