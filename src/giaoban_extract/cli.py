"""The command line: parses arguments and leaves the work to the modules. `--help` loads no rules and no tokenizer."""

from __future__ import annotations

import json
import os
import sys
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from giaoban_extract import __version__
from giaoban_extract.articles import LIMITS, Limits
from giaoban_extract.cli_common import Encoding, Patterns, TextFormat, fail, load_pipeline, or_pattern_error, say
from giaoban_extract.cli_rules import rules_app
from giaoban_extract.writers import ENDINGS, FILES_ONLY, HALF_CHARACTERS, Format, open_writer, to_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from giaoban_extract.batch import Options

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Read Vietnamese briefing news and print every figure as a typed record.

    \b
    giaoban-extract article.txt            one article, as JSON
    giaoban-extract -f table article.txt   the same for reading
    giaoban-extract -f jsonl folder/       a folder, one document a line

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


class Engine(StrEnum):
    """Where articles are read."""

    local = "local"
    dask = "dask"


@app.command()
def extract(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, globs, or - for standard input.")],
    format: Annotated[Format | None, typer.Option("--format", "-f", help="Default: from the ending of -o, else json.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to FILE, in one step when all is done.")] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Worker processes; 0: the cores there are, for more than a few files.")] = 0,
    store: Annotated[
        Path | None, typer.Option(metavar="FILE", help="SQLite database that keeps what was read; unchanged articles are not read again.")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="local, or dask for a Dask cluster.")] = Engine.local,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Of the Dask cluster, such as tcp://host:8786.")] = None,
    encoding: Encoding = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Leave out records below this confidence.")] = 0.0,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Put the article's text into its document, as is always done for HTML, DOCX and PDF.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary and no progress on standard error.")] = False,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest file that is read.")] = LIMITS.max_bytes,
    max_pages: Annotated[int, typer.Option(min=1, help="Longest PDF that is read.")] = LIMITS.max_pages,
    max_unpacked: Annotated[int, typer.Option(min=1, help="Most bytes that HTML, DOCX or PDF may unpack to.")] = LIMITS.max_unpacked,
    patterns: Patterns = None,
) -> None:
    """Extract the figures of articles as typed records (the default command).

    Reads text, JSON lines, and with pip install 'giaoban-extract[docs]' HTML, DOCX and PDF, told by their content. What was
    read out of these three is in the document as "text", which the offsets refer to.
    """
    from giaoban_extract.batch import Options
    from giaoban_extract.layers import named_layers
    from giaoban_extract.store import StoreError
    from giaoban_extract.tasks import Setup
    from giaoban_extract.workers import NoCluster

    chosen = format or _from_ending(output)
    if chosen in FILES_ONLY and output is None:
        fail(f"-f {chosen} needs a file to write to: add -o figures.{chosen}")
    if scheduler and engine is not Engine.dask:
        fail("--scheduler is for --engine dask")
    setup = Setup(tuple(named_layers(patterns or ())), encoding, Limits(max_bytes, max_pages, max_unpacked))
    options = Options(setup, min_confidence, with_text, jobs, engine is Engine.dask, scheduler)
    try:
        code = or_pattern_error(lambda: _run(paths, options, store, chosen, output, quiet))
    except (StoreError, NoCluster) as error:
        fail(str(error))
    except ImportError as error:
        extra = "dask" if engine is Engine.dask and chosen not in FILES_ONLY else "tables"
        fail(f"{error.name or 'a package'} is not installed; install it with: pip install 'giaoban-extract[{extra}]'")
    raise typer.Exit(code)


def _run(paths: list[str], options: Options, store: Path | None, format: Format, output: Path | None, quiet: bool) -> int:
    """Read, write, and tell at the end; returns the exit code."""
    from giaoban_extract.batch import Batch
    from giaoban_extract.spreadsheet import TooManyRows

    with ExitStack() as stack:
        if store is not None:
            from giaoban_extract.fingerprint import library_digest
            from giaoban_extract.store import Store

            digest = library_digest(options.setup.layers, options.setup.encoding)
            options = replace(options, store=stack.enter_context(Store(store)), library_hash=digest)
        batch = Batch(paths, options)
        try:
            with (
                open_writer(format, output, sys.stdout, single=batch.single) as writer,
                _progress(len(batch.finding.paths), shown=not quiet and not batch.single) as step,
            ):
                for document in batch.documents(step):
                    writer.write(document)
        except BrokenPipeError:
            raise
        except OSError as error:
            fail(f"{output or 'standard output'}: cannot be written: {error.strerror or error}")
        except TooManyRows as error:
            fail(f"{output}: {error}")
    if not quiet and (sys.stdout.isatty() or batch.failed or batch.interrupted or not batch.single):
        say(batch.summary())
    return batch.exit_code()


def _progress(total: int, *, shown: bool) -> AbstractContextManager[Callable[[int], None]]:
    """A progress bar where one is to be seen; what draws it is loaded only then."""
    if not (shown and sys.stderr is not None and sys.stderr.isatty()):
        return nullcontext(lambda done: None)
    from giaoban_extract.terminal import progress_bar

    return progress_bar(total)


def _from_ending(output: Path | None) -> Format:
    if output is None or not output.suffix:
        return Format.json
    if output.suffix.lower() not in ENDINGS:
        fail(f"{output}: the ending {output.suffix!r} names no format; add -f with one of {', '.join(Format)}")
    return ENDINGS[output.suffix.lower()]


@app.command()
def numbers(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A text file, or - for standard input.")],
    lines: Annotated[
        bool, typer.Option("--lines", help="Every line is a text of its own: one document per line, blank lines included.")
    ] = False,
    encoding: Encoding = None,
    patterns: Patterns = None,
) -> None:
    """Read and classify every number of a text, without rules."""
    from giaoban_extract.articles import UnreadableArticle
    from giaoban_extract.layers import named_layers
    from giaoban_extract.numbers import load_number_reader
    from giaoban_extract.pipeline import read_numbers
    from giaoban_extract.readers import read_text

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


@app.command()
def trace(
    path: Annotated[str, typer.Argument(metavar="PATH", help="An article, or - for standard input.")],
    at: Annotated[int | None, typer.Option(min=0, help="Only the number at this character offset of the text.")] = None,
    format: Annotated[TextFormat, typer.Option("--format", "-f", help="text or json.")] = TextFormat.text,
    encoding: Encoding = None,
    patterns: Patterns = None,
) -> None:
    """Tell why each figure was read as it was: every rule that could, what it scored, and why it won or lost."""
    from giaoban_extract.articles import Article
    from giaoban_extract.readers import read_articles
    from giaoban_extract.trace import print_traces, traces

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


@app.command()
def schema() -> None:
    """Print the JSON Schema of a document."""
    from giaoban_extract.document import Document

    print(json.dumps(Document.model_json_schema(by_alias=True), ensure_ascii=False, indent=2))


def main() -> None:
    """Entry point: `giaoban-extract PATH` is `giaoban-extract extract PATH`."""
    if sys.stdout is None:
        fail("standard output is closed; write to a file with -o")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors=HALF_CHARACTERS)
    arguments = sys.argv[1:]
    if arguments and not _names_command(arguments):
        arguments = ["extract", *arguments]
    try:
        try:
            app(arguments, prog_name="giaoban-extract")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _end_quietly()
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # met by typer first, which ends with 1
            _end_quietly()
        raise
    except OSError as error:
        _discard_output()
        fail(f"standard output: cannot be written: {error.strerror or error}")
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _end_quietly() -> NoReturn:
    """The reader of the pipe has gone (`| head`)."""
    sys.stdout = sys.__stdout__
    _discard_output()
    raise SystemExit(0) from None


def _discard_output() -> None:
    """Keep Python from writing what is left when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _names_command(arguments: list[str]) -> bool:
    """Whether the first argument is a command or an option of the program itself."""
    commands = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    groups = {group.name for group in app.registered_groups}
    options = ("--help", "-h", "--version", "--install-completion", "--show-completion")
    return arguments[0] in commands | groups or arguments[0] in options
