"""What a figure measures: an amount, a share, a change, a degree of a target or a rate; and its direction and status.

Read from the words that touch the figure; no indicator is needed for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from giaoban_extract.facts.periods import Period
from giaoban_extract.reading.page import Page
from giaoban_extract.text.identifiers import Direction, MeasureName, Status
from giaoban_extract.text.mentions import Mention
from giaoban_extract.text.stream import ASIDE, COMMA, FIGURE, NONE

_DIRECTIONS: tuple[Direction, ...] = ("increase", "decrease")
PERCENT_UNITS = frozenset({"percent", "percentage_point"})
MONEY = frozenset({"VND", "USD", "EUR"})

_BRACKET_REACH = 7
_LIST_REACH = 8
_MOVED_REACH = 6
_RATE_REACH = 12
_TARGET_WORDS = 7
"""Words from a percentage to the end of what it is of."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The measure of a figure and, of a change, its direction."""

    name: MeasureName
    direction: Direction | None = None


class MeasureReader:
    """Measures and statuses of the figures of one article, read in text order."""

    def __init__(self, page: Page) -> None:
        self.page, self.stream = page, page.stream
        self._changes: dict[int, Measure] = {}

    def measure(self, position: int, mention: Mention) -> Measure:
        """The measure of the figure at a stream position."""
        change = self._change(position, mention)
        if change is not None:
            self._changes[position] = change
            return change
        if mention.unit in PERCENT_UNITS:
            return Measure("of_target" if self._of_target(position, mention) else "share")
        return Measure("rate" if mention.out_of is None and self._is_rate(position, mention) else "amount")

    # --- changes ---

    def _bound_words(self, position: int, mention: Mention) -> int:
        """Words of the bound between a cue and the numeral ("tăng hơn 5%")."""
        if not 0 <= mention.bound_start < mention.start:
            return 0
        count = 0
        while position - count > 0 and self.stream.starts[position - count - 1] >= mention.bound_start:
            count += 1
        return count

    def _change(self, position: int, mention: Mention) -> Measure | None:
        slack = self._bound_words(position, mention)
        if self.page.cue_before("level_after_change", position, slack=slack, strongest=NONE) is not None:
            return None
        if self.page.cue_before("increase", position, slack=slack + 1, strongest=NONE) is not None:
            return Measure("change", "increase")
        if self.page.cue_before("decrease", position, slack=slack + 1, strongest=NONE) is not None:
            return Measure("change", "decrease")
        if mention.unit in PERCENT_UNITS and isinstance(mention.value, int | float) and mention.value < 0:
            return Measure("change", "decrease")  # "(-5,2% so với cùng kỳ)"
        if mention.unit in PERCENT_UNITS and self.page.cue_after("comparison", self._last_word(position, mention), slack=1):
            for direction in _DIRECTIONS:  # "tăng số hội viên 2,3% so với năm 2017"
                if self._moves(direction, position):
                    return Measure("change", direction)
        return self._change_of_neighbour(position, mention)

    def _moves(self, cue: str, position: int) -> bool:
        """Whether a cue stands a few words before, with no figure, comma or level ("tăng lên") between."""
        first = self._figure_before(position, _MOVED_REACH)
        low = max(self.page.sentence_start(position), position - _MOVED_REACH, (first + 1) if first is not None else 0)
        while position > low and max(self.stream.breaks[low + 1 : position + 1], default=NONE) > NONE:
            low += 1
        return self.page.stands(cue, low, position) and not self.page.stands("level_after_change", low, position)

    def _change_of_neighbour(self, position: int, mention: Mention) -> Measure | None:
        """ "giảm 1.120 vụ (7,8%)", "tăng 20 buổi và 15 lớp so với cùng kỳ", "bán lẻ tăng 7,8%, vận tải 9,1%": one cue for several."""
        previous = self._figure_before(position, _LIST_REACH)
        change = self._changes.get(previous) if previous is not None else None
        if previous is None or change is None:
            return None
        if self.stream.breaks[position] == ASIDE and position - previous <= _BRACKET_REACH:
            return change
        between = self.stream.keys[previous + 1 : position]
        if "và" in between and self.page.cue_after("comparison", position, slack=4):
            return change
        listed = max(self.stream.breaks[previous + 1 : position + 1]) == COMMA and mention.unit in PERCENT_UNITS
        own = any(self.page.stands(cue, previous + 1, position) for cue in ("reach", "level_after_change", "share_before"))
        return change if listed and not own else None

    def _figure_before(self, position: int, reach: int) -> int | None:
        first = self.page.sentence_start(position)
        for here in range(position - 1, max(first, position - reach) - 1, -1):
            if self.stream.keys[here] is FIGURE:
                return here
        return None

    # --- targets and rates ---

    def _last_word(self, position: int, mention: Mention) -> int:
        """The last word of the figure with its unit."""
        after = position + 1
        while after < len(self.stream.keys) and self.stream.ends[after] <= mention.end:
            after += 1
        return after - 1

    def _of_target(self, position: int, mention: Mention) -> bool:
        slack = self._bound_words(position, mention)
        if self.page.cue_before("target_before", position, slack=slack + 1, strongest=NONE) is not None:
            return True
        return self.page.cue_after("target_after", self._last_word(position, mention), slack=3) or self._follows_fraction(position)

    def _follows_fraction(self, position: int) -> bool:
        """ "845/800, đạt 105,6%": the degree to which the fraction before it reaches its target."""
        previous = self._figure_before(position, _LIST_REACH + 1)
        if previous is None or not self.page.one_clause(previous, position):
            return False
        before = self.stream.figure(previous)
        if before.out_of is None or before.value is None:
            return False
        reached = self.page.cue_before("plan_reached", position, slack=1, strongest=NONE) is not None
        return before.value > before.out_of or (reached and self._against_plan and self._fills_label(previous))

    @cached_property
    def _against_plan(self) -> bool:
        """Whether the article sets results against plans behind labels ("Kết nạp: 45/40"): then "36/48" is of a plan there too."""
        pairs = zip(self.stream.figures, self.stream.figure_at, strict=True)
        return any(
            f.out_of is not None and f.value is not None and f.value > f.out_of and self._fills_label(at) for f, at in pairs if at >= 0
        )

    def _fills_label(self, position: int) -> bool:
        """Whether a colon stands right before a figure."""
        if position == 0:
            return False
        between = self.page.segmentation.flat[self.stream.ends[position - 1] : self.stream.starts[position]]
        return ":" in between or self.stream.keys[position - 1] == ":"

    def _is_rate(self, position: int, mention: Mention) -> bool:
        """ "50 triệu đồng/nhà", "500 nghìn đồng mỗi suất", "mỗi suất trị giá 500 nghìn đồng"."""
        if mention.per is not None:
            return True
        if mention.unit in MONEY and self.page.cue_after("rate_after", self._last_word(position, mention)):
            return True
        first = self.page.sentence_start(position)
        for start in range(position - 1, max(first, position - _RATE_REACH) - 1, -1):
            if self.stream.breaks[start + 1] > COMMA:
                return False
            if self.stream.keys[start] is FIGURE:
                return mention.bound == "at_least" and self._is_all(start) and self.page.stands("each_has", start, position)
            if self.page.opens("rate_before", start):
                return self.stream.breaks[start + 1] == NONE
        return False

    def _is_all(self, position: int) -> bool:
        """Whether a figure is all of something: "100% khu dân cư có ít nhất 1 mô hình" tells how many each has."""
        mention = self.stream.figure(position)
        return mention.unit in PERCENT_UNITS and mention.value == 100

    # --- status ---

    def status(self, position: int, period: Period | None, today: date | None, reported: Period | None = None) -> Status:
        """Planned after a word of planning in the sentence, in a section of tasks, or for a period yet to come.

        A period that begins after the one `reported` and is not over `today` is yet to come.
        """
        first = self.page.sentence_start(position)
        done = self.page.starts("done", first, position)
        for start in reversed(self.page.starts("planned", first, position)):
            if done and start < done[-1]:
                break
            if not self._is_target_of(start):
                return "planned"
        if done:
            return "reported"
        column = self.page.column_head(position)
        if column and (self.page.stands("planned", *column) or self.page.stands("planned_heading", *column)):
            return "planned"
        if self._goes_on_planning(first):
            return "planned"
        if self.page.section_of(position).planned:
            return "reported" if self.page.stands("at_the_meeting", first, min(position, first + 3)) else "planned"
        if period is None or period.start is None or period.end is None or today is None:
            return "reported"
        coming = period.start > today
        told = reported.days if reported else None
        ahead = told is not None and period.start > told[1] and period.end > today and period.start != period.end
        return "planned" if coming or ahead else "reported"

    def _goes_on_planning(self, first: int) -> bool:
        """ "Đại hội thông qua 12 chỉ tiêu. Theo đó, mỗi năm kết nạp 500 hội viên": a sentence that spells out the targets before it."""
        if first == 0 or not self.page.opens("goes_on", first) or self.page.block_of(first) != self.page.block_of(first - 1):
            return False
        low, high = self.page.sentence_start(first - 1), self.page.sentence_end(first - 1)
        return self.page.stands("sets_targets", low, high)

    def _is_target_of(self, start: int) -> bool:
        """ "120% kế hoạch năm", "115% chỉ tiêu đại hội đề ra", "mục tiêu quốc gia": what a figure is of, or a name, and no plan."""
        if self.page.opens("scope", start):
            return True
        here = start
        while here > 0 and start - here < _TARGET_WORDS and self.stream.breaks[here] == NONE:
            here -= 1
            if self.stream.keys[here] is FIGURE:
                return here == start - 1 or self.stream.figure(here).unit in PERCENT_UNITS
        return False
