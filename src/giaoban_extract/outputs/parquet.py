"""Records as a Parquet file with typed columns, by Apache Arrow; written in row groups, so that memory stays bounded."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from giaoban_extract.outputs.rows import COLUMNS, Row, rows

GROUP = 20_000
"""Records of one row group."""


class ParquetFile:
    """Writes documents as they come. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        types = {"text": pa.string(), "number": pa.float64(), "whole": pa.int64(), "day": pa.date32()}
        self._schema = pa.schema([(column.name, types[column.kind]) for column in COLUMNS])
        self._arrow, self._writer = pa, pq.ParquetWriter(str(path), self._schema, compression="zstd")
        self._waiting: list[Row] = []

    def __enter__(self) -> ParquetFile:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._flush()
        self._writer.close()

    def write(self, document: dict[str, Any]) -> None:
        """Add a document's records."""
        self._waiting += rows(document)
        if len(self._waiting) >= GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            columns = {c.name: [_typed(c.kind, row[c.name]) for row in self._waiting] for c in COLUMNS}
            self._writer.write_table(self._arrow.table(columns, schema=self._schema))
            self._waiting.clear()


def _typed(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "day":
        return date.fromisoformat(value)
    if kind == "number":
        return float(value)
    return value.encode("utf-8", "replace").decode("utf-8") if kind == "text" else value
