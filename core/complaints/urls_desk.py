"""Complaints as the staff's own pages; whoever may not see one is told the same as of none."""

from django.urls import path

from core.complaints.desk import (
    action_views,
    bundle_views,
    case_page,
    intake_views,
    list_views,
    pattern_views,
    record_views,
    settings_views,
)

app_name = "complaints"
CASE = "<uuid:case_id>/"
urlpatterns = [
    path("", list_views.complaints, name="list"),
    path("export.csv", list_views.export, {"form": "csv"}, name="export_csv"),
    path("export.xlsx", list_views.export, {"form": "xlsx"}, name="export_xlsx"),
    path("register/", intake_views.register, name="register"),
    path("settings/", settings_views.complaint_settings, name="settings"),
    path("patterns/", pattern_views.patterns, name="patterns"),
    path("actions/", pattern_views.actions, name="actions"),
    path("actions/new/", pattern_views.new_action, name="new_action"),
    path("actions/<uuid:action_id>/", pattern_views.action, name="action"),
    path(CASE, case_page.complaint_view, name="case"),
    path(f"{CASE}do/<slug:action>/", action_views.act, name="act"),
    path(f"{CASE}identity/", action_views.identity, name="identity"),
    path(f"{CASE}records/<uuid:record_id>/", record_views.record, name="record"),
    path(f"{CASE}records/<uuid:record_id>/sign/", record_views.sign, name="sign"),
    path(f"{CASE}files/<uuid:file_id>/", record_views.file, name="file"),
    path(f"{CASE}bundle/", bundle_views.bundle, name="bundle"),
]
