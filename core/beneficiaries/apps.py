from django.apps import AppConfig


class BeneficiariesConfig(AppConfig):
    name = "core.beneficiaries"
