"""Make an operator of the platform: `manage.py appoint_operator you@example.org "Your Name"`."""

import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from operators.roles import OperatorRole
from operators.services import appoint_operator


class Command(BaseCommand):
    help = "Appoint an operator; asks for the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument(
            "--role", action="append", choices=OperatorRole.values, help="every role when left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass.getpass("Password: ")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        roles = options["role"] or OperatorRole.values
        user = appoint_operator(
            email=options["email"], display_name=options["name"], roles=roles, password=password
        )
        self.stdout.write(f"{user.email}: {', '.join(sorted(roles))}")
