"""Years, quarters, terms, stages and "6 tháng đầu năm": the stretches of time that results are reported for."""

from __future__ import annotations

from giaoban_extract.numbers.calendar import FIRST_YEAR, LAST_YEAR, CalendarWords, month_iso, years_iso
from giaoban_extract.numbers.readings import Found, found
from giaoban_extract.numbers.units import Units
from giaoban_extract.text.roman import roman_value
from giaoban_extract.text.tokens import Tokens

_LONGEST = 60
"""Years; a longer stretch between two numbers is none."""


class Periods:
    """Reads periods whose first number is a given token."""

    def __init__(self, words: CalendarWords, units: Units) -> None:
        self.calendar, self.units = words, units
        self.words, self.trees = words.words, words.trees

    def read(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """The period at token i, quarters aside."""
        return self._years(tokens, i, floor) or self._months_of_year(tokens, i) or self._year(tokens, i, floor)

    def half_year(self, tokens: Tokens, i: int) -> Found | None:
        """ "nửa đầu năm 2024", "nửa cuối năm", where token i is "nửa"."""
        for key, code in (("first_half", "S1"), ("second_half", "S2")):
            match = self.trees[key].at(tokens.low, i + 1)
            if match is not None and tokens.low[match[1] - 1] in self.words["year"]:
                return self._of_year(tokens, i, match[1] - 1, code)
        return None

    def _of_year(self, tokens: Tokens, begin: int, i: int, code: str) -> Found:
        """A part of a year with the year that may follow from token i on."""
        year = self.calendar.year_after(tokens, i)
        end = year[1] if year else i + (tokens.low[i] in self.words["year"])
        return found(tokens, begin, end, "period", iso=_in_year(code, year[0] if year else None))

    # -- quarters

    def quarter(self, tokens: Tokens, i: int, floor: int, previous: Found | None) -> Found | None:
        """ "quý II/2021"; `previous` is the mention before it ("quý I, II")."""
        low = tokens.low
        named = i > floor and low[i - 1] in self.words["quarter"]
        listed = (
            previous is not None
            and previous.mention.kind == "period"
            and "Q" in (previous.mention.iso or "")
            and i - previous.end == 1
            and low[i - 1] in (",", "và", "-", "–", "+", "&", "/", "đến")
        )
        if not named and not listed:
            return None
        head, point, tail = low[i].partition(".")
        if point and head.strip("0") in ("1", "2", "3", "4") and tail.isdecimal() and len(tail) == 4:
            return found(tokens, i - named, i + 1, "period", iso=f"{tail}-Q{int(head)}")
        value = roman_value(tokens.raw(i))
        end = i + 1
        if value is None:
            number = self.calendar.small(tokens, i, 4)
            if number is None or (listed and self.units.known(tokens, number[1])):
                return None
            value, end = number
        if value > 4:
            return None
        year = self.calendar.year_after(tokens, end)
        iso = _in_year(f"Q{value}", year[0] if year else None)
        return found(tokens, i - named, year[1] if year else end, "period", iso=iso)

    # -- years

    def _years(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """ "giai đoạn 2021-2025", "nhiệm kỳ 2019 - 2024", "từ năm 2015 đến năm 2020"."""
        first = self.calendar.plain_year(tokens, i)
        if first is None:
            return None
        joint = self.trees["between_years"].at(tokens.low, i + 1)
        if joint is None:
            return None
        last, end = self.calendar.plain_year(tokens, joint[1]), joint[1] + 1
        term = self.trees["terms"].before(tokens.low, i, floor)
        stage = term or self.trees["stages"].before(tokens.low, i, floor)
        if last is None and stage and tokens.number[joint[1]] and len(tokens.low[joint[1]]) == 2 and tokens.touches(joint[1] - 1):
            last = first // 100 * 100 + int(tokens.low[joint[1]])  # "năm học 2018-19"
        if last is None or not first < last <= first + _LONGEST:
            return None
        joined = self.trees["years_joined"].at(tokens.low, i + 1)
        if (joined and (last != first + 1 or not stage)) or (stage is None and not self._may_be_year(tokens, first, end)):
            return None
        begin = stage[1] if stage else i
        return found(tokens, begin, end, "term" if term else "period", iso=years_iso(first, last))

    def _year(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """ "năm 2018", "năm hai nghìn linh chín", "2018"."""
        year = self.calendar.plain_year(tokens, i)
        named = i > floor and tokens.low[i - 1] in self.words["year"]
        if named and year is not None:
            return found(tokens, i - 1, i + 1, "year", iso=f"{year:04}")
        decade = self._decade(tokens, i, floor)
        if decade is not None:
            return decade
        if named:
            spelled = self.calendar.spelled_year(tokens, i)
            return found(tokens, i - 1, spelled[1], "year", iso=f"{spelled[0]:04}") if spelled else None
        if year is None or tokens.low[i + 1] in "%/" or not self._bare_year(tokens, i, year, floor):
            return None
        return found(tokens, i, i + 1, "year", iso=f"{year:04}")

    def _decade(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """ "những năm 90", "những năm 60-70", "thập niên 80", "thế kỷ XX": told, but of no code."""
        name = self.trees["decades"].before(tokens.low, i, floor)
        if name is None or not (tokens.number[i] or roman_value(tokens.raw(i))):
            return None
        end = i + 3 if tokens.low[i + 1] in ("-", "–") and tokens.number[i + 2] else i + 1
        return None if self.units.known(tokens, end) else found(tokens, name[1], end, "period")

    def _bare_year(self, tokens: Tokens, i: int, year: int, floor: int) -> bool:
        if not self._may_be_year(tokens, year, i + 1):
            return False
        before = tokens.low[i - 1]
        return before in self.words["year_context"] or self.units.at(tokens, i + 1) is None or tokens.raw(i - 1)[:1].isupper()

    def _may_be_year(self, tokens: Tokens, year: int, end: int) -> bool:
        """Whether a four-digit number without a year word can be a year: in range, and nothing is measured by it."""
        measured = self.units.known(tokens, end) or tokens.low[end] in self.calendar.numerals.multipliers
        return FIRST_YEAR <= year <= LAST_YEAR and not measured

    # -- months of a year

    def _months_of_year(self, tokens: Tokens, i: int) -> Found | None:
        """ "6 tháng đầu năm 2018", "9 tháng năm 2016", "3 quý đầu năm", "9 tháng qua"."""
        count = self.calendar.small(tokens, i, 12)
        if count is None:
            return None
        value, end = count
        months = 3 * value if tokens.low[end] in self.words["quarter"] else value
        if tokens.low[end] not in self.words["month"] and tokens.low[end] not in self.words["quarter"]:
            return None
        if months > 12:
            return None
        end += 1
        second = self.trees["second_half"].at(tokens.low, end)
        if second is not None and tokens.low[second[1] - 1] in self.words["year"]:
            code = {3: "Q4", 6: "S2"}.get(months)
            return self._of_year(tokens, i, second[1] - 1, code) if code else found(tokens, i, second[1], "period")
        first = self.trees["first_half"].at(tokens.low, end)
        if first is not None and tokens.low[first[1] - 1] in self.words["year"]:
            return self._of_year(tokens, i, first[1] - 1, self._first_months(months))
        year = self.calendar.year_after(tokens, end + (tokens.low[end] == "của"))
        if year is not None and tokens.low[end] not in ",-–":
            return found(tokens, i, year[1], "period", iso=_in_year(self._first_months(months), year[0]))
        so_far = tokens.low[i - 1] in self.words["so_far_after"] or self.trees["so_far_before"].at(tokens.low, end)
        if so_far and months > 2:
            return found(tokens, i, end, "period", iso=self._first_months(months))
        return None

    def _first_months(self, months: int) -> str:
        return self.calendar.whole_months.get(str(months), f"P{months}M")


def _in_year(code: str, year: int | None) -> str:
    """A part of a year as SDMX code or ISO interval: 2024-Q2, 2024-S1, 2024-01-01/P9M; without the year the part alone."""
    if code == "P12M" and year:
        return f"{year:04}"
    if year is None:
        return code
    return f"{month_iso(1, year)}-01/{code}" if code.startswith("P") else f"{year:04}-{code}"
