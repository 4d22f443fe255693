"""Measures of satisfaction at the desk, and their settings."""

from django.urls import path

from core.satisfaction import (
    builder_views,
    follow_views,
    paper_views,
    result_views,
    round_views,
    settings_views,
    year_views,
)

ROUND = "satisfaction/rounds/<uuid:round_id>/"
QUESTIONS = "settings/questionnaire/"

app_name = "satisfaction"
urlpatterns = [
    path("satisfaction/", round_views.index, name="rounds"),
    path("satisfaction/plan/", round_views.plan, name="plan"),
    path(ROUND, round_views.round_page, name="round"),
    path(f"{ROUND}start/", round_views.start, name="start"),
    path(f"{ROUND}report/", round_views.report, name="report"),
    path(f"{ROUND}leave-out/", round_views.leave_out, name="leave_out"),
    path(f"{ROUND}give/", round_views.give, name="give"),
    path(f"{ROUND}decide/", round_views.decide, name="decide"),
    path(f"{ROUND}evidence/", round_views.evidence, name="evidence"),
    path(f"{ROUND}poster/", paper_views.poster, name="poster"),
    path(f"{ROUND}sheet/", paper_views.sheet, name="sheet"),
    path(f"{ROUND}paper/", paper_views.paper, name="paper"),
    path("satisfaction/results/", result_views.results, name="results"),
    path("satisfaction/results.csv", result_views.as_csv, name="results_csv"),
    path("satisfaction/results.xlsx", result_views.as_xlsx, name="results_xlsx"),
    path("satisfaction/follow-up/", follow_views.follow_ups, name="follow_ups"),
    path("satisfaction/follow-up/done/", follow_views.followed_up, name="followed_up"),
    path("satisfaction/follow-up/<uuid:answer_id>/", follow_views.follow_up, name="follow_up"),
    path("satisfaction/year/", year_views.summary, name="year"),
    path("satisfaction/year.pdf", year_views.as_pdf, name="year_pdf"),
    path("satisfaction/year/decide/", year_views.decide, name="decide_year"),
    path("settings/measures/", settings_views.measures, name="settings"),
    path(QUESTIONS, builder_views.questionnaire, name="questionnaire"),
    path(f"{QUESTIONS}arrange/", builder_views.arrange, name="arrange"),
    path(f"{QUESTIONS}<str:question_key>/", builder_views.question, name="question"),
]
