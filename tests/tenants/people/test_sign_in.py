"""Signing in through the pages: passwords, second factor, limits, and what a session is bound to."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from foundation.encryption import DecryptionFailed
from tenants.people import services
from tenants.people.adapter import SecondFactorAdapter
from tenants.people.models import Invitation, User
from tenants.people.roles import Role
from tenants.people.tokens import invitation_token
from tenants.schemas import OPERATORS, entered
from ui import navigation

PASSWORD = "a long enough password"
LOGIN = "/accounts/login/"
HOME = "/people/"  # the only entry of the menu in these tests


@pytest.fixture(autouse=True)
def menu(monkeypatch):
    """The menu as this part of the house makes it, whatever others put before it."""
    own = {key: item for key, item in navigation._items.items() if key[1].startswith("people:")}
    monkeypatch.setattr(navigation, "_items", own)


@pytest.fixture
def officer(association):
    return services.create_person(
        email="mona@people.example",
        display_name="منى",
        roles=[Role.RELATIONS_OFFICER, Role.ADMINISTRATOR],
        password=PASSWORD,
    )


def sign_in(browser, email="mona@people.example", password=PASSWORD):
    return browser.post(LOGIN, {"login": email, "password": password})


def code_of(secret):
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"


def give_second_factor(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def test_signing_in_with_e_mail_and_password(association, officer, site):
    browser = site(association)
    response = sign_in(browser, email="Mona@people.example")
    assert (response.status_code, response["Location"]) == (302, HOME)
    assert browser.get("/account/").status_code == 200


def test_people_without_a_menu_land_on_their_account(association, site):
    services.create_person(
        email="f@people.example", display_name="فهد", roles=[Role.AUDITOR], password=PASSWORD
    )
    response = sign_in(site(association), email="f@people.example")
    assert response["Location"] == "/account/"


def test_a_stranger_is_sent_to_the_sign_in_page_and_back(association, officer, site):
    browser = site(association)
    response = browser.get("/people/invite/?x=1")
    assert response["Location"] == "/accounts/login/?next=/people/invite/%3Fx%3D1"
    response = browser.post(
        response["Location"],
        {"login": officer.email, "password": PASSWORD, "next": "/people/invite/?x=1"},
    )
    assert response["Location"] == "/people/invite/?x=1"


def test_the_way_back_never_leads_to_another_site(association, officer, site):
    browser = site(association)
    for elsewhere in ("https://evil.example/", "//evil.example/", "https://beta.silah.test/"):
        response = browser.post(
            LOGIN, {"login": officer.email, "password": PASSWORD, "next": elsewhere}
        )
        assert response["Location"] == HOME
        browser.logout()


def test_a_person_of_one_association_cannot_sign_in_at_another(
    association, other_association, officer, site
):
    assert sign_in(site(association)).status_code == 302
    response = sign_in(site(other_association))
    assert response.status_code == 200
    assert not response.wsgi_request.user.is_authenticated


def test_a_deactivated_person_is_signed_out_at_once(association, officer, site):
    browser = site(association)
    sign_in(browser)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert browser.get("/account/").status_code == 302
    assert sign_in(browser).status_code in (200, 302)
    assert browser.get("/account/").status_code == 302


def test_a_session_copied_to_another_association_is_refused(
    association, other_association, officer, site
):
    browser = site(association)
    sign_in(browser)
    cookie = browser.cookies["session"].value
    copied = Session.objects.get(session_key=cookie)
    with entered(other_association):
        User.objects.bulk_create([officer])
        Session.objects.create(
            session_key=cookie,
            session_data=copied.session_data,
            expire_date=copied.expire_date,
        )
    elsewhere = site(other_association)
    elsewhere.cookies["session"] = cookie
    assert elsewhere.get("/account/").status_code == 302
    with entered(other_association):
        assert not Session.objects.filter(session_key=cookie).exists()
    assert browser.get("/account/").status_code == 200


def test_signing_in_changes_the_session_key(association, officer, site):
    browser = site(association)
    browser.get(LOGIN)
    session = browser.session
    session["x"] = 1
    session.save()
    before = session.session_key
    sign_in(browser)
    assert browser.cookies["session"].value != before


def test_six_wrong_passwords_lock_the_account_here_and_not_elsewhere(
    association, other_association, officer, site
):
    cache.clear()
    browser = site(association)
    for _attempt in range(5):
        assert sign_in(browser, password="a wrong password").status_code == 200
    response = sign_in(browser)
    assert not response.wsgi_request.user.is_authenticated
    with entered(other_association):
        services.create_person(
            email=officer.email, display_name="منى", roles=[Role.AUDITOR], password=PASSWORD
        )
    assert sign_in(site(other_association)).status_code == 302
    cache.clear()


def test_sign_up_is_closed(association, site):
    with entered(association):
        before = User.objects.count()
    response = site(association).post(
        "/accounts/signup/", {"email": "x@people.example", "password1": PASSWORD}
    )
    assert response.status_code == 200
    assert "account/signup_closed.html" in {t.name for t in response.templates}
    with entered(association):
        assert User.objects.count() == before


def test_there_is_no_confirmation_link(association, site):
    """A signed link was valid at every association; verification is by code instead."""
    assert site(association).get("/accounts/confirm-email/MQ:1abcde:xyz/").status_code == 404


def test_the_reset_link_leads_to_the_canonical_host(association, officer, site, mailoutbox):
    browser = Client(headers={"host": "alpha.silah.test:9999", "x-forwarded-host": "evil.example"})
    response = browser.post("/accounts/password/reset/", {"email": officer.email})
    assert response.status_code == 302
    (mail,) = mailoutbox
    links = re.findall(r"https?://[^\s]+", mail.body)
    assert {link.split("/")[2] for link in links} == {"alpha.silah.test:8000"}
    path = links[0].removeprefix("http://alpha.silah.test:8000")
    page = browser.get(path, follow=True)
    assert page.status_code == 200
    new = "another long password"
    browser.post(page.wsgi_request.path, {"password1": new, "password2": new})
    assert sign_in(site(association), password=new).status_code == 302


def test_a_reset_key_opens_only_its_own_association(
    association, other_association, officer, site, mailoutbox
):
    site(association).post("/accounts/password/reset/", {"email": officer.email})
    with entered(other_association):
        User.objects.bulk_create([officer])
    path = re.search(r"http://alpha.silah.test:8000(/accounts/\S+)", mailoutbox[0].body).group(1)
    page = site(other_association).get(path, follow=True)
    assert b'name="password1"' not in page.content
    assert b'name="password1"' in site(association).get(path, follow=True).content


def test_an_unknown_address_gets_the_same_answer(association, officer, site, mailoutbox):
    known = site(association).post("/accounts/password/reset/", {"email": officer.email})
    unknown = site(association).post("/accounts/password/reset/", {"email": "no@people.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [mail.to for mail in mailoutbox] == [[officer.email], ["no@people.example"]]


def test_a_mail_server_that_is_down_shows_no_error(association, officer, site, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    response = site(association).post("/accounts/password/reset/", {"email": officer.email})
    assert response.status_code == 302


def test_the_second_factor_is_asked_for_and_sealed(association, officer, site):
    secret = give_second_factor(officer)
    stored = Authenticator.objects.get(user=officer, type="totp").data["secret"]
    assert secret not in stored
    browser = site(association)
    response = sign_in(browser)
    assert response["Location"].startswith("/accounts/2fa/authenticate/")
    assert browser.get("/account/").status_code == 302
    browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert browser.get("/account/").status_code == 302
    response = browser.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert response["Location"] == HOME
    assert browser.get("/account/").status_code == 200


def test_setting_a_second_factor_up_through_the_pages(association, officer, site):
    browser = site(association)
    sign_in(browser)
    page = browser.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    response = browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert response["Location"] == "/accounts/2fa/recovery-codes/"
    assert browser.get("/accounts/2fa/recovery-codes/").status_code == 200
    assert Authenticator.objects.filter(user=officer).count() == 2


def test_a_second_factor_is_not_removed_without_the_password(association, officer, site):
    secret = give_second_factor(officer)
    browser = site(association)
    sign_in(browser)
    browser.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    response = browser.post("/accounts/2fa/totp/deactivate/")
    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert Authenticator.objects.filter(user=officer, type="totp").count() == 1


def test_where_required_people_without_second_factor_can_only_set_one_up(
    association, officer, site, settings
):
    settings.SILAH_REQUIRE_SECOND_FACTOR = True
    browser = site(association)
    sign_in(browser)
    for path in ("/account/", "/people/", "/accounts/password/change/", "/accounts/email/"):
        response = browser.get(path)
        assert (response.status_code, response["Location"]) == (
            302,
            "/accounts/2fa/totp/activate/",
        )
    assert browser.get("/accounts/2fa/totp/activate/").status_code == 200
    assert site(association).get(LOGIN).status_code == 200


def test_where_required_a_second_factor_opens_everything_and_stays(
    association, officer, site, settings
):
    settings.SILAH_REQUIRE_SECOND_FACTOR = True
    secret = give_second_factor(officer)
    browser = site(association)
    sign_in(browser)
    browser.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert browser.get("/account/").status_code == 200
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=officer, type="totp").count() == 1


def test_accepting_an_invitation_through_the_page(association, site):
    invitation = services.invite_person(
        email="new@people.example", name="ليلى", roles=[Role.ADMINISTRATOR], actor=None
    )
    path = f"/invitations/{invitation_token(invitation.pk)}/"
    browser = site(association)
    page = browser.get(path)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    typed = {"display_name": "ليلى", "password": "short", "again": "short"}
    response = browser.post(path, typed)
    assert response.status_code == 200
    assert "password" in response.context["form"].errors
    typed |= {"password": PASSWORD, "again": PASSWORD + "x"}
    assert "again" in browser.post(path, typed).context["form"].errors
    response = browser.post(path, typed | {"again": PASSWORD})
    assert response["Location"] == HOME
    assert browser.get("/people/").status_code == 200
    assert browser.get(path).status_code == 404
    assert Invitation.objects.get(pk=invitation.pk).accepted_at is not None


def test_a_made_up_invitation_is_not_found(association, other_association, site):
    invitation = services.invite_person(
        email="new@people.example", name="ليلى", roles=[Role.ADMINISTRATOR], actor=None
    )
    real = f"/invitations/{invitation_token(invitation.pk)}/"
    assert site(association).get(real).status_code == 200
    assert site(other_association).get(real).status_code == 404
    assert site(association).get("/invitations/made-up/").status_code == 404


def test_a_browser_without_a_language_takes_the_persons(association, officer, site):
    User.objects.filter(pk=officer.pk).update(language="en")
    browser = site(association)
    sign_in(browser)
    assert browser.cookies["silah_language"].value == "en"
    again = site(association)
    again.cookies["silah_language"] = "ar"
    sign_in(again)
    assert again.cookies["silah_language"].value == "ar"


def test_a_cookie_at_the_base_domain_is_not_looked_up(db, site):
    browser = Client(headers={"host": "silah.test", "cookie": "session=" + "x" * 32})
    assert browser.get("/").status_code == 200


def test_operators_have_their_own_people(association, officer, operators_schema, site):
    response = sign_in(site())
    assert response.status_code == 200
    assert not response.wsgi_request.user.is_authenticated
    with entered(OPERATORS):
        assert User.objects.filter(email=officer.email).count() == 0


def test_an_operators_second_factor_is_sealed_too(operators_schema, site):
    operator = services.create_person(
        email="op@silah.example", display_name="نورة", password=PASSWORD
    )
    secret = give_second_factor(operator)
    assert secret not in Authenticator.objects.get(user=operator, type="totp").data["secret"]
    browser = site()
    assert sign_in(browser, email="op@silah.example")["Location"].startswith("/accounts/2fa/")
    response = browser.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert response["Location"] == "/account/"


def test_a_sealed_secret_opens_only_in_its_own_association(
    association, other_association, officer
):
    sealed = SecondFactorAdapter().encrypt("JBSWY3DPEHPK3PXP")
    assert SecondFactorAdapter().decrypt(sealed) == "JBSWY3DPEHPK3PXP"
    with entered(other_association), pytest.raises(DecryptionFailed):
        SecondFactorAdapter().decrypt(sealed)


@pytest.mark.parametrize(
    "key", ['"abcdefghijk\\000def"', '"\\377\\376abcdefgh"', "\xd8\xa7" * 16, "x" * 9000]
)
def test_a_forged_session_key_is_no_session(association, site, key):
    assert site(association).get(LOGIN, headers={"cookie": f"session={key}"}).status_code == 200
