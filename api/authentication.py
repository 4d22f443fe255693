"""`Authorization: Bearer <key>`: a program with a token of the association it calls."""

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from foundation import limits
from tenants.people.actors import ApiActor
from tenants.people.services import actor_of_token
from tenants.visitors import source_of

WRONG_KEYS = 20
WITHIN_SECONDS = 300


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[ApiActor, None] | None:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            return None
        actor = actor_of_token(key.strip())
        if actor is None:
            self._count_wrong_key(request)
            raise AuthenticationFailed(_("This key is not one of this association's."))
        return actor, None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"

    def _count_wrong_key(self, request: Request) -> None:
        """Guessing is slowed by address; a right key is never held up by somebody's wrong ones."""
        try:
            limits.hit("api-key", source_of(request), WRONG_KEYS, WITHIN_SECONDS)
        except limits.TooManyAttempts as error:
            raise Throttled(WITHIN_SECONDS) from error
