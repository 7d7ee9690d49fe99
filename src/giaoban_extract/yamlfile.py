"""Pattern files as plain data: every scalar a string that knows its line. The only module that knows YAML.

YAML 1.1 reads `24.000` as 24.0, `22:30` as 1350 and `no` as False; here they stay what their author typed. Tags, anchors
and aliases are refused: a rule file is data, and a small file must not unfold into a large one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 2_000_000
MAX_DEPTH = 12

_PLAIN_TAGS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map", "!"}

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Scalar(str):
    """A string of a pattern file with its 1-based line."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, value: str, line: int) -> Scalar:
        scalar = super().__new__(cls, value)
        scalar.line = line
        return scalar


class PatternError(ValueError):
    """A fault in a pattern file: where it stands, what it is, what to do. `str()` is the line that a user reads."""

    def __init__(self, path: str | Path, line: int | None, message: str) -> None:
        self.path, self.line, self.message = str(path), line, message
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")


def line_of(value: object, default: int = 1) -> int:
    """The line on which a loaded value begins (a mapping's or list's is that of its first scalar)."""
    if isinstance(value, Scalar):
        return value.line
    if isinstance(value, dict) and value:
        return line_of(next(iter(value)), default)
    if isinstance(value, list) and value:
        return line_of(value[0], default)
    return default


def read_pattern_file(path: Path) -> Any:
    """Dicts, lists and `Scalar`s of one YAML file; an empty file is an empty dict. Raises `PatternError`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PatternError(path, None, f"cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise PatternError(path, None, f"is larger than {MAX_BYTES:,} bytes; split it by topic")
    try:
        return parse_pattern_text(data.decode("utf-8-sig"), path)
    except UnicodeDecodeError as error:
        raise PatternError(path, None, f"is not UTF-8 (byte {error.start}); save it as UTF-8") from None


def parse_pattern_text(text: str, path: str | Path) -> Any:
    """As `read_pattern_file`, for text in hand; `path` only names it in errors."""
    try:
        node = yaml.compose(text, Loader=_Loader)
        return {} if node is None else _plain(node, path, 1, set())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PatternError(path, mark.line + 1 if mark else None, f"is not valid YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise PatternError(path, None, f"is not valid YAML: {error}") from None


def _plain(node: yaml.Node, path: str | Path, depth: int, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise PatternError(path, line, "YAML aliases (*name) are not allowed; write the words out or name a group")
    seen.add(id(node))
    if node.tag not in _PLAIN_TAGS:
        raise PatternError(path, line, f"YAML tags ({node.tag}) are not allowed; a rule file holds plain words only")
    if depth > MAX_DEPTH:
        raise PatternError(path, line, f"is nested deeper than {MAX_DEPTH} levels")
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, line)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, path, depth + 1, seen) for child in node.value]
    assert isinstance(node, yaml.MappingNode)
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = _plain(key_node, path, depth + 1, seen)
        if not isinstance(key, Scalar):
            raise PatternError(path, line, "a key must be a word")
        if key in result:
            first = next(k for k in result if k == key)
            raise PatternError(path, key.line, f"{str(key)!r} stands twice (first on line {line_of(first)})")
        result[key] = _plain(value_node, path, depth + 1, seen)
    return result
