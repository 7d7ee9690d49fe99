"""What a page knows of its records: their flat rows as columns in JSON, and the wordings of everything it names in two languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from giaoban_extract.library.index import Library
from giaoban_extract.outputs.rows import COLUMNS, NAMES, rows
from giaoban_extract.outputs.wording import BOUND_SIGNS, DIRECTION_SIGNS, MONEY_STEPS, TARGET, UNITS, Wording, period_text

FOLDER = Path(__file__).parent / "html"
COLOURS, STYLES = 8, 3
"""Colours of themes and ways to draw each: a page of more themes than colours tells them apart by the line."""

_KINDS = {column.name: column.kind for column in COLUMNS}
Row = dict[str, Any]


@lru_cache(1)
def _labels() -> dict[str, Wording]:
    return {key: (vi, en) for key, (vi, en) in json.loads((FOLDER / "labels.json").read_text(encoding="utf-8")).items()}


class Texts:
    """A column of texts: each once, with its places."""

    def __init__(self, texts: Iterable[str | None] = ()) -> None:
        self.values: list[str] = []
        self.at: list[int | None] = []
        self._known: dict[str, int] = {}
        for text in texts:
            self.append(text)

    def append(self, value: str | None) -> None:
        if value is None:
            self.at.append(None)
            return
        place = self._known.setdefault(value, len(self.values))
        if place == len(self.values):
            self.values.append(value)
        self.at.append(place)

    def to_json(self) -> dict[str, Any]:
        """The column as the scripts read it (`cell` of page.js)."""
        return {"values": self.values, "at": self.at}


class PageData:
    """Collects the records of a page, article by article (numbered from 1)."""

    def __init__(self, library: Library | None = None) -> None:
        self.words: dict[str, Wording] = dict(_labels())
        self.count = 0
        self.styles: dict[str, str] = {}
        self.themes: dict[str, str] = {}
        self.articles: dict[int, dict[str, Any]] = {}
        self.library = library
        self._columns: dict[str, Any] = {name: Texts() if _KINDS[name] in ("text", "day") else [] for name in NAMES}
        self._article: list[int] = []

    def add(self, number: int, document: Mapping[str, Any], title: str) -> list[Row]:
        """Take an article's records in; returns their rows."""
        found = list(rows(dict(document)))
        self.articles[number] = {
            "first": self.count,
            "count": len(found),
            "title": title,
            "spans": [_spans(record) for record in document["records"]],
            "ignored": [item["reason"] for item in document["ignored"]],
        }
        for row in found:
            for name in NAMES:
                self._columns[name].append(row[name])
            self._article.append(number)
            self._name(row)
        if document["article"]["period"]:
            self._name_period(document["article"]["period"])
        self.count += len(found)
        return found

    def _name(self, row: Row) -> None:
        theme, indicator, organisation = row["indicator_theme"], row["indicator_id"], row["organisation_id"]
        self.words[f"indicator.{indicator}"] = row["indicator_label"], row["indicator_label_en"]
        self.themes[indicator] = theme
        if theme not in self.styles:
            place = len(self.styles)
            self.styles[theme] = f"c{place % COLOURS} s{place // COLOURS % STYLES}"
            known = self.library.themes.get(theme) if self.library else None
            self.words[f"theme.{theme}"] = known or (theme, theme)
        if f"organisation.{organisation}" not in self.words:
            there = self.library.organisations.get(organisation) if self.library else None
            label: str = row["organisation_label"]
            self.words[f"organisation.{organisation}"] = (label, there.label_en) if there else (label, label)
        if row["province_name"]:
            self.words[f"province.{row['province_name']}"] = (row["province_name"],) * 2
        if row["period_code"]:
            self._name_period({"code": row["period_code"], "start": row["period_start"], "end": row["period_end"]})

    def _name_period(self, period: Mapping[str, Any]) -> None:
        key = f"period.{period['code']}"
        if key not in self.words:
            self.words[key] = period_text(period["code"], period["start"], period["end"])

    def values(self, name: str) -> list[str]:
        """The distinct texts of a column, in the order of their first record."""
        column = self._columns[name]
        assert isinstance(column, Texts)
        return list(column.values)

    def has_gaps(self, name: str) -> bool:
        """Whether some record has nothing in a column."""
        return None in self._columns[name].at

    def in_order(self, name: str, known: Mapping[str, Any]) -> list[str]:
        """The distinct identifiers of a column, in the order of the catalogue; those it does not have behind."""
        places = {identifier: place for place, identifier in enumerate(known)}
        return sorted(self.values(name), key=lambda identifier: places.get(identifier, len(places)))

    def to_json(self) -> dict[str, Any]:
        """What the scripts of the page read (page.js, report.js)."""
        columns: dict[str, Any] = {
            name: column.to_json() if isinstance(column, Texts) else {"at": column} for name, column in self._columns.items()
        }
        return {
            "count": self.count,
            "names": NAMES,
            "columns": columns | {"article": {"at": self._article}},
            "articles": self.articles,
            "words": self.words,
            "styles": self.styles,
            "themes": self.themes,
            "writing": {
                "units": UNITS, "money": MONEY_STEPS, "bounds": BOUND_SIGNS, "directions": DIRECTION_SIGNS, "target": TARGET,
            },
        }  # fmt: skip


def _spans(record: Mapping[str, Any]) -> list[Any]:
    """Offsets of the mentions that a record rests on: organisation, period, what is counted, action."""
    period, counted, action = record["period"] or {}, record["counted"] or {}, record["action"] or {}
    return [record["organisation"]["span"], period.get("span"), counted.get("span"), action.get("span")]
