"""Sessions of the committee, programmes, and the settings of both, at the desk."""

from django.urls import path

from core.committees.desk import item_views as items
from core.committees.desk import minutes_views as minutes
from core.committees.desk import programme_views as programmes
from core.committees.desk import session_views as sessions
from core.committees.desk.settings_views import committee

SESSION = "sessions/<uuid:session_id>/"
ITEM = f"{SESSION}items/<uuid:agenda_item_id>/"
MINUTES = f"{SESSION}minutes/"

app_name = "committees"
urlpatterns = [
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/new/", sessions.call, name="call"),
    path(SESSION, sessions.session, name="session"),
    path(f"{SESSION}agenda/", sessions.agenda, name="agenda"),
    path(f"{SESSION}change/", sessions.change, name="change"),
    path(f"{SESSION}cancel/", sessions.cancel, name="cancel"),
    path(f"{SESSION}attendance/", sessions.attendance, name="attendance"),
    path(f"{SESSION}open/", sessions.open_, name="open"),
    path(f"{SESSION}add/", sessions.add, name="add"),
    path(f"{SESSION}order/", sessions.order, name="order"),
    path(f"{SESSION}decide/", sessions.decide, name="decide_several"),
    path(f"{SESSION}postpone/", sessions.postpone, name="postpone_several"),
    path(f"{SESSION}close/", sessions.close, name="close"),
    path(ITEM, items.item, name="item"),
    path(f"{ITEM}remove/", sessions.remove, name="remove"),
    path(f"{ITEM}decide/", items.decide, name="decide"),
    path(f"{ITEM}propose/", items.propose, name="propose"),
    path(f"{ITEM}postpone/", items.postpone, name="postpone"),
    path(f"{ITEM}reopen/", items.reopen, name="reopen"),
    path(f"{ITEM}vote/", items.vote, name="vote"),
    path(f"{ITEM}interest/", items.interest, name="interest"),
    path(MINUTES, minutes.minutes, name="minutes"),
    path(f"{SESSION}minutes.pdf", minutes.as_pdf, name="minutes_pdf"),
    path(f"{SESSION}minutes.docx", minutes.as_docx, name="minutes_docx"),
    path(f"{MINUTES}remarks/", minutes.remarks, name="remarks"),
    path(f"{MINUTES}sign/", minutes.sign, name="sign"),
    path(f"{MINUTES}scan/", minutes.scan, name="scan"),
    path(f"{MINUTES}signed/", minutes.signed_scan, name="signed_scan"),
    path(f"{MINUTES}signatures/<uuid:seat_id>/", minutes.signature, name="signature"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.new_programme, name="new_programme"),
    path("programmes/<uuid:programme_id>/", programmes.programme, name="programme"),
    path("programmes/<uuid:programme_id>/open/", programmes.open_or_close, name="open_or_close"),
    path("settings/committee/", committee, name="settings"),
]
