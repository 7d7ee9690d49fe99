"""What the program says on standard error, and how it ends when it can't go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

from giaoban_extract.text.display import say

T = TypeVar("T")


def fail(message: str) -> NoReturn:
    """End with exit code 2 and one line on standard error."""
    say(f"giaoban-extract: {message}")
    raise SystemExit(2)


def or_pattern_error(load: Callable[[], T]) -> T:
    """What `load` returns; a fault in a pattern file ends the program with its message (of several lines for a phrase)."""
    from giaoban_extract.library.yamlfile import PatternError

    try:
        return load()
    except PatternError as error:
        say(*f"giaoban-extract: {error}".split("\n"))
        raise SystemExit(2) from None
