"""Where providers report: the address is a secret of each association, and the large ones sign besides."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.messages import hook_readers, inbound, opting_out, receipts
from core.messages.hook_readers import Told
from core.messages.hooks import WHATSAPP_HOOK, hook_token, is_known
from core.messages.sections import SMS, WHATSAPP, secrets_of
from tenants.addresses import own_address
from tenants.people.access import public_page

LARGEST = 512 * 1024


@public_page
@csrf_exempt
@require_http_methods(["GET", "POST"])
def messages(request: HttpRequest, provider: str, token: str) -> HttpResponse:
    """A wrong address and a wrong signature are told apart by nobody who only guesses."""
    if not is_known(provider, token):
        raise Http404
    if request.method == "GET":
        return _challenge(request, provider)
    if request.content_type == "multipart/form-data":
        # No provider reports so, and what signs it could not be read once the form was.
        return HttpResponse(status=415)
    if len(request.body) > LARGEST:
        return HttpResponse(status=413)
    told = _told(request, provider)
    if told is None:
        return HttpResponse(status=403)
    for receipt in told.receipts:
        receipts.note(receipt)
    for text in told.texts:
        _take_in(text)
    return HttpResponse("OK", content_type="text/plain")


def _challenge(request: HttpRequest, provider: str) -> HttpResponse:
    """Meta asks once whether the address is ours, with the token that it was given in its settings."""
    if provider != WHATSAPP_HOOK:
        return HttpResponse("OK", content_type="text/plain")
    expected = hook_token(provider, WHATSAPP.read().hook_round)
    if request.GET.get("hub.verify_token") != expected:
        return HttpResponse(status=403)
    return HttpResponse(request.GET.get("hub.challenge", "")[:200], content_type="text/plain")


def _told(request: HttpRequest, provider: str) -> Told | None:
    """None where the signature is not the provider's."""
    body = request.body
    if provider == WHATSAPP_HOOK:
        signature = request.headers.get("X-Hub-Signature-256", "")
        secret = secrets_of(WHATSAPP).get("app_secret", "")
        if not hook_readers.is_signed_by_meta(body, signature, secret):
            return None
        return hook_readers.told_by_meta(body)
    if provider == "twilio":
        signature = request.headers.get("X-Twilio-Signature", "")
        secret = secrets_of(SMS).get("key", "")
        if not hook_readers.is_signed_by_twilio(_called(request), body, signature, secret):
            return None
        return hook_readers.told_by_twilio(body, request.GET.get("message", ""))
    return hook_readers.told_by_another(provider, body, request.GET.dict())


def _called(request: HttpRequest) -> str:
    """The address that we gave out; what stands between us and the internet may call it otherwise."""
    return own_address(request.get_full_path())


def _take_in(text: inbound.IncomingText) -> None:
    match opting_out.wish_of(text.text):
        case True:
            opting_out.opt_out(
                text.channel, text.sender, words=text.text, evidence=text.provider_id
            )
        case False:
            opting_out.opt_in(text.channel, text.sender, evidence=text.provider_id)
    inbound.take_in(text)
