"""Every refusal has the same shape: {"code", "detail"} and, for input, {"fields"}."""

import logging
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler as usual

from core.rules import ChannelNotInPolicy
from foundation.errors import DomainError, Invalid, NotAllowed, code_of
from foundation.limits import TooManyAttempts
from policies.integrity import PolicyTampered

logger = logging.getLogger(__name__)
AGAIN = {"Retry-After": "10"}


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """None lets what we did not expect rise, so that Sentry records it."""
    if isinstance(error, DomainError):
        body: dict[str, Any] = {"code": code_of(error), "detail": str(error)}
        return Response(body, status=_status_of(error))
    if isinstance(error, (ObjectDoesNotExist, Http404)):
        return Response(
            {"code": "not_found", "detail": _("Nothing is here.")},
            status=status.HTTP_404_NOT_FOUND,
        )
    if isinstance(error, exceptions.ValidationError):
        body = {
            "code": "invalid",
            "detail": _("Some fields cannot be accepted."),
            "fields": error.detail,
        }
        return Response(body, status=error.status_code)
    if isinstance(error, RequestDataTooBig):
        body = {"code": "body_too_large", "detail": _("The body is too large.")}
        return Response(body, status=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE)
    if isinstance(error, OperationalError):
        logger.error("The database did not answer in time.", exc_info=error)
        body = {"code": "busy", "detail": _("Please try again in a moment.")}
        return Response(body, status=status.HTTP_503_SERVICE_UNAVAILABLE, headers=AGAIN)
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = usual(error, context)
    if response is not None and isinstance(error, exceptions.APIException):
        response.data = {"code": str(error.get_codes()), "detail": str(error.detail)}
    return response


def _status_of(error: DomainError) -> int:
    if isinstance(error, TooManyAttempts):
        return status.HTTP_429_TOO_MANY_REQUESTS
    if isinstance(error, NotAllowed):
        return status.HTTP_403_FORBIDDEN
    if isinstance(error, (Invalid, ChannelNotInPolicy)):
        return status.HTTP_400_BAD_REQUEST
    if isinstance(error, PolicyTampered):
        return status.HTTP_503_SERVICE_UNAVAILABLE
    return status.HTTP_409_CONFLICT
