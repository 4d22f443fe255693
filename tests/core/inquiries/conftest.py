"""Published answers and inquiries, through the services that people use."""

import pytest

from core.inquiries.publishing import Wording, publish_entry, write_entry
from core.inquiries.services import receive_inquiry
from tests.core.inquiries.asking import asker


@pytest.fixture
def publish(officer):
    """publish("السؤال", "الجواب", category="...") for everybody to read."""

    def make(question="كيف أقدّم طلب مساعدة؟", answer="من بوابة الجمعية أو في مقرها.", **values):
        wording = Wording(question, answer, **values)
        return publish_entry(write_entry(wording, actor=officer).pk, actor=officer)

    return make


@pytest.fixture
def ask(governed):
    """ask("السؤال") on the portal."""

    def make(question="متى يُصرف الدعم؟", *, registered_by=None, operation_id=None, **values):
        return receive_inquiry(
            channel_key="phone" if registered_by else "website",
            question=question,
            details=values.pop("details", ""),
            asker=asker(**values),
            registered_by=registered_by,
            operation_id=operation_id,
        )

    return make
