"""Signing, and who has signed. One's own page needs no id: nobody signs for another."""

from django.urls import path

from policies.acknowledging import views

VERSION = "<uuid:version_id>/signatures/"

app_name = "acknowledging"
urlpatterns = [
    path("sign/", views.sign, name="sign"),
    path(VERSION, views.coverage, name="coverage"),
    path(f"{VERSION}evidence/", views.evidence, name="evidence"),
    path(f"{VERSION}export/", views.export, name="export"),
    path(f"{VERSION}remind/", views.remind, name="remind"),
]
