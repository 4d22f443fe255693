"""An answer speaks Arabic, or English to a program that asks for it; pages do not read this header."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.response import Response
from rest_framework.views import APIView

from ui.middleware import DEFAULT_LANGUAGE, LANGUAGES


def language_asked(header: str) -> str:
    for wanted, weight in parse_accept_lang_header(header.lower()):
        language = wanted.partition("-")[0]
        if weight and language in LANGUAGES:
            return language
    return DEFAULT_LANGUAGE


class View(APIView):
    """Of every address of the API."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = language_asked(request.headers.get("Accept-Language", ""))
        with translation.override(language):
            response = super().dispatch(request, *args, **kwargs)
            if isinstance(response, Response):
                response.render()  # here: what is put together late would be in the page's language
        response["Content-Language"] = language
        patch_vary_headers(response, ["Accept-Language"])
        return response
