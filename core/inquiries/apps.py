from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    name = "core.inquiries"

    def ready(self) -> None:
        # It needs the models, which load after the apps.
        from core.cases import circles, pages
        from core.cases.enums import CaseKind
        from core.inquiries import circle, navigation, review
        from core.inquiries.desk import liaison_views

        pages.register(
            CaseKind.INQUIRY, pages.CasePages("inquiries:inquiry", "information:inquiry")
        )
        circles.register(CaseKind.INQUIRY, circle.CIRCLE)
        navigation.register_all()
        liaison_views.register_page()
        review.register_source()
