"""The notices of whoever is signed in."""

from django.urls import path

from core.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices_page, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("<uuid:notice_id>/read/", views.read, name="read"),
]
