"""Pages that belong to no domain: the language switch, and the components to look at."""

from django.conf import settings
from django.urls import path

from ui import views

app_name = "ui"

urlpatterns = [path("language/", views.language, name="language")]

if settings.DEBUG:
    urlpatterns.append(path("components/", views.components, name="components"))
