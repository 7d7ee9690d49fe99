"""One article in thirteen shapes is one article: the same figures, whatever it was saved as."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from document_making import sample_as_docx, sample_as_html, sample_as_pdf
from giaoban_extract.inputs.readers import read_articles
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.text.articles import Article
from legacy import to_tcvn3, to_viscii, to_vni, to_windows_1258

SAMPLE = Path(__file__).parents[1] / "samples" / "gia-lai-2024-q2.txt"
TEXT = SAMPLE.read_text(encoding="utf-8")
SHAPES: dict[str, Callable[[Path], bytes]] = {
    "UTF-8": lambda _: TEXT.encode(),
    "BOM": lambda _: TEXT.encode("utf-8-sig"),
    "UTF-16": lambda _: TEXT.encode("utf-16"),
    "NFD": lambda _: unicodedata.normalize("NFD", TEXT).encode(),
    "CRLF": lambda _: TEXT.replace("\n", "\r\n").encode(),
    "windows-1258": lambda _: to_windows_1258(TEXT),
    "TCVN3": lambda _: to_tcvn3(TEXT),
    "VNI": lambda _: to_vni(TEXT),
    "VISCII": lambda _: to_viscii(TEXT),
    "HTML": lambda _: sample_as_html(),
    "DOCX": lambda _: sample_as_docx(),
    "JSON lines": lambda _: (json.dumps({"text": TEXT}) + "\n").encode(),
    "PDF": sample_as_pdf,
}


def essence(document: dict[str, Any]) -> list[Any]:
    """Values and labels of every figure."""
    return [
        (
            r["figure"]["value"], r["figure"]["unit"], r["figure"]["bound"], r["indicator"], r["organisation"]["id"], r["measure"],
            r["status"], r["period"] and r["period"]["code"],
        )
        for r in document["records"]
    ]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_an_article_reads_the_same_in_every_shape(pipeline: Pipeline, tmp_path: Path, shape: str) -> None:
    path = tmp_path / "article.txt"  # what it is, its content tells
    path.write_bytes(SHAPES[shape](tmp_path))
    (article,) = read_articles(str(path))
    assert isinstance(article, Article), article
    document = pipeline.document(article.text, "x", article.title, article.published)
    assert essence(document) == essence(pipeline.document(TEXT, "x"))
    for record in document["records"]:
        assert article.text[record["figure"]["start"] : record["figure"]["end"]] == record["figure"]["text"]
