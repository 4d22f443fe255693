from django.apps import AppConfig


class PeopleDeskConfig(AppConfig):
    name = "core.people_desk"
