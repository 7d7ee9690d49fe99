"""The report over many articles: the page of articles with what they tell together in front of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any

from giaoban_extract.library.index import Library
from giaoban_extract.outputs.comparison import Change, Figure, changes, contradictions, duplicates, figure, length_of
from giaoban_extract.outputs.html_data import Row, Texts
from giaoban_extract.outputs.html_page import HtmlPage
from giaoban_extract.outputs.ties import Ties, inner_conflicts, load_ties
from giaoban_extract.outputs.wording import number_text, period_text, value_text
from giaoban_extract.outputs.writers import NothingRead, atomic_output
from giaoban_extract.text.identifiers import OTHER

_UNKNOWN = {"period": "period_code", "province": "province_name"}
"""Filters that offer what no article tells."""
MOST_CHANGES, MOST_DUPLICATES = 100, 200
"""Rows that the tables of changes and of duplicates hold; the list of figures has all."""


class ReportPage(HtmlPage):
    """Writes documents as they come, and behind them what comparing their figures shows."""

    TITLE = "report.title"

    def __init__(self, file: IO[str], *, library: Library, ties: Ties | None = None) -> None:
        super().__init__(file, single=False, library=library)
        self._catalogue = library
        self._ties = ties or load_ties()
        self._figures: list[Figure] = []
        self._shown: list[dict[str, Any]] = []

    def took(self, number: int, document: Mapping[str, Any], found: list[Row]) -> None:
        """Keep what is compared of every record, and how the record is shown."""
        first = len(self._figures)
        for place, (record, row) in enumerate(zip(document["records"], found, strict=True)):
            self._figures.append(figure(first + place, number, row))
            self._shown.append(
                {
                    "article": number, "place": place, "row": first + place, "value": value_text(record), "number": row["figure_value"],
                    "province": row["province_name"], "organisation": row["organisation_id"], "theme": row["indicator_theme"],
                    "indicator": row["indicator_id"], "period": row["period_code"], "period_start": row["period_start"] or "",
                }
            )  # fmt: skip

    def overview(self) -> dict[str, Any]:
        """The values of the report's template."""
        figures, data = self._figures, self.data
        conflicts: list[tuple[str, list[Figure]]] = [("differs", group) for group in contradictions(figures)]
        conflicts += inner_conflicts(figures, self._ties)
        changed, told_twice = changes(figures), list(duplicates(figures))
        starts = {item.period: item.period_start for item in figures if item.period}
        return super().overview() | {
            "report": True,
            "summary": self._summary(),
            "total": data.count,
            "periods": sorted(starts, key=lambda code: (starts[code], code), reverse=True),
            "provinces": sorted(data.values("province_name")),
            "organisations": data.in_order("organisation_id", self._catalogue.organisations),
            "themes": data.in_order("indicator_theme", self._catalogue.themes),
            "unknown": [name for name, column in _UNKNOWN.items() if data.has_gaps(column)],
            "measures": data.values("measure"),
            "statuses": data.values("status"),
            "changes": [self._change(change) for change in changed[:MOST_CHANGES]],
            "changes_more": len(changed) if len(changed) > MOST_CHANGES else None,
            "conflicts": [{"kind": kind, "figures": self._show(group)} for kind, group in conflicts],
            "duplicates": [self._show(_first_of_each_article(group)) for group in told_twice[:MOST_DUPLICATES]],
            "duplicates_more": len(told_twice) if len(told_twice) > MOST_DUPLICATES else None,
        }

    def to_json(self) -> dict[str, Any]:
        """What the page's scripts read: beside the records the order of the catalogue and the lengths of the periods."""
        data = self.data
        lengths = {item.period: length_of(item.period) for item in self._figures if item.period}
        for length in lengths.values():
            data.words.setdefault(f"length.{length}", period_text(length, None, None))
        places = Texts(item.place for item in self._figures)
        page = data.to_json()
        page["columns"]["place"] = places.to_json()
        return page | {
            "places": {item.place: item.place_name for item in self._figures},
            "order": {
                "organisations": data.in_order("organisation_id", self._catalogue.organisations),
                "indicators": data.in_order("indicator_id", self._catalogue.indicators),
            },
            "lengths": lengths,
        }

    def _summary(self) -> list[tuple[str, str]]:
        shown = [(name, number_text(value)) for name, value in self._sums()]
        others = sum(1 for item in self._figures if item.indicator == OTHER)
        share = round(100 * others / len(self._figures)) if self._figures else 0
        shown.insert(3, ("report.other", f"{number_text(others)} ({share} %)"))
        return [*shown, ("report.provinces", number_text(len(self.data.values("province_name"))))]

    def _change(self, change: Change) -> dict[str, Any]:
        before, after = self._show([change.before, change.after])
        return {"before": before, "after": after, "ratio": change.ratio, "text": f"× {number_text(round(change.ratio, 2))}"}

    def _show(self, figures: Iterable[Figure]) -> list[dict[str, Any]]:
        return [
            self._shown[item.row]
            | {"style": self.data.styles[self._shown[item.row]["theme"]], "title": self.data.articles[item.article]["title"]}
            for item in figures
        ]


@contextmanager
def open_report(output: Path | None, stream: IO[str], *, single: bool, library: Callable[[], Library]) -> Iterator[ReportPage]:
    """A report to a file, which appears when all is written, or to a stream. Raises OSError.

    Raises NothingRead where no article was read: a report that is there already stays.
    """
    with nullcontext(stream) if output is None else atomic_output(output) as file:
        page = ReportPage(file, library=library())
        yield page
        if not page.listed:
            raise NothingRead
        page.finish()


def _first_of_each_article(figures: Sequence[Figure]) -> list[Figure]:
    return list({item.article: item for item in reversed(figures)}.values())[::-1]
