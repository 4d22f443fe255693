"""Who is told of late cases, at the desk's settings."""

from django.urls import path

from core.escalation import views

app_name = "escalation"
urlpatterns = [
    path("", views.ladders, name="ladders"),
    path("<slug:ladder>/", views.change_ladder, name="ladder"),
    path("<slug:ladder>/common/", views.follow_common, name="follow_common"),
]
