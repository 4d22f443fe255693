"""Version 1: the policy in force, requests and their events, and the description of it all."""

from django.conf import settings
from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api.findings import LintView, VersionFindingsView
from api.policy import PolicyView
from api.service_requests import RequestEventsView, RequestListView, RequestView

# drf-spectacular would describe ROOT_URLCONF, which is the website's.
URLCONF = settings.TENANT_TYPES["association"]["URLCONF"]

app_name = "api"
urlpatterns = [
    path("policy/", PolicyView.as_view(), name="policy"),
    path("policies/lint/", LintView.as_view(), name="policy-lint"),
    path(
        "policies/<uuid:version_id>/findings/",
        VersionFindingsView.as_view(),
        name="policy-findings",
    ),
    path("requests/", RequestListView.as_view(), name="requests"),
    path("requests/<uuid:case_id>/", RequestView.as_view(), name="request"),
    path("requests/<uuid:case_id>/events/", RequestEventsView.as_view(), name="request-events"),
    path("schema/", SpectacularAPIView.as_view(urlconf=URLCONF), name="schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api:schema", template_name="api/docs.html"),
        name="docs",
    ),
]
