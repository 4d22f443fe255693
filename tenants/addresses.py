"""Where the service and its associations are reached. The canonical address never comes from a request."""

from django.conf import settings

from tenants.models import Association
from tenants.schemas import current


def address_of(host: str, path: str = "/") -> str:
    scheme = "https" if settings.SILAH_HTTPS else "http"
    usual = 443 if settings.SILAH_HTTPS else 80
    port = "" if usual == settings.SILAH_PORT else f":{settings.SILAH_PORT}"
    return f"{scheme}://{host}{port}{path}"


def association_address(association: Association, path: str = "/") -> str:
    return address_of(association.host, path)


def own_association() -> Association:
    """The one that we are in: for what is written or shown inside an association alone."""
    association = current()
    if not isinstance(association, Association):
        raise RuntimeError("this is asked inside an association only")
    return association


def own_address(path: str = "/") -> str:
    return association_address(own_association(), path)


def console_host() -> str:
    return f"console.{settings.SILAH_BASE_DOMAIN}"


def console_address(path: str = "/") -> str:
    return address_of(console_host(), path)
