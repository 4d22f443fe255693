"""Arabic unless the person chose English (what the browser claims to prefer is never asked), and
numbers, dates and people written as the association's policy has it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from foundation import writing

LANGUAGES = ("ar", "en")
DEFAULT_LANGUAGE = "ar"
COOKIE = "silah_language"


def chosen_language(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(COOKIE, DEFAULT_LANGUAGE)
    return chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = chosen_language(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):  # a thread must not carry it to what it does next
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class WritingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with writing.scope():
            return self.get_response(request)
