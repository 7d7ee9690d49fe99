"""From what the layers declare to the library: phrases to terms of the gazetteer, rules to an index."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from giaoban_extract.library.declarations import NAME_KINDS, Declarations, DeclaredRule, Groups
from giaoban_extract.library.gazetteer import Keys, Term
from giaoban_extract.library.index import Indicator, Library, Name, Organisation, Piece, PieceNumber, Rule
from giaoban_extract.library.layers import BUILT_IN, Layer
from giaoban_extract.library.merging import declare
from giaoban_extract.library.rulephrase import Group, Literal, PhraseError, parse_phrase, parse_piece, parse_words
from giaoban_extract.library.rulephrase import Piece as WrittenPiece
from giaoban_extract.library.yamlfile import Scalar, did_you_mean, fault
from giaoban_extract.text.identifiers import OTHER

MAX_WORDINGS = 5_000
"""Runs of words that one member of a group may unfold into."""
MAX_PHRASES = 500_000
"""Phrases of a whole library; a layer that unfolds into more is a mistake or an attack."""


def load_library(base: Path | None = None, layers: Iterable[Layer] = (), *, examples: bool = False) -> Library:
    """The library of a folder (the built-in one by default) with layers on top. Raises PatternError.

    Examples are kept only when asked for: no reading needs them.
    """
    return _Compiler(declare(base, layers, examples=examples)).compile()


class _Compiler:
    """Turns declarations into terms and rules."""

    def __init__(self, declarations: Declarations) -> None:
        self.declarations = declarations
        self.library = Library(
            layers=tuple(declarations.layers[1:]),
            themes={theme.id: (theme.label, theme.label_en) for theme in declarations.themes.values()},
            units=declarations.units,
            nonfigures=declarations.nonfigures,
            declared=declarations,
        )
        self.gazetteer = self.library.gazetteer
        self.literals: dict[Literal, Term] = {}
        self.terms: dict[tuple[int, str], Term] = {}
        """Terms of groups, by the place that defines them and their name."""
        self.pieces: dict[tuple[int, int], tuple[WrittenPiece, PieceNumber]] = {}
        """Compiled pieces by the groups they may name and by what is compiled: equal stretches are parsed to one object."""
        self.numbers: dict[Piece, PieceNumber] = {}
        self.rule_ids: set[str] = set()

    def compile(self) -> Library:
        library, declared = self.library, self.declarations
        library.light = self._term(declared.light, declared.groups)
        library.action = self._term(declared.actions, declared.groups)
        library.stops = frozenset(map(str, declared.stops))
        library.levels = {name: self._term(phrases, declared.groups) for name, phrases in declared.levels.items()}
        library.cues = {name: self._term(phrases, declared.groups) for name, phrases in declared.cues.items()}
        library.not_doer = self._term(declared.not_doers, declared.groups)
        library.no_name = self._term(declared.no_names, declared.groups)
        self._organisations()
        self._indicators()
        library.funding_of = {of: money for of, money in declared.funding_of.items() if money in library.indicators}
        for groups in self._all_groups():
            for name in groups.phrases:
                self._group(groups, name, ())
        self._check_references()
        return library

    def _all_groups(self) -> Iterator[Groups]:
        seen: set[int] = set()
        rules = (rule for indicator in self.declarations.indicators.values() for rule in indicator.rules)
        for groups in (self.declarations.groups, *(t.groups for t in self.declarations.themes.values()), *(r.groups for r in rules)):
            if id(groups) not in seen:
                seen.add(id(groups))
                yield groups

    # --- subjects ---

    def _organisations(self) -> None:
        for entry in self.declarations.organisations.values():
            source = entry.source
            self.library.organisations[entry.id] = Organisation(
                entry.id, entry.label, entry.label_en, entry.secondary, source.layer, source.file, entry.key.line
            )
            for key, kind in NAME_KINDS.items():
                if entry.phrases.get(key):
                    term = self._term(entry.phrases[key], self.declarations.groups)
                    self.library.names[term] = Name(entry.id, kind)

    def _indicators(self) -> None:
        indicators = self.library.indicators
        for entry in self.declarations.indicators.values():
            source = entry.source
            indicators[entry.id] = Indicator(
                entry.id, entry.theme, entry.label, entry.label_en, entry.unit, entry.note, source.layer, source.file, entry.key.line
            )
            for rule in entry.rules:
                self._rule(entry.id, rule)
        indicators.setdefault(OTHER, Indicator(OTHER, OTHER, "Chỉ tiêu khác", "Other", "any", "", BUILT_IN, "indicators/other.yaml", 1))

    def _rule(self, indicator: str, declared: DeclaredRule) -> None:
        model, groups = declared.model, declared.groups
        identifier = self._rule_id(indicator, declared)
        if identifier in self.declarations.disabled_rules:
            return
        try:
            phrase = parse_phrase(model.phrase)
            unless = tuple(self._pieces(parse_words(text), groups, text) for text in model.unless) if model.unless else ()
            heading = tuple(self._pieces(parse_words(text), groups, text) for text in model.heading) if model.heading else ()
        except PhraseError as error:
            raise fault(model.phrase, str(error)) from None
        rule = Rule(
            id=identifier,
            indicator=indicator,
            phrase=str(model.phrase),
            layer=declared.source.layer,
            file=declared.source.file,
            line=model.phrase.line,
            left=self._pieces(phrase.left, groups, model.phrase),
            head=self._piece(phrase.head, groups, model.phrase) if phrase.head else None,
            right=self._pieces(phrase.right, groups, model.phrase),
            unless=unless,
            heading=heading,
            units=frozenset(map(str, model.unit)) if model.unit else frozenset(),
            follows=tuple(map(str, model.follows)) if model.follows else (),
            precedes=tuple(map(str, model.precedes)) if model.precedes else (),
            weight=model.weight,
            organisation=str(model.organisation) if model.organisation else None,
            declared=declared,
        )
        if not (rule.head is not None or rule.left or rule.right or rule.follows or rule.precedes or rule.heading):
            raise fault(model.phrase, "a rule needs words or a condition besides {figure}")
        self.library.add(rule)

    def _rule_id(self, indicator: str, declared: DeclaredRule) -> str:
        """Stable: from the phrase; a digest of the conditions parts rules that share one."""
        model = declared.model
        identifier = f"{indicator}/{model.id or slug(model.phrase)}"
        if identifier in self.rule_ids:
            if model.id:
                raise fault(model.id, f"rule id {identifier!r} stands twice; give one of them another name")
            written = {name: getattr(model, name) for name in sorted(model.model_fields_set)}
            identifier += "-" + hashlib.sha1(json.dumps(written).encode()).hexdigest()[:6]
        self.rule_ids.add(identifier)
        return identifier

    # --- terms ---

    def _pieces(self, pieces: tuple[WrittenPiece, ...], groups: Groups, written: Scalar) -> tuple[PieceNumber, ...]:
        return tuple([self._piece(piece, groups, written) for piece in pieces])

    def _piece(self, piece: WrittenPiece, groups: Groups, written: Scalar) -> PieceNumber:
        key = (id(groups), id(piece))
        known = self.pieces.get(key)
        if known is None:
            compiled = tuple([tuple([self._atom(atom, groups, written) for atom in sequence]) for sequence in piece])
            number = self.numbers.get(compiled)
            if number is None:
                number = self.numbers[compiled] = self.library.add_piece(compiled)
            known = self.pieces[key] = (piece, number)  # the piece is kept, so that its id stays its own
        return known[1]

    def _atom(self, atom: Group | Literal, groups: Groups, written: Scalar) -> Term:
        if isinstance(atom, Group):
            return self._group(self._home(atom.name, groups, written), atom.name, ())
        term = self.literals.get(atom)
        if term is None:
            term = self.literals[atom] = self.gazetteer.new_term()
            self.gazetteer.add(atom, term)
        return term

    @staticmethod
    def _home(name: str, groups: Groups, written: Scalar) -> Groups:
        """Where a group that is named somewhere is defined."""
        home = groups.find(name)
        if home is None:
            near = difflib.get_close_matches(name, groups.known(), n=1)
            raise fault(written, f"group @{name} is not defined" + (f"; did you mean @{near[0]}?" if near else ""))
        return home

    def _group(self, home: Groups, name: str, inside: tuple[tuple[int, str], ...]) -> Term:
        key = (id(home), name)
        term = self.terms.get(key)
        if term is None:
            term = self._term(home.phrases[name], home, (*inside, key))
            self.terms[key] = term
        return term

    def _term(self, phrases: list[Scalar], groups: Groups, inside: tuple[tuple[int, str], ...] = ()) -> Term:
        """A term for a list of phrases."""
        gazetteer = self.gazetteer
        term = gazetteer.new_term()
        for phrase in phrases:
            for sequence in _parsed(phrase):
                if len(sequence) > 1:
                    for keys in self._unfold(sequence, groups, phrase, inside):
                        gazetteer.add(keys, term)
                elif isinstance(sequence[0], Group):
                    home = self._home(sequence[0].name, groups, phrase)
                    self._refuse_loop(home, sequence[0].name, phrase, inside)
                    gazetteer.imply(self._group(home, sequence[0].name, inside), term)
                else:
                    gazetteer.add(sequence[0], term)
        if len(gazetteer) > MAX_PHRASES and phrases:
            raise fault(phrases[-1], f"with this group the library unfolds into more than {MAX_PHRASES:,} wordings")
        return term

    @staticmethod
    def _refuse_loop(home: Groups, name: str, written: Scalar, inside: tuple[tuple[int, str], ...]) -> None:
        if (id(home), name) in inside:
            raise fault(written, f"group @{name} holds itself")

    def _unfold(
        self, sequence: tuple[Literal | Group, ...], groups: Groups, written: Scalar, inside: tuple[tuple[int, str], ...]
    ) -> Iterable[Keys]:
        """All runs of words that a sequence stands for, groups inside written out."""
        runs: list[Keys] = [()]
        for atom in sequence:
            if isinstance(atom, tuple):
                runs = [run + atom for run in runs]
                continue
            home = self._home(atom.name, groups, written)
            self._refuse_loop(home, atom.name, written, inside)
            endings = [
                keys
                for member in home.phrases[atom.name]
                for part in _parsed(member)
                for keys in self._unfold(part, home, member, (*inside, (id(home), atom.name)))
            ]
            if len(runs) * len(endings) > MAX_WORDINGS:
                raise fault(written, f"{str(written)!r} unfolds into more than {MAX_WORDINGS:,} wordings")
            runs = [run + ending for run in runs for ending in endings]
        return runs

    # --- checks ---

    def _check_references(self) -> None:
        themes = {indicator.theme for indicator in self.library.indicators.values()}
        for indicator in self.declarations.indicators.values():
            for rule in indicator.rules:
                if rule.source.layer == BUILT_IN and self.library.layers:
                    continue  # a layer may have disabled what it names
                name = rule.model.organisation
                if name is not None and name not in self.library.organisations:
                    raise fault(name, f"{str(name)!r} is no organisation{did_you_mean(name, self.library.organisations)}")
                for target in (*rule.model.follows, *rule.model.precedes):
                    known = target.removesuffix(".*") in themes if target.endswith(".*") else target in self.library.indicators
                    if not known:
                        raise fault(
                            target,
                            f"follows/precedes names {str(target)!r}, which is no indicator{did_you_mean(target, self.library.indicators)}",
                        )
        for identifier, written in self.declarations.disabled_rules.items():
            if identifier not in self.rule_ids:
                raise fault(written, f"disable: there is no rule {identifier!r}{did_you_mean(identifier, self.rule_ids)}")


def _parsed(member: Scalar) -> WrittenPiece:
    try:
        return parse_piece(member)
    except PhraseError as error:
        raise fault(member, str(error)) from None


_ASCII = {
    ord(letter): unicodedata.normalize("NFD", letter)[0] for letter in "áàảãạăắằẳẵặâấầẩẫậéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"
} | {ord("đ"): "d"}
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9@]+")


def slug(text: str) -> str:
    """ASCII letters, digits and dashes: a stable name made from a phrase."""
    plain = text.lower().translate(_ASCII)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return _NOT_IN_A_SLUG.sub("-", plain.replace("{figure}", "#")).strip("-") or "figure"
