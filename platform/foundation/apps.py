from django.apps import AppConfig
from django.conf import settings

from foundation.privacy import init_sentry


class FoundationConfig(AppConfig):
    name = "foundation"

    def ready(self) -> None:
        init_sentry(settings.SENTRY_DSN)
