"""Calls to make, letters to post, and how messages are sent."""

from django.urls import path

from core.messages import by_hand_views, settings_views

app_name = "outbox"
urlpatterns = [
    path("calls/", by_hand_views.calls, name="calls"),
    path("calls/<uuid:message_id>/", by_hand_views.call, name="call"),
    path("letters/", by_hand_views.letters, name="letters"),
    path("letters/<uuid:message_id>/", by_hand_views.letter, name="letter"),
    path("settings/sms/", settings_views.sms, name="sms"),
    path("settings/whatsapp/", settings_views.whatsapp, name="whatsapp"),
    path("settings/sending/", settings_views.sending, name="sending"),
]
