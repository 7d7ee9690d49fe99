"""Why each figure was read as it was: its record, and every candidate with the reason why it won or lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from giaoban_extract.library.layers import BUILT_IN
from giaoban_extract.pipeline import Analysis
from giaoban_extract.reading.candidates import Candidate
from giaoban_extract.reading.linking import rejected
from giaoban_extract.reading.readings import NEARNESS, Hang, Reading, needed, share, yields
from giaoban_extract.reading.records import RecordWriter
from giaoban_extract.reading.rules import Matcher
from giaoban_extract.text.display import one_line

Trace = dict[str, Any]
_NOWHERE: Trace = {"layer": None, "file": None, "line": None}
SHOWN = 6
"""Candidates and rejected rules that the text form shows of each figure."""


def traces(analysis: Analysis, at: int | None = None) -> Iterator[Trace]:
    """One trace per number of an article in text order, or of the number at a source offset only.

    A figure has `record`, `needs` (support below which none is named) and `candidates`, best first, each with `indicator`,
    `rule`, `support`, `reasons` (text and points) and `verdict`. A number that is none has `ignored`, its reason.
    """
    writer = RecordWriter(analysis.view, analysis.page)
    found: list[tuple[int, int, Trace]] = []
    for reading in analysis.readings:
        start, end = analysis.view.to_source(reading.mention.start, reading.mention.end)
        found.append((start, end, _of_figure(writer, reading, analysis.matcher)))
    for mention, reason in analysis.ignored:
        start, end = analysis.view.to_source(mention.start, mention.end)
        found.append((start, end, {"text": analysis.view.source[start:end], "start": start, "end": end, "ignored": reason}))
    for start, end, trace in sorted(found, key=lambda item: item[0]):
        if at is None or start <= at < end:
            yield trace


def _of_figure(writer: RecordWriter, reading: Reading, matcher: Matcher) -> Trace:
    record = writer.record(reading)
    return {
        "text": record["figure"]["text"],
        "start": record["figure"]["start"],
        "end": record["figure"]["end"],
        "record": record,
        "needs": round(needed(reading, reading.chosen or (reading.ranking[0][1] if reading.ranking else None)), 2),
        "candidates": [_of_candidate(reading, *ranked) for ranked in reading.ranking]
        + [{**_named(candidate), "verdict": f"lost: {why}"} for candidate, why in rejected(reading, matcher)],
    }


def _named(candidate: Candidate | Hang) -> Trace:
    if isinstance(candidate, Hang):
        return {"indicator": candidate.indicator, "rule": candidate.id, "phrase": None, "added": candidate.added, **_NOWHERE}
    rule = candidate.rule
    place = {"layer": rule.layer, "file": rule.file, "line": rule.line}
    return {"indicator": rule.indicator, "rule": rule.id, "phrase": rule.phrase, "added": rule.added, **place}


def _of_candidate(reading: Reading, points: float, candidate: Candidate | Hang) -> Trace:
    needs = needed(reading, candidate)
    named = _named(candidate)
    reasons = [{"text": text, "points": round(value, 2)} for text, value in candidate.reasons]
    fitted, counted = reading.shares.get(named["indicator"], 0.0), share(reading, candidate)
    if counted >= 0.005:
        words = f"examples of {named['indicator']} use such words ({fitted:.0%})"
        if counted > fitted:
            words = f"a rule of layer {named['layer']}" if named["layer"] else "an indicator of a layer"
        reasons.append({"text": words, "points": round(NEARNESS * counted, 2)})
    if candidate is reading.chosen:
        verdict = "won"
    elif yields(reading, candidate):
        verdict = f"lost: {points:.1f} points, but a layer has a rule for what built-in rules call other"
    elif points < needs:
        verdict = f"lost: {points:.1f} points, {needs:.1f} are needed"
    elif reading.chosen is not None and round(points, 6) == round(reading.ranking[0][0], 6):
        verdict = f"lost: {points:.1f} points as well, but fewer or farther words, or a later name"
    else:
        verdict = f"lost: {points:.1f} points, fewer than the winner"
    return {**named, "support": round(points, 2), "reasons": reasons, "verdict": verdict}


def print_traces(found: Iterator[Trace], file: IO[str]) -> int:
    """The traces as text; returns how many there were."""
    count = 0
    for trace in found:
        file.write("".join(one_line(line) + "\n" for line in _lines(trace)) + "\n")
        count += 1
    return count


def _lines(trace: Trace) -> Iterator[str]:
    place = f"{trace['start']}-{trace['end']}"
    if "ignored" in trace:
        yield f"{trace['text']}  at {place}: ignored, {trace['ignored']}"
        return
    record = trace["record"]
    figure, organisation, period = record["figure"], record["organisation"], record["period"]
    yield f"{trace['text']}  at {place}: {record['indicator']['id']} ({record['indicator']['label']}), confidence {record['confidence']}"
    value = "/".join(str(figure[name]) for name in ("value", "out_of") if figure[name] is not None)
    value += f" to {figure['value_max']}" if figure["value_max"] is not None else ""
    yield f"  read as   {value} {figure['unit']}, {figure['bound']}, {record['measure']}, {record['status']}"
    counted, action = ((record[name] or {}).get("text") for name in ("counted", "action"))
    yield f"  words     counts {counted!r}, action {action!r}"
    yield f"  doer      {organisation['id']}, from the {organisation['from']}" + _at(organisation)
    yield "  period    " + (f"{period['code']}, from the {period['from']}{_at(period)}" if period else "none")
    yield f"  in        {record['sentence']['text']}"
    for number, candidate in enumerate(trace["candidates"][:SHOWN], 1):
        source = f"  {candidate['file']}:{candidate['line']}" if candidate["file"] else ""
        if candidate["layer"] not in (None, BUILT_IN):
            source += f" of layer {candidate['layer']}"
        yield f"  {number}. {candidate['indicator']}  {candidate['verdict']}  [{candidate['rule']}]{source}"
        if candidate.get("reasons"):
            yield "       " + "; ".join(f"{reason['text']} {reason['points']:+.1f}" for reason in candidate["reasons"])
    if len(trace["candidates"]) > SHOWN:
        yield f"  and {len(trace['candidates']) - SHOWN} more (-f json shows them)"


def _at(phrase: Trace) -> str:
    return f": {phrase['text']!r} at {phrase['span'][0]}" if phrase["span"] else ""
