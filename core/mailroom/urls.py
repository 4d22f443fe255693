"""Mail that came in, the conversation of a case, and how the mailbox is read."""

from django.urls import path

from core.mailroom import attachment_views, conversation_views, settings_views, views

MAIL = "mail/<uuid:mail_id>/"
MESSAGES = "requests/<uuid:case_id>/messages/"

app_name = "mailroom"
urlpatterns = [
    path("mail/", views.inbox, name="inbox"),
    path(MAIL, views.mail, name="mail"),
    path(f"{MAIL}raw/", views.raw, name="raw"),
    path(
        f"{MAIL}attachments/<int:attachment>/", attachment_views.open_attachment, name="attachment"
    ),
    path(f"{MAIL}file/", views.file, name="file"),
    path(f"{MAIL}open/", views.open_case, name="open"),
    path(f"{MAIL}set-aside/", views.set_aside, name="set_aside"),
    path(f"{MAIL}take-out/", views.take_out, name="take_out"),
    path(MESSAGES, conversation_views.write, name="write"),
    path(f"{MESSAGES}<uuid:message_id>/again/", conversation_views.send_again, name="send_again"),
    path("settings/mailbox/", settings_views.mailbox, name="settings"),
]
