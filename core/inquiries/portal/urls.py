from django.urls import path

from core.inquiries.portal import (
    ask_views,
    information_views,
    inquiry_views,
    liaison_views,
    updates_views,
)

app_name = "information"
urlpatterns = [
    path("information/", information_views.information, name="list"),
    path("information/updates/", updates_views.updates, name="updates"),
    path("information/updates/<str:token>/confirm/", updates_views.confirm, name="confirm"),
    path("information/updates/<str:token>/stop/", updates_views.stop, name="stop"),
    path("information/<uuid:entry_key>/", information_views.entry, name="entry"),
    path("information/<uuid:entry_key>/opinion/", information_views.opinion, name="opinion"),
    path("liaison/", liaison_views.officers, name="officers"),
    path("ask/", ask_views.ask, name="ask"),
    path("ask/answers/", ask_views.answers, name="answers"),
    path("ask/receipt/", ask_views.receipt, name="receipt"),
    path("follow/inquiry/", inquiry_views.inquiry, name="inquiry"),
    path("follow/inquiry/further/", inquiry_views.further, name="further"),
    path("follow/inquiry/withdraw/", inquiry_views.withdraw, name="withdraw"),
    path("follow/inquiry/became/", inquiry_views.became, name="became"),
]
