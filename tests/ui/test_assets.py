import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ui.management.commands import assets


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    node_modules, vendor = tmp_path / "node_modules", tmp_path / "vendor"
    monkeypatch.setattr(assets, "NODE_MODULES", node_modules)
    monkeypatch.setattr(assets, "VENDOR", vendor)
    return node_modules, vendor


def install(node_modules: Path) -> None:
    fonts = node_modules / assets.FONT / "files"
    fonts.mkdir(parents=True)
    (fonts.parent / "LICENSE").write_text("OFL")
    for subset in assets.SUBSETS:
        for weight in assets.WEIGHTS:
            (fonts / f"ibm-plex-sans-arabic-{subset}-{weight}-normal.woff2").write_bytes(b"font")
    for script in assets.SCRIPTS:
        path = node_modules / script
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("code();\n//# sourceMappingURL=gone.js.map\n")


def test_without_node_modules_it_says_what_to_do(folders: tuple[Path, Path]) -> None:
    with pytest.raises(CommandError, match="npm ci --ignore-scripts"):
        call_command("assets", stdout=StringIO())


def test_a_missing_part_is_named(folders: tuple[Path, Path]) -> None:
    install(folders[0])
    (folders[0] / assets.SCRIPTS[0]).unlink()
    with pytest.raises(CommandError, match=r"Sortable\.min\.js is missing"):
        call_command("assets", stdout=StringIO())


def test_every_font_that_the_sheet_names_is_there(folders: tuple[Path, Path]) -> None:
    install(folders[0])
    call_command("assets", stdout=StringIO())
    sheet = (folders[1] / "fonts.css").read_text()
    named = re.findall(r'url\("([^"]+)"\)', sheet)
    assert (len(named), [name for name in named if not (folders[1] / name).is_file()]) == (4, [])


def test_scripts_point_to_no_map(folders: tuple[Path, Path]) -> None:
    install(folders[0])
    call_command("assets", stdout=StringIO())
    scripts = [folders[1] / Path(script).name for script in assets.SCRIPTS]
    assert [script.read_text() for script in scripts] == ["code();\n", "code();\n"]
