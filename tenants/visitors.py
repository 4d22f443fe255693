"""Where a request comes from: what attempts are counted by."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

# One line has as many IPv6 addresses as it likes, all with the same first bits.
OF_ONE_LINE: Final = 64


def source_of(request: HttpRequest) -> str:
    """The visitor's own address, seen through as many proxies as SILAH_PROXIES says; of IPv6 the network."""
    said = str(get_adapter(request).get_client_ip(request))
    try:
        address = ip_address(said.partition("%")[0])
    except ValueError:
        return said
    if not isinstance(address, IPv6Address):
        return said
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((address, OF_ONE_LINE), strict=False))
