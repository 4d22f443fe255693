"""The demo's history, made by the services that people use, so that it never rots."""

from collections import Counter

from core.cases.enums import CaseKind
from core.cases.models import Case
from core.inquiries.enums import EntryState
from core.inquiries.models import Entry
from core.satisfaction.models import Rating
from demo import filling
from demo.cast import COMPANIES
from policies.queries import version_in_force
from tenants.models import Association
from tenants.people.models import User
from tenants.schemas import control_plane, entered


def test_an_association_has_requests_in_every_stage(db):
    company = COMPANIES[0]

    access = filling._association(company, "a long enough password")

    assert len(access["people"]) == len(company.people)
    with control_plane():
        association = Association.objects.get(slug=company.slug)
    with entered(association):
        assert version_in_force().label == "1"
        requests = Case.objects.filter(kind=CaseKind.REQUEST)
        assert Counter(requests.values_list("status", flat=True)) == {
            "received": 6,
            "waiting_for_beneficiary": 2,
            "complete": 2,
            "under_study": 1,
            "before_committee": 1,
            "accepted": 1,
            "rejected": 2,
            "partly_accepted": 2,
            "closed": 3,
        }
        assert Rating.objects.count() == 2
        assert Entry.objects.filter(state=EntryState.PUBLISHED).count() == 5
        inquiries = Case.objects.filter(kind=CaseKind.INQUIRY)
        assert set(inquiries.values_list("status", flat=True)) == {"received", "answered"}
        assert User.objects.filter(manager__isnull=False).exclude(unit="").exists()
        complaints = Case.objects.filter(kind=CaseKind.COMPLAINT)
        assert Counter(complaints.values_list("status", flat=True)) == {
            "received": 2,
            "acknowledged": 1,
            "settled": 1,
            "investigating": 1,
            "compensating": 1,
        }
