"""What a pattern file may hold: pydantic models, the only list of its keys, and the JSON Schema made from them.

One model serves the built-in files and those of a layer: every section is optional, so that an analyst's whole layer may be
one file. Validation errors are turned into `PatternError`s that name file, line and the nearest known key. Text stays a
`Scalar`, so whatever is found wrong later still knows where it was written.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf, WithJsonSchema

from giaoban_extract.library.yamlfile import Scalar
from giaoban_extract.text.identifiers import Bound, Direction, MeasureName, Status

UnitFamily = Literal[
    "any", "money", "area", "length", "mass", "volume", "energy", "workday", "person", "household", "house", "percent", "count"
]
Written = Annotated[InstanceOf[Scalar], WithJsonSchema({"type": "string"})]
"""Text as it stands in a file."""


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | dict) else [value]


Phrases = Annotated[
    tuple[Written, ...],
    BeforeValidator(_as_list),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""One phrase or a list of phrases."""


class Strict(BaseModel):
    """Unknown keys are errors."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, protected_namespaces=(), defer_build=True
    )  # built once, with the file's own model


class RuleModel(Strict):
    """A rule with conditions; a plain phrase is `{"phrase": ...}`. docs/rules.md tells what each key means."""

    phrase: Written
    id: Written | None = Field(None, description="a stable name; else it is made from the phrase")
    unless: Phrases = Field((), description="words in the same clause that forbid the rule")
    unit: Phrases = Field((), description="units that the figure may have, narrower than the indicator's")
    follows: Phrases = Field((), description="indicators, one of which the nearest figure before has (theme.* for a whole theme)")
    precedes: Phrases = Field((), description="the same of the nearest figure after")
    heading: Phrases = Field((), description="words in the heading or bullet above")
    weight: float = Field(0.0, ge=-3, le=3, description="points added to the rule's score")
    organisation: Written | None = Field(None, description="whose statistic it is where no doer is named in the sentence")


class ExampleModel(Strict):
    """A sentence with its figures marked [like this], and what must hold of them."""

    text: Written
    indicator: str | None = Field(None, description="what it is; of a counterexample what it is instead")
    value: float | None = None
    unit: str | None = None
    measure: MeasureName | None = None
    bound: Bound | None = None
    organisation: str | None = None
    period: str | None = None
    status: Status | None = None
    direction: Direction | None = None
    known_gap: bool = Field(False, description="known to fail: counted, but no failure")


def _rule(value: Any) -> Any:
    return {"phrase": value} if isinstance(value, str) else value


def _example(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


RuleItem = Annotated[RuleModel, BeforeValidator(_rule, json_schema_input_type=str | RuleModel)]
ExampleItem = Annotated[ExampleModel, BeforeValidator(_example, json_schema_input_type=str | ExampleModel)]


class IndicatorModel(Strict):
    """An indicator: what it is called, its unit family, its rules and the examples that prove them.

    A new one needs unit, label, label_en, rules and examples. `extend: true` adds rules and examples to one that exists;
    `override: true` puts this one in the place of one that exists.
    """

    unit: UnitFamily | None = None
    label: Written | None = None
    label_en: Written | None = None
    note: Written | None = None
    formerly: Phrases = Field((), description="ids (theme.name) that it had in earlier releases, under which layers may still speak of it")
    rules: tuple[RuleItem, ...] = ()
    examples: tuple[ExampleItem, ...] = ()
    counterexamples: tuple[ExampleItem, ...] = ()
    extend: bool = False
    override: bool = False


class GroupChange(Strict):
    """A change of a group that exists: more phrases (`extend`), or others in their place (`override`)."""

    extend: tuple[Written, ...] | None = None
    override: tuple[Written, ...] | None = None


def _group(value: Any) -> Any:
    if isinstance(value, dict) and "new" in value:
        raise ValueError("a new group is a list of phrases, without a key")
    return value if isinstance(value, dict) else {"new": value}


class GroupModel(GroupChange):
    """A word group: a list of phrases (in a file without the key `new`), or a change of one that exists."""

    new: tuple[Written, ...] | None = None


GroupItem = Annotated[GroupModel, BeforeValidator(_group, json_schema_input_type=list[str] | GroupChange)]


class OrganisationModel(Strict):
    """An organisation: names that make it a doer, units of it, and words for its people that stand for it as a subject.

    `extend` and `override` as for indicators; a new one needs label, label_en and names.
    """

    label: Written | None = None
    label_en: Written | None = None
    names: tuple[Written, ...] = ()
    units: tuple[Written, ...] = ()
    people: tuple[Written, ...] = ()
    topics: tuple[Written, ...] = ()
    secondary: bool = Field(False, description="governs its own clause only, as a bank or an office in another's report")
    examples: tuple[ExampleItem, ...] = ()
    counterexamples: tuple[ExampleItem, ...] = ()
    extend: bool = False
    override: bool = False


class ReadingModel(Strict):
    """Words by which figures are linked to what they say (docs/reading.md). Lists of several layers add up."""

    light: tuple[Written, ...] = ()
    actions: tuple[Written, ...] = ()
    stops: tuple[Written, ...] = ()
    levels: dict[Written, tuple[Written, ...]] = {}
    cues: dict[Written, tuple[Written, ...]] = {}
    funding_of: dict[Written, Written] = Field({}, description="the indicator of money that is the value of another indicator's figure")


Whole = Annotated[InstanceOf[Scalar], WithJsonSchema({"type": ["integer", "string"]})]
"""A whole number, with or without `_` between the thousands."""


class UnitModel(Strict):
    """A unit of measure, money or time: its symbol in the output and its words."""

    unit: Written
    words: tuple[Written, ...]
    times: Whole | None = Field(None, description="factor to the unit, a whole number: 10_000 for hectares in m2")
    cents: tuple[Written, ...] = ()
    attached: bool = False


class CountedModel(Strict):
    """Nouns by which things are counted, by the unit that they make."""

    person: tuple[Written, ...] = ()
    household: tuple[Written, ...] = ()
    house: tuple[Written, ...] = ()
    workday: tuple[Written, ...] = ()
    count: tuple[Written, ...] = ()


class UnitsModel(Strict):
    """Units and counted nouns that a layer adds."""

    money: tuple[UnitModel, ...] = ()
    measures: tuple[UnitModel, ...] = ()
    durations: tuple[UnitModel, ...] = ()
    counted: CountedModel = CountedModel()


class BeforeModel(Strict):
    """Phrases right before a number that make it no figure."""

    reason: Written
    always: bool = False
    words: tuple[Written, ...]


class AfterModel(Strict):
    """Phrases right after a number that make it no figure."""

    reason: Written
    words: tuple[Written, ...]
    near: tuple[Written, ...] = ()
    within: Whole | None = None
    before_only: bool = False
    not_after: tuple[Written, ...] = ()
    at_most: Whole | None = None


class NonFiguresModel(Strict):
    """Numbers that state no quantity, as a layer adds them."""

    before: tuple[BeforeModel, ...] = ()
    after: tuple[AfterModel, ...] = ()
    not_contexts: tuple[Written, ...] = ()
    name_prefixes: tuple[Written, ...] = ()
    as_written: tuple[Written, ...] = ()


class PatternFile(Strict):
    """A file of the rule library or of a layer on top of it. Every section may be left out."""

    theme: Written | None = Field(None, description="theme of the indicators; their ids are theme.name")
    label: Written | None = None
    label_en: Written | None = None
    groups: dict[Written, GroupItem] = Field({}, description="word groups; of a file without a theme: shared by all files")
    indicators: dict[Written, IndicatorModel] = {}
    organisations: dict[Written, OrganisationModel] = {}
    not_doers: tuple[Written, ...] = Field((), description="phrases that hold an organisation's name and are no doer")
    no_names: tuple[Written, ...] = Field((), description="phrases in which a name is part of another name")
    reading: ReadingModel | None = None
    units: UnitsModel | None = None
    nonfigures: NonFiguresModel | None = None
    disable: tuple[Written, ...] = Field((), description="ids of indicators, organisations and rules of the layers below")


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a pattern file, for completion and checking in an editor."""
    schema = PatternFile.model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "giaoban-extract pattern file"
    return schema
