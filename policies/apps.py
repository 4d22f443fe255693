from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self) -> None:
        # These need the models, which load after the apps.
        from core import rules
        from policies.acknowledging.notice import waiting_signature
        from policies.navigation import register_all
        from policies.provider import PolicyProvider
        from ui import notices

        rules.register(PolicyProvider())
        register_all()
        notices.register(waiting_signature)
