"""CSV and XLSX that a spreadsheet can open safely: no cell is what it would run as a formula."""

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> str:
    """The text of a cell, with an apostrophe before what a spreadsheet would take for a formula."""
    text = "" if value is None else str(value)
    # Some spreadsheets skip spaces before they look for a formula.
    risky = text.startswith(DANGEROUS) or text.lstrip().startswith(DANGEROUS)
    return f"'{text}" if risky else text


def csv_text(header: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    """Header and rows, every cell made safe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return out.getvalue()


def xlsx_bytes(header: Sequence[str], rows: Iterable[Iterable[Any]], *, title: str) -> bytes:
    """A workbook of one sheet: texts are texts, whatever they begin with; numbers and dates as they are."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.append([WriteOnlyCell(sheet, name) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, int | float | datetime.date):
        return WriteOnlyCell(sheet, value)
    text = ILLEGAL_CHARACTERS_RE.sub("", safe_cell(value))
    cell = WriteOnlyCell(sheet, text[:32767])
    cell.data_type = "s"
    return cell
