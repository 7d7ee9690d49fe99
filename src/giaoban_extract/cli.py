"""The command line: parses arguments and leaves the work to the modules. `--help` loads no rules and no tokenizer."""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

from giaoban_extract.display import one_line
from giaoban_extract.readers import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from giaoban_extract.pipeline import Pipeline

T = TypeVar("T")
COMMANDS = frozenset({"extract", "numbers", "trace", "rules", "schema"})

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
rules_app = typer.Typer(no_args_is_help=True, help="Work with the rule library.", rich_markup_mode=None)
app.add_typer(rules_app, name="rules")


class Format(StrEnum):
    """Output formats of `extract`."""

    json = "json"
    jsonl = "jsonl"
    table = "table"


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        print(f"giaoban-extract {version('giaoban-extract')}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Options of the program itself."""


@app.command()
def extract(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, globs, or - for standard input.")],
    format: Annotated[Format | None, typer.Option("--format", "-f", help="Default: from the ending of -o, else json.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to FILE, in one step when all is done.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of text that is neither UTF-8 nor UTF-16.")] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Leave out records below this confidence.")] = 0.0,
    with_text: Annotated[bool, typer.Option("--with-text", help="Put the article's text into its document.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary on standard error.")] = False,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest file that is read.")] = MAX_BYTES,
) -> None:
    """Extract the figures of articles as typed records (the default command)."""
    from giaoban_extract.batch import Batch, Options

    chosen = format or _from_ending(output)
    batch = Batch(paths, Options(encoding=encoding, max_bytes=max_bytes, min_confidence=min_confidence, with_text=with_text), _pipeline())
    try:
        if output is not None:
            from giaoban_extract.writers import atomic_output

            with atomic_output(output) as file:
                _write(batch.documents(), chosen, file, single=batch.single, width=140)
        else:
            _write(batch.documents(), chosen, sys.stdout, single=batch.single)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        _fail(f"{output or 'standard output'}: cannot be written: {error.strerror or error}")
    if not quiet and (sys.stdout.isatty() or batch.failed or not batch.single):
        _say(batch.summary())
    raise typer.Exit(batch.exit_code())


def _from_ending(output: Path | None) -> Format:
    endings = {".jsonl": Format.jsonl, ".ndjson": Format.jsonl, ".json": Format.json, ".txt": Format.table}
    if output is None or not output.suffix:
        return Format.json
    if output.suffix.lower() not in endings:
        _fail(f"{output}: the ending {output.suffix!r} names no format; add -f json, -f jsonl or -f table")
    return endings[output.suffix.lower()]


def _write(documents: Iterator[dict[str, Any]], format: Format, file: Any, *, single: bool, width: int | None = None) -> None:
    from giaoban_extract.writers import to_line, to_pretty

    if format is Format.jsonl:
        for document in documents:
            file.write(to_line(document) + "\n")
            file.flush()
    elif format is Format.table:
        from giaoban_extract.terminal import print_table

        print_table(list(documents), file, width)
    else:
        collected = list(documents)
        file.write(to_pretty(collected, single=single and len(collected) == 1) + "\n")


@app.command()
def numbers(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A text file, or - for standard input.")],
    lines: Annotated[
        bool, typer.Option("--lines", help="Every line is a text of its own: one document per line, blank lines included.")
    ] = False,
    encoding: Annotated[str | None, typer.Option(help="Encoding of text that is neither UTF-8 nor UTF-16.")] = None,
) -> None:
    """Read and classify every number of a text, without rules."""
    from giaoban_extract.library import builtin_patterns
    from giaoban_extract.numbers import load_number_reader
    from giaoban_extract.pipeline import read_numbers
    from giaoban_extract.readers import UnreadableArticle, read_text
    from giaoban_extract.writers import to_line

    try:
        text = read_text(path, encoding=encoding)
    except UnreadableArticle as fault:
        _fail(f"{fault.source}: {fault.message}")
    reader = load_number_reader(builtin_patterns())
    if not lines:
        print(json.dumps(read_numbers(reader, text), ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))
        return
    for line in text.removesuffix("\n").split("\n"):
        print(to_line(read_numbers(reader, line.removesuffix("\r"))))


class TextFormat(StrEnum):
    """Output formats for reading and for programs."""

    text = "text"
    json = "json"


@app.command()
def trace(
    path: Annotated[str, typer.Argument(metavar="PATH", help="An article, or - for standard input.")],
    at: Annotated[int | None, typer.Option(min=0, help="Only the number at this character offset of the text.")] = None,
    format: Annotated[TextFormat, typer.Option("--format", "-f", help="text or json.")] = TextFormat.text,
    encoding: Annotated[str | None, typer.Option(help="Encoding of text that is neither UTF-8 nor UTF-16.")] = None,
) -> None:
    """Tell why each figure was read as it was: every rule that could, what it scored, and why it won or lost."""
    from giaoban_extract.readers import Article, read_articles
    from giaoban_extract.trace import print_traces, traces

    articles = list(read_articles(path, encoding=encoding))
    if len(articles) != 1:
        _fail(f"{path}: holds {len(articles)} articles; trace reads one")
    if not isinstance(articles[0], Article):
        _fail(f"{articles[0].source}: {articles[0].message}")
    article = articles[0]
    found = traces(_pipeline().analyse(article.text, article.title, article.published), at)
    if format is TextFormat.json:
        listed = list(found)
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        count = len(listed)
    else:
        count = print_traces(found, sys.stdout)
    if at is not None and not count:
        _fail(f"{path}: no number stands at offset {at} of {len(article.text)} characters")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a document."""
    from giaoban_extract.document import Document

    print(json.dumps(Document.model_json_schema(by_alias=True), ensure_ascii=False, indent=2))


@rules_app.command("list")
def rules_list(
    format: Annotated[TextFormat, typer.Option("--format", "-f", help="text or json.")] = TextFormat.text,
) -> None:
    """List every indicator and organisation, with its file and line and the number of its rules and examples."""
    from giaoban_extract.catalogue import entries
    from giaoban_extract.terminal import print_entries

    _show(entries(_pipeline(examples=True)), format, print_entries)


@rules_app.command("show")
def rules_show(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="An indicator or organisation, such as membership.new_members.")],
    format: Annotated[TextFormat, typer.Option("--format", "-f", help="text or json.")] = TextFormat.text,
) -> None:
    """Show one indicator or organisation: its phrases, the word groups in them, and its examples as they are read."""
    from giaoban_extract.catalogue import UnknownSubject, subject
    from giaoban_extract.terminal import print_subject

    try:
        found = subject(_pipeline(examples=True), identifier)
    except UnknownSubject as unknown:
        near = f"; did you mean {' or '.join(unknown.near)}?" if unknown.near else "; `giaoban-extract rules list` names them all"
        _fail(f"{identifier!r} is no indicator and no organisation{near}")
    _show(found, format, print_subject)


def _show(found: T, format: TextFormat, as_text: Callable[[T, IO[str]], None]) -> None:
    """Print something for programs or for reading."""
    if format is TextFormat.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        as_text(found, sys.stdout)


@rules_app.command("check")
def rules_check(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="A library folder instead of the built-in one.")] = None,
    only: Annotated[
        str | None, typer.Option("--only", help="Only indicators whose identifier starts so, such as membership or welfare.gifts.")
    ] = None,
) -> None:
    """Run every example and counterexample of the rule library."""
    from giaoban_extract.check import check_all

    pipeline = _pipeline(folder, examples=True)
    examples = [e for e in pipeline.library.examples if only is None or e.subject.startswith(only)]
    failed = gaps = 0
    for example, failures in check_all(pipeline, examples):
        if example.model.known_gap:
            gaps += bool(failures)
            continue
        failed += bool(failures)
        for failure in failures:
            print(failure)
    print(f"{len(examples)} examples of {len({e.subject for e in examples})} subjects: {failed} failed, {gaps} known gaps")
    raise typer.Exit(1 if failed else 0)


def _pipeline(folder: Path | None = None, *, examples: bool = False) -> Pipeline:
    from giaoban_extract.pipeline import Pipeline
    from giaoban_extract.yamlfile import PatternError

    try:
        return Pipeline.load(folder, examples=examples)
    except PatternError as error:
        print(f"giaoban-extract: {error}", file=sys.stderr)  # of several lines when it points into a phrase
        raise SystemExit(2) from None


def _say(message: str) -> None:
    """One line on standard error, whatever a file's name holds."""
    if sys.stderr is not None:
        print(one_line(message), file=sys.stderr)


def _fail(message: str) -> NoReturn:
    _say(f"giaoban-extract: {message}")
    raise SystemExit(2)


def main() -> None:
    """Entry point: `giaoban-extract PATH` is `giaoban-extract extract PATH`."""
    if sys.stdout is None:
        _fail("standard output is closed; write to a file with -o")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = sys.argv[1:]
    if arguments and not _names_command(arguments):
        arguments = ["extract", *arguments]
    try:
        try:
            app(arguments, prog_name="giaoban-extract")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the pipe has gone (`| head`): end quietly.
        _discard_output()
        raise SystemExit(0) from None
    except OSError as error:
        _discard_output()
        _fail(f"standard output: cannot be written: {error.strerror or error}")
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _discard_output() -> None:
    """Keep Python from writing what is left when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _names_command(arguments: list[str]) -> bool:
    """Whether the first argument is a command or an option of the program itself."""
    return arguments[0] in COMMANDS or arguments[0] in ("--help", "-h", "--version", "--install-completion", "--show-completion")
