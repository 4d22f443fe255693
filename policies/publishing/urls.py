from django.urls import path

from policies.publishing import views

app_name = "publishing"
urlpatterns = [
    path("", views.policy, name="policy"),
    path("json/", views.policy_json, name="json"),
]
