"""What Word prints before the paragraphs of a list: "- " for bullets, else the number as its level writes it ("2.1.", "b)", "IV.")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

BULLET = "- "
_DEEPEST = 20
"""Styles that build on each other, at most; a circle of styles ends there."""


def local(node: Element) -> str:
    """The name of an element without its namespace, of which there are two ("transitional" and "strict"); "" for a comment."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: Element | None, *path: str) -> Element | None:
    """The first element down a path of names."""
    for name in path:
        node = next((item for item in node if local(item) == name), None) if node is not None else None
    return node


def value(node: Element | None, name: str = "val") -> str | None:
    """An attribute by its name without namespace."""
    return next((str(v) for k, v in node.items() if k.rpartition("}")[2] == name), None) if node is not None else None


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int


@dataclass(slots=True)
class Lists:
    """The lists of one document, counted on as its paragraphs are read in order."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _styles: dict[str, tuple[str | None, Element | None]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def declare(self, node: Element) -> None:
        """Take in a child of the roots of numbering.xml and styles.xml."""
        identity = value(node, f"{local(node)}Id") or ""
        if local(node) == "abstractNum":
            levels = [(int(value(item, "ilvl") or 0), item) for item in node if local(item) == "lvl"]
            self._levels[identity] = {number: _level(item) for number, item in levels}
        elif local(node) == "num":
            self._abstract[identity] = value(child(node, "abstractNumId")) or ""
            starts = [(int(value(o, "ilvl") or 0), value(child(o, "startOverride"))) for o in node if local(o) == "lvlOverride"]
            self._restarts[identity] = {number: int(start) for number, start in starts if start is not None}
        elif local(node) == "style":
            self._styles[identity] = value(child(node, "basedOn")), child(node, "pPr", "numPr")

    def label(self, properties: Element | None) -> str:
        """What stands before a paragraph with these properties (its `pPr`), with a space behind it; "" where it is in no list."""
        own = child(properties, "numPr")
        chain = [own, *self._inherited(value(child(properties, "pStyle")))] if properties is not None else []
        list_id = next((found for node in chain if (found := value(child(node, "numId"))) is not None), None)
        if list_id is None or list_id not in self._abstract:  # "0" takes a paragraph out of its style's list
            return ""
        depth = int(next((found for node in chain if (found := value(child(node, "ilvl"))) is not None), "0"))
        abstract = self._abstract[list_id]
        levels = self._levels.get(abstract, {})
        if depth not in levels or levels[depth].format == "none":
            return ""
        counts = self._counts[abstract]
        for number in [n for n in counts if n > depth]:
            del counts[number]
        restart = self._restarts[list_id].pop(depth, None)
        counts[depth] = restart if restart is not None else counts.get(depth, levels[depth].start - 1) + 1
        if levels[depth].format == "bullet":
            return BULLET
        printed = re.sub(r"%(\d)", lambda m: _number(int(m[1]) - 1, counts, levels), levels[depth].text).strip()
        return f"{printed} " if printed else ""

    def _inherited(self, style: str | None) -> Iterator[Element | None]:
        for _ in range(_DEEPEST):
            if style is None or style not in self._styles:
                return
            style, numbering = self._styles[style]
            yield numbering


def _level(node: Element) -> _Level:
    start = value(child(node, "start"))
    return _Level(value(child(node, "numFmt")) or "decimal", value(child(node, "lvlText")) or "", int(start) if start else 1)


def _number(level: int, counts: dict[int, int], levels: dict[int, _Level]) -> str:
    declared = levels.get(level)
    count = counts.get(level, declared.start if declared else 1)
    kind = declared.format if declared else "decimal"
    if kind in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 % 3 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and 0 < count < 400:
        return _roman(count).upper() if kind == "upperRoman" else _roman(count)
    return f"{count:02d}" if kind == "decimalZero" else str(count)


def _roman(number: int) -> str:
    printed = ""
    for size, sign in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        count, number = divmod(number, size)
        printed += sign * count
    return printed
