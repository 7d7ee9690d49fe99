"""Fit the weights of `giaoban_extract.reading.confidence` to annotated articles that the rules were not written from.

    python benchmarks/fit_confidence.py [FOLDER...]

Needs scikit-learn (`pip install giaoban-extract[fit]`). Prints the weights, to be rounded and copied, and per folder the share
of records that are strictly right beside the mean confidence.

A folder that the word weights (patterns/nearness.json) were fitted to is read with weights fitted without it: else its records
would look surer than those of an article that nobody has seen.
"""

from __future__ import annotations

import sys
from pathlib import Path

from accuracy import STRICT, annotated, judge, place
from fit import FOLDERS, ROOT, articles, examples, fit
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from giaoban_extract.pipeline import Pipeline
from giaoban_extract.reading.confidence import evidence
from giaoban_extract.reading.nearness import nearness_of

UNSEEN = [ROOT / "tests" / "fresh" / name for name in ("round3", "round4", "round5", "round6")]
"""Annotated folders that the word weights are not fitted to."""


def read(pipeline: Pipeline, folder: Path) -> tuple[list[dict[str, float]], list[bool]]:
    """Evidence of the records that match an annotated figure, and whether each is strictly right."""
    found, right = [], []
    for name, text, gold in annotated(folder):
        records = pipeline.document(text, name)["records"]
        readings = pipeline.analyse(text).readings
        for figure in gold["figures"]:
            start, end = place(text, figure)
            for record, reading in zip(records, readings, strict=True):
                if record["figure"]["start"] < end and start < record["figure"]["end"]:
                    verdict = judge(record, figure)
                    found.append(evidence(reading))
                    right.append(all(verdict[field] for field in STRICT))
    return found, right


def main() -> None:
    """Read the folders, fit, print."""
    pipeline = Pipeline.load(examples=True)
    named = [Path(name).resolve() for name in sys.argv[1:]] or [*FOLDERS, *UNSEEN]
    known = {folder: articles(pipeline, folder) for folder in FOLDERS}
    own = examples(pipeline)
    shipped = pipeline.nearness
    folders = {}
    for folder in named:
        pipeline.nearness = shipped
        if folder in known:
            data = fit(own + [row for other, rows in known.items() if other != folder for row in rows])
            pipeline.nearness = nearness_of(data)
        folders[folder.name] = read(pipeline, folder)
    vectorizer = DictVectorizer(sparse=False)
    table = vectorizer.fit_transform([row for rows, _ in folders.values() for row in rows])
    # Every folder counts alike: a large one would else decide what an unseen article looks like.
    weights = [1.0 / len(rows) for rows, _ in folders.values() for _ in rows]
    scale = len(weights) / sum(weights)
    model = LogisticRegression(max_iter=2000).fit(
        table, [r for _, verdicts in folders.values() for r in verdicts], sample_weight=[w * scale for w in weights]
    )
    print("bias", round(float(model.intercept_[0]), 2))
    for name, weight in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True):
        print(f"{name:14}{weight:6.2f}")
    for name, (rows, verdicts) in folders.items():
        mean = model.predict_proba(vectorizer.transform(rows))[:, 1].mean()
        print(f"{name}: right {sum(verdicts) / len(verdicts):.3f}, mean confidence {mean:.3f}")


if __name__ == "__main__":
    main()
