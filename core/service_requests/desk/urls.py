"""The staff's pages about requests."""

from django.urls import path

from core.service_requests.desk import action_views as act
from core.service_requests.desk import beside, bulk, slip
from core.service_requests.desk import delivery_page as delivery
from core.service_requests.desk import paper as letters
from core.service_requests.desk import visits as visiting
from core.service_requests.desk.answers import correct
from core.service_requests.desk.appeal_settings import appeal_settings
from core.service_requests.desk.assignment_settings import assignment_settings, away
from core.service_requests.desk.case_page import case_view
from core.service_requests.desk.clocks import why_this_date
from core.service_requests.desk.document_view import document
from core.service_requests.desk.inbox import inbox_page
from core.service_requests.desk.intake_views import intake_fields, matches, register
from core.service_requests.desk.leaving import leaving
from core.service_requests.desk.letters import letter
from core.service_requests.desk.posting import message_letter
from core.service_requests.desk.template_settings import template_list, template_page
from core.service_requests.desk.view_views import change_view, save_view

CASE = "requests/<uuid:case_id>/"

app_name = "desk"
urlpatterns = [
    path("", inbox_page, name="inbox"),
    path("bulk/", bulk.bulk_action, name="bulk"),
    path("export.csv", bulk.export, {"form": "csv"}, name="export_csv"),
    path("export.xlsx", bulk.export, {"form": "xlsx"}, name="export_xlsx"),
    path("print/", bulk.print_list, name="print_list"),
    path("views/", save_view, name="save_view"),
    path("views/change/", change_view, name="change_view"),
    path("requests/new/", register, name="register"),
    path("requests/new/matches/", matches, name="matches"),
    path("requests/new/fields/", intake_fields, name="intake_fields"),
    path("settings/templates/", template_list, name="templates"),
    path("settings/templates/<uuid:template_id>/", template_page, name="template"),
    path("settings/assignment/", assignment_settings, name="assignment_settings"),
    path("away/", away, name="away"),
    path("letters/<uuid:message_id>/paper/", message_letter, name="message_letter"),
    path("settings/appeals/", appeal_settings, name="appeal_settings"),
    path(CASE, case_view, name="case"),
    path(f"{CASE}letter/", letter, name="letter"),
    path(f"{CASE}leaving/", leaving, name="leaving"),
    path(f"{CASE}others/", beside.others, name="others"),
    path(f"{CASE}mentions/", beside.mention_names, name="mentions"),
    path(f"{CASE}priority/", act.change_priority, name="change_priority"),
    path(f"{CASE}deadlines/<uuid:clock_id>/", why_this_date, name="why_this_date"),
    path(f"{CASE}documents/<uuid:document_id>/", document, name="document"),
    path(f"{CASE}steps/<uuid:item_id>/", act.tick, name="tick"),
    path(f"{CASE}steps/<uuid:item_id>/aside/", act.set_aside, name="set_aside"),
    path(f"{CASE}items/<uuid:item_id>/", act.settle, name="settle"),
    path(f"{CASE}mark-missing/", act.mark_missing, name="mark_missing"),
    path(f"{CASE}mark-complete/", act.mark_complete, name="mark_complete"),
    path(f"{CASE}refer/", act.refer, name="refer"),
    path(f"{CASE}return/", act.return_from_research, name="return_from_research"),
    path(f"{CASE}send/", act.send_to_decision_body, name="send_to_decision_body"),
    path(f"{CASE}decide/", act.decide, name="decide"),
    path(f"{CASE}start-delivery/", act.start_delivery, name="start_delivery"),
    path(f"{CASE}deliver/", act.deliver, name="deliver"),
    path(f"{CASE}delivery/", delivery.delivery_page, name="delivery"),
    path(f"{CASE}delivery/plan/", delivery.plan, name="plan"),
    path(f"{CASE}delivery/end/", delivery.end_service, name="end_service"),
    path(f"{CASE}delivery/<uuid:delivery_id>/", delivery.hand_over, name="hand_over"),
    path(f"{CASE}delivery/<uuid:delivery_id>/back/", delivery.take_back, name="take_back"),
    path(f"{CASE}delivery/<uuid:delivery_id>/<slug:proof>/", delivery.proof_file, name="proof"),
    path(f"{CASE}answers/", correct, name="answers"),
    path(f"{CASE}close/", act.close, name="close"),
    path(f"{CASE}appeal/", act.appeal, name="appeal"),
    path(f"{CASE}outside/", act.wait_outside, name="wait_outside"),
    path(f"{CASE}outside/answered/", act.outside_answered, name="outside_answered"),
    path(f"{CASE}data/", act.data_request, name="data_request"),
    path(f"{CASE}data/answered/", act.data_answered, name="data_answered"),
    path(f"{CASE}data/extended/", act.data_extended, name="data_extended"),
    path(f"{CASE}breach/", act.breach, name="breach"),
    path(f"{CASE}breach/told/", act.breach_told, name="breach_told"),
    path(f"{CASE}withdraw/", act.withdraw, name="withdraw"),
    path(f"{CASE}assign/rule/", act.assign_by_rule, name="assign_by_rule"),
    path(f"{CASE}assign/", act.assign, name="assign"),
    path(f"{CASE}notes/", act.add_note, name="add_note"),
    path(f"{CASE}contacts/", act.log_contact, name="log_contact"),
    path(f"{CASE}documents/", act.add_document, name="add_document"),
    path(f"{CASE}slip/", slip.slip, name="slip"),
    path("visits/", visiting.my_visits, name="my_visits"),
    path("paper/new/", letters.new, name="paper_new"),
    path("paper/<uuid:paper_id>/", letters.draft, name="paper"),
    path("paper/<uuid:paper_id>/<int:scan>/<int:page>/", letters.page_picture, name="paper_page"),
    path(f"{CASE}visits/", visiting.plan, name="plan_visit"),
    path(f"{CASE}visits/<uuid:visit_id>/", visiting.visit, name="visit"),
    path(f"{CASE}visits/<uuid:visit_id>/social/", visiting.social, name="visit_social"),
    path(f"{CASE}visits/<uuid:visit_id>/cancel/", visiting.cancel, name="cancel_visit"),
    path(f"{CASE}slip/code/", slip.new_code, name="slip_code"),
]
