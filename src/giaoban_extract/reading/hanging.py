"""How a figure hangs on one before it: as its part, total, change, share, rate or value, or as the next of a list."""

from __future__ import annotations

from giaoban_extract.library.layers import BUILT_IN
from giaoban_extract.reading.measures import MONEY, PERCENT_UNITS
from giaoban_extract.reading.page import Page
from giaoban_extract.reading.readings import Hang, Reading
from giaoban_extract.text.identifiers import OTHER
from giaoban_extract.text.stream import ASIDE, SEMICOLON

VALUE, VALUE_CUE, VALUE_BRACKET = 2.4, 1.8, 1.0
"""Money as the value of the activity before it: alone, behind a word such as "trị giá", in brackets."""
WORTH_REACH = 6
LISTED = 3.2
"""The line of a list as part of the figure that introduces it."""
NEAR, SAID = 10.0, 25.0
"""Distance at which a hang weighs half, and where words say it outright."""
OWN_STEP = 3.0
"""The step onto a figure itself, which is no distance."""


def _weight(distance: float, half: float) -> float:
    return 1.0 / (1.0 + distance / half)


class Hanging:
    """The readings of one article, of which `done` tells by number whether the indicator was chosen."""

    def __init__(self, page: Page, readings: list[Reading], done: list[bool]) -> None:
        self.page, self.library, self.stream = page, page.library, page.stream
        self.readings, self.done = readings, done
        self._in_block: dict[int, list[Reading]] = {}
        for reading in readings:
            self._in_block.setdefault(page.block_of(reading.position), []).append(reading)

    def _antecedent(self, number: int) -> tuple[Reading, float] | None:
        """The nearest amount before, in the same sentence; of a percentage in brackets also the change before it ("giảm 12 vụ (8%)")."""
        here, companion = self.readings[number], None
        for index in range(number - 1, -1, -1):
            other = self.readings[index]
            if other.position < here.site.sentence:
                return None
            bracketed = index == number - 1 and here.mention.unit in PERCENT_UNITS and self.stream.breaks[here.position] == ASIDE
            if self.done[index] and (other.measure.name == "amount" or (bracketed and other.measure.name == "change")):
                near = companion if companion is not None and companion.indicator == other.indicator else other
                return other, max(0.0, self.stream.cost[here.position] - self.stream.cost[near.position] - OWN_STEP)
            if companion is None and self.done[index] and isinstance(other.chosen, Hang):
                companion = other  # "kết nạp 845 hội viên, đạt 105% kế hoạch, nhiều hơn cùng kỳ 41 người": the chain leads on
        return None

    def _whole_of(self, number: int) -> Reading | None:
        """The money of which an amount is said to be part, though people or gifts are counted between: "5,6 tỷ đồng chăm lo 11.420
        lượt đoàn viên; trong đó cấp tỉnh 1,35 tỷ đồng"."""
        here = self.readings[number]
        if here.mention.unit not in MONEY or here.measure.name != "amount":
            return None
        for index in range(number - 1, -1, -1):
            other = self.readings[index]
            if other.position < here.site.sentence:
                return None
            if self.done[index] and other.mention.unit == here.mention.unit and other.measure.name == "amount":
                return other if self.page.stands("part", self.readings[number - 1].position, here.position) else None
        return None

    def _listed_below(self, number: int) -> list[Hang]:
        """The first figure of a line in a list that a paragraph introduces with a figure of the same unit: "... nhận 27 tỷ đồng. Chia
        theo nguồn:" and below it "Doanh nghiệp ủng hộ: 11,2 tỷ đồng"."""
        here, page = self.readings[number], self.page
        headings = page.section_of(here.position).headings
        if here.measure.name != "amount" or here.mention.unit is None or not headings:
            return []
        above = page.segmentation.sentences[headings[0]].block
        if page.segmentation.flat[page.segmentation.blocks[above].end - 1] != ":":
            return []
        for other in reversed(self._in_block.get(above, [])):
            if other.mention.unit == here.mention.unit and other.measure.name == "amount" and other.indicator != OTHER:
                return [self._hang("part", other.indicator, LISTED, "above the list")]
        return []

    def _hang(self, name: str, indicator: str, points: float, where: str = "before") -> Hang:
        added = self.library.indicators[indicator].layer != BUILT_IN
        return Hang(f"reading/{name}", indicator, points, ((f"{name} of the figure {where}", points),), added)

    def hangs(self, number: int) -> list[Hang]:
        """The ways in which a figure hangs on those before it."""
        here = self.readings[number]
        found = self._antecedent(number)
        if found is None:
            return self._listed_below(number)
        other, distance = found
        near, said = _weight(distance, NEAR), _weight(distance, SAID)
        hangs = []

        def add(name: str, indicator: str, points: float, nearness: float = near) -> None:
            if indicator != OTHER or name in ("change", "target"):
                hangs.append(self._hang(name, indicator, points * nearness))

        same_unit = here.mention.unit == other.mention.unit or here.mention.unit is None
        breaks = self.stream.breaks[other.position + 1 : here.position + 1]
        close = max(breaks, default=0) < SEMICOLON
        if here.measure.name == "change" and close:
            add("change", other.indicator, 6.5 if ASIDE in breaks[-4:] else 4.5, said)
        elif here.measure.name == "of_target" and close:
            add("target", other.indicator, 6.5)
        elif here.mention.unit in PERCENT_UNITS:
            sure = close and (ASIDE in breaks[-3:] or other.mention.out_of is not None)
            add("share", other.indicator, 5.0 if sure else 3.2 if close else 1.5)
        elif here.measure.name == "rate" and here.mention.unit in MONEY:
            indicator = other.indicator if other.mention.unit in MONEY else self.library.funding_of.get(other.indicator)
            if indicator:
                add("rate", indicator, 4.5)
        elif here.mention.unit in MONEY and other.mention.unit not in MONEY:
            indicator = self.library.funding_of.get(other.indicator)
            if indicator and close:
                worth = self.page.stands("worth", max(other.position, here.position - WORTH_REACH), here.position)
                add("value", indicator, VALUE + (VALUE_CUE if worth else 0.0) + (VALUE_BRACKET if ASIDE in breaks[-2:] else 0.0))
        whole = None if same_unit else self._whole_of(number)
        if whole is not None:
            way = self.stream.cost[here.position] - self.stream.cost[whole.position]
            add("part", whole.indicator, 5.0, _weight(way, SAID))
        if same_unit and here.measure.name == "amount":
            if self.page.stands("part", other.position, here.position):
                add("part", other.indicator, 5.0, said)
            elif self.page.stands("total", other.position, here.position) and here.mention.unit in MONEY:
                add("total", other.indicator, 4.0)
            elif close and other.part:
                add("part", other.indicator, 4.0, said)
            elif close and here.mention.unit != "count":
                add("list", other.indicator, 2.6)
            elif close:
                add("list", other.indicator, 2.2)
        return hangs
