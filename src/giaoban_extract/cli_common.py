"""What the commands share: options, messages, and loading the library with its layers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from giaoban_extract.display import one_line

if TYPE_CHECKING:
    from giaoban_extract.pipeline import Pipeline

T = TypeVar("T")

Patterns = Annotated[
    list[str] | None,
    typer.Option(
        "--patterns", metavar="DIR", help="Rules of your own on top of the built-in ones: a folder, a YAML file or a pack. Repeatable."
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Encoding of the text, where its content doesn't tell: a Python codec, tcvn3 (abc), vni or viscii."),
]


class TextFormat(StrEnum):
    """Output formats for reading and for programs."""

    text = "text"
    json = "json"


def say(message: str) -> None:
    """One line on standard error, whatever a file's name holds."""
    if sys.stderr is not None:
        print(one_line(message), file=sys.stderr)


def fail(message: str) -> NoReturn:
    """End with exit code 2 and one line on standard error."""
    say(f"giaoban-extract: {message}")
    raise SystemExit(2)


def or_pattern_error(load: Callable[[], T]) -> T:
    """What `load` returns; a fault in a pattern file ends the program with its message (of several lines for a phrase)."""
    from giaoban_extract.yamlfile import PatternError

    try:
        return load()
    except PatternError as error:
        print("giaoban-extract: " + "\n".join(map(one_line, str(error).split("\n"))), file=sys.stderr)
        raise SystemExit(2) from None


def load_pipeline(patterns: Iterable[str] | None = None, *, examples: bool = False) -> Pipeline:
    """The built-in library with the layers of GIAOBAN_PATTERNS and those given."""
    from giaoban_extract.layers import named_layers
    from giaoban_extract.pipeline import Pipeline

    return or_pattern_error(lambda: Pipeline.load(layers=named_layers(patterns or ()), examples=examples))
