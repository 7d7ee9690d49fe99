"""Figures held against each other: what is told twice, what can't all be true, what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from giaoban_extract.library.yamlfile import PatternError
from giaoban_extract.outputs.comparison import (
    Figure,
    agree,
    changes,
    contradictions,
    duplicates,
    figure,
    last_place,
)
from giaoban_extract.outputs.rows import rows
from giaoban_extract.outputs.ties import inner_conflicts, load_ties
from giaoban_extract.pipeline import Pipeline

TIES = load_ties()


def figures(pipeline: Pipeline, *texts: str) -> list[Figure]:
    found: list[Figure] = []
    for number, text in enumerate(texts, 1):
        for row in rows(pipeline.document(text, f"{number}.txt")):
            found.append(figure(len(found), number, row))
    return found


def one(text: str, value: float, bound: str = "exact", **values: Any) -> Figure:
    given = {
        "row": 0, "article": 1, "place": "Gia Lai/province", "place_name": "Gia Lai",
        "organisation": "farmers_union", "indicator": "welfare.gifts",
        "unit": "count", "measure": "amount", "status": "reported", "bound": bound, "value": value, "value_max": None, "out_of": None,
        "text": text, "start": 0, "end": 1, "counted": "suất quà", "action": "tặng", "period": "2024-Q2", "period_start": "2024-04-01",
        "period_end": "2024-06-30", "sentence": "", "sentence_start": 0,
    }  # fmt: skip
    return Figure(**given | values)


def article(title: str, body: str) -> str:
    return f"{title}\n\n{body}\n"


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("19.854", 19854, 1),
        ("3,6 tỷ", 3_600_000_000, 10**8),
        ("136 tỷ", 136 * 10**9, 10**9),
        ("2,5", 25000, 1000),
        ("hai", 2, 1),
        ("0", 0, 1),
    ],
)
def test_the_last_written_digit_has_its_weight(text: str, value: float, step: float) -> None:
    assert last_place(one(text, value)) == step


@pytest.mark.parametrize(
    ("here", "there", "holds"),
    [
        (one("500", 500), one("500", 500), True),
        (one("500", 500), one("520", 520), False),
        (one("136 tỷ", 136e9, "over"), one("136,4 tỷ", 136.4e9), True),
        (one("136 tỷ", 136e9, "over"), one("138 tỷ", 138e9), False),
        (one("136 tỷ", 136e9, "over"), one("135,9 tỷ", 135.9e9), False),
        (one("5.000", 5000, "over"), one("5.420", 5420), True),
        (one("5.000", 5000, "nearly"), one("4.980", 4980), True),
        (one("5.000", 5000, "nearly"), one("5.010", 5010), False),
        (one("136 tỷ", 136e9), one("136,4 tỷ", 136.4e9), True),
        (one("100", 100, "at_least"), one("4.000", 4000), True),
        (one("100", 100, "at_most"), one("101", 101), False),
        (one("300", 300, "about"), one("290", 290), True),
    ],
)
def test_two_figures_agree_as_far_as_their_bounds_and_rounding_allow(here: Figure, there: Figure, holds: bool) -> None:
    assert agree(here, there) is holds
    assert agree(there, here) is holds


# --- inside a sentence ---


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Quý II năm 2024, Hội Nông dân có 8/11 huyện, đạt 62,7%.", ["share"]),
        ("Quý II năm 2024, Hội Nông dân có 8/11 huyện, đạt 72,7%.", []),
        ("Quý II năm 2024, Hội Nông dân có 8/11 huyện, đạt tỷ lệ gần 73%.", []),
        ("Có 8/11 xã (chiếm 80%) hoàn thành đại hội Hội LHPN.", ["share"]),
        ("Có 8/11 xã (72%) hoàn thành đại hội Hội LHPN.", []),
        ("Hội Nông dân kết nạp 845/800 hội viên, đạt 95% kế hoạch.", ["share"]),
        ("Hội Nông dân kết nạp 845/800 hội viên, đạt hơn 105% kế hoạch.", []),
        ("Có 8/11 xã hoàn thành đại hội; đạt 40%.", []),
        ("Có 8/11 xã hoàn thành đại hội, tăng 5% so với năm trước.", []),
        ("Hội LHPN kết nạp 120 hội viên, trong đó có 180 hội viên nữ.", ["part"]),
        ("Hội LHPN kết nạp 180 hội viên, trong đó có 120 hội viên nữ.", []),
        ("Hội LHPN kết nạp hơn 100 hội viên, trong đó có 150 hội viên nữ.", []),
        ("Hội LHPN kết nạp 120 hội viên; trong đó có 180 hội viên nữ.", []),
        ("Hội LHPN trao 500 suất quà, gồm 300 suất quà cho hộ nghèo và 400 suất quà cho học sinh.", ["sum"]),
        ("Hội LHPN trao 700 suất quà, gồm 300 suất quà cho hộ nghèo và 400 suất quà cho học sinh.", []),
        ("Hội LHPN trao 500 suất quà, trong đó 300 suất quà cho hộ nghèo, 400 suất quà cho xã biên giới.", []),
        ("Hội LHPN trao 500 suất quà trị giá 700 triệu đồng, trong đó 300 suất quà cho hộ nghèo.", []),
        ("Đạt tỷ lệ 52% (8/11 huyện) hoàn thành đại hội Hội LHPN.", ["share"]),
        ("Đạt tỷ lệ 72,7% (8/11 huyện) hoàn thành đại hội Hội LHPN.", []),
        ("Có 8/11 huyện hoàn thành đại hội (tỷ lệ: 62%).", ["share"]),
        ("Đã có 8/11 huyện hoàn thành đại hội, đạt 100% kế hoạch quý.", []),
        ("Hội LHPN kết nạp 120 hội viên mới, trong đó có 80 hội viên nữ, nâng tổng số hội viên lên 4.500 người.", []),
        ("Hội CCB vận động 200 triệu đồng làm nhà, trong đó hội viên góp 50 triệu đồng, dư nợ ủy thác đạt 950 tỷ đồng.", []),
        ("Các cấp Hội vận động 500 triệu đồng, trong đó hỗ trợ 20 hộ vay 1,2 tỷ đồng từ Ngân hàng Chính sách xã hội.", []),
        ("Hội LHPN tặng 100 suất quà cho phụ nữ nghèo, trong đó có 20 suất quà cho trẻ mồ côi, tặng 300 suất quà cho bộ đội.", []),
        (
            "Hội LHPN trao 500 suất quà, gồm 300 suất quà cho hộ nghèo (trong đó 150 suất quà cho trẻ em) và 200 suất cho học sinh.",
            [],
        ),
        ("Hội Nông dân tập huấn cho 300 hội viên, riêng Hội Nông dân thành phố tuyên truyền cho 1.500 lượt người.", []),
        ("Thanh niên góp 3.500 ngày công, trong đó đoàn viên khối xã góp 5.000 ngày công.", ["part"]),
    ],
)
def test_figures_of_a_sentence_are_checked_against_each_other(pipeline: Pipeline, text: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in inner_conflicts(figures(pipeline, text), TIES)] == kinds


def test_a_conflict_names_its_figures(pipeline: Pipeline) -> None:
    found = figures(pipeline, "Hội LHPN tặng 9 suất quà. Hội kết nạp 120 hội viên, trong đó có 180 hội viên nữ.")
    assert [[item.text for item in group] for _, group in inner_conflicts(found, TIES)] == [["120", "180"]]


def test_figures_of_two_sentences_or_articles_are_not_parts(pipeline: Pipeline) -> None:
    texts = ("Hội LHPN kết nạp 120 hội viên.", "Trong đó có 180 hội viên nữ.")
    assert not list(inner_conflicts(figures(pipeline, " ".join(texts)), TIES))
    assert not list(inner_conflicts(figures(pipeline, *texts), TIES))


# --- between articles ---

QUARTER = "Giao ban quý II năm 2024 tỉnh Gia Lai"


def test_the_same_figure_in_two_articles_is_told_twice(pipeline: Pipeline) -> None:
    body = "Hội Nông dân tỉnh kết nạp 1.250 hội viên mới và tặng 300 suất quà."
    found = figures(
        pipeline, article(QUARTER, body), article(QUARTER, body), article(QUARTER, "Hội Nông dân tỉnh kết nạp 1.250 hội viên mới.")
    )
    groups = [([item.text for item in group], len({item.article for item in group})) for group in duplicates(found)]
    assert groups == [(["1.250"] * 3, 3), (["300"] * 2, 2)]


def test_a_figure_told_twice_in_one_article_is_no_duplicate(pipeline: Pipeline) -> None:
    body = "Hội Nông dân tỉnh kết nạp 1.250 hội viên mới. Như vậy Hội Nông dân tỉnh kết nạp 1.250 hội viên mới."
    assert not list(duplicates(figures(pipeline, article(QUARTER, body))))


@pytest.mark.parametrize(
    ("bodies", "values"),
    [
        (["Hội Nông dân tỉnh tặng 300 suất quà.", "Hội Nông dân tỉnh tặng 350 suất quà."], [[300, 350]]),
        (["Hội Nông dân tỉnh tặng 300 suất quà.", "Hội Nông dân tỉnh tặng hơn 300 suất quà."], []),
        (["Hội Nông dân tỉnh tặng 300 suất quà.", "Hội Nông dân tỉnh tặng 350 suất quà, trước đó tặng 300 suất quà."], []),
        (["Hội Nông dân tỉnh tặng 300 suất quà.", "Hội LHPN tỉnh tặng 350 suất quà."], []),
        ([f"Hội Nông dân tỉnh tặng {n} suất quà." for n in (300, 300, 350)], [[300, 300, 350]]),
        ([f"Hội Nông dân tỉnh tặng {n} suất quà." for n in (300, 350, 300, 350)], [[300, 350, 300, 350]]),
        (["Hội Nông dân tỉnh tặng 300 suất quà.", "Hội Nông dân tỉnh sẽ tặng 350 suất quà."], []),
        (["Hội Nông dân tỉnh tặng 300 suất quà.", "Hội Nông dân tỉnh tặng 350 phần quà Tết."], []),
        (["Hội Nông dân tỉnh tặng 300 suất quà, sau đó tặng 350 suất quà."], []),
    ],
)
def test_articles_of_one_place_and_period_contradict_each_other(pipeline: Pipeline, bodies: list[str], values: list[list[float]]) -> None:
    found = figures(pipeline, *(article(QUARTER, body) for body in bodies))
    assert [[item.value for item in group] for group in contradictions(found)] == values


def test_other_periods_and_other_places_do_not_contradict(pipeline: Pipeline) -> None:
    body = "Hội Nông dân tỉnh tặng {} suất quà."
    texts = [
        article(QUARTER, body.format(300)),
        article("Giao ban quý III năm 2024 tỉnh Gia Lai", body.format(350)),
        article("Giao ban quý II năm 2024 tỉnh Kon Tum", body.format(400)),
    ]
    assert not list(contradictions(figures(pipeline, *texts)))


def test_articles_without_a_province_are_places_of_their_own(pipeline: Pipeline) -> None:
    texts = [article("Giao ban quý II năm 2024", f"Hội Nông dân tỉnh tặng {n} suất quà.") for n in (300, 950, 950)]
    found = figures(pipeline, *texts)
    assert not list(contradictions(found))
    assert not list(duplicates(found))


def test_communes_are_told_apart_by_the_words_that_name_their_organisation(pipeline: Pipeline) -> None:
    body = "Quý II năm 2024, Hội Nông dân xã {} tặng {} suất quà."
    here, there, again = (body.format(*values) for values in (("Ia Pa", 300), ("Cư Pơng", 350), ("Ia Pa", 310)))
    assert not list(contradictions(figures(pipeline, here, there)))
    assert [[item.value for item in group] for group in contradictions(figures(pipeline, here, again))] == [[300, 310]]


# --- between periods ---


def test_a_change_compares_periods_of_one_length_and_the_largest_comes_first(pipeline: Pipeline) -> None:
    titles = ["quý I năm 2024", "quý II năm 2024", "6 tháng đầu năm 2024"]
    amounts = [(100, 1000), (150, 4000), (9000, 9000)]
    texts = [
        article(f"Giao ban {title} tỉnh Gia Lai", f"Hội Nông dân tỉnh tặng {gifts} suất quà, kết nạp {members} hội viên mới.")
        for title, (gifts, members) in zip(titles, amounts, strict=True)
    ]
    found = changes(figures(pipeline, *texts))
    assert [(change.before.value, change.after.value, change.ratio) for change in found] == [(1000, 4000, 4), (100, 150, 1.5)]
    assert {(change.before.period, change.after.period) for change in found} == {("2024-Q1", "2024-Q2")}


def test_things_counted_in_other_words_did_not_change() -> None:
    before = one("1.250", 1250, counted="hội viên", period="2024-Q1", period_start="2024-01-01", period_end="2024-03-31")
    assert len(changes([before, one("60", 60, counted="hội viên mới")])) == 1
    assert not changes([before, one("60", 60, counted="người")])


def test_what_rounding_explains_is_no_change() -> None:
    before = one("5.000", 5000, "over", period="2024-Q1", period_start="2024-01-01", period_end="2024-03-31")
    assert not changes([before, one("5.420", 5420)])
    assert len(changes([before, one("6.420", 6420)])) == 1


def test_figures_of_single_days_are_events_and_do_not_change() -> None:
    days = [{"period": f"2024-06-{day:02}", "period_start": f"2024-06-{day:02}", "period_end": f"2024-06-{day:02}"} for day in (3, 9)]
    assert not changes([one("100", 100, **days[0]), one("900", 900, **days[1])])


def test_plans_and_shares_are_not_compared() -> None:
    before = {"period": "2024-Q1", "period_start": "2024-01-01", "period_end": "2024-03-31"}
    for other in ({"status": "planned"}, {"measure": "rate"}, {"indicator": "other"}, {"organisation": "other"}, {"value_max": 900}):
        assert not changes([one("100", 100, **before), one("900", 900, **other)])


# --- the words ---


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("parts: [a]\nwholes: [b]\n", "'shares' is missing"),
        ("part: [a]\n", ":1: unknown key 'part'; did you mean 'parts'?"),
        ("parts: []\n", ":1: 'parts' must be a list of words"),
        ("parts: [a]\nwholes: [{a: b}]\n", ":2: 'wholes' must be a list of words"),
        ("parts: ['(']\n", ":1: 'parts' must be a list of words"),
        ("- a\n", "must hold lists of words: parts, wholes, shares"),
    ],
)
def test_a_fault_in_the_words_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "comparison.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PatternError) as raised:
        load_ties(tmp_path)
    assert message in str(raised.value)
