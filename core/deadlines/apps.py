from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "core.deadlines"

    def ready(self) -> None:
        from core.deadlines.calendar.navigation import register_all

        register_all()
