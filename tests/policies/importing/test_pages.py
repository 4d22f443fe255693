import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse as reverse_in

from policies.enums import ImportState
from policies.importing.pages import read_next_page
from policies.importing.services import begin_import
from policies.models import DocumentImport, PolicyVersion
from tests.policies.reading.scans import saved


def reverse(name, args=()):
    return reverse_in(name, urlconf="config.urls_association", args=args)


@pytest.fixture
def desk(site, association, officer):
    return site(association, officer)


@pytest.fixture
def started(officer):
    return begin_import(saved("PNG"), filename="سياسة.png", actor=officer)


def upload(client, data, name):
    return client.post(reverse("policies:new"), {"document": SimpleUploadedFile(name, data)})


def test_a_scan_goes_to_its_import(desk):
    answer = upload(desk, saved("JPEG"), "scan.jpg")
    started = DocumentImport.objects.get()
    assert answer.headers["Location"] == reverse("policies:import", args=[started.pk])
    page = desk.get(answer.headers["Location"]).content.decode()
    assert reverse("policies:import_progress", args=[started.pk]) in page
    assert "scan.jpg" in page


def test_what_was_read_leads_to_its_draft(desk, started):
    while read_next_page(started.pk):
        pass
    version = PolicyVersion.objects.get()
    target = reverse("policies:reading", args=[version.pk])
    assert target in desk.get(reverse("policies:import", args=[started.pk])).content.decode()
    part = desk.get(reverse("policies:import_progress", args=[started.pk]))
    assert part.headers["HX-Redirect"] == target
    assert desk.get(target).status_code == 200


def test_a_failure_says_what_to_do(desk, started):
    DocumentImport.objects.update(state=ImportState.FAILED, error="no_words_found")
    page = desk.get(reverse("policies:import", args=[started.pk])).content.decode()
    assert reverse("policies:import_retry", args=[started.pk]) in page
    assert "hx-trigger" not in page.split('id="progress"')[1].split(">")[0]
    desk.post(reverse("policies:import_retry", args=[started.pk]))
    started.refresh_from_db()
    assert started.state == ImportState.WAITING


def test_it_can_be_stopped_once(desk, started):
    address = reverse("policies:import_cancel", args=[started.pk])
    for _turn in range(2):
        assert desk.post(address).status_code == 302
    started.refresh_from_db()
    assert started.state == ImportState.CANCELLED


def test_a_missing_program_is_said_beside_the_form(desk, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = upload(desk, saved("PNG"), "scan.png")
    assert answer.status_code == 200
    assert "tesseract" in answer.content.decode()
    assert not DocumentImport.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("policy.html", "<h1>سياسة العلاقة مع المستفيدين</h1><p>نص".encode()),
        ("policy.txt", "سياسة العلاقة مع المستفيدين في الجمعية".encode("windows-1256")),
    ],
)
def test_other_files_are_read_at_once(desk, name, data):
    answer = upload(desk, data, name)
    version = PolicyVersion.objects.get()
    assert answer.headers["Location"] == reverse("policies:reading", args=[version.pk])
    assert "المستفيدين" in version.source_text
    source = desk.get(reverse("policies:source", args=[version.pk]))
    assert source.headers["Content-Type"] == "text/plain"
