from django.apps import AppConfig


class ServiceRequestsConfig(AppConfig):
    name = "core.service_requests"
