"""Which of the policy's channels a request from the portal arrives by."""

from core.rules import Channel, ChannelKind, GoverningRules

# The first that the policy names; others reach the association by other ways than a web page.
ONLINE = (ChannelKind.WEBSITE, ChannelKind.AID_REQUEST)


def online_channel(rules: GoverningRules) -> Channel | None:
    for kind in ONLINE:
        for channel in rules.channels:
            if channel.kind == kind:
                return channel
    return None
