"""Fit patterns/nearness.json: word weights per indicator, from the library's examples and the annotated articles.

    python benchmarks/fit.py            (needs the extra [fit]: scikit-learn)

Training data: every marked figure of the examples and counterexamples in patterns/, and every figure of the annotated
articles in benchmarks/annotated and in rounds 1 and 2 of tests/fresh. Logistic regression; weights below `LEAST` are
dropped and the rest rounded.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from accuracy import annotated, place
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from giaoban_extract.pipeline import Analysis, Pipeline
from giaoban_extract.reading.nearness import Features, features
from giaoban_extract.teaching.check import reading_at, unmark

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = [*sorted((ROOT / "benchmarks" / "annotated").iterdir()), *(ROOT / "tests" / "fresh" / f"round{n}" for n in (1, 2))]
LEAST = 0.15
STRENGTH = 10.0


def words_at(analysis: Analysis, start: int, end: int) -> Features | None:
    reading = reading_at(analysis, start, end)
    return features(analysis.page, reading.position, reading.mention, reading.measure, reading.site) if reading else None


def examples(pipeline: Pipeline) -> list[tuple[Features, str]]:
    """Figures of the pattern files' examples."""
    rows = []
    for example in pipeline.library.declarations.examples:
        label = example.model.indicator or (example.subject if example.positive else None)
        if label in pipeline.library.indicators and not example.model.known_gap:
            text, spans = unmark(example.model.text)
            analysis = pipeline.analyse(text)
            rows += [(found, str(label)) for span in spans if (found := words_at(analysis, *span))]
    return rows


def articles(pipeline: Pipeline, folder: Path) -> list[tuple[Features, str]]:
    """Figures of the annotated articles of one folder."""
    rows = []
    for _, text, gold in annotated(folder):
        analysis = pipeline.analyse(text)
        for figure in gold["figures"]:
            if found := words_at(analysis, *place(text, figure)):
                rows.append((found, figure["indicator"]))
    return rows


def fit(rows: list[tuple[Features, str]]) -> dict[str, Any]:
    """The weights as they stand in the file."""
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([found for found, _ in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(matrix, [label for _, label in rows])
    weights = {}
    for column, name in enumerate(vectorizer.feature_names_):
        row = [n for i, w in enumerate(model.coef_[:, column]) if abs(w) >= LEAST for n in (i, round(float(w), 2))]
        if row:
            weights[name] = row
    return {
        "made_by": "benchmarks/fit.py",
        "figures": len(rows),
        "indicators": list(model.classes_),
        "bias": [round(float(b), 3) for b in model.intercept_],
        "weights": weights,
    }


def main() -> None:
    pipeline = Pipeline.load(examples=True)
    rows = examples(pipeline)
    for folder in FOLDERS:
        rows += articles(pipeline, folder)
    data = fit(rows)
    lines = ",\n".join(
        f"{json.dumps(k, ensure_ascii=False)}:{json.dumps(v, separators=(',', ':'))}" for k, v in sorted(data["weights"].items())
    )
    head = {key: value for key, value in data.items() if key != "weights"}
    target = ROOT / "patterns" / "nearness.json"
    target.write_text(json.dumps(head, ensure_ascii=False)[:-1] + ',\n"weights":{\n' + lines + "\n}}\n", encoding="utf-8")
    print(f"{target.name}: {data['figures']} figures, {len(data['weights'])} features, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
