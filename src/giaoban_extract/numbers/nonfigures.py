"""Numbers that state no quantity: documents, names, addresses, ordinals, list markers, page chrome, mottos, ages ...

What decides are phrases of patterns/nonfigures.yaml before and after the number, and the shape of codes ("217-QĐ/TW").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from giaoban_extract.library.yamlfile import PatternError, Reader, Scalar, fault, line_of, read_pattern_file
from giaoban_extract.numbers.phrases import PhraseTree, Section, added_sections, read_section, tree_of, word_set
from giaoban_extract.numbers.readings import Found, found
from giaoban_extract.numbers.shapes import Shapes, code_end, marker
from giaoban_extract.numbers.units import Units
from giaoban_extract.text.identifiers import REASONS
from giaoban_extract.text.roman import roman_value
from giaoban_extract.text.tokens import Tokens, words_of

_KEYS = (
    "before", "number_word", "not_numbering", "not_contexts", "place_nouns", "after", "anniversary_after", "anniversary_reach",
    "as_written", "as_written_not_after", "name_prefixes", "links",
    "motto_value", "motto_tokens", "vague", "one_counts_after",
)  # fmt: skip
# Keys of entries and of what layers add: those of the models in `rulefile`, which are not loaded to read the built-in file.
BEFORE_KEYS = ("reason", "always", "words")
AFTER_KEYS = ("reason", "words", "near", "within", "before_only", "not_after", "at_most")
ADDED_KEYS = ("before", "after", "not_contexts", "name_prefixes", "as_written")
_JOINTS = (",", "và", "-", "–", "&", "+", "hoặc", ";")
_ROMAN_REASONS = {"ordinal", "term", "document", "name", "address", "list_marker"}
_LISTED_REASONS = _ROMAN_REASONS - {"list_marker"} | {"age"}
_MEASURED = {"money", "percent", "percentage_point", "measure"}
_YIELDING = {"ordinal", "name", "address"}
_OLDEST = 121
"""Nobody is as old."""
_OPEN, _CLOSE = "“«‘\"'", "”»’\"'"


@dataclass(frozen=True, slots=True)
class Context:
    """A reason with its conditions; see the head of patterns/nonfigures.yaml."""

    reason: str
    always: bool = False
    near: PhraseTree[str] | None = None
    within: int = 0
    before_only: bool = False
    not_after: frozenset[str] = frozenset()
    at_most: int | None = None


_NO_CONTEXT = Context("")


class NonFigures:
    """Recognises numbers that are no figures, before and after the quantity is read."""

    def __init__(
        self,
        path: Path,
        spelling: Mapping[str, str],
        units: Units,
        added: Iterable[dict[Any, Any]] = (),
        read: Reader = read_pattern_file,
    ) -> None:
        section = read_section(path, _KEYS, read)
        sections = (section, *added_sections(added, ADDED_KEYS))
        self._units, self._spelling = units, spelling
        self._before = self._contexts_before(sections)
        self._after = self._contexts_after(sections)
        self._place_nouns = tree_of(section.phrases("place_nouns"), spelling)
        self._number_word = tree_of(section.phrases("number_word"), spelling)
        self._not_numbering = word_set(section.phrases("not_numbering"), spelling, path)
        self._anniversary = tree_of(section.phrases("anniversary_after"), spelling)
        self._anniversary_reach = section.whole("anniversary_reach", "4")
        self._as_written = tree_of([phrase for own in sections for phrase in own.phrases("as_written")], spelling)
        self._as_written_not_after = word_set(section.phrases("as_written_not_after"), spelling, path)
        prefixes = frozenset[str]().union(*(word_set(own.phrases("name_prefixes"), spelling, own.path) for own in sections))
        self._shapes = Shapes(prefixes, tuple(section.phrases("links")))
        self._motto_value, self._motto_tokens = section.whole("motto_value", "20"), section.whole("motto_tokens", "18")
        self.vague = tree_of(section.phrases("vague"), spelling)
        self._one_counts = tree_of(section.phrases("one_counts_after"), spelling)

    def _contexts_before(self, sections: Iterable[Section]) -> PhraseTree[Context]:
        tree: PhraseTree[Context] = PhraseTree()
        seen: dict[tuple[str, ...], tuple[Context, Scalar, Section]] = {}
        for own in sections:
            for entry in own.entries("before", BEFORE_KEYS):
                context = Context(self._reason(entry.text("reason"), own.path), entry.flag("always"))
                for phrase in entry.phrases("words"):
                    words = words_of(phrase, self._spelling)
                    there, first, declared_by = seen.setdefault(words, (context, phrase, own))
                    if there != context and declared_by is not own:
                        place = f"{Path(first.path).name}:{first.line}"
                        raise fault(phrase, f"{str(phrase)!r} makes a number {there.reason!r} already ({place}); keep one")
                    tree.add(words, context)
            for phrase in own.phrases("not_contexts"):
                tree.add(words_of(phrase, self._spelling), _NO_CONTEXT)
        return tree

    def _contexts_after(self, sections: Iterable[Section]) -> PhraseTree[list[Context]]:
        tree: PhraseTree[list[Context]] = PhraseTree()
        lists: dict[tuple[str, ...], list[Context]] = {}
        for own in sections:
            for entry in own.entries("after", AFTER_KEYS):
                context = Context(
                    self._reason(entry.text("reason"), own.path),
                    near=tree_of(entry.phrases("near"), self._spelling) if "near" in entry.data else None,
                    within=entry.whole("within", "8"),
                    before_only=entry.flag("before_only"),
                    not_after=frozenset(words_of(p, self._spelling)[-1] for p in entry.phrases("not_after")),
                    at_most=entry.whole("at_most") if "at_most" in entry.data else None,
                )
                for phrase in entry.phrases("words"):
                    words = words_of(phrase, self._spelling)
                    lists.setdefault(words, []).append(context)
                    tree.add(words, lists[words])
        return tree

    @staticmethod
    def _reason(name: str, path: Path) -> str:
        if name not in REASONS:
            raise PatternError(path, line_of(name), f"unknown reason {name!r}; known: {', '.join(REASONS)}")
        return name

    # -- before the quantity is read

    def strong(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """A code, link, marker, name or context that no unit after the number can overrule. Token i is digits."""
        special = self._shapes.read(tokens, i, floor) or self._code(tokens, i, floor)
        if special is not None:
            return special
        written = self._as_written.at(tokens.low, i)
        if written is not None and written[1] > i + 1 and not self._day_or_count(tokens, i, written[1]):
            return found(tokens, i, written[1], "name")
        listed = marker(tokens, i)
        if listed is not None:
            return listed
        context = self._context(tokens, i, floor)
        if context is None or tokens.low[i + 1] == "%" or not context[0].always:
            return None
        if context[0].reason not in ("page", "contact") and not _numbers(tokens.low[i]):
            return None
        unit = self._units.known(tokens, i + 1)
        if unit is not None and unit.unit.kind in _MEASURED:
            return None
        return self._in_context(tokens, i, i + 1, context)

    def _day_or_count(self, tokens: Tokens, i: int, end: int) -> bool:
        """Whether what is written as a name is a day or a count here ("từ 24/7", "24/24 xã")."""
        counted = self._units.known(tokens, end)
        return tokens.low[i - 1] in self._as_written_not_after or (counted is not None and counted.unit.whole)

    def _code(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """ "217-QĐ/TW", "24/2012/NĐ-CP", "13 -CT/TU" with the kind of document before it."""
        end = code_end(tokens, i)
        if end is None:
            return None
        context = self._context(tokens, i, floor)
        return found(tokens, context[1] if context else i, end, "document")

    def _context(self, tokens: Tokens, i: int, floor: int) -> tuple[Context, int] | None:
        """The phrase before the number, "số" stepped over."""
        number_word = self._number_word.before(tokens.low, i, floor)
        if number_word is not None:
            place = number_word[1]
            match = self._before.before(tokens.low, i, floor) or self._before.before(tokens.low, place, floor)
            if match is not None and match[1] < place and match[0].reason:
                return replace(match[0], always=True), match[1]
            return None if tokens.low[place - 1] in self._not_numbering else (Context("name"), place)
        match = self._before.before(tokens.low, i - (tokens.low[i - 1] in "\"“'"), floor)
        return match if match is not None and match[0].reason and self._starts_word(tokens, match[1]) else None

    @staticmethod
    def _starts_word(tokens: Tokens, i: int) -> bool:
        """One-letter contexts ("P.", "Q") count only in capitals, as they are abbreviations."""
        return len(tokens.low[i]) > 1 or tokens.raw(i).isupper() or not tokens.is_word(i)

    def _in_context(self, tokens: Tokens, i: int, end: int, context: tuple[Context, int]) -> Found:
        reason, begin = context[0].reason, context[1]
        if reason == "page":
            if tokens.low[end] == "/" and tokens.number[end + 1]:
                end += 2
        elif reason == "time":
            if tokens.low[end] == ":" and tokens.number[end + 1] and tokens.touches(end - 1):  # "GMT+07:00"
                end += 2
        elif reason == "contact":
            while (tokens.low[end] in ".-() –" and tokens.number[end + 1]) or (tokens.number[end] and not tokens.touches(end - 1)):
                end += 1 + (not tokens.number[end])
        if reason == "contact":
            return found(tokens, begin, end, reason)
        value = roman_value(tokens.raw(i)) or (int(tokens.low[i]) if tokens.low[i].isdecimal() and len(tokens.low[i]) < 10 else None)
        return found(tokens, begin, end, reason, value=value)

    # -- after the quantity is read

    def judge(self, tokens: Tokens, i: int, floor: int, quantity: Found, previous: Found | None) -> Found | None:
        """The reason why a quantity is no figure, as a mention; None when it is one."""
        reason = self._by_what_follows(tokens, quantity, floor) or self._anniversary_of(tokens, quantity, floor)
        if reason is None and quantity.mention.kind == "number":
            reason = self._one_of_ages(tokens, quantity)
        if reason is None and self._is_motto(tokens, quantity):
            reason = "slogan" if quantity.mention.kind != "number" else "name"
        if reason is None and self._as_written.at(tokens.low, i) and not quantity.certain:
            reason = "name"
        if reason is not None:
            unit = quantity.mention.unit if quantity.certain else None
            return quantity._replace(mention=replace(quantity.mention, kind=reason, unit=unit))
        mention = quantity.mention
        if previous is not None and previous.mention.kind == "age" and (aged := self.listed(tokens, i, quantity, previous)):
            return aged
        context = self._context(tokens, i, floor)
        if context is not None and context[0].reason == "age" and mention.value_max is not None and mention.kind == "range":
            return quantity._replace(mention=replace(mention, kind="age"))  # "lứa tuổi 8 - 12"
        if mention.value_max is not None or mention.out_of is not None or mention.bound != "exact":
            return None
        if self._also_numbered(tokens, i, floor, previous):
            assert previous is not None
            return found(tokens, i - 1, quantity.after, previous.mention.kind)
        place = self._names_place(tokens, quantity.after)
        named = tokens.low[i - 1] in _OPEN and tokens.touches(i - 1) and context is not None and context[0].reason == "name"
        if context is not None and (named or not self._yields(tokens, context, quantity, place)):  # Chương trình "1 triệu sáng kiến"
            return self._in_context(tokens, i, quantity.after, context)
        if quantity.certain:
            return None
        return self.listed(tokens, i, quantity, previous)

    def _also_numbered(self, tokens: Tokens, i: int, floor: int, previous: Found | None) -> bool:
        """ "chi hội số 3 và số 5"."""
        if previous is None or previous.mention.kind not in _LISTED_REASONS or previous.end != i - 2:
            return False
        return tokens.low[i - 2] in _JOINTS and self._number_word.before(tokens.low, i, floor) is not None

    def _names_place(self, tokens: Tokens, i: int) -> bool:
        """Whether a place with its name begins at token i ("tổ 6 phường Tân Lập")."""
        match = self._place_nouns.at(tokens.low, i)
        return match is not None and (tokens.raw(match[1])[:1].isupper() or tokens.number[match[1]])

    @staticmethod
    def _yields(tokens: Tokens, context: tuple[Context, int], quantity: Found, place: bool) -> bool:
        """Whether a context gives way to what the number counts ("mỗi thôn 2 hộ", "môi trường 15 buổi")."""
        if place:
            return False
        if quantity.certain and quantity.mention.kind in _MEASURED:
            return True
        if context[0].always:
            return False
        numbering = quantity.after == quantity.begin + 1 and (not tokens.number[quantity.begin] or _numbers(tokens.low[quantity.begin]))
        if quantity.certain or not numbering:
            return True
        counts = quantity.mention.kind != "number" and not tokens.raw(quantity.after)[:1].isupper()
        return counts and context[0].reason in _YIELDING and not tokens.raw(context[1])[:1].isupper()

    def listed(self, tokens: Tokens, i: int, quantity: Found | None, previous: Found | None) -> Found | None:
        """ "Quyết định 217 và 218", "vùng II, III": a bare number takes the reason of the one that it is joined to."""
        if previous is None or previous.mention.kind not in _LISTED_REASONS or i != previous.end + 1:
            return None
        if tokens.low[i - 1] not in _JOINTS or (quantity is not None and quantity.mention.kind != "number"):
            return None
        return found(tokens, i, quantity.after if quantity else i + 1, previous.mention.kind)

    def roman(self, tokens: Tokens, i: int, floor: int, previous: Found | None) -> Found | None:
        """A Roman numeral read as a number: only in a context that numbers things."""
        listed = marker(tokens, i)
        if listed is not None:
            return listed
        context = self._context(tokens, i, floor)
        if context is not None and context[0].reason in _ROMAN_REASONS:
            return self._in_context(tokens, i, i + 1, context)
        return self.listed(tokens, i, None, previous)

    def ordinal_begin(self, tokens: Tokens, i: int, floor: int) -> int:
        """Where the ordinal at token i begins ("lần thứ hai", "vị trí thứ tư")."""
        context = self._before.before(tokens.low, i, floor)
        return context[1] if context else i - 1

    def is_article(self, tokens: Tokens, i: int, quantity: Found, floor: int) -> bool:
        """Whether 'một' before a noun is an article."""
        if quantity.mention.kind not in ("count", "number", "duration") or quantity.after > i + 1:
            return False
        return self._one_counts.before(tokens.low, i, floor) is None

    def _by_what_follows(self, tokens: Tokens, quantity: Found, floor: int) -> str | None:
        match = self._after.at(tokens.low, quantity.after)
        if match is None:
            return None
        value = quantity.mention.value
        for context in match[0]:
            if context.at_most is not None and (value is None or value > context.at_most or quantity.mention.out_of):
                continue
            if tokens.low[quantity.begin - 1] in context.not_after:
                continue
            if quantity.mention.kind in ("money", "percent", "fraction") and context.at_most != 0:
                continue
            if context.near is None or self._is_near(tokens, quantity, context, match[1]):
                return context.reason
        return None

    def _one_of_ages(self, tokens: Tokens, quantity: Found) -> str | None:
        """ "70, 75, 80 và 90 tuổi": each number of the list is an age."""
        value = quantity.mention.value
        if value is None or not 0 < value < _OLDEST:
            return None
        j = tokens.list_end(quantity.after, _JOINTS)
        if j == quantity.after:
            return None
        match = self._after.at(tokens.low, j)
        return "age" if match is not None and any(context.reason == "age" for context in match[0]) else None

    def _is_near(self, tokens: Tokens, quantity: Found, context: Context, end: int) -> bool:
        assert context.near is not None
        low = tokens.low
        for step, origin in ((-1, quantity.begin - 1), (1, end)):
            if step > 0 and context.before_only:
                break
            j = origin
            for _ in range(context.within):
                if low[j] in "\n.;":
                    break
                if context.near.at(low, j):
                    return True
                j += step
        return False

    def _anniversary_of(self, tokens: Tokens, quantity: Found, floor: int) -> str | None:
        if quantity.mention.kind != "duration" or quantity.mention.unit != "year":
            return None
        for j in range(quantity.begin, quantity.begin - self._anniversary_reach, -1):
            if self._anniversary.before(tokens.low, j, 0):
                return "anniversary"
        return None

    def _is_motto(self, tokens: Tokens, quantity: Found) -> bool:
        """Whether the number stands inside a short quotation and counts few things or nothing."""
        value = quantity.mention.value
        if quantity.mention.kind not in ("count", "duration", "number") or value is None or value > self._motto_value:
            return False
        low, reach = tokens.low, self._motto_tokens
        begin = quantity.begin - 1
        while low[begin] not in _OPEN or not tokens.touches(begin):
            closes = low[begin] in _CLOSE and tokens.touches(begin - 1)
            if closes or low[begin] in "\n.;" or quantity.begin - begin > reach:
                return False
            begin -= 1
        if tokens.touches(begin - 1) and low[begin] in "\"'":
            return False
        end = quantity.after
        while low[end] not in _CLOSE:
            if low[end] in "\n.;“«‘" or end - begin > reach + 6:
                return False
            end += 1
        return True


def _numbers(text: str) -> bool:
    """Whether digits can number something: whole, without separators and short."""
    return text.isdecimal() and len(text) <= 4
