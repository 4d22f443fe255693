"""Write docs/openapi.yaml, or check that it is what the code says."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

PLACE = Path(__file__).resolve().parents[3] / "docs" / "openapi.yaml"


class Command(BaseCommand):
    help = "Write docs/openapi.yaml; --check only compares."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, **options: Any) -> None:
        urlconf = settings.TENANT_TYPES["association"]["URLCONF"]
        generator: Any = SchemaGenerator(urlconf=urlconf, api_version="1")  # type: ignore[no-untyped-call]
        renderer: Any = OpenApiYamlRenderer()
        text = renderer.render(generator.get_schema(public=True), renderer_context={})
        if not options["check"]:
            PLACE.write_bytes(text)
            self.stdout.write(f"{PLACE.name}: {len(text)} bytes")
        elif not PLACE.is_file() or PLACE.read_bytes() != text:
            raise CommandError("docs/openapi.yaml is out of date: run `manage.py api_schema`.")
