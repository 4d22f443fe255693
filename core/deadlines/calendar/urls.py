"""The association's working calendar at the desk."""

from django.urls import path

from core.deadlines.calendar import views

app_name = "calendar"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("week/", views.change_week, name="week"),
    path("days/", views.add_days, name="add_days"),
    path("days/remove/", views.remove_days, name="remove_days"),
    path("hours/", views.add_special_hours, name="special_hours"),
    path("hours/remove/", views.remove_special_hours, name="remove_special_hours"),
    path("holidays/", views.decide_holidays, name="holidays"),
]
