"""The executive's page, and the cases behind its figures."""

from django.urls import path

from core.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.executive, name="executive"),
    path("cases/", views.cases, name="cases"),
]
