from policies.content import AcknowledgementRule
from tenants.people.roles import Role

BANNER = "السياسة تنتظر توقيعك"


def test_who_must_sign_and_by_when_is_what_the_policy_says(bring, see, everyone, executive, at):
    at(2026, 1, 5, 9)
    seen = []
    for rule in (
        None,
        AcknowledgementRule(roles=(Role.RELATIONS_OFFICER,), within_days=10),
        AcknowledgementRule(roles=(Role.EXECUTIVE,), within_days=20),
    ):
        bring(acknowledgement=rule)
        seen.append(
            [
                BANNER in (shown := see(address, who)) and day in shown
                for address, who, day in (
                    ("/desk/", everyone, "15 يناير 2026م"),
                    ("/reports/", executive, "25 يناير 2026م"),
                )
            ]
        )

    assert seen == [[False, False], [True, False], [False, True]]
