"""The operator makes an association; its people come in by their invitations."""

import re

from playwright.sync_api import expect

from operators.roles import OperatorRole
from operators.services import appoint_operator
from tenants.models import Association
from tenants.people.models import User
from tenants.people.roles import Role
from tenants.people.services import accept_invitation, invite_person
from tenants.people.tokens import invitation_token
from tenants.schemas import control_plane, entered
from tests.journeys.plot import PASSWORD, Person, Plot
from tests.journeys.visitor import Visitor

OPERATOR = "onboarding@console.example"


def appoint() -> None:
    """Operators are appointed from the command line of the deployment."""
    appoint_operator(
        email=OPERATOR,
        display_name="مها المشغّلة",
        roles=[OperatorRole.ONBOARDING],
        password=PASSWORD,
    )


def sign_in(who: Visitor, email: str) -> None:
    who.type("Email", email)
    who.type("Password", PASSWORD)
    who.press("Sign in")


def onboard(operator: Visitor, plot: Plot) -> None:
    operator.go("console")
    operator.look("console-sign-in")
    sign_in(operator, OPERATOR)
    operator.sees("State and health only; their records stay theirs.")
    operator.look("console-associations")
    operator.follow("Onboard an association")
    operator.type("Name of the association", plot.association)
    operator.type("Licence number", plot.license_no)
    operator.choose("Kind", plot.kind)
    operator.type("Address name", "console")
    operator.type("Contact's name", plot.people["Administrator"].name)
    operator.type("Contact's e-mail", plot.people["Administrator"].email)
    operator.press("Set up the association")
    operator.sees("The address name “%(slug)s” is taken. Choose another.", slug="console")
    operator.type("Address name", plot.slug)
    operator.look("console-onboard")
    operator.press("Set up the association")
    operator.sees("The space is being set up; this takes some seconds.")
    operator.look("console-under-way")
    operator.service.run_jobs()
    operator.sees("The space works. The contact got an invitation by e-mail as its administrator.")
    operator.look("console-ready")


def accept(who: Visitor, person: Person) -> None:
    """By the link in the mail: a name, a password, and they are signed in."""
    who.open(invitation_link(who, person))
    who.look(f"invitation-{person.role}")
    who.type("Your name", person.name)
    who.type("Password", PASSWORD)
    who.type("The password once more", PASSWORD)
    who.press("Open my account")
    expect(who.page.locator("body")).to_contain_text(person.name)


def invitation_link(who: Visitor, person: Person) -> str:
    found = re.search(r"http://\S+/invitations/\S+", who.service.mailbox.text(person.email))
    assert found is not None
    return found.group()


def invite(administrator: Visitor, plot: Plot, person: Person) -> None:
    administrator.go(plot.slug, "/people/")
    administrator.follow("Invite someone")
    administrator.type("Name", person.name)
    administrator.type("E-mail", person.email)
    administrator.choose("Language of the invitation", LANGUAGES[plot.language])
    administrator.tick(person.role)
    administrator.look("invite")
    administrator.press("Send the invitation")
    administrator.sees("The invitation is on its way to %(email)s.", email=person.email)


def bring_the_others(plot: Plot) -> None:
    """The rest of the staff, by the services behind the same pages."""
    with control_plane():
        association = Association.objects.get(slug=plot.slug)
    with entered(association):
        administrator = User.objects.get(email=plot.people["Administrator"].email)
        for person in plot.people.values():
            if not User.objects.filter(email=person.email).exists():
                invitation = invite_person(
                    email=person.email,
                    name=person.name,
                    roles=[ROLES[person.role]],
                    actor=administrator,
                )
                accept_invitation(
                    invitation_token(invitation.pk), display_name=person.name, password=PASSWORD
                )


def arrive(who: Visitor, plot: Plot, role: str, path: str = "/accounts/login/") -> None:
    who.go(plot.slug, path)
    sign_in(who, plot.people[role].email)


ROLES = {
    "Board secretary": Role.BOARD_SECRETARY,
    "Relations officer": Role.RELATIONS_OFFICER,
    "Social researcher": Role.SOCIAL_RESEARCHER,
    "Committee member": Role.COMMITTEE_MEMBER,
    "Executive director": Role.EXECUTIVE,
}
LANGUAGES = {"ar": "Arabic", "en": "English"}
