"""How right the tool is on an annotated folder: per field, theme, organisation and kind of error, with a reliability table.

    python benchmarks/accuracy.py FOLDER [--errors] [--confusions]

FOLDER holds, at any depth, NAME.txt and NAME.json: `figures` with `ctx` (a piece of the text that occurs once) and `num` (the
numeral in it), value, unit, bound, measure, indicator, organisation, period, status, and `optional` numbers that neither help nor hurt.
strict: value, unit, measure, indicator and organisation are right. full: strict, and period, status and bound as well.
"""

from __future__ import annotations

import argparse
import json
import re
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from giaoban_extract.pipeline import Pipeline

STRICT = ("number", "unit", "measure", "indicator", "organisation")
FIELDS = (*STRICT, "period", "status", "bound")
SIDE = {"over": "from", "at_least": "from", "nearly": "to", "at_most": "to"}


def days(code: str | None) -> tuple[str, str] | None:
    """First and last day of an annotated period code."""
    if not code:
        return None
    if "/" in code:
        first, last = days(code.split("/")[0]), days(code.split("/")[1])
        assert first
        assert last
        return first[0], last[1]
    year = int(code[:4])
    rest = code[5:]
    if not rest:
        months = (1, 12)
    elif rest[0] == "Q":
        months = (3 * int(rest[1]) - 2, 3 * int(rest[1]))
    elif rest[0] == "H":
        months = (1, 6) if rest[1] == "1" else (7, 12)
    elif rest.endswith("M"):
        months = (1, int(rest[:-1]))
    elif len(rest) == 5:
        return code, code
    else:
        months = (int(rest), int(rest))
    return date(year, months[0], 1).isoformat(), date(year, months[1], monthrange(year, months[1])[1]).isoformat()


def annotated(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Name, text and annotation of the articles of a folder, at any depth."""
    for path in sorted(folder.rglob("*.json")):
        yield path.stem, path.with_suffix(".txt").read_bytes().decode("utf-8-sig"), json.loads(path.read_text(encoding="utf-8"))


def place(text: str, item: dict[str, Any]) -> tuple[int, int]:
    """Where the numeral `num` stands inside its context."""
    begin = text.index(item["ctx"])
    num = re.escape(item["num"])
    pattern = rf"(?<![\d])(?<!\d[.,]){num}" if item["num"][0].isdigit() else rf"(?<!\w){num}(?!\w)"
    match = re.search(pattern, item["ctx"])
    assert match, item
    return begin + match.start(), begin + match.end()


def judge(record: dict[str, Any], gold: dict[str, Any]) -> dict[str, bool]:
    """Which fields of a record agree with its annotation."""
    figure, also = record["figure"], gold.get("also", {})

    def one_of(field: str, value: Any) -> bool:
        return value in (gold.get(field), *also.get(field, []))

    def same(field: str) -> bool:
        a, b = figure[field], gold.get(field)
        return (a is None) == (b is None) and (a is None or abs(a - b) <= 1e-9 * max(1.0, abs(b)))

    period = record["period"]
    found = (period["start"], period["end"]) if period and period["start"] else None
    return {
        "number": same("value") and same("value_max") and same("out_of"),
        "unit": one_of("unit", figure["unit"]),
        "measure": one_of("measure", record["measure"]),
        "indicator": one_of("indicator", record["indicator"]["id"]),
        "organisation": one_of("organisation", record["organisation"]["id"]),
        "period": found in [days(c) for c in (gold.get("period"), *also.get("period", []))],
        "status": record["status"] == gold["status"],
        "bound": SIDE.get(figure["bound"], figure["bound"]) == SIDE.get(gold["bound"], gold["bound"]),
    }


class Tally:
    """Counts over all articles."""

    def __init__(self) -> None:
        self.gold = self.found = self.spurious = self.strict = self.full = 0
        self.fields: Counter[str] = Counter()
        self.facts: Counter[str] = Counter()
        self.by: dict[str, Counter[str]] = defaultdict(Counter)
        self.confused: Counter[tuple[str, str, str]] = Counter()
        self.errors: list[tuple[str, str]] = []
        self.sure: list[tuple[float, bool]] = []
        self.articles = 0


def compare(tally: Tally, stem: str, text: str, gold: dict[str, Any], document: dict[str, Any]) -> None:
    """Match records to annotated figures and count."""
    tally.articles += 1
    truth, article = gold.get("article", {}), document["article"]
    period = article["period"]
    tally.facts["published"] += article["published"] == truth.get("published")
    tally.facts["province"] += (article["province"] or {}).get("name") == truth.get("province")
    tally.facts["period"] += ((period["start"], period["end"]) if period and period["start"] else None) == days(truth.get("period"))
    free = list(document["records"])
    for figure in gold["figures"]:
        start, end = place(text, figure)
        hit = max(free, key=lambda r: min(end, r["figure"]["end"]) - max(start, r["figure"]["start"]), default=None)
        tally.gold += 1
        theme, organisation = figure["indicator"].split(".")[0], figure["organisation"]
        tally.by["theme " + theme]["gold"] += 1
        tally.by["organisation " + organisation]["gold"] += 1
        if hit is None or min(end, hit["figure"]["end"]) <= max(start, hit["figure"]["start"]):
            tally.errors.append(("missed", f"{stem}: {figure['ctx']!r}"))
            continue
        free.remove(hit)
        tally.found += 1
        right = judge(hit, figure)
        strict, full = all(right[f] for f in STRICT), all(right.values())
        tally.strict += strict
        tally.full += full
        tally.by["theme " + theme]["strict"] += strict
        tally.by["organisation " + organisation]["strict"] += strict
        tally.sure.append((hit["confidence"], strict))
        for field in FIELDS:
            tally.fields[field] += right[field]
            if not right[field]:
                got = {"indicator": hit["indicator"]["id"], "organisation": hit["organisation"]["id"], "measure": hit["measure"]}.get(
                    field,
                    hit["figure"]["value" if field == "number" else field]
                    if field in ("number", "unit", "bound")
                    else (hit["period"] or {}).get("code")
                    if field == "period"
                    else hit["status"],
                )
                wanted = figure.get("value" if field == "number" else field)
                rule = hit["rule"]["id"] if field == "indicator" else ""
                tally.errors.append((field, f"{stem}: {figure['ctx']!r}: {got} not {wanted} {rule}"))
                if field in ("indicator", "organisation", "measure", "unit"):
                    tally.confused[field, str(wanted), str(got)] += 1
    optional = [place(text, o) for o in gold.get("optional", [])]
    for record in free:
        first, last = record["figure"]["start"], record["figure"]["end"]
        if not any(min(last, e) > max(first, s) for s, e in optional):
            tally.spurious += 1
            tally.sure.append((record["confidence"], False))
            around = " ".join(text[max(0, first - 40) : last + 40].split())
            tally.errors.append(("spurious", f"{stem}: {around!r} -> {record['indicator']['id']}"))


def report(tally: Tally, *, errors: bool, confusions: bool) -> None:
    """Print what was counted."""

    def f1(hits: int) -> float:
        predicted = tally.found + tally.spurious
        return 2 * hits / (predicted + tally.gold) if predicted + tally.gold else 0.0

    if errors:
        for kind in ("missed", "spurious", *FIELDS):
            for name, line in tally.errors:
                if name == kind:
                    print(f"{kind}: {line}")
    if confusions:
        for (field, wanted, got), number in tally.confused.most_common(40):
            print(f"{number:4} {field}: {got} for {wanted}")
    for name in sorted(tally.by):
        counts = tally.by[name]
        print(f"  {name:38} {counts['gold']:4} figures, strictly right {counts['strict'] / counts['gold']:.2f}")
    print("kinds of error: " + ", ".join(f"{k} {n}" for k, n in Counter(k for k, _ in tally.errors).most_common()))
    print("of those found, right: " + ", ".join(f"{f} {tally.fields[f] / max(1, tally.found):.3f}" for f in FIELDS))
    print(
        "article facts right: "
        + ", ".join(f"{f} {tally.facts[f] / max(1, tally.articles):.2f}" for f in ("published", "province", "period"))
    )
    gap = 0.0
    for low in range(10):
        cell = [(c, ok) for c, ok in tally.sure if low / 10 <= c < (low + 1) / 10 or (low == 9 and c == 1)]
        if cell:
            said, was = sum(c for c, _ in cell) / len(cell), sum(ok for _, ok in cell) / len(cell)
            gap += len(cell) / len(tally.sure) * abs(said - was)
            print(f"  confidence {low / 10:.1f}-{(low + 1) / 10:.1f}: {len(cell):4} records, said {said:.2f}, right {was:.2f}")
    print(f"calibration error {gap:.3f}")
    for least in (0.0, 0.5, 0.7, 0.8, 0.9, 0.95):
        kept = [ok for c, ok in tally.sure if c >= least]
        if kept:
            precision, recall = sum(kept) / len(kept), sum(kept) / tally.gold
            print(f"  --min-confidence {least:<4}: {len(kept):4} records, strict precision {precision:.3f}, recall {recall:.3f}")
    print(f"figures {tally.gold}, found {tally.found}, spurious {tally.spurious}")
    print(
        f"detection F1 {f1(tally.found):.3f}, strict F1 {f1(tally.strict):.3f}, full F1 {f1(tally.full):.3f} on {tally.articles} articles"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true", help="print every error")
    parser.add_argument("--confusions", action="store_true", help="print what is taken for what")
    options = parser.parse_args()
    pipeline, tally = Pipeline.load(), Tally()
    for name, text, gold in annotated(options.folder):
        compare(tally, name, text, gold, pipeline.document(text, name))
    report(tally, errors=options.errors, confusions=options.confusions)


if __name__ == "__main__":
    main()
