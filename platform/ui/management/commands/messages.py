"""`manage.py messages`: gather the sentences of the code, check their Arabic, compile it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ui import translations


class Command(BaseCommand):
    help = (
        "Update the Arabic catalogs from the source; --check and --compile leave them as they are."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("labels", nargs="*", help="apps, such as cases or core.cases")
        parser.add_argument("--check", action="store_true", help="fail where Arabic is missing")
        parser.add_argument("--compile", action="store_true", help="write the .mo files")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = _chosen(options["labels"])
        if options["compile"]:
            done = sum(translations.compile_catalog(source) for source in chosen)
            self.stdout.write(f"{done} of {len(chosen)} catalogs compiled.")
        if options["check"]:
            self._check(chosen, everything=not options["labels"])
        if not options["check"] and not options["compile"]:
            for source in chosen:
                changed = "updated" if translations.update(source) else "unchanged"
                self.stdout.write(f"{source.label}: {changed}")

    def _check(self, chosen: list[translations.Source], *, everything: bool) -> None:
        found = translations.problems(chosen)
        if everything:
            found += translations.strays()
        for problem in found:
            self.stderr.write(str(problem))
        if found:
            raise CommandError(f"{len(found)} problems with translations.")
        self.stdout.write("Every sentence has its Arabic.")


def _chosen(labels: list[str]) -> list[translations.Source]:
    by_label = {source.label: source for source in translations.sources()}
    wanted = [label.rsplit(".", 1)[-1] for label in labels] or list(by_label)
    unknown = [label for label in wanted if label not in by_label]
    if unknown:
        raise CommandError(f"No app {', '.join(unknown)}; there are: {', '.join(by_label)}.")
    return [by_label[label] for label in wanted]
