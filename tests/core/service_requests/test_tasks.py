from core.service_requests import tasks
from foundation import uploads
from foundation.models import StoredFile
from tenants.schemas import entered


def test_files_left_behind_are_deleted_in_every_association(association, other_association, at):
    at(2026, 1, 7, 9)
    for tenant in (association, other_association):
        with entered(tenant):
            uploads.store(b"left", name="left.txt", media_type="text/plain")
    at(2026, 1, 8, 10)

    tasks.discard_abandoned_files.func(timestamp=0)

    counts = []
    for tenant in (association, other_association):
        with entered(tenant):
            counts.append(StoredFile.objects.count())
    assert counts == [0, 0]
