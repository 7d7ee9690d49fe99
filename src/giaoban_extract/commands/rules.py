"""The commands on the rule library: list, show, check, suggest, new, schema."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, TypeVar

import typer

from giaoban_extract.commands.common import Encoding, Patterns, TextFormat, TextOrJson, load_pipeline
from giaoban_extract.commands.messages import fail
from giaoban_extract.text.display import say

if TYPE_CHECKING:
    from giaoban_extract.pipeline import Pipeline

T = TypeVar("T")

rules_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""Look at the rule library and teach it.

    \b
    rules list                      what there is
    rules show welfare.gifts        one subject with its phrases and examples
    rules suggest FOLDER            what no indicator covers yet, as YAML to begin with
    rules check my-rules/           whether your rules and everybody's examples hold""",
)


@rules_app.command("list", short_help="Every indicator and organisation, with its file and line.")
def rules_list(format: TextOrJson = TextFormat.text, patterns: Patterns = None) -> None:
    """List every indicator and organisation, with its layer, file and line and the number of its rules and examples."""
    from giaoban_extract.outputs.terminal import print_entries
    from giaoban_extract.teaching.catalogue import entries

    _show(entries(_load(patterns).library), format, print_entries)


@rules_app.command("show", short_help="One subject: phrases, word groups, examples as read.")
def rules_show(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="An indicator or organisation, such as membership.new_members.")],
    format: TextOrJson = TextFormat.text,
    patterns: Patterns = None,
) -> None:
    """Show one indicator or organisation: its phrases, the word groups in them, and its examples as they are read."""
    from giaoban_extract.outputs.terminal import print_subject
    from giaoban_extract.teaching.catalogue import UnknownSubject, subject

    pipeline = _load(patterns)
    now = pipeline.library.declarations.current(identifier)
    if now != identifier:
        say(f"giaoban-extract: {identifier!r} is called {now!r} now")
    try:
        found = subject(pipeline, now)
    except UnknownSubject as unknown:
        near = f"; did you mean {' or '.join(unknown.near)}?" if unknown.near else "; `giaoban-extract rules list` names them all"
        fail(f"{identifier!r} is no indicator and no organisation{near}")
    _show(found, format, print_subject)


def _load(patterns: list[str] | None) -> Pipeline:
    """The library with its examples; where a layer speaks of an indicator by an earlier id, that is said."""
    pipeline = load_pipeline(patterns, examples=True)
    for message in pipeline.library.declarations.renamed:
        say(f"giaoban-extract: {message}")
    return pipeline


def _show(found: T, format: TextFormat, as_text: Callable[[T, IO[str]], None]) -> None:
    """Print something for programs or for reading."""
    if format is TextFormat.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        as_text(found, sys.stdout)


@rules_app.command("check", short_help="Run every example, the built-in ones too.")
def rules_check(
    folder: Annotated[str | None, typer.Argument(metavar="[DIR]", help="A layer to check on top of the built-in library.")] = None,
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="ID", help="Only subjects whose identifier starts so, such as membership or welfare.gifts."),
    ] = None,
    format: TextOrJson = TextFormat.text,
    patterns: Patterns = None,
) -> None:
    """Run every example and counterexample, the built-in ones too. Exit code 1: some do not hold; 2: a file has a fault."""
    from giaoban_extract.outputs.terminal import progress
    from giaoban_extract.teaching.check import Tally, check_all, place_of

    pipeline = _load([*(patterns or ()), *([folder] if folder else ())])
    examples = [e for e in pipeline.library.declarations.examples if only is None or e.subject.startswith(only)]
    if not examples:
        fail(f"no subject begins with {only!r}; `giaoban-extract rules list` names them all")
    tally = Tally()
    for example, faults in progress(check_all(pipeline, examples), len(examples), "examples"):
        for fault in tally.add(example, faults):
            if format is TextFormat.text:
                print(fault)
    layers = [layer.name for layer in pipeline.library.declarations.layers]
    if format is TextFormat.json:
        print(json.dumps({"layers": layers, **tally.to_dict()}, ensure_ascii=False, indent=2))
    else:
        for example in tally.closed:
            print(f"{place_of(example)}: holds now; take `known_gap` out")
        print(
            f"{tally.examples} examples of {len({e.subject for e in examples})} subjects in {', '.join(layers)}: "
            f"{tally.failed} failed, {tally.known_gaps} known gaps"
            + (f"; {tally.named} figures that were other are named by a layer" if tally.named else "")
        )
    raise typer.Exit(1 if tally.failed else 0)


@rules_app.command("suggest", short_help="What no indicator covers yet, as YAML to begin with.")
def rules_suggest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders, globs, or - for standard input.")],
    below: Annotated[float, typer.Option(min=0, max=1, metavar="X", help="Records below this confidence count as well.")] = 0.5,
    top: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many phrases.")] = 20,
    least: Annotated[int, typer.Option(min=1, metavar="N", help="Leave out phrases with fewer figures.")] = 2,
    format: Annotated[TextFormat, typer.Option("--format", "-f", metavar="FORMAT", help="text (YAML) or json.")] = TextFormat.text,
    encoding: Encoding = None,
    patterns: Patterns = None,
) -> None:
    """Say what no indicator covers yet: the phrases of articles, most frequent first, as YAML that can be pasted and loads."""
    from giaoban_extract.inputs.readers import find_files, read_found
    from giaoban_extract.outputs.terminal import progress
    from giaoban_extract.teaching.suggest import Collector, to_yaml
    from giaoban_extract.text.articles import Article

    pipeline = load_pipeline(patterns)
    collector, failed, finding = Collector(pipeline, below), 0, find_files(paths)
    for item in progress(read_found(finding, encoding=encoding), len(finding.paths), "articles"):
        if isinstance(item, Article):
            collector.read(item)
        else:
            failed += 1
            say(f"giaoban-extract: {item.source}: {item.message}")
    if not collector.articles:
        fail("no article was read; give .txt, .html, .docx, .pdf, .json or .jsonl files or a folder that holds some")
    suggestions = collector.suggestions(least, top)
    if format is TextFormat.json:
        print(json.dumps([suggestion.to_dict() for suggestion in suggestions], ensure_ascii=False, indent=2))
    else:
        print(to_yaml(suggestions, collector), end="")
    if not suggestions:
        say(f"giaoban-extract: no phrase stands behind {least} figures or more that no indicator covers; try --least 1 or --below 0.8")
    raise typer.Exit(1 if failed else 0)


@rules_app.command("new")
def rules_new(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, which must not be there yet.")
    ] = None,
) -> None:
    """Print a commented rule file to begin with."""
    from importlib.resources import files

    template = files("giaoban_extract.teaching").joinpath("template.yaml").read_text(encoding="utf-8")
    if output is None:
        print(template, end="")
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with output.open("x", encoding="utf-8") as file:
            file.write(template)
    except OSError as error:
        there = isinstance(error, FileExistsError) and output.exists()  # else what should be its folder is a file
        fail(f"{output}: is there already; name a new file" if there else f"{output}: cannot be written: {error.strerror}")
    say(f"giaoban-extract: {output} written; edit it, then: giaoban-extract rules check {output}")


@rules_app.command("schema")
def rules_schema() -> None:
    """Print the JSON Schema of rule files, for completion in an editor."""
    from giaoban_extract.library.rulefile import json_schema

    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
