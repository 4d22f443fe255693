from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "core.escalation"

    def ready(self) -> None:
        from core.escalation.navigation import register_page

        register_page()
