"""Pages for those who manage people and tokens."""

from django.urls import path

from tenants.people import token_views, views

app_name = "people"

urlpatterns = [
    path("", views.people_list, name="list"),
    path("invite/", views.invite, name="invite"),
    path(
        "invitations/<uuid:invitation_id>/withdraw/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("tokens/", token_views.tokens, name="tokens"),
    path("tokens/new/", token_views.issue, name="issue_token"),
    path("tokens/<uuid:token_id>/revoke/", token_views.revoke, name="revoke_token"),
    path("<uuid:user_id>/", views.edit_person, name="person"),
    path("<uuid:user_id>/place/", views.place, name="place"),
    path("<uuid:user_id>/deactivate/", views.deactivate, name="deactivate"),
    path("<uuid:user_id>/reactivate/", views.reactivate, name="reactivate"),
]
