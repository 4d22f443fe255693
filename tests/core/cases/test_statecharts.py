import pytest
from django.core.management import CommandError, call_command

from core.cases.management.commands import statecharts


def test_drawings_in_the_documentation_are_up_to_date():
    call_command("statecharts", check=True)


def test_old_drawing_is_noticed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(statecharts, "FOLDER", tmp_path / "states")
    with pytest.raises(CommandError):
        call_command("statecharts", check=True)

    call_command("statecharts")
    call_command("statecharts", check=True)
    drawing = (tmp_path / "states" / "service_requests.md").read_text()
    assert "    received --> complete: mark_complete\n" in drawing
    assert "service_requests.md: 17 steps" in capsys.readouterr().out
