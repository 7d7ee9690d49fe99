"""Whose result a figure is where an article lets several organisations speak."""

from __future__ import annotations

import pytest

from giaoban_extract.pipeline import Pipeline

BLOC = "Giao ban khối Mặt trận và các tổ chức chính trị - xã hội quý III năm 2022\n\n"


def doers(pipeline: Pipeline, text: str) -> list[str]:
    return [record["organisation"]["id"] for record in pipeline.document(text, "x")["records"]]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Cùng thời gian, phụ nữ các huyện nhận đỡ đầu 46 trẻ mồ côi.", "womens_union"),
        ("Không đứng ngoài phong trào, cựu chiến binh hiến 1.800 m2 đất.", "veterans_association"),
        ("Phụ nữ các xã tặng 46 suất quà.", "womens_union"),
        ("Cùng thời gian, Hội tặng phụ nữ nghèo 46 suất quà.", "farmers_union"),
        ("Qua 12 buổi tập huấn, phụ nữ và nông dân được vay 46 triệu đồng.", "farmers_union"),
        ("Tại các xã, nông dân hiến 46 ngày công.", "farmers_union"),
    ],
)
def test_people_who_open_a_sentence_and_act_are_the_doers(pipeline: Pipeline, sentence: str, wanted: str) -> None:
    text = f"{BLOC}Hội Nông dân tỉnh quản lý 412 tổ tiết kiệm và vay vốn. {sentence}"
    assert doers(pipeline, text)[-1] == wanted


def test_in_an_article_of_one_organisation_people_take_nothing_over(pipeline: Pipeline) -> None:
    text = (
        "Hội Nông dân tỉnh sơ kết quý III năm 2022\n\nHội kết nạp 412 hội viên. Cùng thời gian, phụ nữ các huyện nhận đỡ đầu 46 trẻ mồ côi."
    )
    assert doers(pipeline, text)[-1] == "farmers_union"


def test_a_heading_of_three_organisations_is_that_of_the_bloc(pipeline: Pipeline) -> None:
    text = "Kết quả quý II năm 2024\n\nHỘI NÔNG DÂN, HỘI PHỤ NỮ, CÔNG ĐOÀN\n\nKết nạp 12 hội viên."
    assert doers(pipeline, text) == ["bloc"]


COMMUNE = "Thông báo kết quả giao ban MTTQ và các đoàn thể xã tháng 5 năm 2022\n\n"


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("3. ND", "farmers_union"),
        ("3. Nông dân", "farmers_union"),
        ("2. PN", "womens_union"),
        ("5. ĐTN", "youth_union"),
        ("5. Thanh niên", "youth_union"),
        ("4. CCB", "veterans_association"),
    ],
)
def test_a_heading_may_name_an_organisation_by_its_members_or_letters(pipeline: Pipeline, heading: str, wanted: str) -> None:
    assert doers(pipeline, f"{COMMUNE}1. MTTQ\n- Thu quỹ 38 triệu đồng.\n\n{heading}\n- Hiến 340 m2 đất làm đường.") == [
        "fatherland_front",
        wanted,
    ]


def test_a_label_names_the_doer_of_its_line(pipeline: Pipeline) -> None:
    text = f"{COMMUNE}CÔNG VIỆC THÁNG 6\n- Phụ nữ: trồng 120 cây xanh;\n- ĐTN: mở lớp bơi cho 40 em."
    assert doers(pipeline, text) == ["womens_union", "youth_union"]


def test_an_office_behind_an_adverbial_acts_in_its_own_clause(pipeline: Pipeline) -> None:
    awards = "Tại lễ tổng kết, UBND tỉnh tặng bằng khen cho 3 tập thể; Tỉnh đoàn khen thưởng 42 tập thể."
    text = f"Tỉnh đoàn tổng kết chiến dịch hè 2024\n\n{awards}"
    assert doers(pipeline, text) == ["government", "youth_union"]


def test_a_phrase_that_holds_a_name_is_no_list_with_the_next(pipeline: Pipeline) -> None:
    text = "Kết quả quý II\n\nCác cấp Công đoàn kết nạp 12 đoàn viên. Hưởng ứng Tháng Công nhân, LĐLĐ tỉnh trao 30 suất quà."
    record = pipeline.document(text, "x")["records"][-1]
    assert (record["organisation"]["text"], record["organisation"]["from"]) == ("LĐLĐ tỉnh", "clause")


BLOC = "Giao ban Mặt trận và các đoàn thể xã quý I năm 2026\n\n"


def test_who_opens_a_sentence_and_acts_at_once_acts_for_the_organisation(pipeline: Pipeline) -> None:
    assert doers(pipeline, f"{BLOC}Đại diện Hội LHPN xã trao 12 suất quà.") == ["womens_union"]
    assert doers(pipeline, f"{BLOC}Lãnh đạo Hội Nông dân xã thăm, tặng 8 suất quà.") == ["farmers_union"]
    assert doers(pipeline, f"{BLOC}Dự buổi lễ có đại diện Hội LHPN xã; các đơn vị trao 12 suất quà.") == ["bloc"]


def test_a_caption_lends_no_doer_to_the_text_below(pipeline: Pipeline) -> None:
    text = f"{BLOC}Ảnh: Hội LHPN xã trao 12 suất quà.\n\nToàn xã kết nạp 40 đoàn viên, hội viên. Đã trồng 900 cây xanh."
    assert doers(pipeline, text) == ["womens_union", "bloc", "bloc"]


def test_a_plan_that_heads_its_paragraph_is_that_of_the_article(pipeline: Pipeline) -> None:
    text = f"{BLOC}Hội Khuyến học xã trao 12 suất học bổng.\n\nPhương hướng quý II: xây 2 căn nhà tình thương."
    assert doers(pipeline, text) == ["study_promotion", "bloc"]


def test_a_source_at_the_beginning_tells_of_its_whole_sentence(pipeline: Pipeline) -> None:
    source = "Theo UBND xã, sản lượng lúa đạt 3.150 tấn; đến cuối năm xã còn 23 hộ nghèo."
    assert doers(pipeline, f"Mặt trận xã tổng kết năm 2025\n\n{source} Mặt trận xã xây 2 căn nhà.") == [
        "government",
        "government",
        "fatherland_front",
    ]


def test_who_came_to_the_congress_reports_nothing(pipeline: Pipeline) -> None:
    text = "Đại hội Hội Nông dân tỉnh lần thứ X\n\nVề dự có lãnh đạo Trung ương Hội, Tỉnh ủy và 220 đại biểu thay mặt cho 117.300 hội viên."
    assert set(doers(pipeline, text)) == {"farmers_union"}


def test_behind_while_the_members_of_another_act(pipeline: Pipeline) -> None:
    text = f"{BLOC}Huyện đoàn thắp sáng 6,3 km đường quê, còn hội viên phụ nữ trồng 14 tuyến đường hoa. Công nhân được nghỉ 2 ngày."
    assert doers(pipeline, text)[:2] == ["youth_union", "womens_union"]
