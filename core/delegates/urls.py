"""The phone's pages: all that the worker rules over lies under this folder."""

from django.urls import path

from core.delegates import views

app_name = "field"
urlpatterns = [
    path("", views.page, name="page"),
    path("shell/", views.shell, name="shell"),
    path("worker.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("session/", views.session, name="session"),
    path("photos/", views.photo, name="photo"),
    path("intakes/", views.intake, name="intake"),
    path("reports/", views.report, name="report"),
    path("surveys/", views.survey, name="survey"),
]
