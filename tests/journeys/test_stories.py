"""The whole story: from an operator's first click to the figures of the executive director."""

from collections.abc import Callable

import pytest

from policies.presets import document
from tests.journeys import onboarding
from tests.journeys.plot import Plot, cast
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ENGLISH = Plot(
    language="en",
    slug="rumth-members",
    association="الجمعية التعاونية الزراعية بوادي الرمث",
    license_no="9812",
    kind="Cooperative",
    policy=document("cooperative"),
    people=cast(
        "rumth-members",
        {
            "Administrator": "سلوى المقبل",
            "Board secretary": "خالد الرويلي",
            "Relations officer": "منى الشمري",
            "Social researcher": "بسمة البلوي",
            "Committee member": "راكان الفهد",
            "Executive director": "طارق الدخيل",
        },
    ),
)


def test_a_policy_becomes_a_decided_request_in_english(visitor: Callable[..., Visitor]) -> None:
    plot = ENGLISH
    onboarding.appoint()
    operator = visitor("operator", language=plot.language)
    onboarding.onboard(operator, plot)
    administrator = visitor("administrator", language=plot.language)
    onboarding.accept(administrator, plot.people["Administrator"])
    onboarding.invite(administrator, plot, plot.people["Board secretary"])
