"""What a figure measures: an amount, a share, a change, a degree of a target or a rate; and its direction and status.

Read from the words that touch the figure; no indicator is needed for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from giaoban_extract.gazetteer import Hits
from giaoban_extract.library import Library
from giaoban_extract.mentions import Mention
from giaoban_extract.periods import Period
from giaoban_extract.stream import ASIDE, COMMA, FIGURE, NONE, SEMICOLON, Stream

MeasureName = Literal["amount", "share", "change", "of_target", "rate"]
Direction = Literal["increase", "decrease"]
Status = Literal["reported", "planned"]

PERCENT_UNITS = frozenset({"percent", "percentage_point"})


@dataclass(frozen=True, slots=True)
class Measure:
    """The measure of a figure and, of a change, its direction."""

    name: MeasureName
    direction: Direction | None = None


class MeasureReader:
    """Measures and statuses of the figures of one article."""

    def __init__(self, library: Library, stream: Stream, hits: Hits) -> None:
        self.cues, self.stream, self.hits = library.cues, stream, hits

    def measure(self, position: int, mention: Mention) -> Measure:
        """The measure of the figure at a stream position."""
        change = self._change(position, mention)
        if change is not None:
            return change
        if mention.unit in PERCENT_UNITS:
            return Measure("of_target" if self._of_target(position, mention) else "share")
        if mention.out_of is None and self._is_rate(position, mention):
            return Measure("rate")
        return Measure("amount")

    # --- pieces ---

    def _ends_before(self, cue: str, position: int, slack: int = 0, strongest: int = NONE) -> int | None:
        """Start of a cue whose end lies at most `slack` words before a position, over breaks no stronger than given."""
        term, low = self.cues[cue], self.stream.sentence_bounds[self.stream.sentences[position]][0]
        best = None
        for start in range(max(low, position - 8), position):
            for end in self.hits.at[start].get(term, ()):
                if position - slack <= end <= position and max(self.stream.breaks[end : position + 1], default=0) <= strongest:
                    if FIGURE not in self.stream.keys[end:position]:
                        best = start if best is None else min(best, start)
        return best

    def _starts_after(self, cue: str, position: int, slack: int = 0) -> bool:
        last = self.stream.sentence_bounds[self.stream.sentences[position]][1]
        term = self.cues[cue]
        for start in range(position + 1, min(position + 2 + slack, last)):
            if self.stream.breaks[start] > NONE or self.stream.keys[start] is FIGURE:
                return False
            if term in self.hits.at[start]:
                return True
        return False

    def _bound_slack(self, position: int, mention: Mention) -> int:
        """Words of the bound between a cue and the numeral ("tăng hơn 5%")."""
        slack = 0
        while position - slack - 1 >= 0 and 0 <= mention.bound_start <= self.stream.starts[position - slack - 1] and mention.bound_start < mention.start:
            slack += 1
        return slack

    def _change(self, position: int, mention: Mention) -> Measure | None:
        slack = self._bound_slack(position, mention)
        if self._ends_before("level_after_change", position, slack) is not None:
            return None
        for cue, direction in (("increase", "increase"), ("decrease", "decrease")):
            if self._ends_before(cue, position, slack + 1) is not None:
                return Measure("change", "increase" if direction == "increase" else "decrease")
        if mention.unit in PERCENT_UNITS and self._in_brackets_of_change(position):
            return self._in_brackets_of_change(position)
        return None

    def _in_brackets_of_change(self, position: int) -> Measure | None:
        """"giảm 1.120 vụ (7,8%)": the bracket says the same change as a share."""
        stream = self.stream
        if stream.breaks[position] != ASIDE:
            return None
        first = stream.sentence_bounds[stream.sentences[position]][0]
        for here in range(position - 1, max(first, position - 7) - 1, -1):
            if stream.keys[here] is FIGURE:
                for cue in ("increase", "decrease"):
                    if self._ends_before(cue, here, 1) is not None:
                        return Measure("change", "increase" if cue == "increase" else "decrease")
                return None
        return None

    def _of_target(self, position: int, mention: Mention) -> bool:
        slack = self._bound_slack(position, mention)
        if self._ends_before("target_before", position, slack + 1) is not None:
            return True
        after = position + 1
        while after < len(self.stream.keys) and self.stream.ends[after] <= mention.end:
            after += 1
        if self._starts_after("target_after", after - 1, 3):
            return True
        return self._follows_fraction(position)

    def _follows_fraction(self, position: int) -> bool:
        """"845/800, đạt 105,6%": the share of the target that the fraction before it states."""
        stream = self.stream
        first = stream.sentence_bounds[stream.sentences[position]][0]
        for here in range(position - 1, max(first, position - 9) - 1, -1):
            if stream.breaks[here + 1] >= SEMICOLON:
                return False
            if stream.keys[here] is FIGURE:
                before = stream.figures[stream.figure_at.index(here)]
                return before.out_of is not None and before.value is not None and before.value > before.out_of
        return False

    def _is_rate(self, position: int, mention: Mention) -> bool:
        if mention.per is not None:
            return True
        stream = self.stream
        after = position + 1
        while after < len(stream.keys) and stream.ends[after] <= mention.end:
            after += 1
        money = mention.unit in ("VND", "USD", "EUR")
        if money and self._starts_after("rate_after", after - 1):
            return True
        first = stream.sentence_bounds[stream.sentences[position]][0]
        for start in range(position - 1, max(first, position - 9) - 1, -1):
            if stream.keys[start] is FIGURE or stream.breaks[start + 1] > COMMA:
                return False
            if self.cues["rate_before"] in self.hits.at[start]:
                return stream.breaks[start + 1] == NONE
        return False

    # --- status ---

    def status(self, position: int, planned_section: bool, period: Period | None, article: Period | None, published: date | None) -> Status:
        """Planned in a section of tasks, after a word of planning in the clause, or for a period yet to come."""
        stream = self.stream
        first = stream.sentence_bounds[stream.sentences[position]][0]
        done, planned = self.cues["done"], self.cues["planned"]
        crossed = 0
        for start in range(position - 1, first - 1, -1):
            if stream.breaks[start + 1] >= SEMICOLON:
                crossed += 1
            if planned in self.hits.at[start] and not self._target_behind(start):
                return "planned"
            if done in self.hits.at[start] and "đã" == stream.keys[start]:
                return "reported"
        if planned_section:
            return "planned"
        if period is not None and period.start is not None:
            today = published or (article.end if article else None)
            if today is not None and period.start > today:
                return "planned"
        return "reported"

    def _target_behind(self, start: int) -> bool:
        """"đạt 120% kế hoạch năm": the target of a figure before, not a plan."""
        return start > 0 and self.stream.keys[start - 1] is FIGURE and self.stream.breaks[start] == NONE
