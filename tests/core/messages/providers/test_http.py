import socket

import pytest

from core.messages.providers import http
from core.messages.providers.port import Refused, Unreachable


def ask(url, **values):
    return http.ask("POST", url, headers={}, body=b"{}", **values)


def test_answer_comes_as_it_was_given(provider):
    provider.says(418, b"no tea")
    assert ask(f"{provider.url}/a?b=c") == http.Answer(418, b"no tea")
    assert provider.asked[0].path == "/a?b=c"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.0.0.8/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fd00::1]/",
        "http://example.org/",
        "ftp://example.org/",
        "https://user:password@example.org/",
        "https://example.org:99999/",
        "https:///nowhere",
        "",
    ],
)
def test_in_production_only_https_hosts_of_the_internet_are_asked(url, settings):
    settings.SILAH_PROVIDER_PRIVATE_HOSTS = False
    with pytest.raises(Refused) as refused:
        ask(url)
    assert refused.value.code == "address_not_allowed"


def test_a_name_that_leads_inside_is_not_followed(settings, monkeypatch):
    settings.SILAH_PROVIDER_PRIVATE_HOSTS = False
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.1.5", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: inside)
    with pytest.raises(Refused) as refused:
        ask("https://provider.example/")
    assert refused.value.code == "address_not_allowed"


def test_redirects_are_not_followed(provider):
    provider.says(302, b"", Location=f"{provider.url}/elsewhere")
    assert ask(f"{provider.url}/here").status == 302
    assert len(provider.asked) == 1


@pytest.mark.parametrize("slow", [{"pause": 2}, {"drip": True, "body": {"long": "x" * 60}}])
def test_a_slow_provider_is_given_up(provider, slow):
    for name, value in slow.items():
        setattr(provider, name, value)
    with pytest.raises(Unreachable) as given_up:
        ask(provider.url, seconds=0.5)
    assert given_up.value.code == "took_too_long"


def test_an_answer_without_end_is_not_read(provider):
    provider.says(200, b"x" * (http.LARGEST_ANSWER + 1))
    with pytest.raises(Unreachable) as given_up:
        ask(provider.url)
    assert given_up.value.code == "answer_too_large"


def test_a_provider_that_hangs_up_or_is_not_there_may_be_there_later(provider):
    provider.hang_up = True
    for url in (provider.url, "http://127.0.0.1:1/"):
        with pytest.raises(Unreachable) as away:
            ask(url)
        assert away.value.code == "not_reached"
