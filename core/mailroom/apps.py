from django.apps import AppConfig


class MailroomConfig(AppConfig):
    name = "core.mailroom"
