"""What is wrong with a pattern file, in words: the line, the key as it was written, and the known one most like it."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from giaoban_extract.library.rulefile import PatternFile
from giaoban_extract.library.yamlfile import PatternError, line_of


def validate(data: Any, path: Path) -> PatternFile:
    """`data` as a pattern file. Raises PatternError with the line of the first fault."""
    try:
        return PatternFile.model_validate(data)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        first = next((f for f in faults if f["type"] == "extra_forbidden"), faults[0])  # a misspelt key is also a missing one
        raise _explain(data, path, first) from None


_EXPECTED = {
    "is_instance_of": "should be text",
    "tuple_type": "should be a list, such as [one phrase, another]",
    "dict_type": "should be a mapping of keys to values",
    "model_type": "should be a mapping of keys to values",
    "bool_parsing": "should be true or false",
    "float_parsing": "should be a number",
}


def _explain(data: Any, path: Path, fault: Any) -> PatternError:
    location = _as_written(fault["loc"])
    node, line = data, line_of(data)
    for part in location:
        if isinstance(node, dict) and part in node:
            line = line_of(next(key for key in node if key == part), line)
            node = node[part]
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
            line = line_of(node, line)
    where = ".".join(map(str, location))
    if fault["type"] == "extra_forbidden":
        known = sorted(_keys_at(location[:-1]))
        near = difflib.get_close_matches(str(location[-1]), known, n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]!r}?" if near else f"; known here: {', '.join(known)}"
        return PatternError(path, line, f"unknown key {str(location[-1])!r}{hint}")
    if fault["type"] == "missing":
        return PatternError(path, line, f"{where!r} is missing")
    said = fault["msg"].removeprefix("Value error, ")
    message = _EXPECTED.get(fault["type"]) or said[0].lower() + said[1:]
    return PatternError(path, line, f"{where}: {message}" if where else f"the file {message}")


def _as_written(location: tuple[Any, ...]) -> list[Any]:
    """The place of a fault as the file has it: without pydantic's word for a key, and the one that a list of phrases is put under."""
    parts = [part for part in location if part != "[key]"]
    return parts[:2] + parts[3:] if parts[:1] == ["groups"] and parts[2:3] == ["new"] else parts


def _keys_at(location: list[Any]) -> set[str]:
    """The keys that may stand at a place of a file; a group's changes and a rule's conditions have their own."""
    schema = PatternFile.model_json_schema()
    node: dict[str, Any] = schema
    for part in location:
        node = _resolved(node, schema)
        options = [_resolved(option, schema) for option in node.get("anyOf", [node])]
        step = None
        for option in options:
            if isinstance(part, int):
                step = step or option.get("items")
            else:
                step = step or option.get("properties", {}).get(part) or option.get("additionalProperties")
        node = step if isinstance(step, dict) else {}
    node = _resolved(node, schema)
    keys: set[str] = set()
    for option in [_resolved(option, schema) for option in node.get("anyOf", [node])]:
        keys.update(option.get("properties", {}))
    return keys


def _resolved(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    return node
