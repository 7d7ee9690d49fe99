"""The output contract as pydantic models: the JSON Schema is generated from them and every document is an instance of one.

Offsets are code points of the decoded source text, half-open. Values are in base units (đồng, m², m, kg, litre); a percentage is
as written. Period codes follow SDMX time periods.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from giaoban_extract.rows import rows

Number = int | float
Offsets = tuple[int, int]
Confidence = Annotated[float, Field(ge=0, le=1)]

Source = Literal["clause", "sentence", "paragraph", "heading", "title", "dateline", "article"]
Reason = Literal[
    "date", "time", "year", "period", "ordinal", "term", "document", "name", "slogan", "age", "anniversary", "duration", "address",
    "contact", "list_marker", "page", "article", "vague", "structure", "attendance", "task", "rate_base",
]  # fmt: skip


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Indicator(Model):
    """Which indicator of the catalogue a figure reports, or `other`."""

    id: str
    theme: str
    label: str
    label_en: str


class Organisation(Model):
    """Whose result it is; `text` and `span` are the mention that governs (null when there is none)."""

    id: str
    label: str
    level: Literal["central", "province", "district", "commune", "village"] | None
    text: str | None
    span: Offsets | None
    from_: Annotated[Source, Field(alias="from")]


class Figure(Model):
    """The number: value in base units, range end, whole of a fraction, unit, bound, and its place."""

    value: Number
    value_max: Number | None
    out_of: Number | None
    unit: str
    bound: Literal["exact", "over", "nearly", "about", "at_least", "at_most"]
    text: str
    start: int
    end: int


class Period(Model):
    """A period with its first and last day (null where the year is unknown)."""

    code: str
    start: date | None
    end: date | None
    text: str | None
    span: Offsets | None
    from_: Annotated[Source, Field(alias="from")]


class Phrase(Model):
    """A piece of the text."""

    text: str
    span: Offsets


class Sentence(Model):
    """The sentence in which the figure stands."""

    text: str
    start: int
    end: int


class RuleReference(Model):
    """The rule that named the indicator; `layer` is "built-in" or the layer of rules on top that it is from, `file` relative to that."""

    id: str
    layer: str
    file: str
    line: int


class Record(Model):
    """One figure with everything that is known of it."""

    indicator: Indicator
    organisation: Organisation
    figure: Figure
    measure: Literal["amount", "share", "change", "of_target", "rate"]
    direction: Literal["increase", "decrease"] | None
    status: Literal["reported", "planned"]
    period: Period | None
    counted: Phrase | None
    action: Phrase | None
    sentence: Sentence
    group: int
    rule: RuleReference
    confidence: Confidence


class Ignored(Model):
    """A number that is no figure, and why."""

    text: str
    start: int
    end: int
    reason: Reason


class Province(Model):
    """A province with the General Statistics Office's code; "Trung ương" has none."""

    name: str
    code: str | None


class Article(Model):
    """Facts of the article as a whole."""

    title: str | None
    published: date | None
    province: Province | None
    level: Literal["central", "province", "district", "commune"] | None
    period: Period | None


class Document(Model):
    """What was read in one article."""

    schema_version: Literal["1"] = "1"
    source: str
    article: Article
    records: list[Record]
    ignored: list[Ignored]
    text: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The document as the command line prints it."""
        data = self.model_dump(mode="json", by_alias=True)
        if self.text is None:
            del data["text"]
        return data

    def to_rows(self) -> list[dict[str, Any]]:
        """The records as flat rows, for data frames; the columns are those of the CSV output (`giaoban_extract.rows`)."""
        return list(rows(self.to_dict()))


class ReadError(Model):
    """Why an article could not be read."""

    kind: str
    message: str


class ErrorDocument(Model):
    """What stands in place of a document that could not be made."""

    source: str
    error: ReadError
