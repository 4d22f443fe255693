"""The operators' pages."""

import re
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from billing.models import Invoice, Plan
from foundation.models import AuditEntry
from operators.roles import OperatorRole
from operators.services import appoint_operator
from tenants.enums import AssociationState
from tenants.models import Association
from tenants.people.models import Invitation
from tenants.people.roles import Role
from tenants.people.tokens import invitation_token
from tenants.provisioning import services
from tenants.schemas import OPERATORS, control_plane, entered

TYPED = {
    "name": "جمعية الأمل",
    "license_no": "١٢٣٤",
    "kind": "charity",
    "slug": "Amal",
    "contact_name": "سعاد",
    "contact_email": "souad@amal.example",
}


@pytest.fixture
def operator(db):
    def appoint(*roles):
        return appoint_operator(
            email=f"{uuid.uuid4().hex}@silah.example", display_name="نورة", roles=roles
        )

    return appoint


@pytest.fixture
def console(operator, site):
    return site(None, operator(OperatorRole.ONBOARDING, OperatorRole.BILLING))


def onboard(console, **changes):
    return console.post(
        "/associations/new/", {**TYPED, "operation_id": str(uuid.uuid4()), **changes}
    )


def test_strangers_and_associations_people_stay_out(association, make_person, site):
    assert site().get("/")["Location"] == "/accounts/login/?next=/"
    assert site(association, make_person(Role.ADMINISTRATOR)).get("/invoices/").status_code == 404


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/associations/new/", OperatorRole.HEALTH),
        ("/associations/check/?slug=x", OperatorRole.HEALTH),
        ("/invoices/", OperatorRole.ONBOARDING),
        ("/invoices/new/", OperatorRole.HEALTH),
    ],
)
def test_each_page_wants_its_permission(operator, site, path, role):
    assert site(None, operator(role)).get(path).status_code == 403
    assert site(None, operator(*OperatorRole)).get(path).status_code == 200


def test_the_list_shows_state_and_health(association, console):
    page = console.get("/").content.decode()
    assert association.name in page
    assert association.host in page


def test_onboarding_records_defers_and_shows_progress(console):
    response = onboard(console)
    with control_plane():
        association = Association.objects.get(slug="amal")
        assert response["Location"] == f"/associations/{association.pk}/"
        assert (association.license_no, association.state) == ("1234", "requested")
        job = ProcrastinateJob.objects.get(task_name="set_up_association")
        assert job.args == {"association_id": str(association.pk)}
    with entered(OPERATORS):
        entry = AuditEntry.objects.get(action="association.onboarded")
        assert entry.object_id == str(association.pk)
    page = console.get(response["Location"]).content.decode()
    assert f'hx-get="/associations/{association.pk}/progress/"' in page
    assert console.get(f"/associations/{association.pk}/progress/").status_code == 200


def test_a_name_stays_on_one_line(console):
    """It becomes the subject of a mail."""
    onboard(
        console, name="جمعية\r\nBcc: x@evil.example\u202e الأمل", contact_email="\u200fs@a.example"
    )
    with control_plane():
        association = Association.objects.get(slug="amal")
    assert association.name == "جمعية Bcc: x@evil.example الأمل"
    assert association.contact_email == "s@a.example"


def test_sending_the_form_twice_onboards_once(console):
    operation_id = str(uuid.uuid4())
    first = onboard(console, operation_id=operation_id)
    second = onboard(console, operation_id=operation_id)
    assert first["Location"] == second["Location"]
    with control_plane():
        assert Association.objects.filter(slug="amal").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "www"),
        ("slug", "a"),
        ("slug", "-amal"),
        ("slug", "جمعية"),
        ("license_no", "12 34 !"),
        ("kind", "company"),
        ("contact_email", "souad"),
        ("name", " "),
    ],
)
def test_wrong_input_is_said_beside_the_field_and_kept(console, field, value):
    response = onboard(console, **{field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    kept = TYPED["contact_name"]
    assert kept in response.content.decode()
    with control_plane():
        assert not Association.objects.filter(slug="amal").exists()


def test_a_taken_address_name_is_said_while_typing(association, console):
    taken = console.get("/associations/check/", {"slug": "alpha"})
    free = console.get("/associations/check/", {"slug": "amal"})
    assert taken.context["why_not"] is not None
    assert free.context["why_not"] is None
    assert onboard(console, slug="alpha").context["form"].errors["slug"]


@pytest.fixture
def set_up(console):
    onboard(console)
    with control_plane():
        association = Association.objects.get(slug="amal")
    services.set_up(association.pk)
    association.refresh_from_db()
    return association


def test_when_the_set_up_ends_the_contact_is_invited(set_up, console, site):
    page = console.get(f"/associations/{set_up.pk}/progress/").content.decode()
    assert "hx-trigger" not in page
    with entered(set_up):
        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.roles) == (TYPED["contact_email"], ["administrator"])
        path = f"/invitations/{invitation_token(invitation.pk)}/"
    assert site(set_up).get(path).status_code == 200


def test_setting_up_twice_invites_once(set_up):
    services.set_up(set_up.pk)
    with entered(set_up):
        assert Invitation.objects.count() == 1


def test_suspending_and_resuming(set_up, console, site):
    console.post(f"/associations/{set_up.pk}/suspend/")
    assert site(set_up).get("/accounts/login/").status_code == 503
    console.post(f"/associations/{set_up.pk}/suspend/")
    console.post(f"/associations/{set_up.pk}/resume/")
    assert site(set_up).get("/accounts/login/").status_code == 200
    with entered(OPERATORS):
        actions = AuditEntry.objects.filter(object_id=str(set_up.pk)).order_by("seq")
        assert list(actions.values_list("action", flat=True)) == [
            "association.onboarded",
            "association.suspended",
            "association.resumed",
        ]


def test_suspending_is_asked_first_on_a_page_that_changes_nothing(set_up, console, site):
    address = f"/associations/{set_up.pk}/suspend/"
    assert f'href="{address}"' in console.get(f"/associations/{set_up.pk}/").content.decode()
    page = console.get(address).content.decode()
    assert (set_up.name in page, 'method="post"' in page) == (True, True)
    assert site(set_up).get("/accounts/login/").status_code == 200
    console.post(address)
    assert console.get(address)["Location"] == f"/associations/{set_up.pk}/"


def test_a_failed_set_up_is_shown_and_runs_again(console, site, monkeypatch):
    onboard(console)
    with control_plane():
        association = Association.objects.get(slug="amal")
        services.set_state(association, AssociationState.FAILED, error="DatabaseError")
    page = console.get(f"/associations/{association.pk}/").content.decode()
    assert "DatabaseError" in page
    assert site(association).get("/accounts/login/").status_code == 503
    console.post(f"/associations/{association.pk}/retry/")
    with control_plane():
        association.refresh_from_db()
    assert association.state == AssociationState.REQUESTED
    console.post(f"/associations/{association.pk}/retry/")
    with control_plane():
        assert ProcrastinateJob.objects.filter(task_name="set_up_association").count() == 2


def test_an_unknown_association_is_not_found(console):
    for step in ("", "progress/"):
        assert console.get(f"/associations/{uuid.uuid4()}/{step}").status_code == 404
    for step in ("retry/", "suspend/", "resume/"):
        assert console.post(f"/associations/{uuid.uuid4()}/{step}").status_code == 404


def test_a_schema_that_is_behind_is_seen(association, console):
    assert [health.is_behind for health in console.get("/").context["all_health"]] == [
        False,
        False,
    ]
    with control_plane(), connection.cursor() as cursor:
        cursor.execute(
            f'DELETE FROM "{association.schema_name}".django_migrations WHERE app = %s', ["people"]
        )
    behind = {h.association.slug: h.is_behind for h in console.get("/").context["all_health"]}
    assert behind == {"alpha": True, "beta": False}


def test_failed_jobs_are_counted_per_association(association, console):
    with control_plane(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args)"
            " VALUES ('associations', 'x', 'failed', jsonb_build_object('association_id', %s::text))",
            [str(association.pk)],
        )
    failed = {h.association.slug: h.failed_jobs for h in console.get("/").context["all_health"]}
    assert failed == {"alpha": 1, "beta": 0}


def test_mails_of_the_demo_can_be_read(console, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    link = "http://alpha.silah.test:8000/invitations/" + "x" * 43 + "/"
    EmailMessage("دعوتك", f"أهلًا\n{link}\n<script>", to=["a@people.example"]).send()
    assert console.get("/mail/").status_code == 404
    settings.SILAH_DEMO = True
    page = console.get("/mail/").content.decode()
    assert "دعوتك" in page
    mail = console.get(
        re.search(r'href="(/mail/[^"]+\.log[^"]*)"', page).group(1)
    ).content.decode()
    assert f'href="{link}"' in mail
    assert "أهلًا" in mail
    assert "<script>" not in mail.split("<main")[1]
    for name in ("../../etc/passwd:0", "x.log:0", "nothing"):
        assert console.get(f"/mail/{name}/").status_code == 404


@pytest.fixture
def plan(db):
    with control_plane():
        return Plan.objects.create(
            key="basic", name_ar="الأساسية", name_en="Basic", monthly_price=Decimal("300.00")
        )


def test_an_invoice_from_draft_to_paid(association, plan, console):
    typed = {
        "association_id": str(association.pk),
        "plan_key": "basic",
        "period_start": "2026-01-02",
        "period_end": "2026-01-31",
    }
    response = console.post("/invoices/new/", typed)
    assert list(response.context["form"].errors) == ["period_end"]
    response = console.post("/invoices/new/", typed | {"period_start": "2026-01-01"})
    with control_plane():
        invoice = Invoice.objects.get()
    assert response["Location"] == f"/invoices/{invoice.pk}/"
    assert invoice.period_start == date(2026, 1, 1)
    page = console.get(f"/invoices/{invoice.pk}/").content.decode()
    assert "345.00" in page
    console.post(f"/invoices/{invoice.pk}/pay/")
    console.post(f"/invoices/{invoice.pk}/issue/")
    console.post(f"/invoices/{invoice.pk}/pay/")
    with control_plane():
        invoice.refresh_from_db()
    assert (invoice.state, invoice.number[:6]) == ("paid", "SILAH-")
    with entered(OPERATORS):
        recorded = AuditEntry.objects.filter(object_id=invoice.pk).order_by("seq")
        actions = list(recorded.values_list("action", flat=True))
    assert actions == ["invoice.drafted", "invoice.issued", "invoice.paid"]
    assert invoice.number in console.get("/invoices/").content.decode()
    assert console.get(f"/invoices/{uuid.uuid4()}/").status_code == 404
