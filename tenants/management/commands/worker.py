"""Run background jobs until told to stop."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants.worker import run_worker


class Command(BaseCommand):
    help = "Run background jobs of all associations until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when no job is waiting")
        parser.add_argument("--concurrency", type=int, default=2)

    def handle(self, **options: Any) -> None:
        run_worker(wait=not options["once"], concurrency=options["concurrency"])
