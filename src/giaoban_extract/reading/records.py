"""Readings as records of the output contract: plain dicts with spans of the source text."""

from __future__ import annotations

from typing import Any

from giaoban_extract.library.layers import BUILT_IN
from giaoban_extract.reading.candidates import Candidate
from giaoban_extract.reading.confidence import confidence
from giaoban_extract.reading.focus import Focus
from giaoban_extract.reading.measures import MONEY
from giaoban_extract.reading.page import Page
from giaoban_extract.reading.readings import NEAREST_ID, Hang, Reading
from giaoban_extract.text.identifiers import OTHER
from giaoban_extract.text.mentions import Number
from giaoban_extract.text.stream import FIGURE, NONE, SEMICOLON
from giaoban_extract.text.view import Span, View
from giaoban_extract.text.words import counted_phrase

READING_FILE, NEARNESS_FILE = "reading.yaml", "nearness.json"
NO_VERB_AFTER = frozenset({"các", "mỗi", "số", "những"})
"""Words behind which stands a noun ("các cấp")."""
VERB_REACH = 6
"""So many words before the words of a rule its verb may stand ("vận động Quỹ Vì người nghèo được")."""


class RecordWriter:
    """Builds the records of one article."""

    def __init__(self, view: View, page: Page) -> None:
        self.view, self.library, self.segmentation, self.stream, self.hits = view, page.library, page.segmentation, page.stream, page.hits

    def phrase(self, span: Span | None) -> dict[str, Any] | None:
        """A view span as text and span of the source."""
        if span is None:
            return None
        start, end = self.view.to_source(*span)
        return {"text": self.view.source[start:end], "span": [start, end]}

    def record(self, reading: Reading) -> dict[str, Any]:
        """The record of one reading."""
        mention = reading.mention
        start, end = self.view.to_source(mention.start, mention.figure_end)
        sentence = self.segmentation.sentences[self.stream.sentences[reading.position]]
        first, last = self.view.to_source(sentence.start, sentence.end)
        indicator = self.library.indicators[reading.indicator]
        return {
            "indicator": {"id": indicator.id, "theme": indicator.theme, "label": indicator.label, "label_en": indicator.label_en},
            "organisation": self._organisation(reading.focus),
            "figure": {
                "value": self._value(reading), "value_max": mention.value_max, "out_of": mention.out_of, "unit": self._unit(reading),
                "bound": mention.bound, "text": self.view.source[start:end], "start": start, "end": end,
            },
            "measure": reading.measure.name,
            "direction": reading.measure.direction,
            "status": reading.status,
            "period": self._period(reading),
            "counted": self.phrase(self._counted(reading)),
            "action": self.phrase(self._action(reading)),
            "sentence": {"text": self.view.source[first:last], "start": first, "end": last},
            "group": reading.group,
            "rule": self._rule(reading),
            "confidence": confidence(reading),
        }  # fmt: skip

    def _organisation(self, focus: Focus) -> dict[str, Any]:
        organisation = self.library.organisations[focus.organisation]
        found: dict[str, Any] = {
            "id": organisation.id,
            "label": organisation.label,
            "level": None,
            "text": None,
            "span": None,
            "from": focus.source,
        }
        if focus.mention is not None:
            first, last = focus.mention.start, focus.mention.end
            found["level"] = self._level(first, last)
            found |= self.phrase((self.stream.starts[first], self.stream.ends[last - 1])) or {}
        return found

    def _level(self, first: int, last: int) -> str | None:
        """The last level word of the mention: "Việt Nam" belongs to a name that "tỉnh" may follow; "các cấp" are all levels."""
        found = None
        for position in range(first, min(last + 1, len(self.stream.keys))):
            if self.library.cues["all_levels"] in self.hits.at[position]:
                return None
            found = next((level for level, term in self.library.levels.items() if term in self.hits.at[position]), found)
        return found

    @staticmethod
    def _value(reading: Reading) -> Number | None:
        """A change has its sign in its direction."""
        value = reading.mention.value
        return abs(value) if value is not None and reading.measure.name == "change" else value

    def _unit(self, reading: Reading) -> str:
        unit = reading.mention.unit
        if unit is not None:
            return unit
        family = self.library.indicators[reading.indicator].unit
        if family == "money":
            return "VND"
        return family if family in ("person", "household", "house", "workday") else "count"

    def _period(self, reading: Reading) -> dict[str, Any] | None:
        stated = reading.period
        if stated.period is None:
            return None
        period = stated.period
        return {
            "code": period.code,
            "start": period.start.isoformat() if period.start else None,
            "end": period.end.isoformat() if period.end else None,
            **(self.phrase(stated.span) or {"text": None, "span": None}),
            "from": stated.source,
        }

    def _rule(self, reading: Reading) -> dict[str, Any]:
        chosen = reading.chosen
        if isinstance(chosen, Candidate):
            rule = chosen.rule
            return {"id": rule.id, "layer": rule.layer, "file": rule.file, "line": rule.line}
        file = NEARNESS_FILE if isinstance(chosen, Hang) and chosen.id == NEAREST_ID else READING_FILE
        return {"id": chosen.id if isinstance(chosen, Hang) else OTHER, "layer": BUILT_IN, "file": file, "line": 1}

    # --- phrases ---

    def _counted(self, reading: Reading) -> Span | None:
        """The noun phrase behind the figure: the rule's own words, the unit's noun, else by the tokenizer."""
        stream, chosen = self.stream, reading.chosen
        if isinstance(chosen, Candidate) and chosen.rule.head is not None:
            first = reading.position + 1
            while reading.mention.unit in MONEY and first + 1 < chosen.head_end and stream.ends[first] <= reading.mention.end:
                first += 1  # "hơn 136 tỷ đồng Quỹ Vì người nghèo": đồng is the unit, the fund is counted
            return stream.starts[first], stream.ends[chosen.head_end - 1]
        if reading.mention.noun is not None:
            return reading.mention.noun
        if reading.mention.unit in MONEY:
            return None
        end = max(reading.mention.end, stream.ends[reading.position])
        span = counted_phrase(self.segmentation.flat, end, self.library.stops)
        if span is None and reading.mention.end > stream.ends[reading.position]:
            unit = self.segmentation.flat[reading.mention.figure_end : reading.mention.end]
            return reading.mention.end - len(unit.lstrip()), reading.mention.end
        return span

    def _action(self, reading: Reading) -> Span | None:
        """The verb that governs: the rule's words before the figure or the verb before them, else the nearest verb of the clause."""
        stream, chosen = self.stream, reading.chosen
        words: Span | None = None
        begin_at = reading.position
        if isinstance(chosen, Candidate) and chosen.left_spans and not chosen.rule.follows:
            verbs = [span for span in chosen.left_spans if self.library.action in self.hits.at[span[0]]]
            first, last = verbs[0] if verbs else chosen.left_spans[0]
            words = stream.starts[first], stream.ends[last - 1]
            if verbs:
                return words
            begin_at = first
        low = reading.site.sentence if words is None else max(reading.site.sentence, begin_at - VERB_REACH)
        for position in range(begin_at - 1, low - 1, -1):
            ends = self.hits.at[position].get(self.library.action)
            if ends and stream.keys[position] is not FIGURE and stream.keys[position - 1] not in NO_VERB_AFTER:
                last = max(end for end in ends if end <= reading.position) if min(ends) <= reading.position else position + 1
                begin = position
                while (
                    begin > reading.site.sentence
                    and stream.breaks[begin] == NONE
                    and last in self.hits.at[begin - 1].get(self.library.action, ())
                ):
                    begin -= 1
                return stream.starts[begin], stream.ends[last - 1]
            if stream.breaks[position] > SEMICOLON:
                break
        return words
