"""What a notebook shows: records as a table, a page in a frame of its own.

No text of an article is trusted: it is escaped, and a page's frame can reach neither the notebook nor what runs in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from markupsafe import Markup

from giaoban_extract.outputs.html_page import fit_for_a_page, templates
from giaoban_extract.outputs.wording import PLANNED, cut_evidence, short_period, value_text
from giaoban_extract.text.display import one_line

MOST_ROWS = 100
"""Records that a table shows; below them stands how many more there are."""
_ROOM, _REACH = 64, 24
"""Characters of evidence that are shown before the click, and at most so many of them before the figure."""
_WHOLE = 10**9
_FRAME = Markup(
    '<iframe sandbox="allow-scripts allow-downloads" allow="clipboard-write" referrerpolicy="no-referrer" '
    'style="box-sizing: border-box; width: 100%; height: 45rem; border: 1px solid #8888" srcdoc="{}"></iframe>'
)
"""Scripts of the page run, but as those of a stranger: the frame has an origin of its own."""


class Page:
    """A page of HTML with everything in it, as `-f html` and `report` write them.

    `str(page)` is its source; a notebook shows it in a frame.
    """

    def __init__(self, html: str) -> None:
        self._html = html

    def __str__(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return f"<Page of {len(self._html)} characters: save(path), str(page)>"

    def _repr_html_(self) -> str:
        return str(_FRAME.format(self._html))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page to a file, which appears when it is complete. Raises OSError."""
        from giaoban_extract.outputs.writers import atomic_output

        with atomic_output(Path(path)) as file:
            file.write(self._html)


def table_of(records: Iterable[Mapping[str, Any]], document: Mapping[str, Any] | None = None) -> str:
    """Records of documents (as the command line prints them) as a table in HTML, each with its whole sentence behind a click.

    With `document` its title and facts stand above, and how many numbers were ignored below.
    """
    listed = list(records)
    page = (
        templates()
        .get_template("records.html")
        .render(
            heading=_heading(document) if document else None,
            rows=[_row(record) for record in listed[:MOST_ROWS]],
            count=len(listed),
            ignored=len(document["ignored"]) if document else None,
            planned=PLANNED,
        )
    )
    return fit_for_a_page(page)


def _heading(document: Mapping[str, Any]) -> dict[str, str]:
    article = document["article"]
    province = article["province"]["name"] if article["province"] else "–"
    facts = f"{province} · {article['published'] or '–'} · {short_period(article['period'])} · {document['source']}"
    return {"title": one_line(article["title"] or document["source"]), "facts": one_line(facts)}


def _row(record: Mapping[str, Any]) -> dict[str, Any]:
    organisation, period, rule = record["organisation"], record["period"], record["rule"]
    named = f" “{organisation['text']}”" if organisation["text"] else ""
    return {
        "indicator": one_line(record["indicator"]["label"]),
        "organisation": one_line(organisation["label"]),
        "value": value_text(record),
        "period": one_line(short_period(period)),
        "confidence": f"{record['confidence']:.2f}",
        "planned": record["status"] == "planned",
        "evidence": [one_line(piece) for piece in cut_evidence(record, _ROOM, _REACH)],
        "sentence": [one_line(piece) for piece in cut_evidence(record, _WHOLE, _WHOLE)],
        "why": one_line(
            f"{record['indicator']['id']} · {organisation['id']}, {organisation['from']}{named}"
            + (f" · {period['code']}, {period['from']}" if period else "")
            + f" · {rule['layer']}: {rule['file']}:{rule['line']}"
        ),
    }
