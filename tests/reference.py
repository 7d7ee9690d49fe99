"""docs/reference/ made from the models and the rule library (`make readme` writes it)."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from giaoban_extract.outputs.document import Document, ErrorDocument
from giaoban_extract.outputs.rows import COLUMNS
from giaoban_extract.pipeline import Pipeline

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
_MADE = "<!-- written by `make readme` -->\n"

_OUTPUT = """# What comes out

{made}
One document per article; `giaoban-extract schema` prints this as JSON Schema. Offsets are characters (Unicode code points) of the decoded
source text, half-open; `text[start:end]` is exact. For HTML, DOCX and PDF they refer to the extracted text, which the document then
carries.

{models}
## Columns of tables

CSV, Excel, Parquet, the store's view `figures` and `Document.to_rows()` have a row per record with these columns.

{columns}"""


def _cell(text: Any) -> str:
    """A table cell: one line, bars kept apart from those of the table."""
    return re.sub(r"\s+", " ", str(text)).replace("|", "\\|")


def _table(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines) + "\n"


def _type(field: dict[str, Any]) -> str:
    """A field's type in words."""
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(map(_type, field["anyOf"])))
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if "prefixItems" in field:
        return "[start, end]"
    if field.get("type") == "array":
        return "list of " + _type(field["items"])
    if field.get("format") == "date":
        return "day (ISO)"
    return {"string": "text", "integer": "number", "number": "number", "null": "null"}[field["type"]]


def _model(name: str, model: dict[str, Any], meanings: dict[str, str]) -> str:
    """`meanings` are those of the models, which a field that says no more is described by."""
    rows = [[f"`{key}`", _type(field), field.get("description") or meanings[field["$ref"]]] for key, field in model["properties"].items()]
    return f"## {name}\n\n{model.get('description', '')}\n\n{_table(['field', 'type', 'meaning'], rows)}"


def output_page() -> str:
    """The output contract, generated from the pydantic models."""
    document, error = Document.model_json_schema(), ErrorDocument.model_json_schema()
    order = [
        "Article",
        "Record",
        "Indicator",
        "Organisation",
        "Figure",
        "Period",
        "Phrase",
        "Sentence",
        "RuleReference",
        "Ignored",
        "Province",
    ]
    definitions = document.pop("$defs")
    assert set(order) == set(definitions), "a model is missing from this page"
    definitions |= error.pop("$defs")
    meanings = {f"#/$defs/{name}": model["description"] for name, model in definitions.items()}
    models = [_model("Document", document, meanings), *(_model(name, definitions[name], meanings) for name in order)]
    errors = [_model("ErrorDocument", error, meanings), _model("ReadError", definitions["ReadError"], meanings)]
    columns = _table(["column", "from"], [[f"`{column.name}`", "`" + ".".join(column.path) + "`"] for column in COLUMNS])
    return _OUTPUT.format(made=_MADE, models="\n".join([*models, *errors]), columns=columns)


def catalogue_page(pipeline: Pipeline) -> str:
    """Every indicator and organisation of the built-in library, with examples of its rules."""
    declared, library = pipeline.library.declarations, pipeline.library
    by_theme = defaultdict(list)
    for indicator in library.indicators.values():
        by_theme[indicator.theme].append(indicator)
    parts = [
        f"# Indicators and organisations\n\n{_MADE}\n{len(library.indicators)} indicators in {len(library.themes)} themes and "
        f"{len(library.organisations)} organisations. In an example the figure that is meant stands in brackets. "
        "`giaoban-extract rules show ID` shows the phrases of one.\n"
    ]
    for theme, indicators in by_theme.items():
        label, label_en = library.themes[theme]
        rows = []
        for indicator in indicators:
            examples = [str(example.model.text) for example in declared.indicators[indicator.id].examples if example.positive][:2]
            rows.append([f"`{indicator.id}`", indicator.label, indicator.label_en, indicator.unit, indicator.note, "<br>".join(examples)])
        head = ["id", "label", "in English", "unit", "what it counts", "examples"]
        parts.append(f"## {label} ({label_en}): `{theme}`\n\n{_table(head, rows)}")
    rows = []
    for organisation in library.organisations.values():
        examples = [str(example.model.text) for example in declared.organisations[organisation.id].examples if example.positive][:2]
        rows.append([f"`{organisation.id}`", organisation.label, organisation.label_en, "<br>".join(examples)])
    parts.append(f"## Organisations\n\n{_table(['id', 'label', 'in English', 'examples'], rows)}")
    return "\n".join(parts)


def pages(pipeline: Pipeline) -> dict[Path, str]:
    """The pages as they should stand in docs/reference/."""
    return {FOLDER / "output.md": output_page(), FOLDER / "catalogue.md": catalogue_page(pipeline)}
