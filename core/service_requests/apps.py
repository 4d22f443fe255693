from django.apps import AppConfig


class ServiceRequestsConfig(AppConfig):
    name = "core.service_requests"

    def ready(self) -> None:
        # It needs the models, which load after the apps.
        from core.cases import pages
        from core.cases.enums import CaseKind
        from core.service_requests import surveys
        from core.service_requests.desk import (
            answers,
            appeal_settings,
            assignment_settings,
            delivery_page,
            paper,
            template_settings,
        )
        from core.service_requests.desk import navigation as desk
        from core.service_requests.desk import visits as visiting
        from core.service_requests.portal import navigation as portal

        pages.register(CaseKind.REQUEST, pages.CasePages("desk:case", "portal:case"))
        desk.register_all()
        surveys.register_follower()
        answers.register_panel()
        delivery_page.register_panel()
        appeal_settings.register_page()
        visiting.register_all()
        paper.register_page()
        assignment_settings.register_page()
        template_settings.register_page()
        portal.register_all()
