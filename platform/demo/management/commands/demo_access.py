"""Print who can sign in to the demo: JSON for programs, --text for people."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo import access


class Command(BaseCommand):
    help = "Print the demo's addresses, people with roles and passwords, and API tokens as JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--text", action="store_true", help="for reading instead of JSON")

    def handle(self, **options: Any) -> None:
        found = access.load()
        if found is None:
            raise CommandError("The demo has not been filled yet: run make demo.")
        if options["text"]:
            self._print(found)
        else:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))

    def _print(self, found: dict[str, Any]) -> None:
        places = [{"name": "المشغّلون / operators", **found["operators"]}, *found["associations"]]
        for place in places:
            self.stdout.write(f"\n{place['url']}  {place['name']}")
            for person in place["people"]:
                roles = ", ".join(person["roles"])
                self.stdout.write(f"  {person['email']:<44} {person['password']}  {roles}")
        self.stdout.write("\nSent mails: var/mail, shown at the console's /mail/.")
