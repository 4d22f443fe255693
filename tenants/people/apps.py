"""People, roles, invitations and tokens of one association; sign-in of the operators too."""

from typing import Any

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "tenants.people"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from tenants.people import navigation

        # Django's own announcement is the one place that every way of signing in passes.
        user_logged_in.connect(_bind_session, dispatch_uid="people.bind_session")
        navigation.register_all()


def _bind_session(request: Any, **_signal: Any) -> None:
    from tenants.people.middleware import bind_session

    bind_session(request)
