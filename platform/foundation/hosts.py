"""Whether an address that somebody typed lies on the internet, or inside of a network of ours."""

import ipaddress
import socket
from typing import Final

NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


class NotOfTheInternet(Exception):
    """One of the addresses of this host lies inside of a network."""


def address_of_host(host: str, port: int, *, private: bool) -> str:
    """The first address of the host: connect to it, since a name can change its mind in between.

    Raises OSError or UnicodeError for a host that is not known, NotOfTheInternet unless `private`.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not private and not all(map(is_public, addresses)):
        raise NotOfTheInternet
    return addresses[0]


def is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed in NAT64:
            return is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo or (None, None))[1]
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return parsed.is_global and not parsed.is_multicast
