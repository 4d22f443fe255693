"""What happens to accounts: invite, accept, change roles, deactivate, and tokens for programs.

`actor` None stands for the platform itself, which sets an association up.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import connection, transaction

from foundation import audit, clock
from foundation.arabic import searchable
from tenants import jobs
from tenants.people import rules, tasks
from tenants.people.actors import Actor, ApiActor
from tenants.people.enums import Language
from tenants.people.models import ApiToken, Invitation, RoleGrant, User, normalised_email
from tenants.people.roles import Role, permissions_of
from tenants.people.tokens import PREFIX_LENGTH, hash_token, invitation_token, new_api_token

INVITATION_DAYS = 7
USE_IS_NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """`key` is what the program carries; nobody can read it again after this."""

    token: ApiToken
    key: str


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    roles: Iterable[str],
    actor: Actor | None,
    language: str = Language.ARABIC,
) -> Invitation:
    """Open the door for one person and send the link; an older open invitation is withdrawn."""
    if actor is not None:
        rules.check_can_manage_people(actor)
    chosen = _in_order(roles)
    address = normalised_email(email)
    _take_turn("invitation", address)
    rules.check_has_no_account(address)
    now = clock.now()
    Invitation.objects.filter(email=address, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=now
    )
    invitation_id = uuid.uuid4()
    invitation = Invitation.objects.create(
        id=invitation_id,
        email=address,
        display_name=name.strip(),
        roles=chosen,
        language=language,
        token_hash=hash_token("invitation", invitation_token(invitation_id)),
        invited_by=actor if isinstance(actor, User) else None,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    audit.record("person.invited", invitation, actor=actor, details={"roles": chosen})
    jobs.defer(tasks.send_invitation, invitation_id=str(invitation.pk))
    return invitation


@transaction.atomic
def withdraw_invitation(invitation_id: uuid.UUID, *, actor: Actor) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    rules.check_can_manage_people(actor)
    rules.check_is_open(invitation)
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    audit.record("person.invitation_withdrawn", invitation, actor=actor)
    return invitation


def usable_invitation(token: str, *, lock: bool = False) -> Invitation:
    """Raises InvitationUnusable: wrong, used, withdrawn, expired, or another association's."""
    invitations = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    invitation = invitations.filter(
        token_hash=hash_token("invitation", token),
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=clock.now(),
    ).first()
    if invitation is None:
        raise rules.InvitationUnusable
    return invitation


@transaction.atomic
def accept_invitation(token: str, *, display_name: str, password: str) -> User:
    """The link came by mail, so the address counts as verified."""
    invitation = usable_invitation(token, lock=True)
    rules.check_has_no_account(invitation.email)
    user = create_person(
        email=invitation.email,
        display_name=display_name,
        roles=invitation.roles,
        password=password,
        language=invitation.language,
    )
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    audit.record("person.joined", user, actor=user, details={"roles": invitation.roles})
    return user


@transaction.atomic
def create_person(
    *,
    email: str,
    display_name: str,
    roles: Iterable[str] = (),
    password: str | None = None,
    language: str = Language.ARABIC,
) -> User:
    """An account with a verified address; for invitations, operators and the demo."""
    user = User.objects.create_user(
        email, password=password, display_name=display_name.strip(), language=language
    )
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in set(roles))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def change_roles(user_id: uuid.UUID, *, actor: Actor, roles: Iterable[str]) -> User:
    user = _lock_person(user_id)
    rules.check_can_manage_people(actor)
    chosen = _in_order(roles)
    rules.check_leaves_an_administrator(user, roles_after=chosen)
    before = list(user.roles)
    user.role_grants.exclude(role__in=chosen).delete()
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role) for role in chosen if role not in before
    )
    user.forget_roles()
    details = {"before": before, "after": chosen}
    audit.record("person.roles_changed", user, actor=actor, details=details)
    return user


@transaction.atomic
def place_person(
    user_id: uuid.UUID, *, actor: Actor, unit: str, manager_id: uuid.UUID | None
) -> User:
    """Where they stand in the organisation. Such changes go one by one, so that no two make a circle."""
    rules.check_can_manage_people(actor)
    _take_turn("structure", "")
    user = User.objects.select_for_update().get(pk=user_id)
    manager = User.objects.get(pk=manager_id) if manager_id is not None else None
    if manager is not None and manager.pk != user.manager_id:
        rules.check_can_report_to(user, manager)
    before = {"unit": user.unit, "manager": str(user.manager_id or "")}
    user.unit = " ".join(unit.split())
    user.unit_search = searchable(user.unit)[:120]
    user.manager = manager
    after = {"unit": user.unit, "manager": str(user.manager_id or "")}
    if after != before:
        user.save(update_fields=["unit", "unit_search", "manager"])
        audit.record(
            "person.placed", user, actor=actor, details={"before": before, "after": after}
        )
    return user


@transaction.atomic
def deactivate_person(user_id: uuid.UUID, *, actor: Actor) -> User:
    """Their open sessions end with the next request: only active people have one."""
    user = _lock_person(user_id)
    rules.check_can_deactivate(actor, user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.forget_roles()
    audit.record("person.deactivated", user, actor=actor)
    return user


@transaction.atomic
def reactivate_person(user_id: uuid.UUID, *, actor: Actor) -> User:
    user = _lock_person(user_id)
    rules.check_can_reactivate(actor, user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    user.forget_roles()
    audit.record("person.reactivated", user, actor=actor)
    return user


@transaction.atomic
def choose_language(user_id: uuid.UUID, *, language: str) -> User:
    user = User.objects.select_for_update().get(pk=user_id)
    user.language = language
    user.save(update_fields=["language"])
    return user


@transaction.atomic
def issue_token(*, name: str, roles: Iterable[str], actor: User) -> IssuedToken:
    rules.check_can_manage_tokens(actor)
    chosen = _in_order(roles)
    _take_turn("token", name.strip())
    rules.check_token_name_is_free(name.strip())
    key = new_api_token()
    token = ApiToken.objects.create(
        name=name.strip(),
        prefix=key[:PREFIX_LENGTH],
        token_hash=hash_token("api", key),
        roles=chosen,
        created_by=actor,
    )
    audit.record("token.issued", token, actor=actor, details={"roles": chosen})
    return IssuedToken(token, key)


@transaction.atomic
def revoke_token(token_id: uuid.UUID, *, actor: Actor) -> ApiToken:
    token = ApiToken.objects.select_for_update().get(pk=token_id)
    rules.check_can_manage_tokens(actor)
    rules.check_is_in_use(token)
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    audit.record("token.revoked", token, actor=actor)
    return token


def actor_of_token(key: str) -> ApiActor | None:
    """None for a key that is wrong, revoked or another association's. Notes its use."""
    token = ApiToken.objects.filter(token_hash=hash_token("api", key), revoked_at=None).first()
    if token is None:
        return None
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at > USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return ApiActor(token.pk, token.name, permissions_of(token.roles))


def _lock_person(user_id: uuid.UUID) -> User:
    """Lock every administrator along: two of them cannot remove each other at the same moment."""
    people = User.objects.select_for_update().order_by("pk")
    administrators = RoleGrant.objects.filter(role=Role.ADMINISTRATOR).values("user_id")
    locked = {person.pk: person for person in people.filter(pk__in=administrators)}
    person = locked.get(user_id) or people.filter(pk=user_id).first()
    if person is None:
        raise User.DoesNotExist
    return person


def _take_turn(purpose: str, name: str) -> None:
    """Of two who click at once the second waits, and meets what the first has written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || %s::text, 0))",
            [f"|{purpose}|{name}"],
        )


def _in_order(roles: Iterable[str]) -> list[str]:
    chosen = set(roles)
    rules.check_roles_exist(chosen)
    return [role.value for role in Role if role in chosen]
