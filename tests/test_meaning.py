"""Changes of a text whose effect on its records is known: tried wherever the samples offer a place for them.

Each test changes one thing and says what follows; all else in the document stays, but for places.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from briefings import sample_texts
from giaoban_extract.pipeline import Pipeline
from promises import Json, essence

SAMPLES = sample_texts()
NUMBER, BOUND, INDICATOR, ORGANISATION, PERIOD = 0, 4, 5, 6, 10
"""Where these stand in an `essence`."""


@pytest.fixture(scope="module")
def documents(pipeline: Pipeline) -> dict[str, Json]:
    return {name: pipeline.document(text, "x") for name, text in SAMPLES.items()}


def replaced(text: str, start: int, end: int, by: str) -> str:
    return text[:start] + by + text[end:]


def differences(before: Json, after: Json) -> dict[int, dict[int, tuple[Any, Any]]]:
    """By record and by field of its essence what differs; the numbers and their order must be the same."""
    one, other = essence(before), essence(after)
    assert len(one) == len(other)
    assert [(i["reason"]) for i in before["ignored"]] == [(i["reason"]) for i in after["ignored"]]
    found = {}
    for number, (left, right) in enumerate(zip(one, other, strict=True)):
        fields = {place: (a, b) for place, (a, b) in enumerate(zip(left, right, strict=True)) if a != b}
        if fields:
            found[number] = fields
    return found


# --- ten times as much ---


def ten_times(numeral: str) -> str | None:
    """A numeral of ten times the value, written alike: "1.125" becomes "11.250", "3,6" becomes "36,0"."""
    whole, comma, rest = numeral.partition(",")
    digits = whole.replace(".", "")
    if not digits.isdecimal() or (comma and not rest.isdecimal()):
        return None
    if comma:
        return f"{digits}{rest[0]},{rest[1:] or '0'}"
    grown = digits + "0"
    return f"{int(grown):,}".replace(",", ".") if "." in whole or len(digits) > 3 else grown


def numerals(document: Json) -> Iterator[tuple[int, int, int, str]]:
    """Of every figure that is one number: its record, where its digits stand, and the same ten times."""
    for number, record in enumerate(document["records"]):
        figure = record["figure"]
        match = re.match(r"\d[\d.,]*", figure["text"])
        more = ten_times(match.group()) if match else None
        if (
            match
            and more
            and figure["value_max"] is None
            and figure["out_of"] is None
            and len(re.findall(r"\d+(?:[.,]\d+)*", figure["text"])) == 1
        ):
            yield number, figure["start"], figure["start"] + match.end(), more


@pytest.mark.parametrize("name", SAMPLES)
def test_ten_times_a_number_is_ten_times_its_value_and_nothing_else(pipeline: Pipeline, documents: dict[str, Json], name: str) -> None:
    document, tried = documents[name], 0
    for number, start, end, more in numerals(document):
        changed = pipeline.document(replaced(SAMPLES[name], start, end, more), "x")
        value = document["records"][number]["figure"]["value"]
        found = differences(document, changed)
        assert list(found) == [number], (SAMPLES[name][start:end], more, found)
        assert list(found[number]) == [NUMBER], (SAMPLES[name][start:end], more, found)
        assert found[number][NUMBER][1] == pytest.approx(10 * value)
        tried += 1
    assert tried >= len(document["records"]) // 2


# --- hơn and gần ---


SURE = 0.9
"""A reading less sure than this may tip over: a word more before the figure is a step more from what governs it."""


@pytest.mark.parametrize("name", SAMPLES)
def test_a_word_of_approximation_moves_the_bound_and_nothing_else(pipeline: Pipeline, documents: dict[str, Json], name: str) -> None:
    document, tried = documents[name], 0
    for number, record in enumerate(document["records"]):
        figure = record["figure"]
        fraction = figure["out_of"] is not None  # nobody writes "hơn 22/22"
        if figure["bound"] != "exact" or not figure["text"][0].isdigit() or fraction or record["confidence"] < SURE:
            continue
        tried += 1
        for word, bound in (("hơn", "over"), ("gần", "nearly"), ("khoảng", "about")):
            changed = pipeline.document(replaced(SAMPLES[name], figure["start"], figure["start"], f"{word} "), "x")
            assert differences(document, changed) == {number: {BOUND: ("exact", bound)}}, (word, figure["text"])
    assert tried >= len(document["records"]) // 6


@pytest.mark.parametrize("name", SAMPLES)
def test_gan_for_hon_turns_over_into_nearly(pipeline: Pipeline, documents: dict[str, Json], name: str) -> None:
    document = documents[name]
    for number, record in enumerate(document["records"]):
        figure = record["figure"]
        before = SAMPLES[name][: figure["start"]]
        for word in ("hơn ", "trên "):
            if before.lower().endswith(word) and figure["bound"] == "over":
                changed = pipeline.document(before[: -len(word)] + "gần " + SAMPLES[name][figure["start"] :], "x")
                assert differences(document, changed) == {number: {BOUND: ("over", "nearly")}}


# --- who ---


def doers(document: Json) -> dict[str, set[str]]:
    """The organisations that govern records, with the words that name them."""
    found: dict[str, set[str]] = {}
    for record in document["records"]:
        if record["organisation"]["text"]:
            found.setdefault(record["organisation"]["id"], set()).add(record["organisation"]["text"])
    return found


def swapped(text: str, one: str, other: str) -> str:
    return re.sub(f"{re.escape(one)}|{re.escape(other)}", lambda match: other if match.group() == one else one, text)


PAIRS = [
    (name, one, other)
    for name in ("gia-lai-2024-q2", "xa-2025-9-thang")
    for one, other in combinations(
        ("Hội Nông dân", "Hội Cựu chiến binh", "Hội LHPN", "Hội Liên hiệp Phụ nữ", "Tỉnh Đoàn", "Đoàn Thanh niên"), 2
    )
    if one in SAMPLES[name] and other in SAMPLES[name]
]


@pytest.mark.parametrize(("name", "one", "other"), PAIRS)
def test_swapped_names_swap_the_records_and_nothing_else(
    pipeline: Pipeline, documents: dict[str, Json], name: str, one: str, other: str
) -> None:
    document = documents[name]
    ids = {text: identifier for identifier, texts in doers(document).items() for text in texts}
    change = {ids[one]: ids[other], ids[other]: ids[one]}
    expected = {
        number: {ORGANISATION: (record["organisation"]["id"], change[record["organisation"]["id"]])}
        for number, record in enumerate(document["records"])
        if record["organisation"]["id"] in change
    }
    assert len(expected) >= 2
    assert differences(document, pipeline.document(swapped(SAMPLES[name], one, other), "x")) == expected


def test_there_are_pairs_to_swap() -> None:
    assert len(PAIRS) >= 10


# --- when ---


def titled(name: str, document: Json, period: str) -> str:
    """The sample with another period in its title; where its title names none, with a line above that does."""
    told = document["article"]["period"]
    if told and told["from"] == "title":
        return replaced(SAMPLES[name], *told["span"], period)
    return f"Sơ kết công tác {period}\n\n{SAMPLES[name]}"


OWN_PERIOD = ("ccb-bao-cu-nfd", "doan-thanh-nien-nhiem-ky-pdf", "huyen-hoi-phu-nu-2023")
"""Samples whose body begins with a period of its own: "Năm 2010", "Trong 5 năm", "Trong năm"."""


def past_periods(published: date) -> dict[str, str]:
    """Periods that were over on a day, as a title names them, with their codes."""
    year = published.year if published.month > 3 else published.year - 1
    named = [
        (f"quý I năm {year}", f"{year}-Q1", date(year, 3, 31)),
        (f"quý II năm {year}", f"{year}-Q2", date(year, 6, 30)),
        (f"quý III năm {year}", f"{year}-Q3", date(year, 9, 30)),
        (f"6 tháng đầu năm {year}", f"{year}-S1", date(year, 6, 30)),
        (f"9 tháng năm {year}", f"{year}-01-01/P9M", date(year, 9, 30)),
    ]
    return {words: code for words, code, end in named if end < published}


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "cong-van-khong-so-lieu"])
def test_inherited_periods_follow_the_title(pipeline: Pipeline, documents: dict[str, Json], name: str) -> None:
    """What a record reports is of the title's period where nothing nearer tells one (a plan is of the period behind it), and nothing but
    periods depends on that. A month told in one paragraph outlasts it where the title's period does not hold it: such are left out."""
    published = documents[name]["article"]["published"]
    codes = past_periods(date.fromisoformat(published) if published else date(2022, 6, 1))
    read = {period: pipeline.document(titled(name, documents[name], period), "x") for period in codes}
    inherited = 0
    for (one, before), (other, after) in combinations(read.items(), 2):
        assert [before["article"]["period"]["code"], after["article"]["period"]["code"]] == [codes[one], codes[other]]
        assert all(fields.keys() == {PERIOD} for fields in differences(before, after).values())
        for left, right in zip(before["records"], after["records"], strict=True):
            sources = {record["period"]["from"] for record in (left, right)}
            if sources == {"title"} and left["status"] == "reported":
                inherited += 1
                assert (left["period"]["code"], right["period"]["code"]) == (codes[one], codes[other])
            elif re.search(r"\d", left["period"]["text"] or "") and "title" not in sources:  # told with its number, not as "in the year"
                assert left["period"]["code"] == right["period"]["code"]
    assert inherited or name in OWN_PERIOD


# --- in what order ---

BULLET = re.compile(r"- |[^\d:\n]{5,60}: [^\n]*\d")
"""An item that says by itself what it counts: of a list, or behind a label."""


def runs(text: str) -> list[tuple[int, int]]:
    """Runs of lines that are such items: from the first line up to, not including, the last."""
    lines, found, first = text.split("\n"), [], None
    for number, line in enumerate([*lines, ""]):
        item = bool(BULLET.match(line))
        if item and first is None:
            first = number
        elif not item and first is not None:
            found += [(first, number)] if number - first > 1 else []
            first = None
    return found


def counted(document: Json) -> Counter[Any]:
    return Counter(essence(document)) + Counter((i["text"], i["reason"]) for i in document["ignored"])


def told_outside(document: Json, start: int, end: int) -> bool:
    """Whether all that governs the records of a stretch stands before it: an item that names a doer or a period leaves it to the next."""
    inside = [record for record in document["records"] if start <= record["figure"]["start"] < end]
    governing = [record[key]["span"] for record in inside for key in ("organisation", "period") if record[key] and record[key]["span"]]
    return bool(inside) and all(last <= start for _, last in governing)


def place(lines: list[str], number: int) -> int:
    return sum(len(line) + 1 for line in lines[:number])


@pytest.mark.parametrize("name", ["ldld-thong-cao-6-thang-2022", "xa-2025-9-thang"])
def test_reordered_items_give_the_same_records(pipeline: Pipeline, documents: dict[str, Json], name: str) -> None:
    lines, tried = SAMPLES[name].split("\n"), 0
    for low, high in runs(SAMPLES[name]):
        if not told_outside(documents[name], place(lines, low), place(lines, high)):
            continue
        tried += 1
        for seed in range(4):
            items = lines[low:high]
            random.Random(seed).shuffle(items)
            changed = pipeline.document("\n".join([*lines[:low], *items, *lines[high:]]), "x")
            assert counted(changed) == counted(documents[name])
    assert tried >= 1


PARAGRAPHS_WITH_DOERS = ("Các cấp Công đoàn", "Hội Nông dân", "Hội LHPN", "Hội Cựu chiến binh")


def test_reordered_paragraphs_that_name_their_doers_give_the_same_records(pipeline: Pipeline, documents: dict[str, Json]) -> None:
    text = SAMPLES["gia-lai-2024-q2"]
    paragraphs = text.split("\n\n")
    places = [number for number, paragraph in enumerate(paragraphs) if paragraph.startswith(PARAGRAPHS_WITH_DOERS)]
    assert len(places) == len(PARAGRAPHS_WITH_DOERS)
    for seed in range(6):
        order = random.Random(seed).sample(places, len(places))
        moved = [*paragraphs]
        for place, source in zip(places, order, strict=True):
            moved[place] = paragraphs[source]
        assert counted(pipeline.document("\n\n".join(moved), "x")) == counted(documents["gia-lai-2024-q2"])
