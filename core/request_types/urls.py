"""Setting up types of requests."""

from django.urls import path

from core.request_types import builder_views as build
from core.request_types import views

VERSION = "<uuid:type_id>/"
FIELD = f"{VERSION}fields/<slug:field_key>/"

app_name = "types"
urlpatterns = [
    path("", views.type_list, name="list"),
    path("new/", views.new_type, name="new"),
    path(VERSION, build.builder, name="version"),
    path(f"{VERSION}draft/", views.begin_draft, name="draft"),
    path(f"{VERSION}copy/", views.copy_type, name="copy"),
    path(f"{VERSION}move/", views.move_type, name="move"),
    path(f"{VERSION}changes/", views.compare, name="compare"),
    path(f"{VERSION}publish/", views.publish, name="publish"),
    path(f"{VERSION}withdraw/", views.withdraw, name="withdraw"),
    path(f"{VERSION}discard/", views.discard, name="discard"),
    path(f"{VERSION}preview/", build.preview, name="preview"),
    path(f"{VERSION}fields/", build.new_field, name="new_field"),
    path(FIELD, build.edit_field, name="field"),
    path(f"{FIELD}move/", build.move_field, name="move_field"),
    path(f"{FIELD}remove/", build.remove_field, name="remove_field"),
]
