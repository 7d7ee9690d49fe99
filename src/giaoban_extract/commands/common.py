"""What the commands share: options, and loading the library with its layers."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from giaoban_extract.commands.messages import or_pattern_error

if TYPE_CHECKING:
    from giaoban_extract.pipeline import Pipeline

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


TextOrJson = Annotated[TextFormat, typer.Option("--format", "-f", metavar="FORMAT", help="text or json.")]


def load_pipeline(patterns: Iterable[str] | None = None, *, examples: bool = False) -> Pipeline:
    """The built-in library with the layers of GIAOBAN_PATTERNS and those given."""
    from giaoban_extract.library.layers import named_layers
    from giaoban_extract.pipeline import Pipeline

    return or_pattern_error(lambda: Pipeline.load(layers=named_layers(patterns or ()), examples=examples))
