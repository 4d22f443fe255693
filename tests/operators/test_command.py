"""`manage.py appoint_operator`."""

import getpass

import pytest
from django.core.management import CommandError, call_command

from operators.roles import OperatorPermission
from tenants.people.models import User
from tenants.schemas import OPERATORS, entered


def appoint(monkeypatch, password, *options):
    monkeypatch.setattr(getpass, "getpass", lambda prompt: password)
    call_command("appoint_operator", "op@silah.example", "نورة", *options)


def test_an_operator_gets_every_role_unless_told(db, monkeypatch, capsys):
    appoint(monkeypatch, "a long enough password")
    assert capsys.readouterr().out == "op@silah.example: billing, health, onboarding\n"
    with entered(OPERATORS):
        user = User.objects.get()
        assert user.check_password("a long enough password")
        assert user.permissions == frozenset(OperatorPermission)


def test_a_short_password_is_refused(db, monkeypatch):
    with pytest.raises(CommandError):
        appoint(monkeypatch, "short", "--role", "health")
    with entered(OPERATORS):
        assert User.objects.count() == 0
