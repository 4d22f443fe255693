from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "core.messages"
    label = "outbox"  # django.contrib.messages holds the label "messages"

    def ready(self) -> None:
        from core.cases import telling
        from core.messages import navigation
        from core.messages.enums import MessageKind
        from core.messages.services import queue_message

        navigation.register_all()
        telling.register("messages", lambda case: queue_message(case, MessageKind.DEADLINE_MOVED))
