import pytest
from django.test import RequestFactory

from tenants.visitors import source_of


@pytest.mark.parametrize(("proxies", "expected"), [(0, "10.0.0.1"), (1, "192.0.2.7")])
def test_only_trusted_proxies_say_where_a_request_comes_from(settings, proxies, expected):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get(
        "/", headers={"x-forwarded-for": "198.51.100.9, 192.0.2.7"}, REMOTE_ADDR="10.0.0.1"
    )

    assert source_of(request) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:7:1::5", "2001:db8:7:1::/64"),
        ("2001:db8:7:1:ffff::9", "2001:db8:7:1::/64"),
        ("2001:db8:7:2::5", "2001:db8:7:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_the_addresses_of_one_line_count_as_one(address, expected):
    assert source_of(RequestFactory().get("/", REMOTE_ADDR=address)) == expected
