"""The service's own address: the website, nobody's records."""

from django.urls import include, path

from config import health
from tenants.views import may_have_certificate

handler500 = "ui.views.server_error"
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("domains/ask", may_have_certificate, name="domains_ask"),
    path("", include("website.urls")),
    path("ui/", include("ui.urls")),
]
