"""What is given out in one association and carried to another: sessions, links, codes, keys.

The worst case throughout: the other association has a copy of the person, with the same id, address
and password, and a copy of the session.
"""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from core.service_requests.portal.visitors import FOLLOWING
from foundation import clock
from tenants.people.models import Invitation, User
from tenants.people.roles import Role
from tenants.people.services import create_person
from tenants.schemas import entered
from tests.isolation.addresses import Walker
from tests.isolation.world import EVERY, PASSWORD, World, undone

EMAIL = "twin@people.example"


@pytest.fixture(autouse=True)
def undone_after(worlds: tuple[World, World]) -> Iterator[None]:
    with undone():
        yield


@pytest.fixture
def twin(alpha: World, beta: World) -> User:
    """A person of alpha, copied to beta row by row, as a restored backup would."""
    with entered(alpha.association):
        user = create_person(
            email=EMAIL, display_name="توأم", roles=[Role.ADMINISTRATOR], password=PASSWORD
        )
        address = EmailAddress.objects.get(user=user)
    with entered(beta.association):
        User.objects.bulk_create([user])
        EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
        user.role_grants.create(role=Role.ADMINISTRATOR)
    assert address.verified
    return user


def browser(world: World) -> Client:
    return Client(headers={"host": world.association.host})


def signed_in(world: World) -> Client:
    client = browser(world)
    answer = client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def copy_session(key: str, source: World, target: World) -> None:
    with entered(source.association):
        session = Session.objects.get(session_key=key)
    with entered(target.association):
        Session.objects.create(
            session_key=key, session_data=session.session_data, expire_date=session.expire_date
        )


def test_a_session_opens_its_own_association_only(alpha: World, beta: World, twin: User) -> None:
    key = signed_in(alpha).cookies["session"].value
    at_home, elsewhere = browser(alpha), browser(beta)
    at_home.cookies["session"] = elsewhere.cookies["session"] = key

    assert at_home.get("/people/").status_code == 200
    assert elsewhere.get("/people/").status_code == 302
    copy_session(key, alpha, beta)
    copied = browser(beta)  # the other's cookie was taken away by its answer
    copied.cookies["session"] = key
    assert copied.get("/people/").status_code == 302


def test_a_password_link_opens_its_own_association_only(
    alpha: World, beta: World, twin: User
) -> None:
    before = len(mail.outbox)
    browser(alpha).post("/accounts/password/reset/", {"email": EMAIL})
    (sent,) = mail.outbox[before:]
    found = re.search(r"http://alpha\.silah\.test\S*?(/accounts/\S+)", sent.body)
    assert found is not None

    at_home = browser(alpha).get(found[1], follow=True)
    elsewhere = browser(beta).get(found[1], follow=True)

    assert b'name="password1"' in at_home.content
    assert b'name="password1"' not in elsewhere.content


def test_an_invitation_opens_its_own_association_only(alpha: World, beta: World) -> None:
    with entered(alpha.association):
        invitation = Invitation.objects.get(pk=alpha.ids["invitation_id"][0])
    with entered(beta.association):
        invitation.invited_by = None
        Invitation.objects.bulk_create([invitation])
    path = f"/invitations/{alpha.ids['token'][0]}/"

    assert browser(alpha).get(path).status_code == 200
    assert browser(beta).get(path).status_code == 404


def test_a_key_of_a_program_opens_its_own_association_only(alpha: World, beta: World) -> None:
    at_home = Walker(alpha.association.host, key=alpha.tokens[EVERY])
    elsewhere = Walker(beta.association.host, key=alpha.tokens[EVERY])

    assert at_home.ask("GET", "/api/v1/requests/").status == 200
    assert elsewhere.ask("GET", "/api/v1/requests/").status == 401


def test_a_code_that_verifies_an_address_works_in_its_own_session_only(
    alpha: World, beta: World, twin: User
) -> None:
    """The code lies in the session, not in a link: there is nothing to carry but the digits."""
    at_home, elsewhere = signed_in(alpha), signed_in(beta)
    codes = {}
    for client, where in ((at_home, alpha), (elsewhere, beta)):
        before = len(mail.outbox)
        client.post("/accounts/email/", {"email": "new@people.example", "action_add": ""})
        bodies = "\n".join(sent.body for sent in mail.outbox[before:])
        found = re.search(r"^\s*([A-Z0-9]{4,}(?:-[A-Z0-9]{4,})?)\s*$", bodies, re.MULTILINE)
        assert found is not None, bodies
        codes[where.association.slug] = found[1]
        assert "confirm-email/" not in bodies
    assert codes["alpha"] != codes["beta"]

    elsewhere.post("/accounts/confirm-email/", {"code": codes["alpha"]})
    at_home.post("/accounts/confirm-email/", {"code": codes["alpha"]})

    assert verified(alpha)["new@people.example"] is True
    assert verified(beta).get("new@people.example", False) is False


def verified(world: World) -> dict[str, bool]:
    with entered(world.association):
        rows = EmailAddress.objects.filter(email__in=[EMAIL, "new@people.example"])
        return dict(rows.values_list("email", "verified"))


# --- following a request on the portal -------------------------------------------------------------


def following(world: World) -> Client:
    client = browser(world)
    answer = client.post("/follow/", {"code": world.secret["displayed code"]})
    assert (answer.status_code, answer["Location"]) == (302, "/follow/case/")
    return client


def test_a_tracking_code_opens_one_request_of_one_association(alpha: World, beta: World) -> None:
    page = following(alpha).get("/follow/case/").content.decode()
    assert alpha.shown["subject"] in page

    wrong = browser(beta).post("/follow/", {"code": "12345-67890-12345-67890"})
    foreign = browser(beta).post("/follow/", {"code": alpha.secret["displayed code"]})

    assert (wrong.status_code, foreign.status_code) == (400, 400)
    assert "tracking code" not in Walker(beta.association.host).found
    assert alpha.shown["subject"] not in foreign.content.decode()


def test_who_follows_a_request_sees_what_is_theirs_and_nothing_of_staff(alpha: World) -> None:
    client = following(alpha)
    page = client.get("/follow/case/").content.decode()

    shown = {what for what, word in alpha.canaries.items() if word in page}

    assert {"subject", "question"} <= shown
    assert not shown & {"note", "contact", "person", "staff e-mail", "token name", "tracking code"}


def test_who_follows_a_request_opens_its_papers_only(alpha: World, beta: World) -> None:
    client = following(alpha)
    paths = [f"/follow/case/documents/{world.ids['document_id'][0]}/" for world in (alpha, beta)]

    own, foreign = (client.get(path) for path in paths)

    assert own.status_code == 200
    assert alpha.shown["document content"] in own.content.decode()
    assert foreign.status_code == 404


def test_following_ends_at_the_border(alpha: World, beta: World) -> None:
    key = following(alpha).cookies["session"].value
    elsewhere = browser(beta)
    elsewhere.cookies["session"] = key
    assert elsewhere.get("/follow/case/")["Location"] == "/follow/"

    copy_session(key, alpha, beta)
    copied = browser(beta)
    copied.cookies["session"] = key
    assert copied.get("/follow/case/")["Location"] == "/follow/"


def test_a_followed_request_lies_in_the_session_by_its_id_and_a_hash(alpha: World) -> None:
    client = following(alpha)

    with entered(alpha.association):
        kept = dict(client.session.items())

    assert set(kept[FOLLOWING]) == {"case", "code", "until"}  # of the code its keyed hash alone
    assert kept[FOLLOWING]["until"] <= clock.now().timestamp() + 1801
    assert not [word for word in alpha.canaries.values() if word in str(kept)]
