"""What request code may not do, read from the source: no threads, no async, no unsafe calls."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("platform", "tenants", "policies", "core", "api")
# The worker's own machinery; everything else may run inside a request.
OUTSIDE_REQUESTS = {"tenants/worker.py", "tenants/tasks.py"}
# A new thread or an event loop would run in the schema `public`, as the owner.
THREADS = {
    "Thread", "Timer", "ThreadPoolExecutor", "ProcessPoolExecutor", "Process", "Pool",
    "sync_to_async", "async_to_sync", "start_new_thread", "run_in_executor", "create_task",
    "to_thread",
}  # fmt: skip
# Code from data, or markup from data.
UNSAFE = {"eval", "exec", "mark_safe", "loads_pickle", "csrf_exempt", "RawSQL"}
# Looked at: each piece is escaped before it is joined, or there is none.
LISTED = {
    # a constant condition, which the partial index on register numbers is recognised by
    "core/service_requests/queries.py": {"RawSQL"},
    "platform/ui/templatetags/ui.py": {"mark_safe"},
    # a word of letters alone takes the place of another in a sentence that was safe
    "platform/ui/naming.py": {"mark_safe"},
    # mail programs stop a subscription by themselves; a secret in the address allows it
    "policies/publishing/updates_views.py": {"csrf_exempt"},
    "core/inquiries/portal/updates_views.py": {"csrf_exempt"},
    # paragraphs and links of a published answer, each escaped before it is joined
    "core/inquiries/templatetags/information.py": {"mark_safe"},
    # providers post there: signed by them, or with a secret in the address
    "core/messages/webhooks.py": {"csrf_exempt"},
    # a constant recursion over the managers of one person
    "tenants/people/structure.py": {"RawSQL"},
}


def files() -> list[Path]:
    found = [
        path
        for part in PARTS
        for path in (ROOT / part).rglob("*.py")
        if "migrations" not in path.parts
    ]
    assert len(found) > 150
    return found


def names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.alias):
            yield node.name.rpartition(".")[2], getattr(node, "lineno", 0)


def found_in(source: str, banned: set[str]) -> list[str]:
    return [f"{line}: {name}" for name, line in names(ast.parse(source)) if name in banned]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_thread_starts_in_a_request() -> None:
    wrong = {
        relative(path): found
        for path in files()
        if relative(path) not in OUTSIDE_REQUESTS
        and (found := found_in(path.read_text(encoding="utf-8"), THREADS))
    }

    assert wrong == {}


def test_nothing_is_async_but_the_worker() -> None:
    kinds = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)
    wrong = [
        relative(path)
        for path in files()
        if relative(path) not in OUTSIDE_REQUESTS
        and any(isinstance(node, kinds) for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    ]

    assert wrong == []


def test_no_code_or_markup_is_made_from_data() -> None:
    wrong = {
        relative(path): found
        for path in files()
        if (found := found_in(path.read_text(encoding="utf-8"), UNSAFE))
        and LISTED.get(relative(path), set()) != {line.partition(": ")[2] for line in found}
    }

    assert wrong == {}


@pytest.mark.parametrize(
    ("source", "banned"),
    [
        ("from threading import Thread\nThread(target=f).start()", THREADS),
        ("import concurrent.futures as c\nc.ThreadPoolExecutor()", THREADS),
        ("from asgiref.sync import sync_to_async", THREADS),
        ("from django.utils.safestring import mark_safe", UNSAFE),
    ],
)
def test_the_search_finds_what_it_looks_for(source: str, banned: set[str]) -> None:
    assert found_in(source, banned)
