"""The commands and their options: parses arguments and leaves the work to the modules. `--help` loads no rules and no tokenizer."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from giaoban_extract import __version__
from giaoban_extract.commands.common import Encoding, Patterns, TextFormat, TextOrJson, load_pipeline
from giaoban_extract.commands.messages import fail, or_pattern_error
from giaoban_extract.commands.rules import rules_app
from giaoban_extract.outputs.formats import ENDINGS, FILES_ONLY, Format
from giaoban_extract.text.articles import LIMITS, Limits

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Read Vietnamese briefing news and print every figure as a typed record.

    \b
    giaoban-extract article.txt                one article, as JSON
    giaoban-extract -f table article.txt       the same for reading
    giaoban-extract article.txt -o a.html      the text with its figures marked
    giaoban-extract folder/ -o figures.xlsx    a folder as one table
    giaoban-extract report folder/ -o r.html   a folder as tables and charts

    Every number of the text is in a record or in "ignored" with a reason.""",
)
app.add_typer(rules_app, name="rules")


def _version(value: bool) -> None:
    if value:
        print(f"giaoban-extract {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Options of the program itself."""


Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, in one step when all is done.")]
StoreFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="SQLite database that keeps what was read; unchanged articles are not read again.")
]
Jobs = Annotated[int, typer.Option(min=0, metavar="N", help="Worker processes; 0: the cores there are, for more than a few files.")]
MinConfidence = Annotated[float, typer.Option(min=0, max=1, metavar="X", help="Leave out records below this confidence.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary and no progress on standard error.")]
MaxBytes = Annotated[int, typer.Option(min=1, metavar="N", help="Largest file that is read.")]
MaxPages = Annotated[int, typer.Option(min=1, metavar="N", help="Longest PDF that is read.")]
MaxUnpacked = Annotated[int, typer.Option(min=1, metavar="N", help="Most bytes that HTML, DOCX or PDF may unpack to.")]


class Engine(StrEnum):
    """Where articles are read."""

    local = "local"
    dask = "dask"


@app.command(short_help="Figures of articles as records (the default command).")
def extract(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders, globs, or - for standard input.")],
    format: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="json, jsonl, csv, xlsx, parquet, table or html; default: from the ending of -o, else json.",
        ),
    ] = None,
    output: Output = None,
    jobs: Jobs = 0,
    store: StoreFile = None,
    engine: Annotated[Engine, typer.Option(metavar="NAME", help="local, or dask for a Dask cluster.")] = Engine.local,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Of the Dask cluster, such as tcp://host:8786.")] = None,
    encoding: Encoding = None,
    min_confidence: MinConfidence = 0.0,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Put the article's text into its document, as is always done for HTML, DOCX and PDF.")
    ] = False,
    quiet: Quiet = False,
    max_bytes: MaxBytes = LIMITS.max_bytes,
    max_pages: MaxPages = LIMITS.max_pages,
    max_unpacked: MaxUnpacked = LIMITS.max_unpacked,
    patterns: Patterns = None,
) -> None:
    """Extract the figures of articles as typed records (the default command).

    Reads text, JSON lines, and with pip install 'giaoban-extract[docs]' HTML, DOCX and PDF, told by their content. What was
    read out of these three is in the document as "text", which the offsets refer to.
    """
    from giaoban_extract.commands.run import run
    from giaoban_extract.library.layers import named_layers
    from giaoban_extract.outputs.writers import open_writer
    from giaoban_extract.running.batch import Options
    from giaoban_extract.running.tasks import Setup

    chosen = format or _from_ending(output)
    if chosen in FILES_ONLY and output is None:
        fail(f"-f {chosen} needs a file to write to: add -o figures.{chosen}")
    if scheduler and engine is not Engine.dask:
        fail("--scheduler is for --engine dask")
    setup = Setup(tuple(named_layers(patterns or ())), encoding, Limits(max_bytes, max_pages, max_unpacked))
    options = Options(setup, min_confidence, with_text or chosen is Format.html, jobs, engine is Engine.dask, scheduler)
    writer = partial(open_writer, chosen, output, sys.stdout, library=lambda: setup.pipeline().library)
    try:
        code = run(paths, options, store, writer, output, quiet=quiet)
    except ImportError as error:
        extra = "dask" if engine is Engine.dask and chosen not in FILES_ONLY else "tables"
        fail(f"{error.name or 'a package'} is not installed; install it with: pip install 'giaoban-extract[{extra}]'")
    raise typer.Exit(code)


def _from_ending(output: Path | None) -> Format:
    if output is None or not output.suffix:
        return Format.json
    if output.suffix.lower() not in ENDINGS:
        fail(f"{output}: the ending {output.suffix!r} names no format; add -f with one of {', '.join(Format)}")
    return ENDINGS[output.suffix.lower()]


@app.command(short_help="One page over many articles: tables, charts, checks.")
def report(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH", help="Files, folders, globs; none: all that --store holds.")] = None,
    output: Output = None,
    store: StoreFile = None,
    jobs: Jobs = 0,
    encoding: Encoding = None,
    min_confidence: MinConfidence = 0.0,
    quiet: Quiet = False,
    max_bytes: MaxBytes = LIMITS.max_bytes,
    max_pages: MaxPages = LIMITS.max_pages,
    max_unpacked: MaxUnpacked = LIMITS.max_unpacked,
    patterns: Patterns = None,
) -> None:
    """Write one page over many articles: tables, charts, changes, what to check, and every article with its figures marked.

    The page needs no network and can be mailed as it is.
    """
    from giaoban_extract.commands.run import run
    from giaoban_extract.library.layers import named_layers
    from giaoban_extract.outputs.report import open_report
    from giaoban_extract.running.batch import Options
    from giaoban_extract.running.tasks import Setup

    if not paths and store is None:
        fail("nothing to report on: name files or folders, or a --store")
    if not paths and store is not None and not store.exists():
        fail(f"{store}: no such store")
    if output is not None and ENDINGS.get(output.suffix.lower()) is not Format.html:
        fail(f"{output}: a report is a page: name it .html")
    if output is None and sys.stdout.isatty():
        fail("a page is nothing to read on a terminal: add -o report.html")
    setup = Setup(tuple(named_layers(patterns or ())), encoding, Limits(max_bytes, max_pages, max_unpacked))
    options = Options(setup, min_confidence, with_text=True, jobs=jobs)
    writer = partial(open_report, output, sys.stdout, library=lambda: setup.pipeline().library)
    raise typer.Exit(run(paths or None, options, store, writer, output, quiet=quiet))


@app.command(short_help="Every number of a text, read and classified.")
def numbers(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A text file, or - for standard input.")],
    lines: Annotated[
        bool, typer.Option("--lines", help="Every line is a text of its own: one document per line, blank lines included.")
    ] = False,
    encoding: Encoding = None,
    patterns: Patterns = None,
) -> None:
    """Read and classify every number of a text, without rules."""
    from giaoban_extract.inputs.readers import read_text
    from giaoban_extract.library.layers import named_layers
    from giaoban_extract.numbers.reader import load_number_reader
    from giaoban_extract.outputs.writers import to_line
    from giaoban_extract.pipeline import read_numbers
    from giaoban_extract.text.articles import UnreadableArticle

    try:
        text = read_text(path, encoding=encoding)
    except UnreadableArticle as fault:
        fail(f"{fault.source}: {fault.message}")
    reader = or_pattern_error(lambda: load_number_reader(layers=named_layers(patterns or ())))
    if not lines:
        print(json.dumps(read_numbers(reader, text), ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))
        return
    for line in text.removesuffix("\n").split("\n"):
        print(to_line(read_numbers(reader, line.removesuffix("\r"))))


@app.command(short_help="Why each figure was read as it was.")
def trace(
    path: Annotated[str, typer.Argument(metavar="PATH", help="An article, or - for standard input.")],
    at: Annotated[int | None, typer.Option(min=0, metavar="OFFSET", help="Only the number at this character offset of the text.")] = None,
    format: TextOrJson = TextFormat.text,
    encoding: Encoding = None,
    patterns: Patterns = None,
) -> None:
    """Tell why each figure was read as it was: every rule that could, what it scored, and why it won or lost."""
    from giaoban_extract.inputs.readers import read_articles
    from giaoban_extract.teaching.trace import print_traces, traces
    from giaoban_extract.text.articles import Article

    articles = list(read_articles(path, encoding=encoding))
    if len(articles) != 1:
        fail(f"{path}: holds {len(articles)} articles; trace reads one")
    if not isinstance(articles[0], Article):
        fail(f"{articles[0].source}: {articles[0].message}")
    article = articles[0]
    found = traces(load_pipeline(patterns).analyse(article.text, article.title, article.published), at)
    if format is TextFormat.json:
        listed = list(found)
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        count = len(listed)
    else:
        count = print_traces(found, sys.stdout)
    if at is not None and not count:
        fail(f"{path}: no number stands at offset {at} of {len(article.text)} characters")


@app.command(short_help="The JSON Schema of a document.")
def schema() -> None:
    """Print the JSON Schema of a document."""
    from giaoban_extract.outputs.document import Document

    print(json.dumps(Document.model_json_schema(by_alias=True), ensure_ascii=False, indent=2))


def names_command(arguments: list[str]) -> bool:
    """Whether the first argument is a command or an option of the program itself."""
    commands = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    groups = {group.name for group in app.registered_groups}
    options = ("--help", "-h", "--version", "--install-completion", "--show-completion")
    return arguments[0] in commands | groups or arguments[0] in options
