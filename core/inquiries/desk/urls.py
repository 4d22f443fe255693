from django.urls import path

from core.inquiries.desk import information_views, inquiry_views, liaison_views

app_name = "inquiries"
urlpatterns = [
    path("information/", information_views.information, name="information"),
    path("information/new/", information_views.new, name="new_entry"),
    path("information/<uuid:entry_id>/", information_views.entry, name="entry"),
    path("information/<uuid:entry_id>/publish/", information_views.publish, name="publish_entry"),
    path("information/<uuid:entry_id>/reword/", information_views.reword, name="reword"),
    path(
        "information/<uuid:entry_id>/withdraw/", information_views.withdraw, name="withdraw_entry"
    ),
    path("information/<uuid:entry_id>/discard/", information_views.discard, name="discard_entry"),
    path("inquiries/", inquiry_views.inbox, name="inbox"),
    path("inquiries/new/", inquiry_views.new, name="new"),
    path("inquiries/<uuid:inquiry_id>/", inquiry_views.inquiry, name="inquiry"),
    path("inquiries/<uuid:inquiry_id>/answer/", inquiry_views.answer, name="answer"),
    path("inquiries/<uuid:inquiry_id>/close/", inquiry_views.close, name="close"),
    path("inquiries/<uuid:inquiry_id>/withdraw/", inquiry_views.withdraw, name="withdraw"),
    path("inquiries/<uuid:inquiry_id>/publish/", inquiry_views.publish, name="publish"),
    path("inquiries/<uuid:inquiry_id>/request/", inquiry_views.into_request, name="into_request"),
    path(
        "inquiries/<uuid:inquiry_id>/complaint/",
        inquiry_views.into_complaint,
        name="into_complaint",
    ),
    path("settings/liaison/", liaison_views.liaison, name="liaison"),
    path("settings/liaison/<str:officer_key>/", liaison_views.officer, name="officer"),
    path(
        "settings/liaison/<str:officer_key>/dismiss/",
        liaison_views.dismiss_officer,
        name="dismiss_officer",
    ),
]
