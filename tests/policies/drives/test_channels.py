import pytest

from core.rules import ChannelNotInPolicy
from tests.core.requests import receive
from tests.policies.drives.conftest import PHONE, WEBSITE


def test_what_the_policy_names_is_what_can_be_recorded_and_offered(bring, see, everyone):
    def offered():
        return [
            "موقع الجمعية" in see("/"),
            "هاتف الجمعية" in see("/desk/requests/new/", everyone),
        ]

    both = offered()
    bring(channels=(WEBSITE,))
    website_alone = offered()
    bring(channels=(PHONE,))
    phone_alone = offered()

    assert (both, website_alone, phone_alone) == ([True, True], [True, False], [False, True])


def test_a_channel_that_left_the_policy_is_refused_with_a_sentence(bring, everyone):
    receive(everyone, channel_key="phone")
    bring(channels=(WEBSITE,))

    with pytest.raises(ChannelNotInPolicy) as refused:
        receive(everyone, channel_key="phone")

    assert "phone" in str(refused.value)


def test_the_portal_takes_requests_only_where_the_policy_names_it(bring, see):
    assert "رقم الهوية" in see("/request/")

    bring(channels=(PHONE,))

    assert "رقم الهوية" not in see("/request/")
