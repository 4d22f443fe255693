"""What holds for the repository as a whole: its names, its locks, its words, its commands."""

import importlib.metadata
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.urls import URLPattern

from tenants.people.access import declared_access
from tests.isolation.addresses import addresses
from tests.isolation.catalog import ACCOUNTS, CATALOG, Account, Api, Machine, Rule
from ui.translations import problems, sources, strays

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = (
    "foundation", "ui", "config", "demo", "website", "console", "operators", "billing",
    "tenants", "policies", "core", "api",
)  # fmt: skip
LOCKS = ("requirements.lock", "package-lock.json")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/settings.md")
# Checked by allauth and REST framework themselves, or for machines that carry nothing.
DECLARE_OTHERWISE = (Account, Api, Machine)


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(  # noqa: S603 (git)
        ["git", "ls-files", "-z", *patterns],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in found if path.is_file()]


# --- names -------------------------------------------------------------------------------------------


def test_platform_is_a_source_root_and_the_standard_library_s_name() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert platform.python_implementation()
    done = subprocess.run(
        [sys.executable, "-c", "import platform; print(platform.__file__)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not Path(done.stdout.strip()).is_relative_to(ROOT / "platform")


def test_no_installed_package_has_one_of_our_names() -> None:
    installed = importlib.metadata.packages_distributions()

    assert {name: installed[name] for name in PACKAGES if name in installed} == {}
    assert len(installed) > 30
    assert not set(PACKAGES) & set(sys.stdlib_module_names)


def test_every_app_of_ours_has_a_label_of_its_own() -> None:
    ours = [config for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES]
    labels = [config.label for config in ours]

    assert len(labels) == len(set(labels)) >= 15
    tables = [model._meta.db_table for config in ours for model in config.get_models()]
    assert len(tables) == len(set(tables)) >= 20


# --- locks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_hashes_and_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert re.findall(r"https?://[^\s\"]+", text) == []
    assert not re.search(r"--(extra-)?index-url|--find-links|\"resolved\"", text)
    assert len(re.findall(r"sha(?:256:|512-)", text)) >= (
        3 if name == "package-lock.json" else 100
    )


def test_no_setting_of_a_registry_is_in_the_repository() -> None:
    files = tracked(
        "*.toml", "*.cfg", "*.ini", "*.npmrc", "deploy/*", ".ci/*", "Makefile", "*.json"
    )
    wrong = [
        path.name
        for path in files
        if re.search(r"index[-_]url|^registry\s*=", path.read_text("utf-8"), re.MULTILINE)
    ]

    assert wrong == []
    assert len(files) >= 8


# --- access ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("urlconf", CATALOG)
def test_every_view_declares_who_may_open_it(urlconf: str) -> None:
    silent = {
        address.name
        for address in addresses(urlconf)
        if isinstance(address.pattern, URLPattern)
        and declared_access(address.pattern.callback) is None
    }
    listed = {
        name for name, rule in CATALOG[urlconf].items() if isinstance(rule, DECLARE_OTHERWISE)
    }

    assert silent <= listed, f"Say who may open {sorted(silent - listed)} (tenants.people.access)"


def test_what_declares_otherwise_is_allauth_s_or_a_machine_s() -> None:
    rules: dict[str, Rule] = {
        name: rule for part in CATALOG.values() for name, rule in part.items()
    }
    others = {name for name, rule in rules.items() if isinstance(rule, DECLARE_OTHERWISE)}

    for name in others - {"healthz", "readyz", "domains_ask"}:
        assert name.startswith(("account_", "mfa_", "api:"))
    for name, rule in ACCOUNTS.items():
        if isinstance(rule, Account):
            (address,) = [
                each for each in addresses("config.urls_association") if each.name == name
            ]
            assert address.pattern.callback.__module__.startswith("allauth.")


# --- words and commands ------------------------------------------------------------------------------


def test_every_catalog_is_complete() -> None:
    found = problems(sources()) + strays()

    assert [str(problem) for problem in found] == []
    assert len(sources()) >= 10


def test_commands_in_the_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    commands = set(get_commands())
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS)
    code = "\n".join(re.findall(r"`[^`\n]+`|```.*?```", text, re.DOTALL))
    made = set(re.findall(r"\bmake ([a-z][a-z-]+)", code))
    managed = set(re.findall(r"manage\.py ([a-z_]+)", code))

    assert made <= targets, f"the Makefile has no {sorted(made - targets)}"
    assert managed <= commands, f"manage.py has no {sorted(managed - commands)}"
    assert len(made) >= 4
    assert len(managed) >= 2


def test_files_in_the_documents_exist() -> None:
    missing = {
        f"{name}: {link}"
        for name in DOCUMENTS
        for link in re.findall(
            r"`((?:platform|tenants|policies|core|api|deploy|docs|tests)/[\w./-]+)`",
            (ROOT / name).read_text(encoding="utf-8"),
        )
        if not (ROOT / link).exists()
    }

    assert missing == set()


def test_nothing_of_a_machine_or_of_its_secrets_is_tracked() -> None:
    paths = {path.relative_to(ROOT).as_posix() for path in tracked()}

    assert not [path for path in paths if path.startswith(("var/", ".venv/", "node_modules/"))]
    assert not [path for path in paths if path.endswith((".env", ".pem", ".key", ".sqlite3"))]
    assert len(paths) > 300
