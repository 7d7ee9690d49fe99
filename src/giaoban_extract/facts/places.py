"""Provinces and districts: their names in a text, their codes, and the province that an article is about.

Names are found by dictionary look-ups over capitalised words, the longest first. What stands before a name decides what
it is: "huyện Hòa Bình" is a district of Bạc Liêu, "xã Hòa Bình" no place of interest, "đồng chí Thái Bình" a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from giaoban_extract.library.yamlfile import PatternError, Reader, Scalar, did_you_mean, line_of, read_pattern_file

PlaceKind = Literal["province", "district"]


@dataclass(frozen=True, slots=True)
class Province:
    """A province by its official name with the statistics office's code; "Trung ương" has none."""

    name: str
    code: str | None


CENTRAL = Province("Trung ương", None)


@dataclass(frozen=True, slots=True)
class Place:
    """A name in a text (half-open span) and the provinces, of the 63, that it may mean.

    `explicit`: a level word stands before it. `aside`: it stands in brackets, as in "xã Hà Linh (Hà Tĩnh)".
    """

    start: int
    end: int
    kind: PlaceKind
    provinces: tuple[str, ...]
    explicit: bool
    aside: bool


@dataclass(slots=True)
class _Name:
    """What one name may be; `words` are folded, `written` are the first words as the files have them."""

    words: tuple[str, ...]
    written: set[str]
    province: str | None = None
    districts_of: tuple[str, ...] = ()
    hyphens: bool = False
    with_level: bool = False


# Latin capitals, Vietnamese ones included: a name begins with one.
_CAPITALS = "".join(c for c in map(chr, [*range(0x41, 0x250), *range(0x1E00, 0x1F00)]) if c.isupper())
_FIRST = re.compile(rf"(?<!\w)[{_CAPITALS}]\w*(?:['’]\w+)*")
_NEXT = re.compile(r"([ .]*|\s*[-–]\s*)(\w+(?:['’]\w+)*)")
_DOMAIN = re.compile(r"(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)\b")
_LONGEST_LABEL = 63
"""Letters that one part of a web address can have."""
_TAG = re.compile(r"\(([^()\n]{2,24})\)")


# How much a name tells, by kind and whether a level word stands before it.
_PLAINNESS = {("province", True): 2.0, ("province", False): 1.0, ("district", True): 1.5, ("district", False): 0.5}


class Places:
    """The gazetteer: `find` names, `signed` sources, `province` with code. Built by `load_places`."""

    def __init__(self, files: _Files) -> None:
        self._reform, self._before, self._since = files.reform, files.before, files.since
        self._successor = {old: new for new, olds in files.of.items() for old in olds}
        self._renamed = {olds[0]: new for new, olds in files.of.items() if len(olds) == 1}
        self._spelling = {variant: syllable for syllable, variants in files.spellings.items() for variant in variants}
        self._levels = {phrase: level for level, phrases in files.levels.items() for phrase in phrases}
        self._not_after = files.not_after
        self._outlets = files.outlets
        self._slugs = {_slug(name): name for name in files.before}
        names: dict[tuple[str, ...], _Name] = {}
        for name in files.before:
            self._name(names, name).province = name
        for name, written in files.aliases.items():
            for alias in written:
                self._name(names, alias).province = name
        for name, districts in files.districts.items():
            for district in districts:
                self._name(names, district).districts_of += (name,)
        for name in files.decoys:
            self._name(names, name)
        for name in files.with_level:
            self._name(names, name).with_level = True
        by_first: dict[str, list[_Name]] = defaultdict(list)
        for entry in sorted(names.values(), key=lambda n: -len(n.words)):
            by_first[entry.words[0]].append(entry)
        # Every way in which a first word is written finds its names: "Đắk", "ĐẮK", "Đak", "M'Đrắk".
        self._index: dict[str, list[_Name]] = {}
        for word in {written for entry in names.values() for written in entry.written}:
            for first in (word, *files.spellings.get(word.lower(), ())):
                for form in (first, first.capitalize(), first.upper()):
                    self._index[form] = by_first[self._fold(word)]

    def _fold(self, word: str) -> str:
        folded = word.lower().replace("’", "").replace("'", "")
        return self._spelling.get(folded, folded)

    def _name(self, names: dict[tuple[str, ...], _Name], written: str) -> _Name:
        raw = re.findall(r"\w+(?:['’]\w+)*", written)
        words = tuple(self._fold(word) for word in raw)
        entry = names.setdefault(words, _Name(words, set()))
        entry.written.add(raw[0])
        entry.hyphens |= "-" in written or len(words) > 3
        return entry

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Place]:
        """Every province and district name in `text[start:end]`, in text order."""
        end = len(text) if end is None else end
        places: list[Place] = []
        position = start
        for match in _FIRST.finditer(text, start, end):
            if match.start() < position:
                continue
            for entry in self._index.get(match.group(), ()):
                stop = self._matches(text, match.end(), end, entry)
                if stop:
                    position = stop
                    place = self._read(text, match.start(), stop, entry)
                    if place:
                        places.append(place)
                    break
        return places

    def _matches(self, text: str, position: int, end: int, entry: _Name) -> int:
        """Where the name that began before `position` ends, or 0."""
        for word in entry.words[1:]:
            following = _NEXT.match(text, position, end)
            if following is None or self._fold(following[2]) != word or (following[1].strip() and not entry.hyphens):
                return 0
            if following[2][0].islower():
                return 0
            position = following.end()
        return position

    def _read(self, text: str, start: int, end: int, entry: _Name) -> Place | None:
        before = text[max(0, start - 18) : start].lower()
        words = before.replace("(", " ( ").split() if before[-1:] in " ." else []
        aside = "(" in before.rpartition(")")[2]
        last, last_two = " ".join(words[-1:]), " ".join(words[-2:])
        level = self._levels.get(last_two) or self._levels.get(last)
        if level is None and (last in self._not_after or last_two in self._not_after or entry.with_level):
            return None
        if entry.districts_of and (entry.province is None or level == "district"):
            return Place(start, end, "district", entry.districts_of, level is not None, aside)
        if entry.province is None:
            return None
        return Place(start, end, "province", (entry.province,), level in ("province", "city"), aside)

    def signed(self, text: str) -> Iterator[tuple[int, str]]:
        """Provinces that web addresses and newspapers' tags name, with their position ("baodaknong.org.vn", "(GLO)")."""
        for match in _TAG.finditer(text):
            if match[1] in self._outlets:
                yield match.start(), self._outlets[match[1]]
        if ".vn" in text or ".com" in text or ".net" in text or ".org" in text:
            for match in _DOMAIN.finditer(text):
                for label in match.group().lower().split("."):
                    name = self._of_label(label.replace("-", ""))
                    if name:
                        yield match.start(), name

    def _of_label(self, label: str) -> str | None:
        """The province whose name begins or ends a part of a web address."""
        label = label[:_LONGEST_LABEL]
        for cut in range(len(label) - 4):
            if label[cut:] in self._slugs:
                return self._slugs[label[cut:]]
        return next((self._slugs[label[:cut]] for cut in range(5, len(label)) if label[:cut] in self._slugs), None)

    def province(self, name: str, on: date | None = None) -> Province | None:
        """The province of that name with its code on that day.

        Without a day, or where the list of that day lacks the name, the code is of the list that holds it.
        """
        if name == CENTRAL.name:
            return CENTRAL
        lists = (self._since, self._before) if self._is_new(on) else (self._before, self._since)
        if self._is_new(on):
            name = self._renamed.get(name, name)
        return next((Province(name, codes[name]) for codes in lists if name in codes), None)

    def _is_new(self, on: date | None) -> bool:
        return on is not None and on >= self._reform

    def elect(self, found: Iterable[Place], weight: Callable[[int], float], on: date | None) -> dict[str, float]:
        """Votes for each province: every name counts by where it stands (`weight` of its position) and how plainly it is written.

        Members of an enumeration ("Quảng Ngãi, Gia Lai và Đắk Lắk") and names shared by several provinces count for
        little, the first name of title or lead for more. On the days of the 34 provinces a district counts for the
        province that took it in.
        """
        votes: dict[str, float] = defaultdict(float)
        places = list(found)
        for i, place in enumerate(places):
            near = [p for p in places[max(0, i - 1) : i + 2] if p is not place and p.kind == place.kind == "province"]
            listed = any(p.provinces != place.provinces and min(abs(p.start - place.end), abs(place.start - p.end)) <= 5 for p in near)
            prominence = 0.25 if listed else 0.5 if place.aside else 1.5 if i == 0 and weight(place.start) > 1 else 1.0
            share = prominence * _PLAINNESS[place.kind, place.explicit] / len(place.provinces)
            for name in place.provinces:
                heir = self._successor[name] if place.kind == "district" and self._is_new(on) else name
                votes[heir] += share * weight(place.start)
        return votes


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d").removeprefix("thành phố "))
    return "".join(c for c in plain if "a" <= c <= "z")


@dataclass(frozen=True, slots=True)
class _Files:
    """The two pattern files, checked."""

    reform: date
    before: dict[str, str]
    since: dict[str, str]
    of: dict[str, list[str]]
    aliases: dict[str, list[str]]
    spellings: dict[str, list[str]]
    with_level: list[str]
    levels: dict[str, list[str]]
    not_after: frozenset[str]
    decoys: list[str]
    outlets: dict[str, str]
    districts: dict[str, list[str]]


def load_places(folder: Path, read: Reader = read_pattern_file) -> Places:
    """The gazetteer of `places.yaml` and `districts.yaml` in a folder of patterns. Raises `PatternError`."""
    path, other = folder / "places.yaml", folder / "districts.yaml"
    data, districts = read(path), read(other)
    keys = ["reform", "before", "since", "aliases", "spellings", "with_level", "levels", "not_after", "decoys", "outlets"]
    _known(data, keys, path, "key", complete=True)
    try:
        reform = date.fromisoformat(data["reform"])
    except ValueError:
        raise PatternError(path, line_of(data["reform"]), f"{data['reform']!r} is no day; write 2025-07-01") from None
    before = {name: _code(code, path) for name, code in data["before"].items()}
    since, of = {}, {}
    for name, entry in data["since"].items():
        _known(entry, ["code", "of"], path, "key", complete=True)
        since[name], of[name] = _code(entry["code"], path), entry["of"]
        _known(dict.fromkeys(entry["of"]), before, path, "province")
    for mapping in (data["aliases"], dict.fromkeys(data["outlets"].values())):
        _known(mapping, before, path, "province")
    _known(districts, before, other, "province")
    _known(data["levels"], ["province", "city", "district"], path, "level")
    for lists in ({key: data[key] for key in ("with_level", "decoys", "not_after")}, data["aliases"], data["spellings"], data["levels"]):
        _lists(lists, path)
    _lists(districts, other)
    blockers = frozenset(word for line in data["not_after"] for word in line)
    rest = {key: data[key] for key in ("aliases", "spellings", "with_level", "levels", "decoys", "outlets")}
    return Places(_Files(reform, before, since, of, not_after=blockers, districts=districts, **rest))


def _known(mapping: Any, keys: Iterable[str], path: Path, what: str, *, complete: bool = False) -> None:
    """Every key of the mapping is among `keys` (and, where `complete`, none is missing)."""
    allowed = list(keys)
    if not isinstance(mapping, dict):
        raise PatternError(path, line_of(mapping), f"expected a mapping with {', '.join(allowed[:4])} ...")
    for key in mapping:
        if key not in allowed:
            raise PatternError(path, line_of(key), f"unknown {what} {str(key)!r}{did_you_mean(key, allowed)}")
    missing = [key for key in allowed if key not in mapping] if complete else []
    if missing:
        raise PatternError(path, line_of(mapping), f"lacks {', '.join(missing)}")


def _lists(mapping: dict[str, Any], path: Path) -> None:
    for key, value in mapping.items():
        if not isinstance(value, list):
            raise PatternError(path, line_of(key), f"{str(key)!r}: expected a list of names: [name, name]")


def _code(code: Scalar, path: Path) -> str:
    if not re.fullmatch(r"\d\d", code):
        raise PatternError(path, line_of(code), f"{str(code)!r} is no two-digit code")
    return str(code)
