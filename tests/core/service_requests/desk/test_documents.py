import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.cases.models import CaseDocument
from core.cases.papers import NewDocument
from core.service_requests import services
from foundation import uploads
from foundation.models import AuditEntry
from tests.core.requests import receive

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


@pytest.mark.parametrize(
    ("media_type", "query", "disposition"),
    [
        ("application/pdf", "", "inline"),
        ("image/png", "", "inline"),
        ("image/png", "?download", "attachment"),
        ("text/plain", "", "attachment"),
    ],
)
def test_documents_come_safely(officer, desk, media_type, query, disposition):
    case = receive(officer).case
    stored = uploads.store(b"content", name="هوية.bin", media_type=media_type)
    services.add_document(case.pk, actor=officer, document=NewDocument(stored, "أخرى"))
    kept = CaseDocument.objects.get(case=case)

    response = desk(officer).get(f"/desk/requests/{case.pk}/documents/{kept.pk}/{query}")

    assert response.content == b"content"
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"].split(";")[0] == disposition
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(action="case.document_opened").count() == 1


def test_document_of_another_case_is_404(officer, desk):
    case, other = receive(officer).case, receive(officer).case
    stored = uploads.store(b"content", name="x.txt", media_type="text/plain")
    services.add_document(other.pk, actor=officer, document=NewDocument(stored, "أخرى"))
    kept = CaseDocument.objects.get(case=other)

    assert desk(officer).get(f"/desk/requests/{case.pk}/documents/{kept.pk}/").status_code == 404


def test_added_document_settles_what_it_is_for(officer, desk):
    case = receive(officer).case
    item = case.missing_items.get(label="صورة الهوية")
    file = SimpleUploadedFile("هوية.pdf", PDF)

    response = desk(officer).post(
        f"/desk/requests/{case.pk}/documents/", {"item": str(item.pk), "file": file}
    )

    item.refresh_from_db()
    assert response.status_code == 302
    assert (item.document.purpose, item.document.file.name) == ("صورة الهوية", "هوية.pdf")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.html", b"<html><script>x</script></html>", "is of a kind that is not accepted"),
        ("empty.pdf", b"", "empty"),
    ],
)
def test_refused_document_keeps_what_was_typed(officer, desk, name, content, said):
    case = receive(officer).case

    response = desk(officer).post(
        f"/desk/requests/{case.pk}/documents/",
        {"purpose": "عقد الإيجار", "file": SimpleUploadedFile(name, content)},
    )

    page = response.content.decode()
    assert response.status_code == 400
    assert said in page
    assert 'value="عقد الإيجار"' in page
    assert case.documents.count() == 0


def test_document_needs_a_purpose_or_an_item(officer, desk):
    case = receive(officer).case

    response = desk(officer).post(
        f"/desk/requests/{case.pk}/documents/", {"file": SimpleUploadedFile("x.pdf", PDF)}
    )

    assert response.status_code == 400
    assert "Say in a few words what it is." in response.content.decode()
