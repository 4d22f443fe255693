"""Real files to import, as people bring them."""

import csv
import io
from typing import Any

from openpyxl import Workbook

HEAD = (
    "الاسم",
    "رقم الهوية",
    "الجوال",
    "القناة",
    "الموضوع",
    "تاريخ الطلب",
    "رقم المعاملة",
    "حالة الطلب",
    "قرار اللجنة",
    "تاريخ القرار",
    "سبب القرار",
    "المبلغ المعتمد",
    "تاريخ الإغلاق",
)
OPEN = ("نورة سالم", "1000000008", "0551234567", "phone", "إيجار", "2026-03-01", "Q-1", "جديد")
ACCEPTED = ("سعد علي", "", "0557654321", "الهاتف", "علاج", "1447/09/20", "Q-2", "معتمد")
ACCEPTED += ("", "2026-04-01", "", "1500")
CLOSED = ("هدى فهد", "", "0559999999", "phone", "أثاث", "2026-02-02", "Q-3", "مغلق")
CLOSED += ("مقبول", "2026-03-03", "", "2,000", "2026-03-20")
REJECTED = ("علي حسن", "", "", "phone", "سفر", "2026-02-02", "Q-4", "مرفوض")
REJECTED += ("", "2026-03-03", "خارج نطاقنا")


def padded(row: tuple[Any, ...]) -> list[Any]:
    return [*row, *[""] * (len(HEAD) - len(row))]


def workbook(*rows: tuple[Any, ...], head: tuple[str, ...] = HEAD) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(*rows: tuple[Any, ...], delimiter: str = ";", encoding: str = "windows-1256") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(HEAD)
    for row in rows:
        writer.writerow(padded(row))
    return out.getvalue().encode(encoding)
