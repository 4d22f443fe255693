"""The operators' address and the website: associations yes, their records never."""

import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings

from billing.models import Plan
from billing.services import draft_invoice
from operators.roles import OperatorRole, permissions_of_operator
from operators.services import appoint_operator
from tenants.people.access import PUBLIC, SIGNED_IN
from tenants.people.models import User
from tenants.schemas import OPERATORS, control_plane, entered
from tests.isolation.addresses import Walker, addresses
from tests.isolation.catalog import CATALOG, Account, Page
from tests.isolation.world import EVERY, NOBODY, World, session_of, undone

CONSOLE, WEBSITE = "config.urls_operators", "config.urls_public"


@pytest.fixture
def operators(alpha: World, beta: World) -> Iterator[World]:
    """Operators of each role, with an association and an invoice to look at."""
    with undone():
        world = World(alpha.association, shown={})
        for role in [*OperatorRole.values, EVERY]:
            roles = OperatorRole.values if role == EVERY else [role]
            world.people[role] = appoint_operator(
                email=f"{role}@console.example", display_name=role, roles=roles
            )
        with entered(OPERATORS):
            world.people[NOBODY] = User.objects.create_user(
                "nobody@console.example", display_name="nobody"
            )
            world.sessions = {role: session_of(user) for role, user in world.people.items()}
        with control_plane():
            plan = Plan.objects.create(
                key="walked", name_ar="خطة", name_en="Plan", monthly_price=Decimal(100)
            )
            invoice = draft_invoice(
                alpha.association.pk,
                plan_key=plan.key,
                period_start=date(2026, 1, 1),
                period_end=date(2026, 1, 31),
            )
        world.ids = {
            "association_id": [alpha.association.pk],
            "invoice_id": [invoice.pk],
            "uidb36": alpha.ids["uidb36"],
            "key": alpha.ids["key"],
        }
        yield world


def unknown(world: World) -> World:
    nothing = [uuid.uuid4()]
    ids = {**world.ids, "association_id": nothing, "invoice_id": nothing}
    return World(world.association, shown={}, ids=ids)


def at_the_console(alpha: World, beta: World, *, session: str = "", key: str = "") -> Walker:
    canaries = {
        f"{world.association.slug} {what}": word
        for world in (alpha, beta)
        for what, word in world.canaries.items()
    }
    return Walker(f"console.{settings.SILAH_BASE_DOMAIN}", session, key, forbidden=canaries)


@pytest.mark.parametrize("visitor", [*OperatorRole.values, NOBODY, EVERY])
def test_operators_see_associations_and_no_record(
    alpha: World, beta: World, operators: World, visitor: str
) -> None:
    walker = at_the_console(alpha, beta, session=operators.sessions[visitor])
    roles = {NOBODY: [], EVERY: OperatorRole.values}.get(visitor, [visitor])
    held = permissions_of_operator(roles)
    opened = 0
    for address in addresses(CONSOLE):
        rule = CATALOG[CONSOLE][address.name]
        if not isinstance(rule, Page):
            continue
        is_open = rule.access in (PUBLIC, SIGNED_IN) or bool(held & set(rule.opened_by))
        for method in ("GET", "POST"):
            own = walker.ask(method, address.paths(operators)[0])
            foreign = walker.ask(method, address.paths(unknown(operators))[0])
            if not is_open:
                walker.expect(own, 403)
                walker.expect(foreign, 403)
            elif method not in rule.methods:
                walker.expect(own, 405)
            elif address.arguments:
                walker.expect(foreign, 404)
            elif method == "GET":
                walker.expect(own, *rule.own)
            opened += own.status == 200

    assert walker.wrong == []
    assert opened >= {NOBODY: 1, EVERY: 9}.get(visitor, 3)


def test_the_console_shows_the_association_that_it_is_about(
    alpha: World, beta: World, operators: World
) -> None:
    walker = at_the_console(alpha, beta, session=operators.sessions[EVERY])

    page = walker.ask("GET", f"/associations/{alpha.association.pk}/")

    assert alpha.association.name in page.text


def test_people_of_associations_are_strangers_to_the_console(
    alpha: World, beta: World, operators: World
) -> None:
    walkers = [
        at_the_console(alpha, beta),
        at_the_console(alpha, beta, session=alpha.sessions[EVERY]),
        at_the_console(alpha, beta, key=alpha.tokens[EVERY]),
    ]
    for address in addresses(CONSOLE):
        rule = CATALOG[CONSOLE][address.name]
        path = address.paths(operators)[0]
        for walker in walkers:
            for method in ("GET", "POST"):
                answer = walker.ask(method, path)
                if isinstance(rule, Page) and rule.access != PUBLIC:
                    walker.expect(answer, 302)
                    walker.expect_sign_in(answer)
                elif isinstance(rule, Account) and method == "GET":
                    walker.expect(answer, rule.stranger)

    assert [line for walker in walkers for line in walker.wrong] == []
    assert all(walker.asked >= 60 for walker in walkers)


def test_operators_are_strangers_to_an_association(
    alpha: World, beta: World, operators: World
) -> None:
    walker = Walker(alpha.association.host, operators.sessions[EVERY], forbidden=alpha.canaries)
    for path in ("/desk/", "/people/", "/policies/", "/reports/", "/account/"):
        answer = walker.ask("GET", path)
        walker.expect(answer, 302)
        walker.expect_sign_in(answer)

    assert walker.wrong == []


def test_the_website_knows_nobody(alpha: World, beta: World) -> None:
    canaries = {**alpha.canaries, **{f"beta {k}": v for k, v in beta.canaries.items()}}
    walkers = [
        Walker(settings.SILAH_BASE_DOMAIN, forbidden=canaries),
        Walker(settings.SILAH_BASE_DOMAIN, alpha.sessions[EVERY], forbidden=canaries),
    ]
    for walker in walkers:
        for address in addresses(WEBSITE):
            rule = CATALOG[WEBSITE][address.name]
            for method in ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"):
                answer = walker.ask(method, address.path())
                if method == "GET" and not (isinstance(rule, Page) and "GET" not in rule.methods):
                    walker.expect(answer, *rule.own)  # type: ignore[union-attr]
            if isinstance(rule, Page):
                for field in rule.search:
                    walker.ask("GET", address.path(), **{field: "beta"})
        for path in ("/desk/", "/people/", "/accounts/login/", "/api/v1/requests/", "/policy/"):
            walker.expect(walker.ask("GET", path), 404)

    assert [line for walker in walkers for line in walker.wrong] == []
    assert all(walker.asked >= 30 for walker in walkers)
