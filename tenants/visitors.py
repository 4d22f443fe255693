"""Where a request comes from: what attempts are counted by."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def source_of(request: HttpRequest) -> str:
    """The visitor's own address, seen through as many proxies as SILAH_PROXIES says."""
    return str(get_adapter(request).get_client_ip(request))
