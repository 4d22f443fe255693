"""Included by policies.urls, within its namespace."""

from django.urls import path

from policies.approving import case_views, review_views, views, vote_views, what_if_views

urlpatterns = [
    path("board/vote/<str:ballot>/", vote_views.vote, name="vote"),
    path("<uuid:version_id>/send/", views.send, name="send"),
    path("<uuid:version_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:version_id>/approve/", views.approve, name="approve"),
    path("<uuid:version_id>/let-pass/", views.let_pass, name="let_pass"),
    path("<uuid:version_id>/into-force/", views.bring_into_force, name="into_force"),
    path("<uuid:version_id>/plan/", views.plan, name="plan"),
    path("<uuid:version_id>/minutes/", views.minutes_file, name="minutes"),
    path("<uuid:version_id>/circulate/", vote_views.circulate, name="circulate"),
    path("<uuid:version_id>/vote/", vote_views.close_vote, name="close_vote"),
    path("<uuid:version_id>/vote/call-off/", vote_views.call_off_vote, name="call_off_vote"),
    path("<uuid:version_id>/review/", review_views.review, name="review"),
    path("<uuid:version_id>/review/remark/", review_views.comment, name="comment"),
    path(
        "<uuid:version_id>/review/<uuid:comment_id>/settle/", review_views.resolve, name="resolve"
    ),
    path("<uuid:version_id>/open-cases/", case_views.open_cases, name="open_cases"),
    path("<uuid:version_id>/open-cases/csv/", case_views.open_cases_csv, name="open_cases_csv"),
    path("<uuid:version_id>/what-if/", what_if_views.page, name="what_if"),
    path("<uuid:version_id>/what-if/csv/", what_if_views.as_csv, name="what_if_csv"),
    path("<uuid:version_id>/what-if/json/", what_if_views.as_json, name="what_if_json"),
]
