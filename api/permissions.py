"""Each view names the permission of each method; one that names none is closed."""

from typing import TYPE_CHECKING, ClassVar

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from tenants.people.actors import ApiActor
from tenants.people.roles import Permission

if TYPE_CHECKING:
    from rest_framework.views import APIView


class TokenPermission(BasePermission):
    """`required`: method → permissions, any one of which opens it."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        actor: object = request.user  # the stubs know people only
        if not isinstance(actor, ApiActor):
            return False
        wanted = getattr(view, "required", {}).get(request.method or "", ())
        return any(actor.has_permission(permission) for permission in wanted)


class Requires:
    """For a view to say what it needs; read by TokenPermission."""

    required: ClassVar[dict[str, tuple[Permission, ...]]] = {}


def actor_of(request: Request) -> ApiActor:
    actor: object = request.user
    assert isinstance(actor, ApiActor)  # noqa: S101 - TokenPermission let nobody else in
    return actor
