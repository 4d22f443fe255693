"""From the Host header to the schema a request runs in. No other header counts."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import set_urlconf

from tenants import host_memory
from tenants.addresses import console_host
from tenants.enums import AssociationState
from tenants.models import Association
from tenants.schemas import OPERATORS, PUBLIC, Tenant, control_plane, entered

RESERVED_SLUGS = frozenset(
    {"www", "api", "admin", "console", "mail", "smtp", "static", "files", "app", "auth", "help"}
    | {"status", "support", "billing", "test", "silah", "operators", "public", "jobs"}
)
NOT_READY = frozenset(
    {AssociationState.REQUESTED, AssociationState.PROVISIONING, AssociationState.FAILED}
)


class UnknownHost(Exception):
    """Nobody lives at this host."""


def normalise(host: str) -> str:
    """Lower case, no port, no trailing dot, IDNA; raises UnknownHost for what is no host name."""
    name = host.strip().lower()
    if name.startswith("["):
        raise UnknownHost(host)
    name = name.partition(":")[0].rstrip(".")
    try:
        ascii_name = name.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise UnknownHost(host) from error
    if not ascii_name or any(
        c not in "abcdefghijklmnopqrstuvwxyz0123456789-." for c in ascii_name
    ):
        raise UnknownHost(host)
    return ascii_name


def tenant_at(host: str) -> Tenant:
    """The schema that serves `host`; reads the control plane. Raises UnknownHost."""
    base = settings.SILAH_BASE_DOMAIN
    name = normalise(host)
    if name in (base, f"www.{base}"):
        return PUBLIC
    if name == console_host():
        return OPERATORS
    label, _dot, parent = name.partition(".")
    if parent == base:
        found = Association.objects.filter(slug=label).first()
    else:
        found = Association.objects.filter(
            domains__domain=name, domains__verified_at__isnull=False
        ).first()
    if found is None or found.state == AssociationState.CLOSED:
        raise UnknownHost(host)
    return found


class HostMiddleware:
    """Enter the schema of the host before anything reads the database; leave it afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            host = normalise(request.META.get("HTTP_HOST", ""))
            tenant = host_memory.recall(host)
            if tenant is None:
                with control_plane():
                    tenant = tenant_at(host)
        except UnknownHost:
            return render(request, "404.html", status=404)
        if isinstance(tenant, Association) and tenant.state != AssociationState.READY:
            return not_serving(request, tenant)
        host_memory.keep_new(host, tenant)
        with entered(tenant):
            return self.serve(request, tenant)

    def serve(self, request: HttpRequest, tenant: Tenant) -> HttpResponse:
        request.tenant = tenant  # type: ignore[attr-defined]
        request.urlconf = settings.TENANT_TYPES[tenant.get_tenant_type()]["URLCONF"]  # type: ignore[assignment]
        set_urlconf(request.urlconf)
        try:
            return self.get_response(request)
        finally:
            set_urlconf(None)


def not_serving(request: HttpRequest, association: Association) -> HttpResponse:
    """A half-made or suspended association has nobody to sign in as: it answers 503 and nothing else."""
    reason = "setting_up" if association.state in NOT_READY else "paused"
    response = render(request, "503.html", {"reason": reason}, status=503)
    response["Retry-After"] = "60"
    return response
