"""An association's address: its portal, its staff's desk, its policy, its API."""

from django.urls import include, path

from config import health
from tenants.people.invitation_views import accept

handler500 = "ui.views.server_error"
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("", include("tenants.people.account_urls")),
    path("ui/", include("ui.urls")),
    path("people/", include("tenants.people.urls")),
    path("invitations/<str:token>/", accept, name="invitation"),
    path("policies/", include("policies.acknowledging.urls")),
    path("policies/", include("policies.urls")),
    path("policy/", include("policies.publishing.urls")),
    path("calendar/", include("core.deadlines.calendar.urls")),
    path("desk/settings/", include("core.configuration.urls")),
    path("desk/settings/escalation/", include("core.escalation.urls")),
    path("desk/notices/", include("core.notices.urls")),
    path("desk/complaints/", include("core.complaints.urls_desk")),
    path("desk/", include("core.mailroom.urls")),
    path("desk/", include("core.messages.urls")),
    path("hooks/", include("core.messages.hook_urls")),
    path("desk/types/", include("core.request_types.urls")),
    path("desk/imports/", include("core.case_imports.urls")),
    path("desk/", include("core.people_desk.urls")),
    path("desk/", include("core.committees.urls")),
    path("desk/", include("core.satisfaction.urls")),
    path("desk/", include("core.inquiries.desk.urls")),
    path("desk/", include("core.service_requests.desk.urls")),
    path("survey/", include("core.satisfaction.survey_urls")),
    path("field/", include("core.delegates.urls")),
    path("reports/", include("core.reports.urls")),
    path("api/v1/", include("api.urls")),
    path("", include("core.inquiries.portal.urls")),
    path("", include("core.complaints.urls_portal")),
    path("", include("core.service_requests.portal.urls")),
]
