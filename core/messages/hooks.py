"""Where providers tell us what became of a message: an address that only they were given."""

from hmac import compare_digest
from typing import Final

from django.urls import reverse

from core.messages.sections import SMS, WHATSAPP
from foundation.encryption import blind_index
from tenants.addresses import own_address

_PURPOSE: Final = "message-hook"
WHATSAPP_HOOK: Final = "whatsapp"


def hook_token(provider: str, hook_round: int) -> str:
    return blind_index(_PURPOSE, f"{provider}:{hook_round}").hex()[:40]


def hook_path(provider: str, hook_round: int) -> str:
    """In a job no request says where we are."""
    return reverse(
        "hooks:messages",
        args=[provider, hook_token(provider, hook_round)],
        urlconf="config.urls_association",
    )


def hook_address(provider: str, hook_round: int) -> str:
    return own_address(hook_path(provider, hook_round))


def is_known(provider: str, token: str) -> bool:
    """Whether this is the address that the association gave to the provider that it has now."""
    if provider == WHATSAPP_HOOK:
        hook_round = WHATSAPP.read().hook_round
    elif provider == (chosen := SMS.read()).provider:
        hook_round = chosen.hook_round
    else:
        return False
    return compare_digest(hook_token(provider, hook_round).encode(), token.encode())
