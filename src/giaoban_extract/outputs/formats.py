"""The formats of output by name and by the ending of a file: all that options need to know of them."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """Output formats of `extract`."""

    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    table = "table"
    html = "html"


ENDINGS = {
    ".json": Format.json, ".jsonl": Format.jsonl, ".ndjson": Format.jsonl, ".csv": Format.csv, ".xlsx": Format.xlsx,
    ".parquet": Format.parquet, ".txt": Format.table, ".html": Format.html, ".htm": Format.html,
}  # fmt: skip
FILES_ONLY = frozenset({Format.xlsx, Format.parquet})
"""Formats that a stream can't carry."""
