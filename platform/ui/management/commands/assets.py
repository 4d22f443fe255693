"""`manage.py assets`: copy the few files that pages need out of node_modules.

Run it after `npm ci --ignore-scripts` and before collectstatic. Pages work without these files:
with the fonts of the system, buttons in place of dragging, a typed name in place of a drawing.
"""

import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ui.translations import ROOT

NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "platform" / "ui" / "static" / "vendor"
FONT = "@fontsource/ibm-plex-sans-arabic"
SCRIPTS = ("sortablejs/Sortable.min.js", "signature_pad/dist/signature_pad.umd.min.js")
SUBSETS = {
    "arabic": "U+0600-06FF, U+0750-077F, U+08A0-08FF, U+FB50-FDFF, U+FE70-FEFF, U+200C-200F",
    "latin": "U+0000-00FF, U+2000-200B, U+2010-2027, U+2030-205E, U+20AC, U+2122",
}
WEIGHTS = (400, 600)


class Command(BaseCommand):
    help = "Copy fonts and scripts from node_modules to platform/ui/static/vendor."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not NODE_MODULES.is_dir():
            raise CommandError("No node_modules here. Run `npm ci --ignore-scripts` first.")
        faces = [_copy_font(subset, weight) for subset in SUBSETS for weight in WEIGHTS]
        for script in SCRIPTS:
            _copy_script(NODE_MODULES / script)
        _copy(NODE_MODULES / FONT / "LICENSE", VENDOR / "plex" / "LICENSE")
        (VENDOR / "fonts.css").write_text("".join(faces), encoding="utf-8")
        self.stdout.write(f"{len(faces)} font files and {len(SCRIPTS)} scripts copied.")


def _copy_font(subset: str, weight: int) -> str:
    """The style rule that goes with the copied file."""
    name = f"ibm-plex-sans-arabic-{subset}-{weight}-normal.woff2"
    _copy(NODE_MODULES / FONT / "files" / name, VENDOR / "plex" / name)
    return (
        f'@font-face {{ font-family: "Plex Arabic"; font-weight: {weight}; font-display: swap; '
        f'src: url("plex/{name}") format("woff2"); unicode-range: {SUBSETS[subset]}; }}\n'
    )


def _copy_script(origin: Path) -> None:
    """Without the line that points to a map: collectstatic would look for the map."""
    goal = VENDOR / origin.name
    _copy(origin, goal)
    lines = goal.read_text(encoding="utf-8").splitlines(keepends=True)
    goal.write_text(
        "".join(line for line in lines if "sourceMappingURL" not in line), encoding="utf-8"
    )


def _copy(origin: Path, goal: Path) -> None:
    if not origin.is_file():
        raise CommandError(f"{origin.name} is missing. Run `npm ci --ignore-scripts` again.")
    goal.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(origin, goal)
