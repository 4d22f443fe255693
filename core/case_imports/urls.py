"""Importing existing cases, at the desk."""

from django.urls import path

from core.case_imports import views

BATCH = "<uuid:batch_id>/"

app_name = "case_imports"
urlpatterns = [
    path("", views.import_list, name="list"),
    path("template.xlsx", views.template_workbook, name="template"),
    path("template.csv", views.template_csv, name="template_csv"),
    path(BATCH, views.import_page, name="import"),
    path(f"{BATCH}columns/", views.columns, name="columns"),
    path(f"{BATCH}progress/", views.progress, name="progress"),
    path(f"{BATCH}mend/", views.mend, name="mend"),
    path(f"{BATCH}start/", views.start, name="start"),
    path(f"{BATCH}on/", views.go_on, name="go_on"),
    path(f"{BATCH}undo/", views.undo, name="undo"),
]
