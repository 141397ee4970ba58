"""Reading files of opportunities: CSV with documented columns, JSON, and maps for other people's JSON."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .import_cells import COLUMNS

MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
Row = tuple[int, Mapping[str, Any]]


class FileError(ValueError):
    """Why a file cannot be read at all, in a sentence."""


def read_file(path: Path, *, mapping: Mapping[str, Any] | None = None) -> list[Row]:
    """All rows of a file with their lines; for JSON the number of the item. Raises FileError."""
    text = _read(path)
    if path.suffix.lower() == ".json":
        rows = _json_rows(text, mapping or {})
    elif path.suffix.lower() == ".csv":
        rows = _csv_rows(text)
    else:
        raise FileError(f"{path.name} is neither .csv nor .json.")
    if len(rows) > MOST_ROWS:
        raise FileError(
            f"{path.name} holds {len(rows):,} rows; {MOST_ROWS:,} are the most at once."
        )
    return rows


def read_map(path: Path) -> Mapping[str, Any]:
    """A map: which keys of a foreign file go to which of our columns. Raises FileError."""
    try:
        mapping = json.loads(_read(path))
    except (json.JSONDecodeError, RecursionError) as error:
        raise FileError(f"{path.name} is not JSON: {error}.") from None
    if not isinstance(mapping, dict) or not isinstance(mapping.get("columns"), dict):
        raise FileError(f"{path.name} needs “columns”, an object from our columns to your keys.")
    unknown = (set(mapping["columns"]) | set(mapping.get("always", {}))) - {
        *COLUMNS,
        "suggest_from",
    }
    if unknown:
        raise FileError(f"{path.name} names columns we do not have: {', '.join(sorted(unknown))}.")
    return mapping


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileError(f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB.")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileError(f"{path.name} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise FileError(
            f"{path.name} is not UTF-8 (byte {error.start}). Save it as “CSV UTF-8”."
        ) from None


def _csv_rows(text: str) -> list[Row]:
    if "\x00" in text:
        raise FileError("The file holds NUL characters, so it is not a CSV file.")
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        _check_header(header)
        rows: list[Row] = []
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, _named(header, cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise FileError(f"Line {reader.line_num}: {error}. Is a quotation mark missing?") from None
    return rows


def _named(header: list[str], cells: list[str]) -> Mapping[str, Any]:
    if len(cells) != len(header):
        return {"ragged": f"{len(cells)} cells where the header has {len(header)}"}
    return dict(zip(header, cells, strict=True))


def _check_header(header: list[str]) -> None:
    if "title" not in header or "description" not in header:
        raise FileError("The first line has to name the columns, with “title” and “description”.")
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        raise FileError(f"These columns come twice: {', '.join(doubled)}.")
    unknown = [name for name in header if name not in COLUMNS]
    if unknown:
        raise FileError(f"We do not know these columns: {', '.join(unknown)}.")


def _json_rows(text: str, mapping: Mapping[str, Any]) -> list[Row]:
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise FileError(f"The file is not JSON: {error}.") from None
    if isinstance(data, dict):
        data = data.get(mapping.get("items", "items"))
    if not isinstance(data, list):
        raise FileError("The file has to be a list of items, or an object with “items”.")
    rows: list[Row] = []
    for number, item in enumerate(data, start=1):
        if not isinstance(item, dict):
            rows.append((number, {"ragged": "this item is not an object"}))
        else:
            rows.append((number, _mapped(item, mapping) if mapping else _known(item)))
    return rows


def _known(item: Mapping[str, Any]) -> Mapping[str, Any]:
    unknown = [str(name) for name in item if name not in COLUMNS]
    if unknown:
        return {"ragged": f"there are no columns {', '.join(unknown)[:200]}"}
    return item


def _mapped(item: Mapping[str, Any], mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    row: dict[str, Any] = dict(mapping.get("always", {}))
    for column, recipe in mapping["columns"].items():
        parts = recipe if isinstance(recipe, list) else [recipe]
        said = [_part(item, part) for part in parts]
        value = "\n\n".join(part for part in said if part)
        if value:
            row[column] = f"{mapping.get('prefix', '')}{value}" if column == "source" else value
    return row


def _part(item: Mapping[str, Any], part: Any) -> str:
    """One key of the foreign item; with a label its value is introduced by the label."""
    key, label = (part.get("key"), part.get("label", "")) if isinstance(part, dict) else (part, "")
    value = item.get(str(key))
    if isinstance(value, list):
        value = ", ".join(str(one) for one in value)
    value = "" if value is None else str(value).strip()
    return f"{label}\n{value}" if value and label else value
