"""Everything that is made of the pattern files, kept between runs, so that a run of one article need not parse and compile them again.

A file in the user's cache folder, named by the digest of everything that it was made from (`library/fingerprint.py`): it is never out of
date, only unused. It holds data alone, begins with a digest of itself, and whatever is wrong with it, its folder or the disk, all
is read from the pattern files as if it were not there. Its lines are JSON; those of rules, phrases and weights are parsed when an
article needs them. `GIAOBAN_CACHE` names another folder; `off` keeps nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from giaoban_extract.library.fingerprint import library_digest
from giaoban_extract.library.gazetteer import Gazetteer, packed
from giaoban_extract.library.index import Branch, Indicator, Library, Name, Organisation, Rule, SequenceTree
from giaoban_extract.library.layers import Layer, builtin_patterns
from giaoban_extract.library.shelf import Shelf
from giaoban_extract.library.yamlfile import read_pattern_file
from giaoban_extract.reading.nearness import Nearness, load_nearness

VARIABLE = "GIAOBAN_CACHE"
KEPT = 6
"""Compiled libraries that are kept; the oldest go."""
FILES = ("numbers", "units", "bounds", "periods", "nonfigures", "places", "districts", "facts")
"""Pattern files that are no part of the library: the readers of numbers, places and facts take them as they are written."""
_RULE_FIELDS = tuple(field.name for field in fields(Rule) if field.init and field.name != "declared")
_UNITS = _RULE_FIELDS.index("units")
_TERMS = ("not_doer", "no_name", "light", "action")
_NO_FURTHER: SequenceTree = {}
"""Of the many terms that nothing goes on from."""
_PLAIN = ("levels", "cues", "funding_of", "size")


@dataclass(frozen=True, slots=True)
class Compiled:
    """What is made of the pattern files: the library, the weights of words, and the files that other readers take, by name."""

    library: Library
    nearness: Nearness
    files: dict[str, Any]

    def read(self, path: Path) -> Any:
        """A pattern file as `read_pattern_file` reads it, but that a kept one has plain strings, which know no line."""
        return self.files[path.stem]


def compile_patterns(folder: Path | None = None, layers: Iterable[Layer] = (), *, examples: bool = False) -> Compiled:
    """From the files of a folder (the built-in one by default) with layers on top. Raises PatternError.

    The compiler and the models of the pattern files are loaded here: that costs as much as reading an article.
    """
    from giaoban_extract.library.compiler import load_library

    folder = folder or builtin_patterns()
    library = load_library(folder, layers, examples=examples)
    return Compiled(library, load_nearness(folder), {name: read_pattern_file(folder / f"{name}.yaml") for name in FILES})


def _compile(layers: tuple[Layer, ...]) -> Compiled:
    return compile_patterns(layers=layers)


def kept_patterns(layers: tuple[Layer, ...], compile_them: Callable[[tuple[Layer, ...]], Compiled] = _compile) -> Compiled:
    """The built-in patterns with layers on top: as an earlier run left them, else compiled now and kept.

    Raises PatternError as compiling does. A library that adds to the number reader (units, non-figures) is never kept, because
    faults in such additions are told with their lines.
    """
    folder = _folder()
    if folder is None:
        return compile_them(layers)
    path = folder / f"{library_digest(layers, None)}.lines"
    found = _read(path, layers)
    if found is not None:
        return found
    compiled = compile_them(layers)
    if not (compiled.library.units or compiled.library.nonfigures):
        with suppress(OSError):
            _write(path, compiled)
    return compiled


def _folder() -> Path | None:
    """The cache folder; None where there is none, it belongs to somebody else, or none is wanted."""
    named = os.environ.get(VARIABLE)
    if named == "off":
        return None
    try:
        if named:
            folder = Path(named)
        else:
            from platformdirs import user_cache_path

            folder = user_cache_path("giaoban-extract", appauthor=False)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
            return None
    except (OSError, RuntimeError):
        return None
    return folder


def _read(path: Path, layers: tuple[Layer, ...]) -> Compiled | None:
    """What was kept; None where it is missing or not whole."""
    try:
        data = path.read_bytes()
        digest, _, body = data.partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return None
        compiled = from_lines(body.split(b"\n"), layers)
        os.utime(path)
        return compiled
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return None


def _write(path: Path, compiled: Compiled) -> None:
    body = b"\n".join(to_lines(compiled))
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")  # known before it is there: a stop at any moment leaves none
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    kept = sorted(path.parent.glob("*.lines"), key=lambda other: other.stat().st_mtime, reverse=True)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)


def to_lines(compiled: Compiled) -> list[bytes]:
    """All of it as lines of JSON, without the declarations: first what is always needed, then the shelves, a line a value."""
    library, nearness = compiled.library, compiled.nearness
    head: dict[str, Any] = {
        "indicators": [[getattr(entry, f.name) for f in fields(Indicator)] for entry in library.indicators.values()],
        "organisations": [[getattr(entry, f.name) for f in fields(Organisation)] for entry in library.organisations.values()],
        "names": [[term, name.organisation, name.kind] for term, name in library.names.items()],
        "terms": {name: getattr(library, name) for name in _TERMS},
        "plain": {name: getattr(library, name) for name in _PLAIN},
        "stops": sorted(library.stops),
        "themes": library.themes,
        "anywhere": [_values(rule) for rule in library.anywhere],
        "nearness": [nearness.indicators, nearness.bias],
        "files": compiled.files,
        "keys": {},
    }
    lines: list[bytes] = []
    for name, values in _shelves(compiled):
        head["keys"][name] = list(values)
        lines += map(_dumped, values.values())
    return [_dumped(head), *lines]


def from_lines(lines: list[bytes], layers: tuple[Layer, ...]) -> Compiled:
    """What `to_lines` made lines of. Raises what lines of another shape raise."""
    head = _parsed(lines[0])
    shelves: dict[str, dict[Any, bytes]] = {}
    start = 1
    for name, keys in head["keys"].items():
        shelves[name] = dict(zip(keys, lines[start : start + len(keys)], strict=True))
        start += len(keys)
    if start != len(lines):
        raise ValueError("lines without a key")
    library = Library(
        gazetteer=Gazetteer(Shelf({}, shelves["trees"], _parsed)),
        pieces=Shelf((), shelves["pieces"], lambda line: tuple(map(tuple, _parsed(line)))),
        sequences=Shelf(([], {}), shelves["sequences"], lambda line: _branch(_parsed(line))),
        anywhere=[_rule(values) for values in head["anywhere"]],
        indicators={values[0]: Indicator(*values) for values in head["indicators"]},
        organisations={values[0]: Organisation(*values) for values in head["organisations"]},
        names={term: Name(organisation, kind) for term, organisation, kind in head["names"]},
        stops=frozenset(head["stops"]),
        themes={name: (label, label_en) for name, (label, label_en) in head["themes"].items()},
        layers=layers,
        by_head=_rules(shelves["by_head"]),
        by_left=_rules(shelves["by_left"]),
        by_right=_rules(shelves["by_right"]),
        **head["terms"],
        **head["plain"],
    )
    indicators, bias = head["nearness"]
    nearness = Nearness(indicators, bias, Shelf((), shelves["weights"], lambda line: tuple(_parsed(line))))
    return Compiled(library, nearness, head["files"])


def _shelves(compiled: Compiled) -> Iterator[tuple[str, dict[Any, Any]]]:
    """The shelves by name, their values as JSON can hold them."""
    library = compiled.library
    yield "trees", {first: packed(tree) for first, tree in library.gazetteer.trees.everything()}
    yield "pieces", dict(library.pieces.everything())
    yield "sequences", {term: _listed(branch) for term, branch in library.sequences.everything()}
    for name, index in (("by_head", library.by_head), ("by_left", library.by_left), ("by_right", library.by_right)):
        yield name, {piece: [_values(rule) for rule in rules] for piece, rules in index.everything()}
    yield "weights", dict(compiled.nearness.weights.everything())


def _listed(branch: Branch) -> list[Any]:
    return [branch[0], [[term, _listed(deeper)] for term, deeper in branch[1].items()]]


def _branch(listed: list[Any]) -> Branch:
    return listed[0], {term: _branch(deeper) for term, deeper in listed[1]} if listed[1] else _NO_FURTHER


def _rules(lines: dict[int, bytes]) -> Shelf[int, list[Rule]]:
    return Shelf([], lines, lambda line: [_rule(values) for values in _parsed(line)])


def _values(rule: Rule) -> list[Any]:
    return [sorted(value) if isinstance(value := getattr(rule, name), frozenset) else value for name in _RULE_FIELDS]


def _rule(values: list[Any]) -> Rule:
    made: list[Any] = [tuple(value) if value.__class__ is list else value for value in values]
    made[_UNITS] = frozenset(made[_UNITS])
    return Rule(*made)


_DECODER = json.JSONDecoder()


def _parsed(line: bytes) -> Any:
    """A line that `_dumped` wrote: short, of known encoding, and thousands are read in an article's time."""
    return _DECODER.raw_decode(line.decode())[0]


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")  # names of files
