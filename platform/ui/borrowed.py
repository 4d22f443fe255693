"""Sentences of the sign-in library that its own Arabic says badly; our catalog comes before its."""

from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop("Code"),
    gettext_noop("Authenticator code"),
    gettext_noop("Incorrect code."),
)
