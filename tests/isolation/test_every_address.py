"""Every address, by everybody, with another association's ids: nothing of it is shown or changed.

The walk of one's own people over one's own records is the control: it finds each word that the
walks of others must not find.
"""

from collections.abc import Iterator

import pytest

from tenants.people.access import PUBLIC, SIGNED_IN, declared_access
from tenants.people.roles import Role, permissions_of
from tests.isolation.addresses import Address, Answer, Walker, addresses
from tests.isolation.catalog import CATALOG, WORDS, Account, Api, Page, Rule
from tests.isolation.world import EVERY, NOBODY, World, digest_of

ASSOCIATION = "config.urls_association"
WHERE = "tests/isolation/catalog.py"
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")
VISITORS = [*Role.values, NOBODY, EVERY]
HERE = addresses(ASSOCIATION)


def rule_of(address: Address) -> Rule:
    return CATALOG[address.urlconf][address.name]


def may(visitor: str, rule: Page) -> bool:
    roles = {NOBODY: [], EVERY: Role.values}.get(visitor, [visitor])
    held = permissions_of(roles)
    return rule.access in (PUBLIC, SIGNED_IN) or bool(held & set(rule.opened_by))


@pytest.fixture(scope="module")
def before(worlds: tuple[World, World]) -> dict[str, dict[str, tuple[int, str]]]:
    return {world.association.slug: digest_of(world.association) for world in worlds}


@pytest.fixture(autouse=True)
def nothing_of_beta_changes(
    before: dict[str, dict[str, tuple[int, str]]], beta: World
) -> Iterator[None]:
    yield
    assert sum(rows for rows, _hash in before["beta"].values()) > 200
    assert digest_of(beta.association) == before["beta"]


def at_alpha(alpha: World, beta: World, *, session: str = "", key: str = "") -> Walker:
    return Walker(
        alpha.association.host,
        session,
        key,
        forbidden=beta.canaries | {"name of the association": beta.association.name},
    )


# --- the table is whole ---------------------------------------------------------------------------


@pytest.mark.parametrize("urlconf", CATALOG)
def test_the_catalog_names_every_address_and_no_other(urlconf: str) -> None:
    there = {address.name for address in addresses(urlconf)}

    missing, gone = there - set(CATALOG[urlconf]), set(CATALOG[urlconf]) - there

    assert not missing, f"Say in {WHERE} who may open these addresses: {sorted(missing)}"
    assert not gone, f"These addresses are no more; take them out of {WHERE}: {sorted(gone)}"
    assert len(there) >= (40 if urlconf == ASSOCIATION else 5)


@pytest.mark.parametrize("urlconf", CATALOG)
def test_every_address_has_one_name(urlconf: str) -> None:
    names = [address.name for address in addresses(urlconf)]

    assert len(names) == len(set(names))
    assert not [name for name in names if name.endswith("None")]


@pytest.mark.parametrize("urlconf", CATALOG)
def test_views_declare_what_the_catalog_says(urlconf: str) -> None:
    declared, expected = {}, {}
    for address in addresses(urlconf):
        rule, view = rule_of(address), address.pattern.callback
        if isinstance(rule, Page):
            expected[address.name] = "|".join(rule.opened_by)
            declared[address.name] = declared_access(view)
        elif isinstance(rule, Api):
            expected[address.name] = {way: set(held) for way, held in rule.required.items()}
            declared[address.name] = {way: set(held) for way, held in view.cls.required.items()}

    assert declared == expected
    assert len(declared) >= 2


# --- other people's records ------------------------------------------------------------------------


def test_strangers_see_nothing_of_either(alpha: World, beta: World) -> None:
    walker = at_alpha(alpha, beta)
    walker.forbidden |= {
        f"own {what}": word
        for what, word in alpha.canaries.items()
        if not what.startswith("policy") and what not in ("source", "invitation")
    }
    invited = {"own invited name", "own invited e-mail"}  # the link is theirs: not walked here

    for address in HERE:
        for path in address.paths(beta):
            for method in ("GET", "POST"):
                _expect_of_stranger(walker, address, walker.ask(method, path))

    assert invited <= set(walker.forbidden)
    assert walker.wrong == []
    assert walker.asked >= 2 * len(HERE)


def _expect_of_stranger(walker: Walker, address: Address, answer: Answer) -> None:
    rule = rule_of(address)
    if isinstance(rule, Api):
        walker.expect(answer, 401)
    elif isinstance(rule, Account) and answer.method == "GET":
        walker.expect(answer, rule.stranger)
    elif isinstance(rule, Page):
        if rule.access != PUBLIC:
            walker.expect(answer, 302)
            walker.expect_sign_in(answer)
        elif answer.method not in rule.methods:
            walker.expect(answer, 405)
        elif address.arguments:
            walker.expect(answer, *rule.foreign)
        elif answer.method == "GET":
            walker.expect(answer, *rule.own)


@pytest.mark.parametrize("visitor", VISITORS)
def test_people_of_one_association_reach_nothing_of_another(
    alpha: World, beta: World, visitor: str
) -> None:
    walker = at_alpha(alpha, beta, session=alpha.sessions[visitor])
    part = beta.shown["subject"][:-3]
    one_role = visitor in Role.values

    for address in HERE:
        rule = rule_of(address)
        if isinstance(rule, Api) or (one_role and not isinstance(rule, Page)):
            continue
        mixtures = address.paths(alpha, beta) if address.arguments else address.paths(alpha)
        for path in mixtures[-1:] if one_role else mixtures[:6]:
            for method in ("GET", "POST"):
                _expect_of_person(walker, address, visitor, walker.ask(method, path))
            if isinstance(rule, Page) and rule.search:
                walker.ask("GET", path, **dict.fromkeys(rule.search, part))

    assert walker.wrong == []
    assert walker.asked >= 90


def _expect_of_person(walker: Walker, address: Address, visitor: str, answer: Answer) -> None:
    rule = rule_of(address)
    if isinstance(rule, Account) and answer.method == "GET":
        walker.expect(answer, rule.person)
    if not isinstance(rule, Page):
        return
    if not may(visitor, rule):
        walker.expect(answer, 403)
    elif answer.method not in rule.methods:
        walker.expect(answer, 405)
    elif address.arguments:
        walker.expect(answer, *rule.foreign)
    elif answer.method == "GET":
        walker.expect(answer, *rule.own)


def test_what_is_posted_on_own_records_cannot_name_another_associations(
    alpha: World, beta: World
) -> None:
    pages = at_alpha(alpha, beta, session=alpha.sessions[EVERY])
    programs = at_alpha(alpha, beta, key=alpha.tokens[EVERY])
    for address in HERE:
        rule = rule_of(address)
        if not isinstance(rule, Page | Api):
            continue
        walker = programs if isinstance(rule, Api) else pages
        for body in rule.bodies(beta):
            answer = walker.ask("POST", address.paths(alpha)[0], body)
            walker.expect(answer, 200, 302, 400, 404, 409)

    assert pages.wrong + programs.wrong == []
    assert pages.asked + programs.asked >= 3


def test_other_methods_reach_nothing_either(alpha: World, beta: World) -> None:
    walker = at_alpha(alpha, beta, session=alpha.sessions[EVERY])
    for address in HERE:
        rule = rule_of(address)
        for method in OTHER_METHODS:
            answer = walker.ask(method, address.paths(beta)[0])
            if isinstance(rule, Page) and method not in ("HEAD", "OPTIONS"):
                walker.expect(answer, 405)

    assert walker.wrong == []
    assert walker.asked >= 6 * 40


# --- what was carried over ------------------------------------------------------------------------


def test_another_associations_session_is_nobodys(alpha: World, beta: World) -> None:
    carried = at_alpha(alpha, beta, session=beta.sessions[EVERY])
    nobody = at_alpha(alpha, beta)
    differing = []
    for address in HERE:
        path = address.paths(beta)[0]
        with_cookie, without = carried.ask("GET", path), nobody.ask("GET", path)
        if (with_cookie.status, _location(with_cookie)) != (without.status, _location(without)):
            differing.append(f"{with_cookie} instead of {without}")

    assert differing == []
    assert carried.wrong == []
    assert carried.asked >= 40


def _location(answer: Answer) -> str:
    return answer.headers.get("Location", "")


def test_another_associations_key_opens_nothing(alpha: World, beta: World) -> None:
    walker = at_alpha(alpha, beta, key=beta.tokens[EVERY])
    for address in HERE:
        rule = rule_of(address)
        if not isinstance(rule, Api):
            continue
        for path in (address.paths(beta)[0], address.paths(alpha)[0]):
            for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
                walker.expect(walker.ask(method, path), 401)

    assert walker.wrong == []
    assert walker.asked >= 30


@pytest.mark.parametrize("visitor", [*Role.values, EVERY])
def test_programs_reach_nothing_of_another_association(
    alpha: World, beta: World, visitor: str
) -> None:
    walker = at_alpha(alpha, beta, key=alpha.tokens[visitor])
    held = permissions_of(Role.values if visitor == EVERY else [visitor])
    part = beta.shown["subject"][:-3]
    for address in HERE:
        rule = rule_of(address)
        if not isinstance(rule, Api):
            continue
        for path in address.paths(beta if address.arguments else alpha):
            for method, permissions in rule.required.items():
                answer = walker.ask(method, path)
                if not held & set(permissions):
                    walker.expect(answer, 403)
                elif address.arguments:
                    walker.expect(answer, 404)
                else:
                    walker.expect(answer, 200 if method == "GET" else 400)
            for field in rule.search:
                walker.ask("GET", path, **{field: part})

    assert walker.wrong == []
    assert walker.asked >= 8


# --- the control: what there was to be seen --------------------------------------------------------


def test_its_own_people_find_every_word(beta: World) -> None:
    pages = Walker(beta.association.host, beta.sessions[EVERY], forbidden=beta.canaries)
    programs = Walker(beta.association.host, key=beta.tokens[EVERY], forbidden=beta.canaries)
    for address in HERE:
        walker = programs if isinstance(rule_of(address), Api) else pages
        for path in address.paths(beta):
            walker.ask("GET", path)

    found = pages.found | programs.found
    errors = [line for line in pages.wrong + programs.wrong if "an error of ours" in line]
    assert errors == []
    assert set(beta.shown) - found == set()
    assert "token" not in found
    assert pages.asked >= 60


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_role_opens_what_the_catalog_says(alpha: World, beta: World, visitor: str) -> None:
    walker = at_alpha(alpha, beta, session=alpha.sessions[visitor])
    opened = 0
    for address in HERE:
        rule = rule_of(address)
        if not isinstance(rule, Page):
            continue
        several = visitor == EVERY and len(address.arguments) == 1
        for path in address.paths(alpha)[: 3 if several else 1]:
            if "GET" in rule.methods:
                answer = walker.ask("GET", path)
                walker.expect(answer, *_seen(address, visitor, rule))
                opened += answer.status == 200
            if "POST" in rule.methods:
                answer = walker.ask("POST", path)
                if not may(visitor, rule):
                    walker.expect(answer, 403)

    assert walker.wrong == []
    assert opened >= (3 if visitor == NOBODY else 5)


def test_parts_of_one_request_are_not_found_under_another(alpha: World, beta: World) -> None:
    walker = at_alpha(alpha, beta, session=alpha.sessions[EVERY])
    for address in HERE:
        rule = rule_of(address)
        if isinstance(rule, Page) and len(set(address.arguments) - WORDS) == 2:
            for path in address.strangers(alpha):
                for method in rule.methods:
                    walker.expect(walker.ask(method, path), 404)

    assert walker.wrong == []
    assert walker.asked >= 12


def _seen(address: Address, visitor: str, rule: Page) -> tuple[int, ...]:
    """Branch delegates see what they registered themselves, and these are others'."""
    if not may(visitor, rule):
        return (403,)
    intakes = {"case_id", "inquiry_id"} & set(address.arguments)
    others = visitor == Role.BRANCH_DELEGATE and intakes
    return (404,) if others else rule.own
