"""What no page takes or shows: forms with NULs, and a policy that is not what was approved."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.errors import DomainError
from policies.integrity import PolicyTampered

NUL = "\x00"


class RefusalsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """PostgreSQL stores no NUL and looks for none; no browser sends one that a person typed."""
        fields = [*request.GET.lists(), *request.POST.lists()]
        if any(NUL in value for _name, values in fields for value in values):
            return HttpResponse(status=400)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Pages that go by the policy in force, where that was changed behind our back."""
        if isinstance(error, PolicyTampered):
            return _tampered(request, error)
        return None


def _tampered(request: HttpRequest, error: DomainError) -> HttpResponse:
    return render(request, "policies/publishing/tampered.html", {"error": error}, status=503)
