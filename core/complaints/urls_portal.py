from django.urls import path

from core.complaints.portal import answer_views, case_views, complaint_views

app_name = "complain"
urlpatterns = [
    path("complain/", complaint_views.submit, name="submit"),
    path("receipts/<str:receipt_key>/", complaint_views.proof, name="proof"),
    path("follow/complaint/", case_views.case, name="case"),
    path("follow/complaint/leave/", case_views.leave, name="leave"),
    path("follow/complaint/write/", case_views.write, name="write"),
    path("follow/complaint/documents/<uuid:document_id>/", case_views.document, name="document"),
    path("follow/complaint/settlement/", answer_views.settlement, name="settlement"),
    path("follow/complaint/offer/", answer_views.offer, name="offer"),
    path("follow/complaint/ask/", answer_views.ask_for, name="ask_for"),
    path("follow/complaint/reopen/", case_views.reopen, name="reopen"),
    path("follow/complaint/appeal/", case_views.appeal, name="appeal"),
    path("follow/complaint/withdraw/", case_views.withdraw, name="withdraw"),
]
