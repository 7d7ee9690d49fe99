"""Records as flat rows: one table for CSV, spreadsheets, Parquet, the store and data frames. The only list of its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Row = dict[str, Any]
Kind = Literal["text", "number", "whole", "day"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, where its value stands in a record (or, with `of_article`, in the document), and how wide it is shown."""

    name: str
    kind: Kind
    path: tuple[str, ...]
    width: int = 12
    of_article: bool = False


def _article(name: str, kind: Kind, *path: str, width: int = 12) -> Column:
    return Column(name, kind, path, width, of_article=True)


COLUMNS: tuple[Column, ...] = (
    _article("source", "text", "source", width=28),
    _article("title", "text", "article", "title", width=40),
    _article("published", "day", "article", "published"),
    _article("province_name", "text", "article", "province", "name", width=16),
    _article("province_code", "text", "article", "province", "code", width=8),
    _article("article_level", "text", "article", "level", width=10),
    _article("article_period_code", "text", "article", "period", "code"),
    Column("indicator_id", "text", ("indicator", "id"), 28),
    Column("indicator_theme", "text", ("indicator", "theme"), 14),
    Column("indicator_label", "text", ("indicator", "label"), 32),
    Column("indicator_label_en", "text", ("indicator", "label_en"), 28),
    Column("organisation_id", "text", ("organisation", "id"), 18),
    Column("organisation_label", "text", ("organisation", "label"), 24),
    Column("organisation_level", "text", ("organisation", "level"), 10),
    Column("organisation_text", "text", ("organisation", "text"), 24),
    Column("organisation_from", "text", ("organisation", "from"), 10),
    Column("figure_value", "number", ("figure", "value"), 16),
    Column("figure_value_max", "number", ("figure", "value_max"), 14),
    Column("figure_out_of", "number", ("figure", "out_of"), 10),
    Column("figure_unit", "text", ("figure", "unit"), 10),
    Column("figure_bound", "text", ("figure", "bound"), 8),
    Column("figure_text", "text", ("figure", "text"), 12),
    Column("figure_start", "whole", ("figure", "start"), 8),
    Column("figure_end", "whole", ("figure", "end"), 8),
    Column("measure", "text", ("measure",), 10),
    Column("direction", "text", ("direction",), 10),
    Column("status", "text", ("status",), 10),
    Column("period_code", "text", ("period", "code"), 14),
    Column("period_start", "day", ("period", "start")),
    Column("period_end", "day", ("period", "end")),
    Column("period_from", "text", ("period", "from"), 10),
    Column("counted_text", "text", ("counted", "text"), 20),
    Column("action_text", "text", ("action", "text"), 16),
    Column("sentence_text", "text", ("sentence", "text"), 60),
    Column("sentence_start", "whole", ("sentence", "start"), 8),
    Column("sentence_end", "whole", ("sentence", "end"), 8),
    Column("group", "whole", ("group",), 7),
    Column("rule_id", "text", ("rule", "id"), 28),
    Column("rule_layer", "text", ("rule", "layer"), 10),
    Column("rule_file", "text", ("rule", "file"), 24),
    Column("rule_line", "whole", ("rule", "line"), 7),
    Column("confidence", "number", ("confidence",), 10),
)
NAMES = tuple(column.name for column in COLUMNS)


def rows(document: dict[str, Any]) -> Iterator[Row]:
    """The records of a document (as the command line prints it) as rows, columns in the order of `COLUMNS`.

    Days are ISO text, numbers as in the document, what is null is None. An error document has no rows.
    """
    records = document.get("records", [])
    if not records:
        return
    shared = {column.name: _at(document, column.path) for column in COLUMNS if column.of_article}
    for record in records:
        yield {c.name: shared[c.name] if c.of_article else _at(record, c.path) for c in COLUMNS}


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if value is None:
            return None
        value = value[key]
    return value
