"""The compiled library kept between runs, so that a run of one article need not parse all rules again.

A file of JSON in the user's cache folder, named by the digest of everything that it was made from (`fingerprint.py`): it is
never out of date, only unused. It holds data alone, begins with a digest of itself, and whatever is wrong with it, its folder or
the disk, the library is compiled from its files as if it were not there. `GIAOBAN_CACHE` names another folder; `off` keeps nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from giaoban_extract.fingerprint import library_digest
from giaoban_extract.gazetteer import Gazetteer
from giaoban_extract.layers import Layer
from giaoban_extract.library import Indicator, Library, Name, Organisation, Rule

VARIABLE = "GIAOBAN_CACHE"
KEPT = 6
"""Compiled libraries that are kept; the oldest go."""
_RULE_FIELDS = tuple(field.name for field in fields(Rule) if field.name != "declared")
_TERMS = ("not_doer", "no_name", "light", "action")


def _compile(layers: tuple[Layer, ...]) -> Library:
    """The compiler and the models of the pattern files are loaded when they are needed: that costs as much as reading an article."""
    from giaoban_extract.compiler import load_library

    return load_library(layers=layers)


def kept_library(layers: tuple[Layer, ...], compile_library: Callable[[tuple[Layer, ...]], Library] = _compile) -> Library:
    """The library of the built-in patterns with layers on top: as an earlier run left it, else compiled now and kept.

    Raises PatternError as compiling does. A library that adds to the number reader (units, non-figures) is never kept, because
    that reads its files itself.
    """
    folder = _folder()
    if folder is None:
        return compile_library(layers)
    path = folder / f"{library_digest(layers, None)}.json"
    found = _read(path, layers)
    if found is not None:
        return found
    library = compile_library(layers)
    if not (library.units or library.nonfigures):
        with suppress(OSError):
            _write(path, library)
    return library


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


def _read(path: Path, layers: tuple[Layer, ...]) -> Library | None:
    """A kept library; None where it is missing or not whole."""
    try:
        data = path.read_bytes()
        digest, _, body = data.partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return None
        library = from_data(json.loads(body), layers)
        os.utime(path)
        return library
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _write(path: Path, library: Library) -> None:
    body = json.dumps(to_data(library), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")  # names of files
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    kept = sorted(path.parent.glob("*.json"), key=lambda other: other.stat().st_mtime, reverse=True)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)


def to_data(library: Library) -> dict[str, Any]:
    """A library as JSON can hold it, without its declarations."""
    return {
        "phrases": library.gazetteer.phrases,
        "implied": {str(part): wholes for part, wholes in library.gazetteer.implied.items()},
        "count": library.gazetteer.count,
        "indicators": [[getattr(entry, f.name) for f in fields(Indicator)] for entry in library.indicators.values()],
        "organisations": [[getattr(entry, f.name) for f in fields(Organisation)] for entry in library.organisations.values()],
        "names": [[term, name.organisation, name.kind] for term, name in library.names.items()],
        "terms": {name: getattr(library, name) for name in _TERMS},
        "stops": sorted(library.stops),
        "levels": library.levels,
        "cues": library.cues,
        "funding_of": library.funding_of,
        "themes": sorted(library.themes),
        "rules": [
            [sorted(value) if isinstance(value := getattr(rule, name), frozenset) else value for name in _RULE_FIELDS]
            for rule in library.rules
        ],
    }


def from_data(data: dict[str, Any], layers: tuple[Layer, ...]) -> Library:
    """The library of `to_data`. Raises what data of another shape raises."""
    gazetteer = Gazetteer(data["phrases"], {int(part): wholes for part, wholes in data["implied"].items()})
    gazetteer.count = data["count"]
    library = Library(gazetteer=gazetteer, layers=layers, themes=frozenset(data["themes"]), **data["terms"])
    library.indicators = {values[0]: Indicator(*values) for values in data["indicators"]}
    library.organisations = {values[0]: Organisation(*values) for values in data["organisations"]}
    library.names = {term: Name(organisation, kind) for term, organisation, kind in data["names"]}
    library.stops = frozenset(data["stops"])
    library.levels, library.cues, library.funding_of = data["levels"], data["cues"], data["funding_of"]
    units = _RULE_FIELDS.index("units")
    for values in data["rules"]:
        values[units] = frozenset(values[units])
        library.add(Rule(*values))
    return library
