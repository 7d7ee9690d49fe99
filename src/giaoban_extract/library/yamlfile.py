"""Pattern files as plain data: every scalar a string that knows its line; and the errors that name it. `yamlevents.py` knows YAML."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

MAX_BYTES = 2_000_000
_LEFT_OUT = "left out"
_EXAMPLES_KEY = re.compile(r"( +)(counter)?examples:\s*$")


class Scalar(str):
    """A string of a pattern file with where it stands: the file and its 1-based line."""

    __slots__ = ("line", "path")
    line: int
    path: str


def written_as(text: str, place: Scalar) -> Scalar:
    """Another text that stands where one does."""
    scalar = Scalar(text)
    scalar.line, scalar.path = place.line, place.path
    return scalar


class PatternError(ValueError):
    """A fault in a pattern file: where it stands, what it is, what to do. `str()` is the line that a user reads."""

    def __init__(self, path: str | Path, line: int | None, message: str) -> None:
        self.path, self.line, self.message = str(path), line, message
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")


def fault(value: Scalar, message: str) -> PatternError:
    """An error about something written in a pattern file."""
    return PatternError(value.path, value.line, message)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown name: the known one most like it, if one is."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def line_of(value: object, default: int = 1) -> int:
    """The line on which a loaded value begins (a mapping's or list's is that of its first scalar)."""
    if isinstance(value, Scalar):
        return value.line
    if isinstance(value, dict) and value:
        return line_of(next(iter(value)), default)
    if isinstance(value, list) and value:
        return line_of(value[0], default)
    return default


def read_pattern_text(path: Path) -> str:
    """The text of a pattern file. Raises `PatternError` when it can't be read, is too large or no UTF-8."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PatternError(path, None, f"cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise PatternError(path, None, f"is larger than {MAX_BYTES:,} bytes; split it by topic")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PatternError(path, None, f"is not UTF-8 (byte {error.start}); save it as UTF-8") from None


Reader = Callable[[Path], Any]
"""How a pattern file is read: as `read_pattern_file` does it, or out of what an earlier run kept of it."""


def read_pattern_file(path: Path) -> Any:
    """Dicts, lists and `Scalar`s of one YAML file; an empty file is an empty dict. Raises `PatternError`."""
    return parse_pattern_text(read_pattern_text(path), path)


def parse_pattern_text(text: str, path: str | Path) -> Any:
    """As `read_pattern_file`, for text in hand; `path` names it in errors and in what is loaded."""
    from giaoban_extract.library.yamlevents import parse  # and with it PyYAML, which a run with compiled patterns has no need of

    return parse(text, str(path))


def read_without_examples(path: Path) -> Any:
    """As `read_pattern_file`, with the bodies of examples left blank: lines keep their numbers, and less is parsed."""
    return parse_pattern_text("\n".join(_blank_examples(read_pattern_text(path).split("\n"))), path)


def _blank_examples(lines: list[str]) -> Iterator[str]:
    inside = -1
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if inside >= 0 and (not line.strip() or indent > inside or (indent == inside and line.lstrip().startswith("- "))):
            yield ""
            continue
        inside = -1
        if match := _EXAMPLES_KEY.match(line):
            inside = indent
            yield f"{match.group(1)}{match.group(2) or ''}examples: [{_LEFT_OUT}]"
        else:
            yield line
