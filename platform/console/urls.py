"""The operators' pages, at the console's host."""

from django.urls import path

from console import billing_views, mail_views, views

app_name = "console"

urlpatterns = [
    path("", views.associations, name="associations"),
    path("associations/new/", views.onboard, name="onboard"),
    path("associations/check/", views.slug_state, name="check_slug"),
    path("associations/<uuid:association_id>/", views.association, name="association"),
    path("associations/<uuid:association_id>/progress/", views.progress, name="progress"),
    path("associations/<uuid:association_id>/retry/", views.retry, name="retry"),
    path("associations/<uuid:association_id>/suspend/", views.suspend, name="suspend"),
    path("associations/<uuid:association_id>/resume/", views.resume, name="resume"),
    path("invoices/", billing_views.invoices, name="invoices"),
    path("invoices/new/", billing_views.draft, name="draft_invoice"),
    path("invoices/<uuid:invoice_id>/", billing_views.invoice, name="invoice"),
    path("invoices/<uuid:invoice_id>/issue/", billing_views.issue, name="issue_invoice"),
    path("invoices/<uuid:invoice_id>/pay/", billing_views.pay, name="pay_invoice"),
    path("mail/", mail_views.mails, name="mails"),
    path("mail/<str:key>/", mail_views.mail, name="mail"),
]
