from django.apps import AppConfig


class MailroomConfig(AppConfig):
    name = "core.mailroom"

    def ready(self) -> None:
        # It needs the models, which load after the apps.
        from core.mailroom import navigation
        from core.mailroom.texts import TextRoom
        from core.messages import inbound

        navigation.register_all()
        inbound.register(TextRoom())
