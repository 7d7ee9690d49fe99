"""The words by which the facts of an article are known: `facts.yaml`, checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from giaoban_extract.library.yamlfile import PatternError, Reader, did_you_mean, line_of, read_pattern_file


@dataclass(frozen=True, slots=True)
class Cues:
    """`facts.yaml`, checked: phrases in lower case. Built by `load_cues`."""

    chrome: tuple[str, ...]
    related: tuple[str, ...]
    letterhead: tuple[str, ...]
    document_types: tuple[str, ...]
    captions: tuple[str, ...]
    not_the_day: tuple[str, ...]
    the_day: tuple[str, ...]
    results: tuple[str, ...]
    plans: tuple[str, ...]
    weak_plans: tuple[str, ...]
    comparisons: tuple[str, ...]
    since_words: tuple[str, ...]
    since_actions: tuple[str, ...]
    congress: tuple[str, ...]
    not_the_congress: tuple[str, ...]
    yearly: tuple[str, ...]
    events: tuple[str, ...]
    midterm: tuple[str, ...]
    past_term: tuple[str, ...]
    months: dict[str, str]
    holders: re.Pattern[str]
    not_holders: dict[str, tuple[str, ...]]


def load_cues(folder: Path, read: Reader = read_pattern_file) -> Cues:
    """The words of `facts.yaml` in a folder of patterns. Raises `PatternError` for an unknown or missing key."""
    path = folder / "facts.yaml"
    data = read(path)
    _check(data, [f.name for f in fields(Cues)], path)
    _check(data["holders"], ["central", "province", "district", "commune"], path)
    _check(data["not_holders"], ["before", "after"], path)
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key == "months":
            values[key] = {str(name).lower(): f"--{month}" for name, month in value.items()}
        elif key == "holders":
            groups = (f"(?P<{level}>{'|'.join(map(re.escape, _phrases(words, path)))})" for level, words in value.items())
            values[key] = re.compile(rf"\b(?:{'|'.join(groups)})\b")
        elif isinstance(value, dict):
            values[key] = {name: _phrases(words, path) for name, words in value.items()}
        else:
            values[key] = _phrases(value, path)
    return Cues(**values)


def _check(data: Any, keys: list[str], path: Path) -> None:
    for key in data:
        if key not in keys:
            raise PatternError(path, line_of(key), f"unknown key {str(key)!r}{did_you_mean(key, keys)}")
    missing = [key for key in keys if key not in data]
    if missing:
        raise PatternError(path, line_of(data), f"lacks {', '.join(missing)}")


def _phrases(value: Any, path: Path) -> tuple[str, ...]:
    """Phrases of a list, or of a list of lists (the lines of a long list), in lower case, the longest first."""
    if not isinstance(value, list):
        raise PatternError(path, line_of(value), "expected a list of words: [word, word]")
    words = (str(word).lower() for item in value for word in (item if isinstance(item, list) else [item]))
    return tuple(sorted(words, key=len, reverse=True))
