"""Words of sign-in and accounts, and the languages that people choose from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")
