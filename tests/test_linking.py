"""Which indicator a figure reports where a neighbour tells: parts, changes, values, and what is nobody's neighbour."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from giaoban_extract.library.layers import Layer
from giaoban_extract.pipeline import Pipeline

SALES = """theme: farm
label: Nông sản
label_en: Farm produce
indicators:
  income:
    unit: money
    label: Tiền bán
    label_en: Sales
    rules:
      - "bán được {figure}"
    examples:
      - "Bà con bán được [12] triệu đồng"
  sacks:
    unit: count
    label: Bao
    label_en: Sacks
    rules:
      - phrase: "{figure} bao"
        follows: [farm.income]
    examples:
      - "Bà con bán được 12 triệu đồng từ [25] bao"
"""


def indicators(pipeline: Pipeline, text: str) -> list[str]:
    return [record["indicator"]["id"] for record in pipeline.document(text, "x")["records"]]


def last(pipeline: Pipeline, text: str) -> Any:
    return pipeline.document(text, "x")["records"][-1]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Số tiền ủng hộ: 410.000.000", "fundraising.raised"),
        ("Các nhà hảo tâm ủng hộ 1 tỷ", "fundraising.raised"),
        ("Số tiền ủng hộ: 410", "other"),
        ("Số tiền ủng hộ: 186/150 triệu", "other"),
    ],
)
def test_a_large_number_without_a_unit_can_be_money(pipeline: Pipeline, text: str, indicator: str) -> None:
    assert indicators(pipeline, text) == [indicator]


@pytest.mark.parametrize(
    ("text", "part", "governs"),
    [
        ("Tình nguyện viên: 2.150 người, trong đó sinh viên 1.400 người", "volunteering.participants", "reading/part"),
        ("Tình nguyện viên: 2.150 người, trong đó 12 chiếc", "other", "other"),
        ("Kết nạp 120 hội viên, trong đó 12 kg", "other", "other"),
    ],
)
def test_a_part_is_of_the_unit_of_its_whole(pipeline: Pipeline, text: str, part: str, governs: str) -> None:
    record = last(pipeline, text)
    assert (record["indicator"]["id"], record["rule"]["id"]) == (part, governs)


def test_a_change_in_brackets_is_surer_of_its_figure_than_one_behind_a_comma(pipeline: Pipeline) -> None:
    text = "Thăm, tặng quà 24.350 lượt đoàn viên, tổng trị giá 14,6 tỷ đồng"
    bracketed, listed = last(pipeline, f"{text} (tăng 8,5% so với năm 2021)."), last(pipeline, f"{text}, tăng 8,5% so với năm 2021.")
    assert bracketed["indicator"]["id"] == listed["indicator"]["id"] == "welfare.funding"
    assert bracketed["confidence"] > listed["confidence"]


def test_a_figure_is_not_explained_by_the_sentence_behind_it(pipeline: Pipeline) -> None:
    sentences = "Công đoàn cơ sở đã dành 60 triệu đồng. 25 suất quà Tết đến với hộ nghèo."
    assert indicators(pipeline, sentences) == ["other", "welfare.gifts"]


def test_a_rule_may_follow_money(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(SALES, encoding="utf-8")
    layered = Pipeline.load(layers=[Layer("farm", tmp_path)])
    assert indicators(layered, "Bà con bán được 60 triệu đồng từ 25 bao") == ["farm.income", "farm.sacks"]
    assert indicators(layered, "Bà con dùng 60 triệu đồng mua 25 bao")[-1] != "farm.sacks"


def test_money_is_part_of_money_across_people_that_are_counted_between(pipeline: Pipeline) -> None:
    text = "Công đoàn tỉnh chi 5,6 tỷ đồng hỗ trợ đoàn viên khó khăn, với 11.420 lượt người; trong đó cấp tỉnh 1,35 tỷ đồng."
    record = last(pipeline, text)
    assert (record["indicator"]["id"], record["rule"]["id"]) == ("welfare.funding", "reading/part")


def test_what_is_said_to_be_a_part_needs_no_words_of_its_own(pipeline: Pipeline) -> None:
    text = "Mặt trận tỉnh hỗ trợ xây 900 căn nhà, tổng kinh phí 54 tỷ đồng, gồm ngân sách Trung ương 38 tỷ đồng."
    record = last(pipeline, text)
    assert (record["indicator"]["id"], record["rule"]["id"]) == ("housing.funding", "reading/part")


def test_a_change_is_of_the_figure_before_though_words_stand_between(pipeline: Pipeline) -> None:
    text = "Hội Nông dân tỉnh cung ứng 165 tấn phân bón theo phương thức trả chậm cho hội viên các xã vùng cao, giảm 12,4% so với cùng kỳ."
    record = last(pipeline, text)
    assert (record["indicator"]["id"], record["rule"]["id"]) == ("economy.supplies", "reading/change")


def test_the_lines_of_a_list_are_parts_of_the_figure_that_introduces_it(pipeline: Pipeline) -> None:
    fund, firms = "Kết quả quý III\n\nQuỹ “Vì người nghèo” nhận 27 tỷ đồng.", "\n\n- Các doanh nghiệp: 11,2 tỷ đồng"
    text = f"{fund} Chia theo nguồn:{firms};\n- Trong tỉnh: 15,8 tỷ đồng."
    assert indicators(pipeline, text) == ["fundraising.for_the_poor"] * 3
    assert last(pipeline, text)["rule"]["id"] == "reading/part"
    assert indicators(pipeline, fund + firms)[-1] == "other"


def test_a_percentage_at_hand_is_of_its_figure(pipeline: Pipeline) -> None:
    text = (
        "Xóa nhà tạm\n\nToàn tỉnh có 6.358 hộ nghèo cần hỗ trợ về nhà ở. Đến 15/5, đã khởi công 5.920 nhà, đạt 93,1%; bàn giao 4.287 nhà."
    )
    assert indicators(pipeline, text)[2].startswith("housing.")


def test_what_is_listed_with_a_part_is_a_part(pipeline: Pipeline) -> None:
    parts = "trong đó Hội Nông dân quản lý 168 tỷ đồng, Hội LHPN 201,5 tỷ đồng và Đoàn Thanh niên 65,5 tỷ đồng"
    found = pipeline.document(f"Dư nợ ủy thác qua các hội đạt 512 tỷ đồng, {parts}.", "x")["records"]
    assert [record["indicator"]["id"] for record in found] == ["credit.outstanding"] * 4
    assert [record["rule"]["id"] for record in found[2:]] == ["reading/part"] * 2
