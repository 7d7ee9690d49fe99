"""What a pattern file may hold: pydantic models of patterns/indicators/*.yaml, groups.yaml and a layer's files.

The models are the only list of keys. Validation errors are turned into `PatternError`s that name file, line and the
nearest known key.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from giaoban_extract.yamlfile import PatternError, line_of

UnitFamily = Literal["any", "money", "area", "length", "workday", "person", "household", "house", "percent", "count"]


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Words = Annotated[list[str], BeforeValidator(_as_list)]
"""One phrase or a list of phrases."""


class Strict(BaseModel):
    """Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleModel(Strict):
    """A rule with conditions; a plain phrase is `{"phrase": ...}`."""

    phrase: str
    id: str | None = None
    unless: Words = []
    unit: Words = []
    follows: Words = []
    precedes: Words = []
    heading: Words = []
    weight: Annotated[float, Field(ge=-3, le=3)] = 0.0
    organisation: str | None = None


class ExampleModel(Strict):
    """A sentence with its figures marked [like this], and what must hold of them."""

    text: str
    indicator: str | None = None
    value: float | None = None
    unit: str | None = None
    measure: Literal["amount", "share", "change", "of_target", "rate"] | None = None
    bound: Literal["exact", "over", "nearly", "about", "at_least", "at_most"] | None = None
    organisation: str | None = None
    period: str | None = None
    status: Literal["reported", "planned"] | None = None
    direction: Literal["increase", "decrease"] | None = None
    known_gap: bool = False


def _rule(value: Any) -> Any:
    return {"phrase": value} if isinstance(value, str) else value


def _example(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


RuleItem = Annotated[RuleModel, BeforeValidator(_rule)]
ExampleItem = Annotated[ExampleModel, BeforeValidator(_example)]


class IndicatorModel(Strict):
    """An indicator: what it is called, its unit family, its rules and the examples that prove them."""

    unit: UnitFamily
    label: str
    label_en: str
    note: str = ""
    rules: list[RuleItem]
    examples: Annotated[list[ExampleItem], Field(min_length=1)]
    counterexamples: list[ExampleItem] = []


class IndicatorFile(Strict):
    """One theme with its indicators and the word groups that only it needs."""

    theme: str
    label: str
    label_en: str
    groups: dict[str, list[str]] = {}
    indicators: dict[str, IndicatorModel]


class GroupFile(Strict):
    """patterns/groups.yaml."""

    groups: dict[str, list[str]]


class OrganisationModel(Strict):
    """An organisation: names that make it a doer, units of it, and words for its people that stand for it as a subject."""

    label: str
    label_en: str
    names: list[str]
    units: list[str] = []
    people: list[str] = []
    topics: list[str] = []
    secondary: bool = False
    examples: list[ExampleItem] = []
    counterexamples: list[ExampleItem] = []


class OrganisationFile(Strict):
    """patterns/organisations.yaml."""

    organisations: dict[str, OrganisationModel]
    not_doers: list[str]
    no_names: list[str]


class ReadingFile(Strict):
    """patterns/reading.yaml: the words by which figures are linked (docs/reading.md)."""

    light: list[str]
    actions: list[str]
    stops: list[str]
    levels: dict[str, list[str]]
    cues: dict[str, list[str]]
    funding_of: dict[str, str]


M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], data: Any, path: Path) -> M:
    """`data` as `model`. Raises PatternError with the line of the first fault."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        fault = next((f for f in faults if f["type"] == "extra_forbidden"), faults[0])  # a misspelt key is also a missing one
        raise _explain(model, data, path, fault) from None


def _explain(model: type[BaseModel], data: Any, path: Path, fault: Any) -> PatternError:
    location = [part for part in fault["loc"] if part not in ("function-before",)]
    node, line, trail = data, line_of(data), []
    for part in location:
        trail.append(str(part))
        if isinstance(node, dict) and part in node:
            line = line_of(next(key for key in node if key == part), line)
            node = node[part]
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
            line = line_of(node, line)
    where = ".".join(trail)
    if fault["type"] == "extra_forbidden":
        near = difflib.get_close_matches(trail[-1], sorted(_known_keys(model)), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        return PatternError(path, line, f"unknown key {trail[-1]!r}{hint}")
    if fault["type"] == "missing":
        return PatternError(path, line, f"{where!r} is missing")
    return PatternError(path, line, f"{where}: {fault['msg'][0].lower()}{fault['msg'][1:]}")


def _known_keys(model: type[BaseModel]) -> set[str]:
    """Every key that may stand anywhere under a model."""
    keys: set[str] = set()
    for nested in (model, RuleModel, ExampleModel, IndicatorModel, OrganisationModel):
        keys.update(nested.model_fields)
    return keys
