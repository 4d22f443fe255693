"""Draws the workflows: `manage.py statecharts`, or `--check` that the drawings are up to date."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.cases.workflow import Workflow

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "states"


class Command(BaseCommand):
    help = "Write a state diagram into docs/states for each app that has a workflow."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        for label, workflow in _workflows():
            drawing = "\n".join(workflow.mermaid())
            text = f"```mermaid\n{drawing}\n```\n"
            path = FOLDER / f"{label}.md"
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
                self.stdout.write(f"{path.name}: {len(workflow.transitions)} steps")
            elif not path.exists() or path.read_text() != text:
                raise CommandError(f"docs/states/{label}.md is old: run manage.py statecharts")


def _workflows() -> list[tuple[str, Workflow]]:
    found = []
    for app in apps.get_app_configs():
        name = f"{app.name}.workflow"
        if find_spec(name):
            workflow = getattr(import_module(name), "WORKFLOW", None)
            if isinstance(workflow, Workflow):
                found.append((app.label, workflow))
    return found
