"""What the layers of the rule library declare, as plain data: `merging.py` fills it, `compiler.py` makes a library of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from giaoban_extract.library.layers import Layer
from giaoban_extract.library.yamlfile import Scalar
from giaoban_extract.text.identifiers import OTHER

if TYPE_CHECKING:
    from giaoban_extract.library.rulefile import ExampleModel, RuleModel

NAME_KINDS = {"names": "name", "units": "unit", "people": "people", "topics": "topic"}

MARK = re.compile(r"\[([^\[\]]*\w[^\[\]]*)\]")
"""The mark around a figure of an example."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a layer; `file` is its name within the layer."""

    layer: str
    file: str
    path: Path


@dataclass(slots=True)
class Groups:
    """Word groups that one place of the library may name, and those of the places around it."""

    around: Groups | None = None
    phrases: dict[str, list[Scalar]] = field(default_factory=dict)
    names: dict[str, Scalar] = field(default_factory=dict)
    """Each group's name as written, which knows where that was."""

    def find(self, name: str) -> Groups | None:
        """The nearest place that defines a group."""
        here: Groups | None = self
        while here is not None and name not in here.phrases:
            here = here.around
        return here

    def known(self) -> list[str]:
        """All names that may be used here."""
        return [*self.phrases, *(self.around.known() if self.around else ())]


@dataclass(slots=True)
class Theme:
    """A theme of indicators with the groups that its files share."""

    id: str
    label: str
    label_en: str
    groups: Groups


@dataclass(frozen=True, slots=True)
class DeclaredRule:
    """A rule as written, with where and with the groups that it may name."""

    model: RuleModel
    source: Source
    groups: Groups


@dataclass(frozen=True, slots=True)
class Example:
    """An example or counterexample of an indicator or organisation, with where it stands."""

    subject: str
    kind: str
    positive: bool
    model: ExampleModel
    layer: str
    file: str
    line: int


@dataclass(slots=True)
class Subject:
    """An indicator or organisation as its files declare it: `key` is its name as first written, `layers` all that speak of it."""

    id: str
    key: Scalar
    source: Source
    label: str
    label_en: str
    layers: list[str]
    examples: list[Example] = field(default_factory=list)


@dataclass(slots=True)
class DeclaredIndicator(Subject):
    """An indicator with its rules."""

    theme: str = OTHER
    unit: str = "any"
    note: str = ""
    rules: list[DeclaredRule] = field(default_factory=list)


@dataclass(slots=True)
class DeclaredOrganisation(Subject):
    """An organisation with its phrases by kind (`NAME_KINDS`)."""

    secondary: bool = False
    phrases: dict[str, list[Scalar]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormerId:
    """An id that an indicator had: what it is called now, and the id as written in its `formerly`."""

    now: str
    written: Scalar


@dataclass(slots=True)
class Declarations:
    """All layers together. `units` and `nonfigures` are sections of layers that the number reader takes."""

    layers: list[Layer] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    groups: Groups = field(default_factory=Groups)
    themes: dict[str, Theme] = field(default_factory=dict)
    indicators: dict[str, DeclaredIndicator] = field(default_factory=dict)
    organisations: dict[str, DeclaredOrganisation] = field(default_factory=dict)
    not_doers: list[Scalar] = field(default_factory=list)
    no_names: list[Scalar] = field(default_factory=list)
    light: list[Scalar] = field(default_factory=list)
    actions: list[Scalar] = field(default_factory=list)
    stops: list[Scalar] = field(default_factory=list)
    levels: dict[str, list[Scalar]] = field(default_factory=dict)
    cues: dict[str, list[Scalar]] = field(default_factory=dict)
    funding_of: dict[str, str] = field(default_factory=dict)
    units: list[dict[str, Any]] = field(default_factory=list)
    nonfigures: list[dict[str, Any]] = field(default_factory=list)
    formerly: dict[str, FormerId] = field(default_factory=dict)
    renamed: list[str] = field(default_factory=list)
    """Messages on layers that speak of an indicator by an id that it had."""
    disabled_rules: dict[str, Scalar] = field(default_factory=dict)
    """Rule ids to leave out; whether there are such rules is known when they are compiled."""

    def current(self, identifier: str) -> str:
        """The id by which an indicator goes now, of one that it had."""
        former = self.formerly.get(identifier)
        return former.now if former else identifier

    @property
    def examples(self) -> list[Example]:
        """Examples and counterexamples of all subjects, in order."""
        subjects: tuple[Subject, ...] = (*self.indicators.values(), *self.organisations.values())
        return [example for subject in subjects for example in subject.examples]
