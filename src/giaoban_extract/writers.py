"""Documents to bytes: JSON, JSON lines and a table for reading. A file is written beside its place and moved there."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

Document = dict[str, Any]


def to_line(document: Document) -> str:
    """One document as one line of JSON."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def to_pretty(documents: list[Document], *, single: bool) -> str:
    """One document, or a list of them, as indented JSON."""
    return json.dumps(documents[0] if single else documents, ensure_ascii=False, indent=2)


@contextmanager
def atomic_output(path: Path) -> Iterator[IO[str]]:
    """A text file that appears under its name only when it is complete. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


_SIGNS = {"over": ">", "at_least": "≥", "nearly": "<~", "at_most": "≤", "about": "≈", "exact": ""}
_UNITS = {"percent": "%", "percentage_point": "pp", "count": "", "m2": "m²", "m3": "m³"}


def print_table(documents: list[Document], file: IO[str], width: int | None = None) -> None:
    """Records for reading, a table per article, grouped by organisation. Text of articles is never taken for markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=file, width=width, highlight=False, emoji=False, markup=False)
    for document in documents:
        if "error" in document:
            console.print(Text(f"{document['source']}: {document['error']['message']}", style="red"))
            continue
        article = document["article"]
        period = article["period"]["code"] if article["period"] else "?"
        province = article["province"]["name"] if article["province"] else "?"
        facts = f"{province} · {article['published'] or '?'} · {period}"
        table = Table(title=Text(f"{article['title'] or document['source']}\n{facts}", style="bold"))
        for name in ("indicator", "value", "measure", "period", "evidence"):
            table.add_column(name, justify="right" if name == "value" else "left", overflow="fold", ratio=2 if name == "evidence" else None)
        last = None
        for record in sorted(document["records"], key=lambda r: str(r["organisation"]["id"])):
            organisation = record["organisation"]["label"]
            if organisation != last:
                table.add_section()
                table.add_row(Text(organisation, style="bold cyan"))
                last = organisation
            table.add_row(*(Text(cell) for cell in _cells(record)))
        console.print(table)
        console.print(Text(f"{len(document['records'])} records, {len(document['ignored'])} numbers ignored", style="dim"))


def _cells(record: Document) -> tuple[str, str, str, str, str]:
    figure, sentence = record["figure"], record["sentence"]
    value = format_number(figure["value"])
    if figure["value_max"] is not None:
        value += "–" + format_number(figure["value_max"])
    if figure["out_of"] is not None:
        value += "/" + format_number(figure["out_of"])
    unit = _UNITS.get(figure["unit"], figure["unit"])
    measure = record["measure"] + ("" if record["status"] == "reported" else " (planned)")
    begin = max(0, figure["start"] - sentence["start"] - 30)
    end = figure["end"] - sentence["start"] + 40
    text = " ".join(sentence["text"][begin:end].split())
    evidence = ("…" if begin else "") + text + ("…" if end < len(sentence["text"]) else "")
    period = record["period"]["code"] if record["period"] else "–"
    return record["indicator"]["label"], f"{_SIGNS[figure['bound']]}{value} {unit}".strip(), measure, period, evidence


def format_number(value: float | int) -> str:
    """A number the Vietnamese way: 1.234.567,5."""
    whole = f"{value:,}" if isinstance(value, int) else f"{value:,.6f}".rstrip("0").rstrip(".")
    return whole.translate(str.maketrans(",.", ".,"))
