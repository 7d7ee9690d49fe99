"""Whole-article goldens: samples/NAME.txt with the expected document beside it in NAME.expected.json.

`python tests/goldens.py` (or `make goldens`) rewrites them after a change of behaviour that is meant.
"""

from __future__ import annotations

import json
from pathlib import Path

from giaoban_extract.inputs.readers import read_articles
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.text.articles import Article

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))


def expected_path(sample: Path) -> Path:
    return sample.with_suffix(".expected.json")


def render(pipeline: Pipeline, sample: Path) -> str:
    """The expected document as it stands in the file."""
    (article,) = read_articles(str(sample))
    assert isinstance(article, Article)
    document = pipeline.document(article.text, f"samples/{sample.name}")
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    loaded = Pipeline.load()
    for path in SAMPLES:
        expected_path(path).write_text(render(loaded, path), encoding="utf-8")
