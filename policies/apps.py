from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self) -> None:
        from core import rules
        from policies.provider import PolicyProvider

        rules.register(PolicyProvider())
