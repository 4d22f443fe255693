"""Where people answer: by the link they were sent, or by the code of a poster."""

from django.urls import path

from core.satisfaction import survey_views as views

app_name = "survey"
urlpatterns = [
    path("thanks/", views.thanks, name="thanks"),
    path("p/<str:poster_code>/", views.poster, name="poster"),
    path("<str:token>/", views.link, name="link"),
]
