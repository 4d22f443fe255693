from django.urls import path

from policies.publishing import embed_views, updates_views, views

app_name = "publishing"
urlpatterns = [
    path("", views.policy, name="policy"),
    path("json/", views.policy_json, name="json"),
    path("versions/<int:number>/", views.version_page, name="version"),
    path("versions/<int:number>/json/", views.version_json, name="version_json"),
    path("versions/<int:number>/canonical/", views.canonical, name="canonical"),
    path("versions/<int:number>/pdf/", views.version_pdf, name="pdf"),
    path("versions/<int:number>/docx/", views.version_docx, name="docx"),
    path("embed/", embed_views.embed, name="embed"),
    path("badge.svg", embed_views.badge, name="badge"),
    path("for-your-site/", embed_views.for_your_site, name="for_your_site"),
    path("updates/", updates_views.ask, name="updates"),
    path("updates/<str:token>/confirm/", updates_views.confirm, name="confirm"),
    path("updates/<str:token>/stop/", updates_views.stop, name="stop"),
]
