"""Units and counted nouns: what a numeral measures or counts, from patterns/units.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from giaoban_extract.library.yamlfile import PatternError, Reader, Scalar, fault, line_of, read_pattern_file
from giaoban_extract.numbers.phrases import PhraseTree, Section, added_sections, read_section, tree_of, word_set
from giaoban_extract.text.tokens import Tokens, words_of

FAMILIES = {"money": "money", "measures": "measure", "durations": "duration"}
COUNTED = ("person", "household", "house", "workday", "count")
_KEYS = (*FAMILIES, "passes", "turn", "turn_unit", "turn_verbs", "turn_things", "counted", "no_noun")
ENTRY_KEYS = ("unit", "words", "times", "cents", "attached")
"""Keys of an entry: those of `rulefile.UnitModel`, which is not loaded to read the built-in file."""
_OWN_KIND = {"percent", "percentage_point"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: the kind of mention that it makes, the output's symbol, and the factor to the base unit.

    whole      counted one by one, so that a comma before three digits groups thousands
    cents      words for hundredths of a currency
    letters    the exact spellings of a unit of one letter; empty otherwise
    attached   must touch the numeral
    """

    kind: str
    symbol: str
    factor: int = 1
    whole: bool = False
    cents: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    attached: bool = False


class UnitMatch(NamedTuple):
    """A unit after a numeral: tokens [begin, end) are its words; `known` is false for a noun that no pattern file names."""

    unit: Unit
    begin: int
    end: int
    known: bool


ANYTHING = Unit("count", "count", whole=True)


class Units:
    """The unit lexicon."""

    def __init__(
        self, path: Path, spelling: Mapping[str, str], added: Iterable[dict[Any, Any]] = (), read: Reader = read_pattern_file
    ) -> None:
        section = read_section(path, _KEYS, read)
        self._spelling = spelling
        self.tree: PhraseTree[Unit] = PhraseTree()
        seen: dict[tuple[str, ...], tuple[str, Scalar]] = {}
        for own in (section, *added_sections(added, (*FAMILIES, "counted"))):
            for phrase, unit in self._declared(own):
                words = words_of(phrase, spelling)
                name, first = seen.setdefault(words, (unit.symbol, phrase))
                if name != unit.symbol:
                    place = f"{Path(first.path).name}:{first.line}"
                    raise fault(phrase, f"{str(phrase)!r} is both {unit.symbol} and {name} ({place}); keep one")
                self.tree.add(words, unit)
        self._passes = word_set(section.phrases("passes"), spelling, path)
        self._turn = word_set(section.phrases("turn"), spelling, path)
        self._turn_unit = Unit("count", section.text("turn_unit", "count"), whole=True)
        self._turn_verbs = tree_of(section.phrases("turn_verbs"), spelling)
        self._turn_things = tree_of(section.phrases("turn_things"), spelling)
        self.no_noun = tree_of(section.phrases("no_noun"), spelling)

    def _declared(self, section: Section) -> Iterator[tuple[Scalar, Unit]]:
        for key, kind in FAMILIES.items():
            for entry in section.entries(key, ENTRY_KEYS):
                symbol, words = entry.text("unit"), entry.phrases("words")
                if not words:
                    raise PatternError(section.path, line_of(entry.data), f"unit {symbol!r} has no words")
                single = {w for w in words if len(w) == 1 and w.isalpha()}
                for word in words:
                    yield (
                        word,
                        Unit(
                            symbol if symbol in _OWN_KIND else kind,
                            symbol,
                            entry.whole("times", "1"),
                            cents=word_set(entry.phrases("cents"), self._spelling, section.path),
                            letters=frozenset(single if word in single else ()),
                            attached=entry.flag("attached"),
                        ),
                    )
        for symbol, nouns in section.groups("counted", COUNTED):
            unit = Unit("count", symbol, whole=True)
            for noun in nouns:
                yield noun, unit

    def at(self, tokens: Tokens, i: int) -> UnitMatch | None:
        """The unit whose words begin at token i, right after a numeral; None when nothing is measured or counted."""
        match = self.known(tokens, i)
        if match is not None:
            return match
        noun = i
        while tokens.low[noun] in self._passes and noun < i + 3:
            noun += 1
            counted = self.tree.at(tokens.low, noun)
            if counted is not None and counted[0].whole:
                return UnitMatch(counted[0], i, counted[1], True)
        if tokens.low[i] in self._turn:
            return UnitMatch(self._turns(tokens, i + 1), i, i + 1, True)
        return UnitMatch(ANYTHING, noun, noun, False) if self.is_noun(tokens, noun) else None

    def known(self, tokens: Tokens, i: int) -> UnitMatch | None:
        """A unit or counted noun of the pattern file at token i."""
        match = self.tree.at(tokens.low, i)
        if match is None:
            return None
        unit, end = match
        if unit.letters and (tokens.raw(i) not in unit.letters or (tokens.touches(i) and tokens.low[i + 1] == "-")):
            return None
        if unit.attached and not tokens.touches(i - 1):
            return None
        if tokens.number[end - 1] and not tokens.touches(end - 2) and self._begins_quantity(tokens, end):
            shorter = self.tree.at([*tokens.low[i : end - 1], "\n"], 0)  # "3 m 2 hộ": metres, then two households
            return UnitMatch(shorter[0], i, i + shorter[1], True) if shorter else None
        return UnitMatch(unit, i, end, True)

    def _begins_quantity(self, tokens: Tokens, i: int) -> bool:
        return self.tree.at(tokens.low, i) is not None

    def _turns(self, tokens: Tokens, i: int) -> Unit:
        """Unit of "lượt" without a person noun: attendances, unless another noun says what took turns ("lượt xe")."""
        if self._turn_things.at(tokens.low, i):
            return ANYTHING
        people = self._turn_verbs.at(tokens.low, i) is not None or not self.is_noun(tokens, i)
        return self._turn_unit if people else ANYTHING

    def is_noun(self, tokens: Tokens, i: int) -> bool:
        """Whether the token can be a counted noun: a word that is not listed as something else."""
        return tokens.is_word(i) and self.no_noun.at(tokens.low, i) is None

    def phrase_end(self, tokens: Tokens, i: int) -> int:
        """End of the unit or noun that begins at token i ("đồng/suất": what stands behind the slash)."""
        match = self.tree.at(tokens.low, i)
        return match[1] if match else i + 1
