"""The staff's pages about people."""

from django.urls import path

from core.people_desk import (
    category_views,
    household_views,
    list_views,
    merge_views,
    person_views,
    search_views,
    social_views,
)

PERSON = "people/<uuid:person_id>/"

app_name = "beneficiaries"
urlpatterns = [
    path("search/", search_views.search, name="search"),
    path("people/", list_views.people, name="list"),
    path("people/export.csv", list_views.export_csv, name="export_csv"),
    path("people/export.xlsx", list_views.export_xlsx, name="export_xlsx"),
    path("people/expiring/", list_views.expiring_soon, name="expiring"),
    path("people/duplicates/", merge_views.duplicates, name="duplicates"),
    path("people/categories/", category_views.category_settings, name="categories"),
    path(PERSON, person_views.person, name="person"),
    path(f"{PERSON}numbers/", person_views.reveal, name="reveal"),
    path(f"{PERSON}edit/", person_views.edit, name="edit"),
    path(f"{PERSON}print/", person_views.printed, name="print"),
    path(f"{PERSON}cases/", person_views.cases, name="cases"),
    path(f"{PERSON}history/", person_views.history, name="history"),
    path(f"{PERSON}household/", household_views.household, name="household"),
    path(f"{PERSON}household/new/", household_views.add_related, name="add_related"),
    path(
        f"{PERSON}household/<uuid:related_id>/", household_views.edit_related, name="edit_related"
    ),
    path(
        f"{PERSON}household/<uuid:related_id>/end/",
        household_views.end_related,
        name="end_related",
    ),
    path(f"{PERSON}documents/", household_views.documents, name="documents"),
    path(f"{PERSON}documents/new/", household_views.add_document, name="add_document"),
    path(
        f"{PERSON}documents/<uuid:paper_id>/replace/",
        household_views.replace_document,
        name="replace_document",
    ),
    path(f"{PERSON}files/<uuid:file_id>/", household_views.file, name="file"),
    path(f"{PERSON}consents/", household_views.consents, name="consents"),
    path(f"{PERSON}consents/new/", household_views.add_consent, name="add_consent"),
    path(
        f"{PERSON}consents/<uuid:consent_id>/withdraw/",
        household_views.withdraw_consent,
        name="withdraw_consent",
    ),
    path(f"{PERSON}social/", social_views.social, name="social"),
    path(f"{PERSON}social/edit/", social_views.edit_social, name="edit_social"),
    path(f"{PERSON}duplicates/", merge_views.duplicates_of, name="duplicates_of"),
    path(f"{PERSON}merge/<uuid:other_id>/", merge_views.merge, name="merge"),
    path(f"{PERSON}apart/<uuid:other_id>/", merge_views.tell_apart, name="tell_apart"),
    path(f"{PERSON}apart/<uuid:other_id>/undo/", merge_views.propose_again, name="propose_again"),
    path(f"{PERSON}merges/<uuid:merge_id>/undo/", merge_views.undo, name="undo_merge"),
]
