"""The settings of the association at the desk."""

from django.urls import path

from core.configuration import views

app_name = "settings"
urlpatterns = [path("", views.hub, name="hub")]
