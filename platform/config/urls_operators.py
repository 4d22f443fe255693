"""The operators' address: associations and their health, never their records."""

from django.urls import include, path

from config import health

handler500 = "ui.views.server_error"
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("", include("tenants.people.account_urls")),
    path("ui/", include("ui.urls")),
    path("", include("console.urls")),
]
