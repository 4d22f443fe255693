from django.urls import path

from core.service_requests.portal import (
    appeal_views,
    case_views,
    follow_views,
    home_views,
    request_views,
)

app_name = "portal"
urlpatterns = [
    path("", home_views.home, name="home"),
    path("request/", request_views.submit, name="submit"),
    path("request/receipt/", request_views.receipt, name="receipt"),
    path("follow/", follow_views.follow, name="follow"),
    path("follow/leave/", follow_views.leave, name="leave"),
    path("follow/case/", case_views.case, name="case"),
    path("follow/case/document/", case_views.add_document, name="add_document"),
    path("follow/case/documents/<uuid:document_id>/", case_views.document, name="document"),
    path("follow/case/reply/", case_views.reply, name="reply"),
    path("follow/case/rate/", case_views.rate, name="rate"),
    path("follow/case/appeal/", appeal_views.appeal, name="appeal"),
    path("follow/case/withdraw/", case_views.withdraw, name="withdraw"),
]
