"""How long a printed policy of twenty pages takes to read, and the most memory its process holds."""

import resource
import time
from pathlib import Path
from typing import Any

from policies.reading.reader import read_document
from tests.policies.reading.pdf import printing

DOCUMENTS = Path(__file__).resolve().parents[1] / "policies" / "reading" / "documents"
PAGES = 20


def pdf_reading() -> dict[str, Any]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("*.txt")))
    document = printing.laid_out(text * 6, printing.JUSTIFIED, pages=PAGES)
    began = time.perf_counter()
    read_document(document, "policy.pdf")
    spent = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"pages": PAGES, "seconds": round(spent, 2), "child_megabytes": most // 1024}
