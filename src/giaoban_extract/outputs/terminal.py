"""Records as tables for reading on a terminal, grouped by organisation, with the figure marked in its evidence."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, TypeVar

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn, track
from rich.table import Table
from rich.text import Text

from giaoban_extract.library.layers import BUILT_IN
from giaoban_extract.outputs.wording import PLANNED, cut_evidence, short_period, value_text
from giaoban_extract.text.display import one_line

Document = dict[str, Any]
T = TypeVar("T")

_VALUE, _PERIOD = 15, 10
_NARROW, _WIDE = 20, 44
"""Widths of the columns; the indicator's takes a third of the terminal between these bounds, the evidence the rest."""
_GAPS = 8
_BEFORE = 24
"""At most so many characters of evidence stand before the figure."""
_ROOMY, _PIPE = 120, 160
"""Width from which a list shows files and layers, and the width of a list in a pipe."""
_LINES = 2
"""Lines that the evidence may take."""


def print_table(documents: list[Document], file: IO[str], width: int | None = None) -> None:
    """A heading per article, a table per organisation. Text of articles is taken neither for markup nor for terminal codes."""
    console = _console(file, width)
    for document in documents:
        if "error" in document:
            console.print(_plain(f"{document['source']}: {document['error']['message']}", "red"))
            continue
        _print_article(console, document)


def _console(file: IO[str], width: int | None) -> Console:
    """A console that takes no text for markup."""
    return Console(file=file, width=width, highlight=False, emoji=False, markup=False)


def _print_article(console: Console, document: Document) -> None:
    article = document["article"]
    console.print(_plain(article["title"] or document["source"], "bold"))
    period = short_period(article["period"])
    province = article["province"]["name"] if article["province"] else "–"
    console.print(_plain(f"{province} · {article['published'] or '–'} · {period}", "dim"))
    groups: dict[str, list[Document]] = defaultdict(list)
    for record in document["records"]:
        groups[record["organisation"]["label"]].append(record)
    for organisation, records in groups.items():
        console.print()
        console.print(_plain(organisation, "bold cyan"))
        console.print(_table(records, console.width))
    console.print(_plain(f"{len(document['records'])} records, {len(document['ignored'])} numbers ignored", "dim"))
    console.print()


def _table(records: list[Document], width: int) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1), width=width)
    indicator = min(max(_NARROW, width // 4), _WIDE)
    room = max(_NARROW, width - indicator - _VALUE - _PERIOD - _GAPS)
    table.add_column("indicator", width=indicator)
    table.add_column("value", justify="right", width=_VALUE)
    table.add_column("period", width=_PERIOD)
    table.add_column("evidence", ratio=1)
    for record in records:
        table.add_row(
            _plain(record["indicator"]["label"]),
            _plain(value_text(record)),
            _plain(short_period(record["period"])),
            _evidence(record, room),
        )
    return table


def _evidence(record: Document, room: int) -> Text:
    """The sentence around the figure in at most two lines of `room` characters, the figure in bold; what is planned is said so."""
    reach = min(_BEFORE, room // 2)
    before, figure, after = cut_evidence(record, _LINES * room - reach, reach)
    text = _plain(f"{PLANNED} " if record["status"] == "planned" else "", "yellow")
    text.append_text(_plain(before, "dim"))
    text.append_text(_plain(figure, "bold"))
    return text.append_text(_plain(after))


def progress(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """The items, with a bar on standard error while they come where that is a terminal."""
    console = Console(stderr=True)
    # A bar that is switched off leaves an empty line behind with some releases of rich.
    yield from track(items, what, total, console=console, transient=True) if console.is_terminal else items


@contextmanager
def progress_bar(total: int) -> Iterator[Callable[[int], None]]:
    """A bar of files on standard error: takes how many are done, shows the rate and the time left."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.completed}/{task.total} files"), BarColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    # No thread of its own: processes are forked while it is shown.
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as progress:
        task = progress.add_task("", total=total, rate="")

        def step(done: int) -> None:
            seconds = progress.tasks[0].elapsed or 0
            progress.update(task, completed=done, rate=f"{done / seconds:.0f}/s" if seconds > 1 else "")
            progress.refresh()

        yield step


def _plain(text: str, style: str = "") -> Text:
    """Text without line ends or control characters."""
    return Text(one_line(text), style=style)


def print_entries(entries: list[dict[str, Any]], file: IO[str], width: int | None = None) -> None:
    """The subjects of the rule library, a line each; files and layers where there is room for them, as there is in a pipe."""
    if width is None and not file.isatty() and "COLUMNS" not in os.environ:
        width = _PIPE
    console = _console(file, width)
    roomy = console.width >= _ROOMY
    places = [f"{entry['file']}:{entry['line']}" for entry in entries]
    layers = [" + ".join([entry["layer"], *entry["extended_by"]]) for entry in entries]
    widths = {"id": max(len(entry["id"]) for entry in entries), "rules": 5, "examples": 8, "label": 0}
    if roomy:
        widths |= {"layer": max(map(len, layers)), "file": max(map(len, places))}
    widths["label"] = max(16, console.width - sum(widths.values()) - 3 * len(widths))
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name, wide in widths.items():
        table.add_column(name, width=wide, no_wrap=True, overflow="ellipsis", justify="right" if name in ("rules", "examples") else "left")
    for entry, layer, place in zip(entries, layers, places, strict=True):
        label = entry["label"] if roomy or layer == BUILT_IN else f"{entry['label']} [{layer}]"
        cells = [entry["id"], str(entry["rules"]), f"{entry['examples']}+{entry['counterexamples']}", label]
        table.add_row(*map(_plain, [*cells, layer, place] if roomy else cells))
    console.print(table)
    console.print(_plain("examples: those that must be read so + those that must not", "dim"))


def print_subject(entry: dict[str, Any], file: IO[str], width: int | None = None) -> None:
    """One subject of the rule library: phrases, groups, examples."""
    console = _console(file, width)
    console.print(_plain(f"{entry['id']}  {entry['label']}", "bold"))
    layers = f"{entry['layer']}, extended by {', '.join(entry['extended_by'])}" if entry["extended_by"] else entry["layer"]
    console.print(_plain(f"{entry['file']}:{entry['line']}, {layers}" + (f", unit {entry['unit']}" if "unit" in entry else "")))
    if entry.get("note"):
        console.print(_plain(entry["note"], "dim"))
    _print_heading(console, "phrases")
    for phrase in entry["phrases"]:
        conditions = "; ".join(
            f"{key}: {_joined(value)}" for key, value in phrase.items() if key not in ("phrase", "layer", "file", "line", "id")
        )
        place = f"{phrase['line']:5}  "
        if phrase["layer"] != entry["layer"]:
            conditions = "; ".join(filter(None, [conditions, f"of layer {phrase['layer']}, {phrase['file']}"]))
        console.print(_plain(f"{place}{phrase['phrase']}"), _plain(f"  {conditions}" if conditions else "", "dim"), sep="")
    if entry["groups"]:
        _print_heading(console, "groups")
        for name, words in entry["groups"].items():
            console.print(_plain(f"  @{name}: ", "bold"), _plain(", ".join(words)), sep="")
    _print_heading(console, "examples")
    for example in entry["readings"]:
        sign = "✓" if example["holds"] else "✗"
        read = (
            f"{example['value']} {example['unit']}, {example['indicator']}, {example['organisation']}"
            if example["indicator"]
            else "no figure"
        )
        console.print(
            _plain(f"  {sign} {'not: ' if example['counterexample'] else ''}{example['text']}"), _plain(f"  → {read}", "dim"), sep=""
        )


def _print_heading(console: Console, text: str) -> None:
    console.print()
    console.print(_plain(text, "bold cyan"))


def _joined(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
