from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "core.messages"
    label = "outbox"  # django.contrib.messages holds the label "messages"
