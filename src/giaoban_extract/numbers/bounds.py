"""Bound words around a numeral ("hơn", "gần", "trở lên"), from patterns/bounds.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast, get_args

from giaoban_extract.library.yamlfile import Reader, read_pattern_file
from giaoban_extract.numbers.phrases import PhraseTree, read_section, tree_of, word_set
from giaoban_extract.text.identifiers import Bound
from giaoban_extract.text.tokens import Tokens, words_of

_BOUNDS = tuple(b for b in get_args(Bound) if b != "exact")
_KEYS = ("before", "after", "after_words", "not_between", "light", "comparisons", "places", "range", "range_from", "change", "per")
_MAX_LIGHT = 2


class Bounds:
    """The words before and after a numeral that turn its value into a limit, a range or a base."""

    def __init__(self, path: Path, spelling: Mapping[str, str], read: Reader = read_pattern_file) -> None:
        section = read_section(path, _KEYS, read)
        self._before: PhraseTree[tuple[Bound, str]] = PhraseTree()
        for name, phrases in section.groups("before", _BOUNDS):
            for phrase in phrases:
                self._before.add(words_of(phrase, spelling), (cast(Bound, name), str(phrase)))
        self._after: PhraseTree[Bound] = PhraseTree()
        for name, phrases in section.groups("after", _BOUNDS):
            for phrase in phrases:
                self._after.add(words_of(phrase, spelling), cast(Bound, name))
        self._after_words = section.whole("after_words", "4")
        self._not_between = tree_of(section.phrases("not_between"), spelling)
        self._light = word_set(section.phrases("light"), spelling, path)
        self._comparisons = {k: word_set(v, spelling, path) for k, v in section.groups("comparisons")}
        self._places = {k: tree_of(v, spelling) for k, v in section.groups("places")}
        self.range = tree_of(section.phrases("range"), spelling)
        self.range_from = word_set(section.phrases("range_from"), spelling, path)
        self.change = tree_of(section.phrases("change"), spelling)
        self.per = tree_of(section.phrases("per"), spelling)

    def before(self, tokens: Tokens, begin: int, end: int, floor: int) -> tuple[Bound, int]:
        """Bound of the numeral over [begin, end) from the words before it, and the token where the bound word begins."""
        low, place = tokens.low, begin
        for _ in range(_MAX_LIGHT + 1):
            match = self._before.before(low, place, floor)
            if match is not None:
                (bound, phrase), first = match
                places = self._places.get(phrase)
                compared = low[first - 1] in self._comparisons.get(phrase, ())
                if compared or (places is not None and places.at(low, end)):
                    return "exact", begin
                return bound, first
            if place <= floor or low[place - 1] not in self._light:
                break
            place -= 1
        return "exact", begin

    def starts_bound(self, tokens: Tokens, i: int) -> int:
        """The token after the bound word at token i, i itself when there is none ("lên HƠN 60%")."""
        match = self._before.at(tokens.low, i)
        return match[1] if match else i

    def after(self, tokens: Tokens, i: int) -> Bound:
        """Bound from the words after the unit, which ends before token i ("95% hội viên trở lên", "500 đoàn viên, hội viên trở lên")."""
        low, joined = tokens.low, False
        for j in range(i, i + self._after_words + 1):
            match = self._after.at(low, j)
            if match is not None:
                return match[0]
            joins = low[j] == "," and not joined
            joined = joined or joins
            if not (tokens.is_word(j) or low[j] == "/" or joins) or self._not_between.at(low, j):
                break
        return "exact"
