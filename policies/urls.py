from django.urls import include, path

from policies import views
from policies.comparison import views as comparison_views
from policies.editor import views as editor_views
from policies.presets import views as preset_views

app_name = "policies"
urlpatterns = [
    path("", views.version_list, name="list"),
    path("new/", views.new_draft, name="new"),
    path("prepared/", preset_views.presets, name="presets"),
    path("prepared/begin/", preset_views.begin, name="begin_preset"),
    path("imports/", include("policies.importing.urls")),
    path("<uuid:version_id>/", views.version_page, name="version"),
    path("<uuid:version_id>/reading/", views.reading_page, name="reading"),
    path("<uuid:version_id>/reading/accept/", views.accept_finding, name="accept"),
    path("<uuid:version_id>/reading/fix/", views.fix_finding, name="fix"),
    path("<uuid:version_id>/edit/", editor_views.edit, name="edit"),
    path("<uuid:version_id>/edit/autosave/", editor_views.autosave, name="autosave"),
    path("<uuid:version_id>/edit/preview/", editor_views.preview, name="preview"),
    path("<uuid:version_id>/edit/presence/", editor_views.presence, name="presence"),
    path("<uuid:version_id>/undo/", editor_views.undo, name="undo"),
    path("<uuid:version_id>/redo/", editor_views.redo, name="redo"),
    path("<uuid:version_id>/compare/", comparison_views.compare, name="compare"),
    path("<uuid:version_id>/discard/", views.discard, name="discard"),
    path("<uuid:version_id>/new-draft/", views.new_from, name="new_from"),
    path("<uuid:version_id>/source/", views.source_file, name="source"),
    path("", include("policies.approving.urls")),
]
