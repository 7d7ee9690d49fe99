"""The output contract as pydantic models: the JSON Schema is generated from them and every document is an instance of one.

Offsets are code points of the decoded source text, half-open. Values are in base units (đồng, m², m, kg, litre); a percentage is
as written. Period codes follow SDMX time periods.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from giaoban_extract.outputs.rows import rows
from giaoban_extract.text.identifiers import Bound, Direction, MeasureName, Reason, Source, Status
from giaoban_extract.text.mentions import Number

Offsets = tuple[int, int]
Confidence = Annotated[float, Field(ge=0, le=1)]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Indicator(Model):
    """Which indicator of the catalogue a figure reports, or `other`."""

    id: str = Field(description="Identifier of the catalogue or of a layer; `other` for a statistic that no indicator names.")
    theme: str = Field(description="Theme of the indicator.")
    label: str = Field(description="Label in Vietnamese.")
    label_en: str = Field(description="Label in English.")


class Organisation(Model):
    """Whose result it is."""

    id: str = Field(description="Identifier; `bloc` for all organisations together, `other` for a doer outside the catalogue.")
    label: str = Field(description="Label in Vietnamese.")
    level: Literal["central", "province", "district", "commune", "village"] | None = Field(description="Level that the mention names.")
    text: str | None = Field(description="The mention that governs; null when there is none.")
    span: Offsets | None = Field(description="Where the mention stands.")
    from_: Annotated[Source, Field(alias="from", description="Where it was found, from the figure outwards.")]


class Figure(Model):
    """The number: value, unit, bound, and its place."""

    value: Number = Field(description="In base units (VND, m2, m, kg, litre); a percentage as written.")
    value_max: Number | None = Field(description="Upper end of a range.")
    out_of: Number | None = Field(description='What a fraction is of: 11 in "8/11".')
    unit: str = Field(description="Unit of `value`; `count` for things counted one by one.")
    bound: Bound = Field(description="On which side the truth lies.")
    text: str = Field(description="The numeral as written, with its magnitude word and a unit that is glued to it.")
    start: int = Field(description="Offset of its first character.")
    end: int = Field(description="Offset behind its last character.")


class Period(Model):
    """A period with its first and last day (null where the year is unknown)."""

    code: str = Field(description="SDMX time period: 2024, 2024-Q2, 2024-S1, 2024-05, 2024-06-15, 2024-01-01/P9M.")
    start: date | None = Field(description="First day.")
    end: date | None = Field(description="Last day.")
    text: str | None = Field(description="The words that state it; null where it is inherited.")
    span: Offsets | None = Field(description="Where these words stand.")
    from_: Annotated[Source, Field(alias="from", description="Where it was found.")]


class Phrase(Model):
    """A piece of the text."""

    text: str = Field(description="The words.")
    span: Offsets = Field(description="Where they stand.")


class Sentence(Model):
    """The sentence in which the figure stands."""

    text: str = Field(description="The sentence.")
    start: int = Field(description="Offset of its first character.")
    end: int = Field(description="Offset behind its last character.")


class RuleReference(Model):
    """The rule that named the indicator."""

    id: str = Field(description="Stable: a written name, or derived from the phrase.")
    layer: str = Field(description='"built-in", or the layer of rules on top that it is from.')
    file: str = Field(description="File of the rule, relative to its layer.")
    line: int = Field(description="Line of the rule in that file.")


class Record(Model):
    """One figure with everything that is known of it."""

    indicator: Indicator = Field(description="Which indicator it is.")
    organisation: Organisation = Field(description="Whose result it is.")
    figure: Figure = Field(description="The number.")
    measure: MeasureName = Field(description="What the value measures.")
    direction: Direction | None = Field(description="Of a change, whose value stays positive.")
    status: Status = Field(description="Whether it was reached or is planned.")
    period: Period | None = Field(description="For which period.")
    counted: Phrase | None = Field(description="The words for what is counted.")
    action: Phrase | None = Field(description="The verb that governs the figure.")
    sentence: Sentence = Field(description="The evidence.")
    group: int = Field(description="Ties the figures of one activity together.")
    rule: RuleReference = Field(description="Why it is this indicator.")
    confidence: Confidence = Field(description="How likely number, unit, measure, indicator and organisation are all right.")

    def _repr_html_(self) -> str:
        """What a notebook shows: the record as a table of one row, its sentence behind a click."""
        from giaoban_extract.outputs.notebook import table_of

        return table_of([self.model_dump(mode="json", by_alias=True)])


class Ignored(Model):
    """A number that is no figure, and why."""

    text: str = Field(description="The number as written.")
    start: int = Field(description="Offset of its first character.")
    end: int = Field(description="Offset behind its last character.")
    reason: Reason = Field(description="Why it is no figure.")


class Province(Model):
    """A province with the General Statistics Office's code."""

    name: str = Field(description='Name of the province, or "Trung ương".')
    code: str | None = Field(description='Two digits of the list in force on the day of publication; null for "Trung ương".')


class Article(Model):
    """Facts of the article as a whole."""

    title: str | None = Field(description="Title.")
    published: date | None = Field(description="Day of publication.")
    province: Province | None = Field(description="Province that the article is about.")
    level: Literal["central", "province", "district", "commune"] | None = Field(description="Level that the article is about.")
    period: Period | None = Field(description="Period that the article is about.")


class Document(Model):
    """What was read in one article."""

    schema_version: Literal["1"] = Field("1", description="Version of this contract.")
    source: str = Field(description="The path as given; of JSON lines the line's source, else url, else id, else PATH:LINE.")
    article: Article = Field(description="Facts of the article.")
    records: list[Record] = Field(description="The figures in the order of the text.")
    ignored: list[Ignored] = Field(description="Every other number.")
    text: str | None = Field(None, description="The text that offsets refer to, where it is not the file's own (HTML, DOCX, PDF).")

    def to_dict(self) -> dict[str, Any]:
        """The document as the command line prints it."""
        data = self.model_dump(mode="json", by_alias=True)
        if self.text is None:
            del data["text"]
        return data

    def to_rows(self) -> list[dict[str, Any]]:
        """The records as flat rows, for data frames; the columns are those of the CSV output (`giaoban_extract.outputs.rows`)."""
        return list(rows(self.to_dict()))

    def _repr_html_(self) -> str:
        """What a notebook shows: title, facts, and the records as a table, each with its sentence behind a click."""
        from giaoban_extract.outputs.notebook import table_of

        document = self.to_dict()
        return table_of(document["records"], document)


class ReadError(Model):
    """Why an article could not be read."""

    kind: str = Field(description="Kind of the fault, for programs.")
    message: str = Field(description="What is wrong and what to do, for people.")


class ErrorDocument(Model):
    """What stands in place of a document that could not be made."""

    source: str = Field(description="As in a document.")
    error: ReadError = Field(description="Why there is none.")

    def to_dict(self) -> dict[str, Any]:
        """The error document as the command line prints it."""
        return self.model_dump(mode="json")
