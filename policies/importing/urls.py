from django.urls import path

from policies.importing import views

urlpatterns = [
    path("<uuid:import_id>/", views.import_page, name="import"),
    path("<uuid:import_id>/progress/", views.progress, name="import_progress"),
    path("<uuid:import_id>/retry/", views.retry, name="import_retry"),
    path("<uuid:import_id>/cancel/", views.cancel, name="import_cancel"),
]
