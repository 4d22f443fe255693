"""A scan becomes a draft exactly once, page by page, whatever happens on the way."""

import pytest
from PIL import Image

from foundation import clock, uploads
from foundation.models import StoredFile
from policies.enums import ImportState, VersionState
from policies.importing import services
from policies.importing.pages import read_next_page
from policies.importing.services import (
    ImportEnded,
    begin_import,
    cancel_import,
    may_retry,
    retry_import,
)
from policies.models import DocumentImport, PolicyVersion
from policies.reading.reader import ASK_BELOW
from policies.reading.scan.recognition import DamagedScan, RecognitionMissing
from policies.rules import MayNotEditPolicies
from tests.policies.reading.scans import pictures, saved


@pytest.fixture
def started(officer):
    return begin_import(saved("PNG"), filename="سياسة.png", actor=officer)


def read_to_the_end(started):
    while read_next_page(started.pk):
        pass
    started.refresh_from_db()
    return started


def test_a_scan_is_kept_and_waits(started, officer):
    assert (started.state, started.pages_total, started.pages_done) == (ImportState.WAITING, 1, 0)
    assert (started.name, started.created_by) == ("سياسة.png", officer)
    assert uploads.open_stored(started.file).startswith(b"\x89PNG")
    assert not PolicyVersion.objects.exists()


def test_its_pages_become_a_draft_that_asks_about_everything(started):
    done = read_to_the_end(started)
    assert (done.state, done.pages_done, done.texts) == (ImportState.DONE, 1, [])
    version = done.version
    assert (version.state, version.source_file) == (VersionState.DRAFT, done.file)
    reading = version.load_reading()
    assert reading.channels == ["الهاتف المجاني", "الموقع الإلكتروني", "مكتب الاستقبال"]
    assert max(source.confidence for source in reading.sources) < ASK_BELOW
    assert "from_scan" in reading.review_needed


def test_each_job_reads_one_page(officer):
    leaves = [*pictures(), Image.new("L", pictures()[0].size, 255), *pictures()]
    started = begin_import(saved("TIFF", leaves), filename="scan.tiff", actor=officer)
    for done in (1, 2):
        assert read_next_page(started.pk) is True
        started.refresh_from_db()
        assert (started.state, started.pages_done) == (ImportState.READING, done)
    read_to_the_end(started)
    assert started.version.source_text.count("دليل البرامج") == 2


def test_a_job_that_comes_again_makes_no_second_draft(started):
    read_to_the_end(started)
    assert read_next_page(started.pk) is False
    assert PolicyVersion.objects.count() == 1


def test_a_page_that_two_jobs_read_counts_once(started, monkeypatch):
    """The other job is done while this one recognises the page."""
    recognise = services.recognition.words_of_page

    def meanwhile(data, page):
        monkeypatch.setattr(services.recognition, "words_of_page", recognise)
        read_next_page(started.pk)
        return recognise(data, page)

    monkeypatch.setattr(services.recognition, "words_of_page", meanwhile)
    read_next_page(started.pk)
    started.refresh_from_db()
    assert (started.pages_done, len(started.texts)) == (1, 1)


def test_a_scan_without_words_fails_and_says_so(officer):
    blank = saved("PNG", [Image.new("L", (600, 800), 255)])
    failed = read_to_the_end(begin_import(blank, filename="blank.png", actor=officer))
    assert (failed.state, failed.error, failed.version) == (
        ImportState.FAILED, "no_words_found", None,
    )  # fmt: skip


def test_a_failed_import_goes_on_where_it_stopped(started, officer, monkeypatch, tmp_path):
    path = tmp_path / "nothing"
    with monkeypatch.context() as patch:
        patch.setenv("TESSDATA_PREFIX", str(path))
        failed = read_to_the_end(started)
        assert (failed.state, failed.error) == (ImportState.FAILED, "damaged_scan")
        with pytest.raises(RecognitionMissing):
            retry_import(started.pk, actor=officer)
    assert retry_import(started.pk, actor=officer).state == ImportState.WAITING
    assert read_to_the_end(started).state == ImportState.DONE


def test_an_import_whose_job_was_lost_can_be_tried_again(started, officer):
    assert not may_retry(started)
    with pytest.raises(ImportEnded):
        retry_import(started.pk, actor=officer)
    DocumentImport.objects.update(updated_at=clock.now() - services.STALE_AFTER * 2)
    assert retry_import(started.pk, actor=officer).state == ImportState.WAITING


def test_a_cancelled_import_makes_nothing(started, officer):
    cancel_import(started.pk, actor=officer)
    assert read_to_the_end(started).state == ImportState.CANCELLED
    assert not PolicyVersion.objects.exists()
    for again in (cancel_import, retry_import):
        with pytest.raises(ImportEnded):
            again(started.pk, actor=officer)


def test_what_is_no_use_is_refused_before_it_is_stored(officer, monkeypatch, tmp_path):
    with pytest.raises(DamagedScan):
        begin_import(b"\x89PNG\r\n\x1a\n", filename="a.png", actor=officer)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RecognitionMissing):
        begin_import(saved("PNG"), filename="a.png", actor=officer)
    assert not StoredFile.objects.exists()


def test_only_those_who_look_after_the_policy_may(started, secretary):
    with pytest.raises(MayNotEditPolicies):
        begin_import(saved("PNG"), filename="a.png", actor=secretary)
    with pytest.raises(MayNotEditPolicies):
        cancel_import(started.pk, actor=secretary)
