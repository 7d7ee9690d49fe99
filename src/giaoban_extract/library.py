"""The rule library: pattern files loaded strictly and compiled into one gazetteer and an index of rules."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from giaoban_extract.gazetteer import Gazetteer, Term
from giaoban_extract.rulefile import (
    ExampleModel,
    GroupFile,
    IndicatorFile,
    IndicatorModel,
    OrganisationFile,
    ReadingFile,
    RuleModel,
    validate,
)
from giaoban_extract.rulephrase import Group, Phrase, PhraseError, parse_phrase, parse_piece, parse_words
from giaoban_extract.rulephrase import Piece as WrittenPiece
from giaoban_extract.yamlfile import PatternError, line_of, parse_pattern_text, read_pattern_file

OTHER = "other"
"""Indicator of a reported statistic that no rule names."""

Piece = tuple[tuple[Term, ...], ...]
"""Alternative sequences of terms that must touch each other."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """An entry of the catalogue. `unit` is a unit family."""

    id: str
    theme: str
    label: str
    label_en: str
    unit: str
    note: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule; pieces in the order written. Fields as in docs/rules.md."""

    id: str
    indicator: str
    phrase: str
    file: str
    line: int
    left: tuple[Piece, ...]
    head: Piece | None
    right: tuple[Piece, ...]
    unless: tuple[tuple[Piece, ...], ...]
    heading: tuple[tuple[Piece, ...], ...]
    units: frozenset[str]
    follows: tuple[str, ...]
    precedes: tuple[str, ...]
    weight: float
    organisation: str | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of the catalogue; `secondary` ones (bank, government, party) govern only their own clause."""

    id: str
    label: str
    label_en: str
    secondary: bool
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Name:
    """What a gazetteer term says of an organisation: `kind` is name, unit, people or topic."""

    organisation: str
    kind: str


@dataclass(frozen=True, slots=True)
class Example:
    """An example or counterexample of an indicator or organisation, with where it stands."""

    subject: str
    positive: bool
    model: ExampleModel
    file: str
    line: int


@dataclass(slots=True)
class Library:
    """Everything that the reader knows, compiled. `names`, `not_doers`, `light` and `cues` are looked up by term.

    Files are named relative to `folder`.
    """

    folder: Path = field(default_factory=Path)
    gazetteer: Gazetteer = field(default_factory=Gazetteer)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    by_head: dict[Term, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    by_left: dict[Term, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    by_right: dict[Term, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    anywhere: list[Rule] = field(default_factory=list)
    names: dict[Term, Name] = field(default_factory=dict)
    not_doer: Term = -1
    no_name: Term = -1
    light: Term = -1
    action: Term = -1
    stops: frozenset[str] = frozenset()
    levels: dict[str, Term] = field(default_factory=dict)
    cues: dict[str, Term] = field(default_factory=dict)
    funding_of: dict[str, str] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)


def builtin_patterns() -> Path:
    """The folder of the built-in library: beside the package in a checkout, inside it in a wheel."""
    packaged = Path(__file__).parent / "patterns"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "patterns"


def load_library(folder: Path | None = None, *, examples: bool = False) -> Library:
    """The library of a folder (the built-in one by default). Raises PatternError.

    Examples are parsed only when asked for: they are most of the text of the files and no reading needs them.
    """
    return _Loader(folder or builtin_patterns(), examples).load()


class _Loader:
    """Reads the files of one folder and compiles them; each file's own groups shadow the shared ones."""

    def __init__(self, folder: Path, examples: bool) -> None:
        self.folder, self.with_examples = folder, examples
        self.library = Library(folder=folder)
        self.literals: dict[tuple[str, ...], Term] = {}
        self.group_terms: dict[str, Term] = {}
        self.shared: dict[str, list[str]] = {}
        self.rule_ids: set[str] = set()

    def load(self) -> Library:
        groups_path = self.folder / "groups.yaml"
        raw = read_pattern_file(groups_path)
        self.shared = validate(GroupFile, raw, groups_path).groups
        for name in self.shared:
            self._group(name, {}, groups_path, raw["groups"])
        self._reading(self.folder / "reading.yaml")
        self._organisations(self.folder / "organisations.yaml")
        paths = sorted((self.folder / "indicators").glob("*.yaml"))
        if not paths:
            raise PatternError(self.folder / "indicators", None, "holds no indicator file (*.yaml)")
        for path in paths:
            self._indicator_file(path)
        self.library.indicators.setdefault(
            OTHER, Indicator(OTHER, "other", "Chỉ tiêu khác", "Other", "any", "", "indicators/other.yaml", 1)
        )
        self._check_references()
        return self.library

    # --- files ---

    def _reading(self, path: Path) -> None:
        raw = read_pattern_file(path)
        model = validate(ReadingFile, raw, path)
        self.library.light = self._term_for(model.light, path, raw["light"])
        self.library.action = self._term_for(model.actions, path, raw["actions"])
        self.library.stops = frozenset(model.stops)
        for level, phrases in model.levels.items():
            self.library.levels[level] = self._term_for(phrases, path, raw["levels"][level])
        for cue, phrases in model.cues.items():
            self.library.cues[cue] = self._term_for(phrases, path, raw["cues"][cue])
        self.library.funding_of = model.funding_of

    def _organisations(self, path: Path) -> None:
        raw = read_pattern_file(path)
        model = validate(OrganisationFile, raw, path)
        self.library.not_doer = self._term_for(model.not_doers, path, raw["not_doers"])
        self.library.no_name = self._term_for(model.no_names, path, raw["no_names"])
        for key, (identifier, entry) in zip(raw["organisations"], model.organisations.items(), strict=True):
            line = line_of(key)
            self.library.organisations[identifier] = Organisation(
                identifier, entry.label, entry.label_en, entry.secondary, self._relative(path), line
            )
            for kind, phrases in (("name", entry.names), ("unit", entry.units), ("people", entry.people), ("topic", entry.topics)):
                if phrases:
                    term = self._term_for(phrases, path, raw["organisations"][identifier])
                    self.library.names[term] = Name(identifier, kind)
            self._keep_examples(identifier, entry, raw["organisations"][identifier], path)

    def _indicator_file(self, path: Path) -> None:
        raw = self._read_without_examples(path) if not self.with_examples else read_pattern_file(path)
        model = validate(IndicatorFile, raw, path)
        local = dict(model.groups)
        terms: dict[str, Term] = {}
        for name in local:
            terms[name] = self._term_for(local[name], path, raw["groups"][name], local)
        for name, entry in model.indicators.items():
            identifier = OTHER if model.theme == OTHER else f"{model.theme}.{name}"
            line = line_of(next(k for k in raw["indicators"] if k == name))
            if identifier in self.library.indicators:
                first = self.library.indicators[identifier]
                raise PatternError(path, line, f"{identifier!r} stands twice (first in {first.file}:{first.line})")
            self.library.indicators[identifier] = Indicator(
                identifier, model.theme, entry.label, entry.label_en, entry.unit, entry.note, self._relative(path), line
            )
            raw_entry = raw["indicators"][name]
            for rule, raw_rule in zip(entry.rules, raw_entry["rules"], strict=True):
                self._rule(identifier, rule, line_of(raw_rule, line), path, terms)
            self._keep_examples(identifier, entry, raw_entry, path)

    def _read_without_examples(self, path: Path) -> Any:
        """The file with the bodies of examples left blank: lines keep their numbers, and less is parsed."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return read_pattern_file(path)
        return parse_pattern_text("\n".join(_blank_examples(text.split("\n"))), path)

    def _keep_examples(self, subject: str, entry: Any, raw: Any, path: Path) -> None:
        if not self.with_examples:
            return
        self.library.counts[subject] = (len(entry.examples), len(entry.counterexamples))
        for key, positive in (("examples", True), ("counterexamples", False)):
            for model, item in zip(getattr(entry, key), raw.get(key, []), strict=True):
                if not re.search(r"\[[^\]]*\w[^\]]*\]", model.text):
                    raise PatternError(path, line_of(item), "an example marks its figure [like this]; this one marks none")
                self.library.examples.append(Example(subject, positive, model, self._relative(path), line_of(item)))

    # --- compiling ---

    def _rule(self, indicator: str, model: RuleModel, line: int, path: Path, terms: dict[str, Term]) -> None:
        def piece(written: WrittenPiece) -> Piece:
            return tuple(tuple(self._atom(atom, terms, path, line) for atom in sequence) for sequence in written)

        try:
            phrase: Phrase = parse_phrase(model.phrase)
            unless = tuple(tuple(piece(p) for p in parse_words(text)) for text in model.unless)
            heading = tuple(tuple(piece(p) for p in parse_words(text)) for text in model.heading)
        except PhraseError as error:
            raise PatternError(path, line, str(error)) from None
        rule = Rule(
            id=self._rule_id(indicator, model),
            indicator=indicator,
            phrase=model.phrase,
            file=self._relative(path),
            line=line,
            left=tuple(piece(p) for p in phrase.left),
            head=piece(phrase.head) if phrase.head else None,
            right=tuple(piece(p) for p in phrase.right),
            unless=unless,
            heading=heading,
            units=frozenset(model.unit),
            follows=tuple(model.follows),
            precedes=tuple(model.precedes),
            weight=model.weight,
            organisation=model.organisation,
        )
        self.library.rules.append(rule)
        if rule.head is not None:
            index, key = self.library.by_head, rule.head
        elif rule.left:
            index, key = self.library.by_left, rule.left[-1]
        elif rule.right:
            index, key = self.library.by_right, rule.right[0]
        else:
            if not (rule.follows or rule.precedes or rule.heading):
                raise PatternError(path, line, "a rule needs words or a condition besides {figure}")
            self.library.anywhere.append(rule)
            return
        for term in dict.fromkeys(sequence[0] for sequence in key):
            index[term].append(rule)

    def _rule_id(self, indicator: str, model: RuleModel) -> str:
        """Stable: from the phrase; a digest of the conditions parts rules that share one."""
        identifier = f"{indicator}/{model.id or slug(model.phrase)}"
        if identifier in self.rule_ids:
            identifier += "-" + hashlib.sha1(repr(model).encode()).hexdigest()[:6]
        self.rule_ids.add(identifier)
        return identifier

    def _atom(self, atom: Group | tuple[str, ...], terms: dict[str, Term], path: Path, line: int) -> Term:
        if isinstance(atom, Group):
            if atom.name in terms:
                return terms[atom.name]
            if atom.name in self.group_terms:
                return self.group_terms[atom.name]
            raise PatternError(path, line, self._undefined(atom.name, [*terms, *self.group_terms]))
        term = self.literals.get(atom)
        if term is None:
            term = self.literals[atom] = self.library.gazetteer.new_term()
            self.library.gazetteer.add(atom, term)
        return term

    def _group(self, name: str, local: dict[str, list[str]], path: Path, raw: Any) -> Term:
        if name not in self.group_terms:
            self.group_terms[name] = self._term_for(self.shared[name], path, raw[name], local)
        return self.group_terms[name]

    def _term_for(self, phrases: list[str], path: Path, raw: Any, local: dict[str, list[str]] | None = None) -> Term:
        term = self.library.gazetteer.new_term()
        lines = raw if isinstance(raw, list) else []
        for number, phrase in enumerate(phrases):
            line = line_of(lines[number]) if number < len(lines) else line_of(raw)
            for keys in self._unfold(phrase, local or {}, path, line, ()):
                self.library.gazetteer.add(keys, term)
        return term

    def _unfold(
        self, phrase: str, local: dict[str, list[str]], path: Path, line: int, inside: tuple[str, ...]
    ) -> Iterator[tuple[str, ...]]:
        """All word runs that a group member stands for."""
        try:
            piece = parse_piece(phrase)
        except PhraseError as error:
            raise PatternError(path, line, str(error)) from None
        for sequence in piece:
            runs: list[tuple[str, ...]] = [()]
            for atom in sequence:
                if isinstance(atom, tuple):
                    runs = [run + atom for run in runs]
                    continue
                if atom.name in inside:
                    raise PatternError(path, line, f"group @{atom.name} holds itself")
                members = local.get(atom.name) or self.shared.get(atom.name)
                if members is None:
                    raise PatternError(path, line, self._undefined(atom.name, [*local, *self.shared]))
                endings = [keys for member in members for keys in self._unfold(member, local, path, line, (*inside, atom.name))]
                runs = [run + ending for run in runs for ending in endings]
                if len(runs) > 5000:
                    raise PatternError(path, line, f"{phrase!r} unfolds into more than 5,000 wordings")
            yield from runs

    @staticmethod
    def _undefined(name: str, known: list[str]) -> str:
        import difflib

        near = difflib.get_close_matches(name, known, n=1)
        return f"group @{name} is not defined" + (f"; did you mean @{near[0]}?" if near else "")

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _check_references(self) -> None:
        themes = {indicator.theme for indicator in self.library.indicators.values()}
        for rule in self.library.rules:
            if rule.organisation is not None and rule.organisation not in self.library.organisations:
                raise PatternError(self.folder / rule.file, rule.line, f"{rule.organisation!r} is no organisation")
            for target in (*rule.follows, *rule.precedes):
                known = target.removesuffix(".*") in themes if target.endswith(".*") else target in self.library.indicators
                if not known:
                    raise PatternError(self.folder / rule.file, rule.line, f"follows/precedes names {target!r}, which is no indicator")


def slug(text: str) -> str:
    """ASCII letters, digits and dashes: a stable name made from a phrase."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return (
        re.sub(r"[^a-z0-9@]+", "-", "".join(c for c in plain if not unicodedata.combining(c)).replace("{figure}", "#")).strip("-")
        or "figure"
    )


_EXAMPLES_KEY = re.compile(r"( +)(counter)?examples:\s*$")


def _blank_examples(lines: list[str]) -> Iterator[str]:
    inside = -1
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if inside >= 0 and (not line.strip() or indent > inside or (indent == inside and line.lstrip().startswith("- "))):
            yield ""
            continue
        inside = -1
        if match := _EXAMPLES_KEY.match(line):
            inside = indent
            yield f"{match.group(1)}{match.group(2) or ''}examples: [left out]"
        else:
            yield line


__all__ = [
    "OTHER",
    "Example",
    "Indicator",
    "IndicatorModel",
    "Library",
    "Name",
    "Organisation",
    "Piece",
    "Rule",
    "builtin_patterns",
    "load_library",
    "slug",
]
