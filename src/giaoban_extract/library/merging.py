"""The layers of the rule library merged: later ones add to, replace or switch off what earlier ones said.

Nothing is replaced silently: an id or a group that exists already is an error unless the file says `extend` or `override`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from giaoban_extract.library.declarations import (
    MARK,
    NAME_KINDS,
    Declarations,
    DeclaredIndicator,
    DeclaredOrganisation,
    DeclaredRule,
    Example,
    FormerId,
    Groups,
    Source,
    Subject,
    Theme,
)
from giaoban_extract.library.layers import BUILT_IN, Layer, builtin_patterns
from giaoban_extract.library.rulefaults import validate
from giaoban_extract.library.rulefile import GroupModel, IndicatorModel, OrganisationModel, PatternFile, RuleModel
from giaoban_extract.library.yamlfile import PatternError, Scalar, did_you_mean, fault, read_pattern_file, read_without_examples, written_as
from giaoban_extract.text.identifiers import BLOC, OTHER

ORGANISATIONS_KEPT = (BLOC, OTHER)
"""Organisations that the reading of doers falls back on."""
BASE = ("groups.yaml", "reading.yaml", "organisations.yaml")
"""Files of the built-in folder beside those of the indicators; other modules read the rest."""


def declare(base: Path | None = None, layers: Iterable[Layer] = (), *, examples: bool = False) -> Declarations:
    """The library in a folder (the built-in one by default) with layers on top. Raises PatternError.

    Examples of the base are parsed only when asked for: they are most of its text, and no reading needs them.
    """
    folder = base or builtin_patterns()
    merger = _Merger()
    themes = sorted((folder / "indicators").glob("*.yaml"))
    merger.add(Layer(BUILT_IN, folder), [*(folder / name for name in BASE), *themes], with_examples=examples)
    if not themes:
        raise PatternError(folder / "indicators", None, "holds no indicator file (*.yaml)")
    for layer in layers:
        merger.add(layer, layer.files())
    return merger.declarations


class _Merger:
    """Adds one layer after the other to the declarations."""

    def __init__(self) -> None:
        self.declarations = Declarations()
        self.with_examples = True

    def add(self, layer: Layer, paths: list[Path], *, with_examples: bool = True) -> None:
        """Groups before what names them, whatever the order of the files; what a layer disables is of the layers below it."""
        self.declarations.layers.append(layer)
        self.with_examples = with_examples
        read: list[tuple[PatternFile, Any, Source]] = []
        for path in paths:
            raw = read_pattern_file(path) if with_examples else read_without_examples(path)
            source = Source(layer.name, layer.relative(path), path)
            self.declarations.sources[str(path)] = source
            read.append((validate(raw, path), raw, source))
        for model, _, _ in read:
            for identifier in model.disable:
                self._disable(identifier)
        for model, _, _ in read:
            self._former_ids(model)
        read.sort(key=lambda item: item[0].theme is not None)
        scopes = [self._groups(model) for model, _, _ in read]
        for (model, raw, source), scope in zip(read, scopes, strict=True):
            self._organisations(model, source)
            self._indicators(model, source, scope)
            self._reading(model)
            for name, sections in (("units", self.declarations.units), ("nonfigures", self.declarations.nonfigures)):
                if getattr(model, name) is not None:
                    sections.append(raw[name])

    # --- groups ---

    def _groups(self, model: PatternFile) -> Groups:
        """The groups that a file's rules may name, its own ones among them."""
        if model.theme is None:
            scope = self.declarations.groups
        else:
            theme = self._theme(model)
            scope = theme.groups if not model.indicators or not theme.groups.phrases else Groups(theme.groups)
        for name, entry in model.groups.items():
            self._group(name, entry, scope)
        return scope

    def _theme(self, model: PatternFile) -> Theme:
        assert model.theme is not None
        theme = self.declarations.themes.get(model.theme)
        if theme is None:
            for key in ("label", "label_en"):
                if getattr(model, key) is None:
                    known = difflib.get_close_matches(model.theme, list(self.declarations.themes), 1)
                    hint = f"; if it is {known[0]!r}, write that" if known else ""
                    raise fault(model.theme, f"{key!r} is missing: {str(model.theme)!r} is a new theme{hint}")
            theme = Theme(model.theme, str(model.label), str(model.label_en), Groups(self.declarations.groups))
            self.declarations.themes[model.theme] = theme
        return theme

    def _group(self, name: Scalar, entry: GroupModel, scope: Groups) -> None:
        there = scope.find(name)
        if entry.new is not None:
            if name in scope.phrases or (there is not None and self.declarations.sources[name.path].layer != BUILT_IN):
                assert there is not None
                there_already = f"group {str(name)!r} is there already ({self._place(there.names[name])})"
                raise fault(name, f"{there_already}; write {{extend: [...]}} to add to it, {{override: [...]}} to replace it")
            scope.phrases[name], scope.names[name] = list(entry.new), name
            return
        if (entry.extend is None) == (entry.override is None):
            raise fault(name, f"group {str(name)!r}: write either extend or override")
        if there is None:
            raise fault(name, f"group {str(name)!r} is not there to change{did_you_mean(name, scope.known())}")
        there.phrases[name] = [*there.phrases[name], *entry.extend] if entry.extend is not None else list(entry.override or ())

    # --- indicators and organisations ---

    def _indicators(self, model: PatternFile, source: Source, scope: Groups) -> None:
        if model.indicators and model.theme is None:
            raise fault(next(iter(model.indicators)), "indicators need a theme: write `theme: name` at the top of the file")
        for name, entry in model.indicators.items():
            assert model.theme is not None
            identifier = OTHER if model.theme == OTHER else f"{model.theme}.{name}"
            if entry.extend or entry.override:
                identifier = self._now(identifier, name)
            elif identifier in self.declarations.formerly:
                former = self.declarations.formerly[identifier]
                raise fault(
                    name,
                    f"{identifier!r} is what {former.now!r} was called ({self._place(former.written)}); "
                    "say extend: true or override: true to speak of that, or choose another name",
                )
            rules = [DeclaredRule(self._rule_up_to_date(rule), source, scope) for rule in entry.rules]
            subject = self._subject(name, identifier, entry, source, self.declarations.indicators)
            if subject is None:
                for key in ("unit", "label", "label_en", "rules", "examples"):
                    if key not in entry.model_fields_set:
                        raise fault(
                            name, f"'indicators.{name}.{key}' is missing: a new indicator needs unit, label, label_en, rules and examples"
                        )
                if not entry.examples:
                    raise fault(name, f"indicators.{name}.examples: an indicator needs an example, one at least")
                named = (identifier, name, source, str(entry.label), str(entry.label_en), [source.layer])
                subject = DeclaredIndicator(*named, theme=str(model.theme), unit=str(entry.unit), note=str(entry.note or ""))
                self.declarations.indicators[identifier] = subject
            elif not entry.rules and not entry.examples and not entry.counterexamples:
                raise fault(name, f"{identifier!r} is extended by nothing; give it rules or examples")
            subject.rules += rules
            if self.with_examples:
                subject.examples += map(self._up_to_date, _examples(subject, "indicator", entry, source))

    def _organisations(self, model: PatternFile, source: Source) -> None:
        for name, entry in model.organisations.items():
            subject = self._subject(name, str(name), entry, source, self.declarations.organisations)
            if subject is None:
                for key in ("label", "label_en", "names"):
                    if key not in entry.model_fields_set:
                        raise fault(name, f"'organisations.{name}.{key}' is missing: a new organisation needs label, label_en and names")
                named = (str(name), name, source, str(entry.label), str(entry.label_en), [source.layer])
                subject = DeclaredOrganisation(*named, secondary=entry.secondary)
                self.declarations.organisations[str(name)] = subject
            for key in NAME_KINDS:
                subject.phrases.setdefault(key, []).extend(getattr(entry, key))
            if self.with_examples:
                subject.examples += map(self._up_to_date, _examples(subject, "organisation", entry, source))
        self.declarations.not_doers += model.not_doers
        self.declarations.no_names += model.no_names

    def _subject(
        self, name: Scalar, identifier: str, entry: IndicatorModel | OrganisationModel, source: Source, known: dict[str, Any]
    ) -> Any:
        """What an entry adds to; None for a new one. An overridden one is taken out."""
        there: Subject | None = known.get(identifier)
        if entry.extend and entry.override:
            raise fault(name, f"{identifier!r}: write either extend or override")
        if entry.extend or entry.override:
            if there is None:
                what = "extend" if entry.extend else "override"
                raise fault(name, f"{identifier!r} is not there to {what}{did_you_mean(identifier, known)}")
            if entry.override:
                if known is self.declarations.organisations and identifier in ORGANISATIONS_KEPT:
                    raise fault(name, f"{identifier!r} is what doers fall back on; extend it")
                del known[identifier]
                return None
            fixed = [key for key in ("unit", "label", "label_en", "note", "formerly", "secondary") if key in entry.model_fields_set]
            if fixed:
                raise fault(name, f"{identifier!r} is extended, so it keeps its {fixed[0]!r}; to change that, say override: true")
            there.layers.append(source.layer)
            return there
        if there is not None:
            place = self._place(there.key)
            raise fault(
                name, f"{identifier!r} stands twice (first in {place}); say extend: true to add to it, override: true to replace it"
            )
        return None

    def _former_ids(self, model: PatternFile) -> None:
        """Take in the ids that a file's indicators had; each is of one indicator and of none that there is."""
        here = self.declarations
        for name, entry in model.indicators.items():
            now = f"{model.theme}.{name}"
            for written in entry.formerly:
                claimed = here.formerly.get(written)
                if str(written) == now:
                    raise fault(written, f"formerly: {now!r} is what it is called now")
                if written in here.indicators:
                    raise fault(written, f"formerly: {str(written)!r} is an indicator ({self._place(here.indicators[written].key)})")
                if claimed is not None and (claimed.now != now or not entry.override):
                    raise fault(written, f"formerly: {str(written)!r} is what {claimed.now!r} was called ({self._place(claimed.written)})")
                here.formerly[str(written)] = FormerId(now, written)

    def _now(self, identifier: str, written: Scalar) -> str:
        """The id by which an indicator goes now; where the one written is an earlier one, there is a message."""
        now = self.declarations.current(identifier)
        if now != identifier:
            source = self.declarations.sources[written.path]
            self.declarations.renamed.append(f"{source.path}:{written.line}: {identifier!r} is called {now!r} now; write that")
        return now

    def _rule_up_to_date(self, rule: RuleModel) -> RuleModel:
        """A rule whose conditions name other indicators by the ids by which they go now."""
        changes = {
            key: tuple(written_as(self._now(target, target), target) for target in named)
            for key, named in (("follows", rule.follows), ("precedes", rule.precedes))
            if any(target in self.declarations.formerly for target in named)
        }
        return rule.model_copy(update=changes) if changes else rule

    def _up_to_date(self, example: Example) -> Example:
        """An example that names another indicator, with the id by which that goes now."""
        named = example.model.indicator
        if named is None or named not in self.declarations.formerly:
            return example
        now = self._now(named, example.model.text)
        return replace(example, model=example.model.model_copy(update={"indicator": now}))

    def _disable(self, identifier: Scalar) -> None:
        here = self.declarations
        if "/" in identifier:
            of, _, rule = identifier.partition("/")
            here.disabled_rules[f"{self._now(of, identifier)}/{rule}"] = identifier
        elif (now := self._now(identifier, identifier)) in here.indicators and now != OTHER:
            del here.indicators[now]
            here.formerly = {former: of for former, of in here.formerly.items() if of.now != now}
        elif identifier in here.organisations and identifier not in ORGANISATIONS_KEPT:
            del here.organisations[identifier]
        elif identifier in (OTHER, *ORGANISATIONS_KEPT):
            raise fault(identifier, f"{str(identifier)!r} can't be disabled: it stands for whatever nothing else names")
        else:
            known = [*here.indicators, *here.organisations]
            raise fault(identifier, f"disable: {str(identifier)!r} is nothing of the layers below{did_you_mean(identifier, known)}")

    # --- reading ---

    def _reading(self, model: PatternFile) -> None:
        if model.reading is None:
            return
        here, reading = self.declarations, model.reading
        here.light += reading.light
        here.actions += reading.actions
        here.stops += reading.stops
        for own, added in ((here.levels, reading.levels), (here.cues, reading.cues)):
            built_in = not own
            for name, phrases in added.items():
                if name not in own and not built_in:
                    raise fault(name, f"{str(name)!r} is nothing that is read by{did_you_mean(name, own)}")
                own.setdefault(str(name), []).extend(phrases)
        here.funding_of |= {self._now(name, name): self._now(funding, funding) for name, funding in reading.funding_of.items()}

    def _place(self, written: Scalar) -> str:
        source = self.declarations.sources[written.path]
        return f"{source.file}:{written.line}" + (f", {source.layer}" if source.layer == BUILT_IN else f", layer {source.layer}")


def _examples(subject: Subject, kind: str, entry: IndicatorModel | OrganisationModel, source: Source) -> Iterator[Example]:
    for key, positive in (("examples", True), ("counterexamples", False)):
        for model in getattr(entry, key):
            if not MARK.search(model.text):
                raise fault(model.text, "an example marks its figure [like this]; this one marks none")
            yield Example(subject.id, kind, positive, model, source.layer, source.file, model.text.line)
