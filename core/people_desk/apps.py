from django.apps import AppConfig


class PeopleDeskConfig(AppConfig):
    name = "core.people_desk"

    def ready(self) -> None:
        # They need the models, which load after the apps.
        from core.people_desk import navigation, panels

        navigation.register_all()
        panels.register_all()
