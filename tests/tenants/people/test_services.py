"""Invitations, roles, accounts and tokens."""

import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from procrastinate.contrib.django.models import ProcrastinateJob

from foundation.models import AuditEntry
from tenants.people import queries, rules, services, tasks
from tenants.people.models import ApiToken, Invitation, User
from tenants.people.roles import Permission, Role
from tenants.people.tokens import hash_token, invitation_token
from tenants.schemas import control_plane, entered
from tests.racing import together

PASSWORD = "a long enough password"


def invite(actor, email="new@people.example", roles=(Role.RELATIONS_OFFICER,)):
    return services.invite_person(email=email, name=" ليلى ", roles=roles, actor=actor)


@pytest.fixture
def administrator(association, make_person):
    return make_person(Role.ADMINISTRATOR, name="سعاد")


def test_an_invitation_is_recorded_and_its_mail_deferred(administrator):
    invitation = invite(administrator, email=" New@People.example ")
    assert (invitation.email, invitation.display_name) == ("new@people.example", "ليلى")
    assert invitation.roles == ["relations_officer"]
    assert AuditEntry.objects.get(object_id=str(invitation.pk)).action == "person.invited"
    with control_plane():
        job = ProcrastinateJob.objects.get(task_name="people.send_invitation")
    assert job.args["invitation_id"] == str(invitation.pk)
    assert invitation.email not in str(job.args)


def test_the_platform_may_invite_without_a_person(association):
    assert invite(None).invited_by is None


def test_only_those_who_manage_people_invite(association, make_person):
    with pytest.raises(rules.MayNotManagePeople):
        invite(make_person(Role.RELATIONS_OFFICER))
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("roles", [(), ("owner",), ("auditor", "owner")])
def test_roles_outside_the_table_are_refused(administrator, roles):
    with pytest.raises(rules.UnknownRole):
        invite(administrator, roles=roles)


def test_a_second_invitation_replaces_the_first(administrator):
    first = invite(administrator)
    second = invite(administrator)
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert list(queries.open_invitations()) == [second]
    with pytest.raises(rules.InvitationUnusable):
        services.usable_invitation(invitation_token(first.pk))


def test_an_address_with_an_account_is_not_invited(administrator):
    with pytest.raises(rules.AlreadyHasAccount):
        invite(administrator, email=administrator.email.upper())


def test_accepting_makes_an_account_with_a_verified_address(administrator):
    invitation = invite(administrator)
    user = services.accept_invitation(
        invitation_token(invitation.pk), display_name="ليلى", password=PASSWORD
    )
    assert user.roles == (Role.RELATIONS_OFFICER,)
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=user).verified
    with pytest.raises(rules.InvitationUnusable):
        services.accept_invitation(
            invitation_token(invitation.pk), display_name="ليلى", password=PASSWORD
        )


def test_an_invitation_expires(administrator, at):
    at(2026, 1, 1)
    invitation = invite(administrator)
    token = invitation_token(invitation.pk)
    at(2026, 1, 7, 23)
    assert services.usable_invitation(token) == invitation
    at(2026, 1, 8)
    with pytest.raises(rules.InvitationUnusable):
        services.usable_invitation(token)


def test_an_invitation_opens_only_its_own_association(administrator, other_association):
    invitation = invite(administrator)
    token = invitation_token(invitation.pk)
    with entered(other_association):
        copied = Invitation.objects.create(
            id=invitation.pk,
            email=invitation.email,
            display_name="x",
            roles=invitation.roles,
            token_hash=invitation.token_hash,
            expires_at=invitation.expires_at,
        )
        with pytest.raises(rules.InvitationUnusable):
            services.usable_invitation(token)
        assert invitation_token(copied.pk) != token
        assert hash_token("invitation", token) != invitation.token_hash


def test_the_mail_leads_to_the_canonical_host(administrator, association, mailoutbox):
    invitation = invite(administrator)
    tasks.send_invitation.func(
        association_id=str(association.pk), invitation_id=str(invitation.pk)
    )
    tasks.send_invitation.func(
        association_id=str(association.pk), invitation_id=str(invitation.pk)
    )
    (mail,) = mailoutbox
    assert mail.to == ["new@people.example"]
    address = f"http://alpha.silah.test:8000/invitations/{invitation_token(invitation.pk)}/"
    assert address in mail.body.splitlines()
    assert association.name in mail.subject
    invitation.refresh_from_db()
    assert invitation.sent_at is not None


def test_roles_change_and_permissions_follow(administrator, make_person):
    user = make_person(Role.AUDITOR)
    assert not user.has_permission(Permission.HANDLE_CASES)
    changed = services.change_roles(
        user.pk, actor=administrator, roles=[Role.RELATIONS_OFFICER, Role.AUDITOR]
    )
    assert changed.roles == (Role.RELATIONS_OFFICER, Role.AUDITOR)
    assert changed.has_permission(Permission.HANDLE_CASES)
    entry = AuditEntry.objects.get(action="person.roles_changed")
    assert entry.details == {"before": ["auditor"], "after": ["relations_officer", "auditor"]}


def test_permissions_cost_one_query(association, make_person, django_assert_num_queries):
    user = User.objects.get(pk=make_person(Role.AUDITOR).pk)
    with django_assert_num_queries(1):
        assert user.has_permission(Permission.VIEW_AUDIT)
        assert not user.has_permission(Permission.MANAGE_PEOPLE)


def test_the_last_administrator_stays(administrator, make_person):
    make_person(Role.AUDITOR)
    with pytest.raises(rules.LastAdministrator):
        services.change_roles(administrator.pk, actor=administrator, roles=[Role.AUDITOR])
    second = make_person(Role.ADMINISTRATOR)
    services.change_roles(administrator.pk, actor=second, roles=[Role.AUDITOR])
    with pytest.raises(rules.LastAdministrator):
        services.change_roles(second.pk, actor=second, roles=[Role.AUDITOR])


def test_an_inactive_administrator_does_not_count(administrator, make_person):
    second = make_person(Role.ADMINISTRATOR)
    services.deactivate_person(second.pk, actor=administrator)
    with pytest.raises(rules.LastAdministrator):
        services.change_roles(administrator.pk, actor=administrator, roles=[Role.AUDITOR])


def test_a_deactivated_person_may_nothing_until_reactivated(administrator, make_person):
    user = make_person(Role.AUDITOR)
    gone = services.deactivate_person(user.pk, actor=administrator)
    assert not gone.has_permission(Permission.VIEW_AUDIT)
    with pytest.raises(rules.AlreadyInThatState):
        services.deactivate_person(user.pk, actor=administrator)
    back = services.reactivate_person(user.pk, actor=administrator)
    assert back.has_permission(Permission.VIEW_AUDIT)


def test_nobody_deactivates_themselves(administrator, make_person):
    make_person(Role.ADMINISTRATOR)
    with pytest.raises(rules.NotYourself):
        services.deactivate_person(administrator.pk, actor=administrator)


def test_a_token_acts_with_its_roles_until_revoked(administrator):
    issued = services.issue_token(
        name="موقعنا", roles=[Role.RELATIONS_OFFICER], actor=administrator
    )
    actor = services.actor_of_token(issued.key)
    assert actor is not None
    assert (actor.display_name, actor.pk) == ("موقعنا", issued.token.pk)
    assert actor.has_permission(Permission.REGISTER_CASES)
    assert not actor.has_permission(Permission.MANAGE_PEOPLE)
    services.revoke_token(issued.token.pk, actor=administrator)
    assert services.actor_of_token(issued.key) is None
    assert services.actor_of_token(issued.key + "x") is None


def test_the_key_of_a_token_is_not_stored(administrator):
    issued = services.issue_token(name="x", roles=[Role.AUDITOR], actor=administrator)
    stored = ApiToken.objects.filter(pk=issued.token.pk).values().get()
    assert issued.key not in map(str, stored.values())
    assert issued.key.startswith(stored["prefix"])


def test_a_token_opens_only_its_own_association(administrator, other_association):
    issued = services.issue_token(name="x", roles=[Role.AUDITOR], actor=administrator)
    with entered(other_association):
        owner = User.objects.create_user("o@people.example", display_name="o")
        ApiToken.objects.create(
            name="x",
            prefix=issued.token.prefix,
            token_hash=issued.token.token_hash,
            roles=issued.token.roles,
            created_by=owner,
        )
        assert services.actor_of_token(issued.key) is None


def test_use_of_a_token_is_noted_now_and_then(administrator, at, django_assert_num_queries):
    moment = at(2026, 1, 1, 9)
    issued = services.issue_token(name="x", roles=[Role.AUDITOR], actor=administrator)
    services.actor_of_token(issued.key)
    at(2026, 1, 1, 9, 4)
    with django_assert_num_queries(1):
        services.actor_of_token(issued.key)
    issued.token.refresh_from_db()
    assert issued.token.last_used_at == moment
    at(2026, 1, 1, 9, 6)
    services.actor_of_token(issued.key)
    issued.token.refresh_from_db()
    assert issued.token.last_used_at == moment + timedelta(minutes=6)


def test_two_tokens_in_use_have_two_names(administrator):
    first = services.issue_token(name="x", roles=[Role.AUDITOR], actor=administrator)
    with pytest.raises(rules.TokenNameTaken):
        services.issue_token(name="x", roles=[Role.AUDITOR], actor=administrator)
    services.revoke_token(first.token.pk, actor=administrator)
    services.issue_token(name="x", roles=[Role.AUDITOR], actor=administrator)


def test_only_those_who_manage_tokens_issue_them(association, make_person):
    with pytest.raises(rules.MayNotManageTokens):
        services.issue_token(name="x", roles=[Role.AUDITOR], actor=make_person(Role.EXECUTIVE))


def test_an_unknown_person_is_not_found(administrator):
    with pytest.raises(User.DoesNotExist):
        services.change_roles(uuid.uuid4(), actor=administrator, roles=[Role.AUDITOR])


def test_people_who_may_are_active_and_listed_once(administrator, make_person):
    officer = make_person(Role.RELATIONS_OFFICER, Role.EXECUTIVE)
    gone = make_person(Role.RELATIONS_OFFICER)
    services.deactivate_person(gone.pk, actor=administrator)
    assert list(queries.people_who_may(Permission.VIEW_CASES)) == [officer]


def test_invited_twice_at_once_one_invitation_is_open(own_association, make_committed):
    administrator = make_committed(Role.ADMINISTRATOR)

    results = together(own_association, 4, lambda: invite(administrator).email)

    assert results == ["new@people.example"] * 4
    assert queries.open_invitations().count() == 1


def test_of_tokens_issued_at_once_under_one_name_one_is_made(own_association, make_committed):
    administrator = make_committed(Role.ADMINISTRATOR)

    results = together(
        own_association,
        4,
        lambda: (
            services.issue_token(
                name="نظام المواعيد", roles=[Role.AUDITOR], actor=administrator
            ).token.name
        ),
    )

    assert sorted(map(str, results)) == ["token_name_taken"] * 3 + ["نظام المواعيد"]


def test_an_invitation_accepted_twice_at_once_makes_one_account(own_association, make_committed):
    invitation = invite(make_committed(Role.ADMINISTRATOR))

    results = together(
        own_association,
        3,
        lambda: (
            services.accept_invitation(
                invitation_token(invitation.pk), display_name="ليلى", password=PASSWORD
            ).email
        ),
    )

    assert sorted(map(str, results)) == ["invitation_unusable"] * 2 + ["new@people.example"]


def test_two_administrators_cannot_remove_each_other_at_once(own_association, make_committed):
    pair = [make_committed(Role.ADMINISTRATOR) for _ in range(2)]
    turns = iter([pair, pair[::-1]])

    def remove_the_other() -> str:
        actor, other = next(turns)
        services.deactivate_person(other.pk, actor=actor)
        return "done"

    results = together(own_association, 2, remove_the_other)

    assert sorted(map(str, results)) == ["done", "last_administrator"]


@pytest.fixture
def make_committed(own_association):
    def make(*roles: Role) -> User:
        user = User.objects.create_user(f"{uuid.uuid4().hex}@own.example", display_name="سعاد")
        for role in roles:
            user.role_grants.create(role=role)
        return user

    return make
