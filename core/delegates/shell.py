"""What the phone keeps to open without a network: one page and the files that it names, nothing personal."""

import json
from functools import cache
from hashlib import sha256
from typing import Any, Final

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from core.beneficiaries.enums import Relation
from core.beneficiaries.social_file import Condition, Employment, Housing
from core.cases import rules as cases
from core.delegates.forms import reply_channels
from core.research.enums import Recommendation
from core.service_requests import rules
from tenants.schemas import current
from ui.templatetags.ui import shipped

SCRIPTS: Final = (
    "ui/offline-checks.js",
    "ui/offline-vault.js",
    "ui/offline-photos.js",
    "ui/offline-queue.js",
    "request_types/form.js",
    "ui/offline-fields.js",
    "ui/offline-page.js",
)
ALWAYS: Final = (
    "ui/app.css",
    "ui/offline.css",
    "ui/icons.svg",
    "ui/favicon.svg",
    "ui/enhance.js",
    "ui/drafts.js",
    "django_htmx/htmx-2.min.js",
    *SCRIPTS,
)
WHERE_COPIED: Final = (
    "vendor/fonts.css",
    "vendor/signature_pad.umd.min.js",
    *(
        f"vendor/plex/ibm-plex-sans-arabic-{letters}-{weight}-normal.woff2"
        for letters in ("arabic", "latin")
        for weight in (400, 600)
    ),
)


@cache
def static_files() -> tuple[str, ...]:
    return tuple(static(path) for path in (*ALWAYS, *filter(shipped, WHERE_COPIED)))


def page_context() -> dict[str, Any]:
    return {
        "scripts": SCRIPTS,
        "reply_channels": reply_channels(),
        "relations": Relation.choices,
        "recommendations": Recommendation.choices,
        "housing": Housing.choices,
        "conditions": Condition.choices,
        "employment": Employment.choices,
        "longest_subject": rules.LONGEST_SUBJECT,
        "longest_text": cases.LONGEST_TEXT,
    }


def worker_script() -> str:
    """The list of what to keep, then the worker itself: a file that changed makes a new worker."""
    shell = reverse("field:shell")
    files = static_files()
    version = sha256(" ".join([shell, *files]).encode()).hexdigest()[:12]
    kept = json.dumps(
        {"version": version, "page": reverse("field:page"), "shell": shell, "files": files}
    )
    return f"self.KEPT = {kept};\nimportScripts({json.dumps(static('ui/offline-worker.js'))});\n"


def manifest_of() -> dict[str, Any]:
    name = getattr(current(), "name", "") or _("Silah")
    return {
        "name": _("Field work: %(association)s") % {"association": name},
        "short_name": _("Field work"),
        "start_url": reverse("field:page"),
        "scope": reverse("field:page"),
        "display": "standalone",
        "lang": "ar",
        "dir": "auto",
        "theme_color": "#0a2e22",
        "background_color": "#f5f7f6",
        "icons": [{"src": static("ui/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
