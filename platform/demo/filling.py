"""Fill an empty platform with five associations, through the services that people use."""

import secrets
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from demo.cases import fill_cases
from demo.cast import COMPANIES, Company
from demo.clocks import fill_clocks
from demo.committee import fill_committee
from demo.complaints import fill_complaints
from demo.daily import fill_daily
from demo.field import fill_field
from demo.imports import fill_imports
from demo.information import fill_information
from demo.mails import fill_mails
from demo.measures import fill_measures
from demo.people import fill_people
from demo.policy import bring_policy_into_force
from demo.request_types import offer_types
from demo.ways import fill_ways
from operators.roles import OperatorRole
from operators.services import appoint_operator
from tenants.addresses import address_of, console_host
from tenants.models import Association
from tenants.people.models import Invitation, User
from tenants.people.roles import Role
from tenants.people.services import accept_invitation, invite_person, issue_token
from tenants.people.tokens import invitation_token
from tenants.provisioning.services import onboard_association, set_up
from tenants.schemas import OPERATORS, control_plane, entered


def fill() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields a line of progress and what can be signed in to; raises what a service raises."""
    password = f"silah-{secrets.token_urlsafe(9)}"
    yield "operators", _operators(password)
    for company in COMPANIES:
        yield company.name, _association(company, password)


def is_empty() -> bool:
    with control_plane():
        return not Association.objects.exists()


def _operators(password: str) -> dict[str, Any]:
    with entered(OPERATORS):
        people = [
            appoint_operator(
                email=f"{role}@console.example",
                display_name=name,
                roles=[role],
                password=password,
            )
            for role, name in (
                (OperatorRole.ONBOARDING, "مها المشغّلة"),
                (OperatorRole.BILLING, "قاسم المحاسب"),
            )
        ]
        return {
            **_address(console_host()),
            "people": [
                _person(user, [grant.role for grant in user.operator_grants.all()], password)
                for user in people
            ],
        }


def _association(company: Company, password: str) -> dict[str, Any]:
    association = onboard_association(
        name=company.name,
        license_no=company.license_no,
        kind=company.kind,
        slug=company.slug,
        contact_name=company.people[0][1],
        contact_email=f"administrator@{company.slug}.example",
        actor_label="demo",
    )
    set_up(association.pk)
    with entered(association):
        people = _staff(company, password)
        bring_policy_into_force(company, people)
        fill_cases(people)
        fill_people(people)
        fill_field(people)
        fill_mails(people)
        offer_types(company.slug, people)
        fill_imports(people)
        fill_committee(people, company.slug)
        fill_clocks(people)
        fill_complaints(people)
        fill_daily(people)
        fill_information(people)
        fill_ways(people, company.slug)
        fill_measures(people)
        token = issue_token(
            name="برنامج العرض",
            roles=[Role.RELATIONS_OFFICER, Role.COMMITTEE_MEMBER],
            actor=people[Role.ADMINISTRATOR],
        )
    return {
        **_address(association.host),
        "name": company.name,
        "people": [_person(user, [role], password) for role, user in people.items()],
        "api_token": token.key,
    }


def _staff(company: Company, password: str) -> dict[Role, User]:
    """The administrator accepts the platform's invitation, and invites everybody else."""
    first = Invitation.objects.get()
    administrator = accept_invitation(
        invitation_token(first.pk), display_name=company.people[0][1], password=password
    )
    people = {Role.ADMINISTRATOR: administrator}
    for role, name in company.people[1:]:
        invitation = invite_person(
            email=f"{role.value.replace('_', '-')}@{company.slug}.example",
            name=name,
            roles=[role],
            actor=administrator,
        )
        people[role] = accept_invitation(
            invitation_token(invitation.pk), display_name=name, password=password
        )
    return people


def _address(host: str) -> dict[str, Any]:
    return {"host": host, "port": settings.SILAH_PORT, "url": address_of(host)}


def _person(user: User, roles: list[str], password: str) -> dict[str, Any]:
    return {
        "name": user.display_name,
        "roles": [str(role) for role in roles],
        "email": user.email,
        "password": password,
    }
