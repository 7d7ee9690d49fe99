"""Every sample gives the document that stands beside it."""

import json
from pathlib import Path

import pytest

from giaoban_extract.outputs.document import Document
from giaoban_extract.pipeline import Pipeline
from goldens import SAMPLES, expected_path, render


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_a_sample_reads_as_expected(pipeline: Pipeline, sample: Path) -> None:
    found = json.loads(render(pipeline, sample))
    expected = json.loads(expected_path(sample).read_text(encoding="utf-8"))
    for record, wanted in zip(found["records"], expected["records"], strict=False):
        assert record == wanted
    assert found == expected, "if the change is meant: make goldens"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_an_expected_document_keeps_the_contract(sample: Path) -> None:
    Document.model_validate_json(expected_path(sample).read_text(encoding="utf-8"))


def test_the_samples_cover_the_kinds_of_text_that_users_have() -> None:
    assert len(SAMPLES) >= 6
    assert any(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in SAMPLES)
    assert any(b"\r\n" in path.read_bytes() for path in SAMPLES)
    assert any("\u0301" in path.read_text(encoding="utf-8") for path in SAMPLES)


def test_an_article_without_a_figure_yields_no_record_and_is_no_error() -> None:
    expected = json.loads(expected_path(next(p for p in SAMPLES if p.stem == "cong-van-khong-so-lieu")).read_text(encoding="utf-8"))
    assert expected["records"] == []
    assert expected["ignored"]
