"""Sign-in, second factor and one's own account: the same for associations and operators."""

from django.urls import include, path

from tenants.people import views

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("account/", views.my_account, name="my_account"),
]
