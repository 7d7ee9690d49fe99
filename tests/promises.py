"""What every document keeps, whatever its text: checked by the property tests and by fuzz/."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Any

import jsonschema

from giaoban_extract.outputs.document import Document

Json = dict[str, Any]
_SHORTEST = 160
"""Characters of the text that are shown where a promise is broken."""


def spans(value: Any) -> list[tuple[int, int, str]]:
    """Every span of a document with the text that it claims."""
    found: list[tuple[int, int, str]] = []
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys() and isinstance(value["start"], int):
            found.append((value["start"], value["end"], value["text"]))
        if value.get("span") is not None:
            found.append((*value["span"], value["text"]))
        for child in value.values():
            found += spans(child)
    elif isinstance(value, list):
        for child in value:
            found += spans(child)
    return found


def check(text: str, document: Json) -> None:
    """Valid against the model and the published schema, exact offsets, each number in one place, the same after JSON."""
    assert Document.model_validate(document).to_dict() == document
    assert not list(_validator().iter_errors(document))
    check_spans(text, document)
    check_numbers(text, document)
    assert json.loads(json.dumps(document, ensure_ascii=False)) == document
    assert json.loads(json.dumps(document).encode("ascii")) == document


def check_spans(text: str, document: Json) -> None:
    """Every span says what stands there, and phrases have no space around them."""
    for start, end, claimed in spans(document):
        assert 0 <= start <= end <= len(text)
        assert text[start:end] == claimed
    for record in document["records"]:
        assert record["figure"]["start"] < record["figure"]["end"]
        assert record["sentence"]["start"] <= record["figure"]["start"]
        assert record["figure"]["end"] <= record["sentence"]["end"]
        for phrase in (record["counted"], record["action"]):
            assert phrase is None or (phrase["text"] and phrase["text"] == phrase["text"].strip())


def covered(document: Json) -> list[tuple[int, int]]:
    """The places of all numbers, records and ignored, in text order."""
    records = [(r["figure"]["start"], r["figure"]["end"]) for r in document["records"]]
    return sorted(records + [(i["start"], i["end"]) for i in document["ignored"]])


def check_numbers(text: str, document: Json) -> None:
    """Every run of digits lies in exactly one record or ignored number, and no two of these overlap."""
    places = covered(document)
    for (_, end), (start, _) in pairwise(places):
        assert end <= start, "two readings of one number"
    for run in re.finditer(r"[0-9]+", text):
        holders = [s for s in places if s[0] <= run.start() and run.end() <= s[1]]
        assert len(holders) == 1, f"{run.group()!r} at {run.start()}: {text[max(0, run.start() - 20) :][:_SHORTEST]!r}"


def essence(document: Json) -> list[Any]:
    """Values and labels of every figure, without places."""
    return [
        (
            r["figure"]["value"], r["figure"]["value_max"], r["figure"]["out_of"], r["figure"]["unit"], r["figure"]["bound"],
            r["indicator"]["id"], r["organisation"]["id"], r["measure"], r["direction"], r["status"], r["period"] and r["period"]["code"],
        )
        for r in document["records"]
    ]  # fmt: skip


def composed(value: Any) -> Any:
    """A document without places and with its texts composed, to compare one text in two normal forms."""
    if isinstance(value, dict):
        return {key: composed(inner) for key, inner in value.items() if key not in ("start", "end", "span") or isinstance(inner, str)}
    if isinstance(value, list):
        return [composed(inner) for inner in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(Document.model_json_schema(by_alias=True))
