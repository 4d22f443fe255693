"""The service's own address: the website, nobody's records."""

from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("website.urls")),
    path("ui/", include("ui.urls")),
]
