"""Where providers of text messages and WhatsApp report."""

from django.urls import path

from core.messages.webhooks import messages

app_name = "hooks"
urlpatterns = [path("messages/<slug:provider>/<str:token>/", messages, name="messages")]
