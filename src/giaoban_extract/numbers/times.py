"""Times of day: "14h30", "16:05", "bốn giờ kém mười", "5.45 chiều"."""

from __future__ import annotations

from giaoban_extract.numbers.calendar import CalendarWords
from giaoban_extract.numbers.readings import Found, found
from giaoban_extract.text.tokens import Tokens


class Times:
    """Reads clock times; durations in hours are left to the quantities."""

    def __init__(self, words: CalendarWords) -> None:
        self.calendar = words
        self.words = words.words

    def read(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """The time whose first number is token i."""
        if tokens.number[i]:
            if tokens.low[i + 1] == ":" and tokens.touches(i) and tokens.touches(i + 1):
                return self._colons(tokens, i)
            if "." in tokens.low[i]:
                return self._dotted(tokens, i)
        return self._hours(tokens, i, floor)

    def _colons(self, tokens: Tokens, i: int) -> Found | None:
        parts = [tokens.low[i]]
        end = i + 1
        while len(parts) < 3 and tokens.low[end] == ":" and tokens.number[end + 1] and tokens.touches(end - 1) and tokens.touches(end):
            parts.append(tokens.low[end + 1])
            end += 2
        if len(parts) < 2 or not all(p.isdecimal() and len(p) <= 2 for p in parts) or len(parts[1]) < 2:
            return None
        return self._clock(tokens, i, end, [int(p) for p in parts])

    def _dotted(self, tokens: Tokens, i: int) -> Found | None:
        """ "5.45 chiều": a point between hour and minutes, told by the part of the day."""
        hour, _, minute = tokens.low[i].partition(".")
        if not (len(hour) <= 2 and len(minute) == 2 and minute.isdecimal() and self._part_of_day(tokens, i + 1)):
            return None
        return self._clock(tokens, i, i + 1, [int(hour), int(minute)])

    def _hours(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        low = tokens.low
        hour = self._number(tokens, i, 24)
        if hour is None:
            return None
        value, end = hour
        glued = low[end] in self.words["hour_glued"] and tokens.touches(end - 1) and tokens.number[i]
        if glued and low[end] != "h" and not (tokens.number[end + 1] and tokens.touches(end)):
            return None  # "10g" are grams, "10g45" is a time
        if not glued and low[end] not in self.words["hour"]:
            return None
        end += 1
        parts = [value]
        minute = self._number(tokens, end, 59)
        if low[end] in self.words["half_hour"]:
            parts, end = [value, 30], end + 1
        elif low[end] in self.words["minus_minutes"] and (less := self._number(tokens, end + 1, 59)):
            parts, end = [value - 1, 60 - less[0]], less[1]
            end += low[end] in self.words["minute"]
        elif minute is not None and self._minutes_follow(tokens, end, minute[1], glued):
            parts, end = [value, minute[0]], minute[1]
            if low[end] in self.words["minute"]:
                end += 1
                second = self._number(tokens, end, 59)
                if second is not None and low[second[1]] in self.words["second"]:
                    parts, end = [*parts, second[0]], second[1] + 1
        elif not glued and self._is_duration(tokens, i, end, floor):
            return None
        return self._clock(tokens, i, end, parts)

    def _minutes_follow(self, tokens: Tokens, i: int, end: int, glued: bool) -> bool:
        """Whether the number after "giờ" is its minutes ("14h30", "7 giờ 30 phút", "1 giờ 30 chiều"), not a new quantity."""
        if tokens.low[end] in self.words["minute"]:
            return True
        if glued:
            return tokens.touches(i - 1)
        digits = tokens.low[i]
        return (len(digits) == 2 and digits.isdecimal() and tokens.low[end] in "\n,.;)") or self._part_of_day(tokens, end) is not None

    def _is_duration(self, tokens: Tokens, i: int, end: int, floor: int) -> bool:
        before = tokens.low[i - 1] if i > floor else ""
        return before in self.words["hours_after"] or self.calendar.trees["hours_of"].at(tokens.low, end) is not None

    def _number(self, tokens: Tokens, i: int, limit: int) -> tuple[int, int] | None:
        if tokens.number[i] and tokens.low[i].strip("0") == "" and len(tokens.low[i]) <= 2:
            return 0, i + 1
        return self.calendar.small(tokens, i, limit)

    def _part_of_day(self, tokens: Tokens, i: int) -> str | None:
        for part in ("afternoon", "night", "morning"):
            if tokens.low[i] in self.words[part]:
                return part
        return None

    def _clock(self, tokens: Tokens, i: int, end: int, parts: list[int]) -> Found | None:
        part = self._part_of_day(tokens, end)
        hour = parts[0]
        if (part == "afternoon" and hour < 12) or (part == "night" and 6 <= hour < 12):
            hour += 12
        if not 0 <= hour <= 24 or any(p > 59 for p in parts[1:]):
            return None
        iso = ":".join(f"{p:02}" for p in [hour, *(parts[1:] or [0])])
        return found(tokens, i, end + (part is not None), "time", iso=iso)
