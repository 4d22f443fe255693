"""Beside the pages: files, cache keys, jobs, log lines and mails say nothing of anybody."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from procrastinate.contrib.django import app

from core.case_imports.models import CaseImport
from core.cases.models import Case
from core.inquiries.models import InformationSubscriber
from core.messages.models import OutgoingMessage
from core.satisfaction.models import MeasureRound
from foundation.cache import make_key
from foundation.encryption import DecryptionFailed
from foundation.models import StoredFile
from foundation.uploads import open_stored
from policies.models import (
    Acknowledgement,
    BoardBallot,
    ClauseComment,
    DocumentImport,
    PolicySubscriber,
    PolicyVersion,
)
from tenants import jobs
from tenants.people.models import Invitation
from tenants.people.roles import Role
from tenants.people.tasks import send_invitation
from tenants.schemas import JOBS, PUBLIC, entered
from tests.isolation.addresses import Walker, addresses
from tests.isolation.catalog import CATALOG, Api, Page
from tests.isolation.world import EVERY, World, digest_of, undone

# Every job of an association, and what it would do to the other's row of this kind. A new one needs a line.
ASSOCIATION_JOBS = {
    "messages.send": "message_id",
    "people.send_invitation": "invitation_id",
    "policies.read_page_of_import": "import_id",
    "case_imports.carry_on": "batch_id",
    "service_requests.read_paper": "file_id",
    "inquiries.confirm_subscriber": "subscriber_id",
    "satisfaction.ask": "case_id",
    "satisfaction.ask_round": "round_id",
    "policies.make_pdf": "version_id",
    "policies.tell_of_remark": "comment_id",
    "policies.tell_of_answer": "comment_id",
    "policies.tell_secretary": "version_id",
    "policies.send_ballot": "ballot_id",
    "policies.move_open_cases": "version_id",
    "policies.confirm_subscriber": "subscriber_id",
    "policies.tell_subscribers": "version_id",
    "policies.tell_signer": "acknowledgement_id",
    "policies.tell_reviewer": "user_id",
}
# A job about no row: it looks into the mailbox of the association that it names (tests/core/mailroom).
WITHOUT_ROWS = {"mailroom.poll"}
SWEEPS = {
    "set_up_association",
    "retry_stalled_jobs",
    "cases.sweep_deadlines",
    "complaints.daily",
    "inquiries.tell_subscribers",
    "mailroom.poll_all",
    "messages.wake",
    "mailroom.forget_settled",
    "policies.come_into_force",
    "policies.daily_round",
    "policies.finish_moves",
    "people_desk.remind_of_papers",
    "service_requests.discard_abandoned",
    "service_requests.remind_of_instalments",
    "satisfaction.plan_rounds",
    "satisfaction.remind",
}


@pytest.fixture(autouse=True)
def undone_after(worlds: tuple[World, World]) -> Iterator[None]:
    with undone():
        yield


def words_of(*worlds: World) -> list[str]:
    return [word for world in worlds for word in world.canaries.values()]


# --- files -----------------------------------------------------------------------------------------


def test_files_lie_sealed_in_their_association_s_folder(alpha: World, beta: World) -> None:
    for world in (alpha, beta):
        folder = Path(settings.MEDIA_ROOT) / str(world.association.pk)
        with entered(world.association):
            expected = {f"{pk.hex}.bin" for pk in StoredFile.objects.values_list("pk", flat=True)}
        files = {path.name: path.read_bytes() for path in folder.iterdir()}

        assert expected <= set(files)
        assert len(expected) >= 2
        for content in files.values():
            assert not [word for word in words_of(world) if word.encode() in content]


def test_a_file_opens_with_the_keys_of_its_own_association_only(alpha: World, beta: World) -> None:
    with entered(alpha.association):
        stored = StoredFile.objects.get(pk=alpha.ids["file_id"][0])
        assert open_stored(stored).decode() == alpha.shown["document content"]
    path = Path(settings.MEDIA_ROOT) / str(alpha.association.pk) / f"{stored.pk.hex}.bin"
    elsewhere = Path(settings.MEDIA_ROOT) / str(beta.association.pk) / path.name

    with entered(beta.association):
        with pytest.raises(FileNotFoundError):
            open_stored(stored)
        elsewhere.write_bytes(path.read_bytes())
        with pytest.raises(DecryptionFailed):
            open_stored(stored)
    elsewhere.unlink()


# --- the cache ---------------------------------------------------------------------------------------


def test_cache_keys_name_the_schema(alpha: World, beta: World) -> None:
    for world in (alpha, beta):
        with entered(world.association):
            cache.set("same-name", world.association.slug, timeout=60)
    keys = []
    for world in (alpha, beta):
        with entered(world.association):
            assert cache.get("same-name") == world.association.slug
            assert make_key("k", "", 1).startswith(f"{world.association.schema_name}:")
        keys += cache_keys(world)

    assert len(set(keys)) == len(keys) >= 2


def cache_keys(world: World) -> list[str]:
    with entered(world.association), connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_entries")
        return [row[0] for row in cursor.fetchall()]


def test_counting_attempts_keeps_no_address(alpha: World) -> None:
    before = set(cache_keys(alpha))
    walker = Walker(alpha.association.host)
    with undone():
        client_answers = [
            walker.ask("POST", "/accounts/login/", {"login": f"{n}@x.example", "password": "x"})
            for n in range(3)
        ]
    assert {answer.status for answer in client_answers} == {200}
    assert set(cache_keys(alpha)) == before


# --- jobs --------------------------------------------------------------------------------------------


def test_jobs_carry_ids_and_nothing_of_anybody(alpha: World, beta: World) -> None:
    with entered(JOBS), connection.cursor() as cursor:
        cursor.execute("SELECT task_name, lock, args FROM procrastinate_jobs ORDER BY id")
        rows = cursor.fetchall()
    text = json.dumps(rows, ensure_ascii=False, default=str)

    assert not [word for word in words_of(alpha, beta) if word in text]
    assert {name for name, _lock, _args in rows} == set(ASSOCIATION_JOBS)
    assert len(rows) >= 10
    for name, lock, args in rows:
        values = args if isinstance(args, dict) else json.loads(args)
        assert set(values) == {"association_id", ASSOCIATION_JOBS[name]}
        assert lock == f"association:{values['association_id']}"


def test_every_job_is_one_that_this_test_knows() -> None:
    ours = {
        name for name in app.tasks if not name.startswith(("builtin", "procrastinate", "tests"))
    }

    assert ours == set(ASSOCIATION_JOBS) | WITHOUT_ROWS | SWEEPS, "add the new job above"


def test_a_job_cannot_reach_another_association_s_rows(alpha: World, beta: World) -> None:
    """A job that names alpha and a row of beta does nothing to either."""
    with entered(beta.association):
        rows = {
            "messages.send": OutgoingMessage.objects.order_by("pk").first(),
            "people.send_invitation": Invitation.objects.get(pk=beta.ids["invitation_id"][0]),
            "policies.read_page_of_import": DocumentImport.objects.get(),
            "case_imports.carry_on": CaseImport.objects.get(pk=beta.ids["batch_id"][1]),
            "service_requests.read_paper": StoredFile.objects.get(pk=beta.ids["file_id"][0]),
            "inquiries.confirm_subscriber": InformationSubscriber.objects.order_by("pk").first(),
            "satisfaction.ask": Case.objects.get(pk=beta.ids["case_id"][3]),
            "satisfaction.ask_round": MeasureRound.objects.get(pk=beta.ids["round_id"][2]),
            "policies.tell_of_remark": ClauseComment.objects.get(pk=beta.ids["comment_id"][0]),
            "policies.tell_of_answer": ClauseComment.objects.get(pk=beta.ids["comment_id"][1]),
            "policies.tell_secretary": PolicyVersion.objects.get(pk=beta.ids["version_id"][2]),
            "policies.send_ballot": BoardBallot.objects.get(),
            "policies.move_open_cases": PolicyVersion.objects.get(pk=beta.ids["version_id"][0]),
            "policies.make_pdf": PolicyVersion.objects.get(pk=beta.ids["version_id"][0]),
            "policies.confirm_subscriber": PolicySubscriber.objects.get(),
            "policies.tell_subscribers": PolicyVersion.objects.get(pk=beta.ids["version_id"][0]),
            "policies.tell_signer": Acknowledgement.objects.filter(signed_at=None)
            .order_by("pk")
            .first(),
            "policies.tell_reviewer": beta.people[Role.POLICY_OFFICER],
        }
        OutgoingMessage.objects.update(state="queued", sent_at=None)
    before, outbox = digest_of(beta.association), len(mail.outbox)

    with entered(PUBLIC):
        for name, argument in ASSOCIATION_JOBS.items():
            row = rows[name]
            assert row is not None
            app.tasks[name].func(
                association_id=str(alpha.association.pk), **{argument: str(row.pk)}
            )

    assert digest_of(beta.association) == before
    assert len(mail.outbox) == outbox

    with entered(PUBLIC):
        send_invitation.func(
            association_id=str(beta.association.pk),
            invitation_id=str(beta.ids["invitation_id"][0]),
        )
    assert [sent.to for sent in mail.outbox[outbox:]] == [[beta.shown["invited e-mail"]]]


def test_a_job_leaves_the_connection_where_it_was(alpha: World, beta: World) -> None:
    with entered(alpha.association):
        send_invitation.func(
            association_id=str(beta.association.pk),
            invitation_id=str(beta.ids["invitation_id"][0]),
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_schema()")
            schema = alpha.association.schema_name
            assert cursor.fetchone() == (schema, schema)
        assert jobs.current() == alpha.association


# --- log lines ---------------------------------------------------------------------------------------


def test_log_lines_name_nobody(alpha: World, beta: World, log: io.StringIO) -> None:
    """After a life of two associations, a walk over every page, and errors on purpose."""
    for world in (alpha, beta):
        people = Walker(world.association.host, world.sessions[EVERY])
        programs = Walker(world.association.host, key=world.tokens[EVERY])
        typed = {
            **world.shown,
            "name": world.shown["beneficiary name"],
            "search": world.shown["identity number"],
            "code": world.secret["tracking code"],
            "email": world.shown["beneficiary e-mail"],
        }
        for address in addresses("config.urls_association"):
            rule = CATALOG[address.urlconf][address.name]
            if isinstance(rule, Page | Api):
                walker = programs if isinstance(rule, Api) else people
                walker.ask("GET", address.paths(world)[0], search=typed["search"])
                walker.ask("POST", address.paths(world)[0], typed)
        logging.getLogger("silah.control").warning(
            "%s of %s", world.shown["identity number"], world.secret["displayed code"]
        )
    lines = log.getvalue()

    assert lines.count("[redacted] of [redacted]") == 2
    assert len(lines.splitlines()) >= 30
    hidden = {*words_of(alpha, beta)} - {world.secret["invitation"] for world in (alpha, beta)}
    assert [word for word in hidden if word in lines] == []


# --- mails -------------------------------------------------------------------------------------------


def test_the_tracking_code_stands_in_the_receipt_and_nowhere_else(
    alpha: World, beta: World
) -> None:
    for world in (alpha, beta):
        code, display = world.secret["tracking code"], world.secret["displayed code"]
        with_code = [sent for sent in world.mails if code in sent.body or display in sent.body]

        assert len(with_code) == 1
        assert with_code[0].to == [world.shown["beneficiary e-mail"]]
        with entered(world.association):
            kinds = set(OutgoingMessage.objects.values_list("kind", flat=True))
        assert {"receipt", "missing", "decision"} <= kinds
        assert code not in with_code[0].subject


def test_mails_to_beneficiaries_tell_no_names_numbers_or_reasons(
    alpha: World, beta: World
) -> None:
    # What staff ask for is told, so that people know what to bring; and what they wrote to be sent, as the
    # answer to a question with the question.
    said = {
        "displayed code", "tracking code", "beneficiary e-mail", "question", "message",
        "message subject", "inquiry", "inquiry answer",
    }  # fmt: skip
    for world, other in ((alpha, beta), (beta, alpha)):
        assert len(world.mails) >= 6
        kept_back = {what: word for what, word in world.canaries.items() if what not in said}
        for sent in world.mails:
            text = f"{sent.subject}\n{sent.body}\n{sent.extra_headers}"
            assert [what for what, word in kept_back.items() if word in text] == []
            assert [what for what, word in other.canaries.items() if word in text] == []
            assert world.association.name in text
            assert other.association.name not in text
