from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "core.committees"

    def ready(self) -> None:
        # They need the models, which load after the apps.
        from core.cases import withholding
        from core.committees.navigation import register_all
        from core.committees.queries import cases_of_interest
        from core.committees.rules import check_takes_part
        from core.committees.services import drop_departed
        from core.service_requests import exclusions, following

        register_all()
        exclusions.register("interests", check_takes_part)
        withholding.register("interests", cases_of_interest)
        following.register("agenda", drop_departed)
