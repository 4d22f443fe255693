"""A sheet of cases from before Silah, imported: what the pages of imports show."""

import io
from datetime import timedelta
from typing import Any

from openpyxl import Workbook

from core import rules
from core.case_imports import services
from core.case_imports.columns import COLUMNS, Column
from core.case_imports.working import carry_on
from foundation import clock
from foundation.dates import HijriDate
from tenants.people.models import User
from tenants.people.roles import Role


def fill_imports(people: dict[Role, User]) -> None:
    officer = people[Role.RELATIONS_OFFICER]
    batch = services.begin_import(_sheet(), name="معاملات سابقة.xlsx", actor=officer)
    columns = services.guessed_columns(batch)
    services.choose_columns(batch.pk, actor=officer, columns=columns)
    _work_off(batch.pk)
    services.start_import(batch.pk, actor=officer, leave_out_faulty=True)
    _work_off(batch.pk)


def _work_off(batch_id: Any) -> None:
    while carry_on(batch_id):
        pass


def _sheet() -> bytes:
    today = clock.today()
    channel = rules.in_force(clock.now()).channels[0].label
    hijri = HijriDate.of(today - timedelta(days=90))
    rows: list[dict[Column, str]] = [
        {
            Column.NAME: "مشعل بن راجح العنزي",
            Column.SUBJECT: "ترميم سقف المنزل",
            Column.RECEIVED: hijri.isoformat(),
            Column.STATUS: "مغلق",
            Column.OUTCOME: "مقبول",
            Column.DECIDED: (today - timedelta(days=70)).isoformat(),
            Column.GRANTED: "4500",
            Column.METHOD: "تحويل",
            Column.CLOSED: (today - timedelta(days=60)).isoformat(),
        },
        {
            Column.NAME: "وضحى بنت مطلق السبيعي",
            Column.SUBJECT: "أجهزة كهربائية",
            Column.RECEIVED: (today - timedelta(days=80)).isoformat(),
            Column.STATUS: "مرفوض",
            Column.DECIDED: (today - timedelta(days=65)).isoformat(),
            Column.REASON: "الأجهزة القائمة صالحة للاستعمال.",
        },
        {
            Column.NAME: "فالح بن دخيل الشمري",
            Column.SUBJECT: "رسوم دراسية",
            Column.RECEIVED: (today - timedelta(days=6)).isoformat(),
            Column.STATUS: "جديد",
        },
    ]
    book = Workbook()
    sheet: Any = book.active
    sheet.append([words.head for words in COLUMNS.values()])
    for number, row in enumerate(rows, start=1):
        cells = {Column.CHANNEL: channel, Column.OLD_REFERENCE: f"م-{number:03}", **row}
        sheet.append([cells.get(column, "") for column in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
