"""Quantities: units, counted nouns, bounds, ranges, fractions and signs."""

from __future__ import annotations

import pytest

from one_number import READER, only


@pytest.mark.parametrize(
    ("noun", "unit"),
    [
        ("người", "person"),
        ("lượt người", "person"),
        ("hội viên", "person"),
        ("lượt hội viên", "person"),
        ("đoàn viên", "person"),
        ("CNVCLĐ", "person"),
        ("ĐVTN", "person"),
        ("chị em", "person"),
        ("lao động", "person"),
        ("nhà hảo tâm", "person"),
        ("đ/c", "person"),
        ("lượt", "person"),
        ("lượt tham gia", "person"),
        ("nữ đoàn viên", "person"),
        ("hộ", "household"),
        ("hộ gia đình", "household"),
        ("gia đình", "household"),
        ("lượt hộ", "household"),
        ("căn nhà", "house"),
        ("ngôi nhà", "house"),
        ("nhà đại đoàn kết", "house"),
        ("nhà ở", "house"),
        ("“Mái ấm công đoàn”", "house"),
        ('"Nhà nhân ái"', "house"),
        ("nhà văn hóa", "count"),
        ("nhà máy", "count"),
        ("ngày công", "workday"),
        ("công lao động", "workday"),
        ("công trình", "count"),
        ("suất quà", "count"),
        ("đơn vị máu", "count"),
        ("lượt xe", "count"),
        ("mô hình", "count"),
        ("con bò", "count"),
        ("khẩu trang", "count"),
        ("chỉ tiêu", "count"),
        ("dự án", "count"),
    ],
)
@pytest.mark.parametrize("numeral", ["25", "1.250", "hai mươi lăm"])
def test_a_counted_noun_gives_the_unit(noun: str, unit: str, numeral: str) -> None:
    mention = only(f"{numeral} {noun}.")
    assert (mention.kind, mention.unit) == ("count", unit)


def test_a_noun_that_no_file_knows_is_counted_and_stays_outside_the_span() -> None:
    text = "tặng 15 ghế đá"
    mention = only(text)
    assert (mention.unit, mention.noun, text[mention.start : mention.end]) == ("count", None, "15")


def test_the_span_of_a_counted_noun_is_kept() -> None:
    text = "tặng 15 suất quà cho hội viên"
    mention = only(text)
    assert mention.noun is not None
    assert text[slice(*mention.noun)] == "suất quà"
    assert text[mention.start : mention.figure_end] == "15"


@pytest.mark.parametrize("text", ["Hội viên mới: 845.", "tăng 5 so với năm trước", "đạt 12, giảm"])
def test_a_number_before_no_noun_has_no_unit(text: str) -> None:
    mention = READER.read(text)[0]
    assert (mention.kind, mention.unit) == ("number", None)


@pytest.mark.parametrize(
    ("text", "value", "unit", "figure"),
    [
        ("530m2 đất", 530, "m2", "530m2"),
        ("7.800 m² đất", 7800, "m2", "7.800 m²"),
        ("1.200 m 2 đất", 1200, "m2", "1.200 m 2"),
        ("2,5ha", 25000, "m2", "2,5ha"),
        ("7,5 ha", 75000, "m2", "7,5"),
        ("3,2 km", 3200, "m", "3,2"),
        ("12 tấn gạo", 12000, "kg", "12"),
        ("5 tạ", 500, "kg", "5"),
        ("83%", 83, "percent", "83%"),
        ("0,5 %", 0.5, "percent", "0,5 %"),
        ("0,26 điểm %", 0.26, "percentage_point", "0,26 điểm %"),
        ("136 tỷ đồng", 136 * 10**9, "VND", "136 tỷ"),
        ("5.000.000đ", 5000000, "VND", "5.000.000đ"),
        ("$10.000", 10000, "USD", "$10.000"),
        ("1 tỷ 300 triệu đồng", 1300000000, "VND", "1 tỷ 300 triệu"),
        ("12,683 lượt người", 12683, "person", "12,683"),
        ("538,182 tỷ đồng", 538182000000, "VND", "538,182 tỷ"),
        ("220v", 220, "V", "220v"),
        ("1/2 kg", 0.5, "kg", "1/2"),
        ("5 1/2 ha", 55000, "m2", "5 1/2"),
        ("2 3/4 kg", 2.75, "kg", "2 3/4"),
        ("hai tấn rưỡi", 2500, "kg", "hai"),
        ("0,1 tấn", 100, "kg", "0,1"),
        ("1.500 MW", 1500, "MW", "1.500"),
    ],
)
def test_units_convert_to_the_base_unit(text: str, value: float, unit: str, figure: str) -> None:
    mention = only(text)
    assert (mention.value, mention.unit, text[mention.start : mention.figure_end]) == (value, unit, figure)


@pytest.mark.parametrize("text", ["5 1/2 hộ", "5 6/4 ha", "5 1/2/2020 ha", "15 11/2 ha"])
def test_a_number_before_a_fraction_that_it_does_not_belong_to_stands_alone(text: str) -> None:
    first, second = READER.read(text)[:2]
    assert (text[first.start : first.figure_end], first.value) == (text.split()[0], int(text.split()[0]))
    assert second.start > first.end


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("hơn", "over"),
        ("trên", "over"),
        ("quá", "over"),
        ("gần", "nearly"),
        ("khoảng", "about"),
        ("chừng", "about"),
        ("xấp xỉ", "about"),
        ("ước", "about"),
        ("ước đạt", "about"),
        ("ước tính khoảng", "about"),
        ("trên dưới", "about"),
        ("ít nhất", "at_least"),
        ("tối thiểu", "at_least"),
        ("không dưới", "at_least"),
        ("nhiều nhất", "at_most"),
        ("tối đa", "at_most"),
        ("không quá", "at_most"),
        ("dưới", "at_most"),
        ("hơn cả", "over"),
        ("HƠN", "over"),
        ("cao hơn", "exact"),
        ("thấp hơn", "exact"),
        ("được", "exact"),
        ("trên trên", "over"),
        ("hơn cả tới đến", "over"),
        ("hơn cả tới đến là", "exact"),  # a light word more than may stand between
    ],
)
@pytest.mark.parametrize("quantity", ["300 hội viên", "5 tỷ đồng", "83%"])
def test_bound_words_before_a_numeral(words: str, bound: str, quantity: str) -> None:
    text = f"đã có {words} {quantity}"
    mention = only(text)
    assert mention.bound == bound
    assert text[mention.start].isdigit()
    assert (mention.bound_start == mention.start) == (bound == "exact")


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("95% hội viên trở lên", "at_least"),
        ("kết nạp 25 hội viên trở lên", "at_least"),
        ("từ 1,5 tỷ đồng trở lên", "at_least"),
        ("từ 15.000 đồng/suất trở lên", "at_least"),
        ("từ 3 hộ trở xuống", "at_most"),
        ("80% đạt loại khá trở lên", "exact"),
        ("trên địa bàn 5 xã", "exact"),
        ("trên 2 tuyến đường", "exact"),
        ("$100 trở lên", "at_least"),
        ("95% hội viên phụ nữ trở lên", "at_least"),
        ("95% hội viên phụ nữ nghèo trở lên", "exact"),  # a word more than may stand between
    ],
)
def test_bounds_behind_the_noun_and_words_that_are_none(text: str, bound: str) -> None:
    assert only(text).bound == bound


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("từ 10 đến 15%", 10, 15, "percent"),
        ("10 - 15%", 10, 15, "percent"),
        ("97% đến 98%", 97, 98, "percent"),
        ("10-15 lao động", 10, 15, "person"),
        ("10 -15 lao động", 10, 15, "person"),
        ("01 đến 02 hộ", 1, 2, "household"),
        ("từ 700 - 800 triệu đồng", 700 * 10**6, 800 * 10**6, "VND"),
        ("từ 1,2 đến 1,5 tỷ USD", 1.2e9, 1.5e9, "USD"),
        ("1000 đồng đến 2000 đồng", 1000, 2000, "VND"),
        ("hai ba người", 2, 3, "person"),
        ("8.000 – 11.000 đoàn viên", 8000, 11000, "person"),
        ("từ 3 xã đến 5 xã", 3, 5, "count"),
        ("2-3 ngày", 2, 3, "day"),
        ("đạt từ 10 đến 15", 10, 15, None),
    ],
)
def test_a_range_is_one_mention_and_never_averaged(text: str, low: float, high: float, unit: str | None) -> None:
    mention = only(text)
    assert (mention.value, mention.value_max, mention.unit, mention.bound) == (low, high, unit, "exact")
    assert not text[mention.start :].startswith("từ")


@pytest.mark.parametrize(
    "text", ["từ 40% lên 60%", "từ 3 xã lên 5 xã", "giảm từ 12,5% xuống còn 8,2%", "từ 1.200 hội viên lên hơn 1.500 hội viên"]
)
def test_the_base_of_a_change_is_no_figure(text: str) -> None:
    base, later = READER.read(text)
    assert base.kind == "rate_base"
    assert later.kind in ("percent", "count")
    assert base.unit == later.unit


def test_two_digit_words_that_count_nothing_are_no_range() -> None:
    assert "range" not in {m.kind for m in READER.read("đếm một, hai ba, bốn")}


def test_a_level_in_another_unit_is_no_later_value() -> None:
    assert [m.kind for m in READER.read("từ 40% lên 60 kg")] == ["percent", "measure"]


@pytest.mark.parametrize(
    ("text", "value", "whole", "unit"),
    [
        ("3/6 đơn vị", 3, 6, "count"),
        ("1.757/1.500 chỉ tiêu", 1757, 1500, "count"),
        ("56.538/84.735 hộ", 56538, 84735, "household"),
        ("8/11 xã", 8, 11, "count"),
        ("đạt 10/10", 10, 10, None),
        ("100/120 hội viên", 100, 120, "person"),
        ("hai phần ba số hộ", 2, 3, "count"),
        ("bảy phần hai mươi số hộ", 7, 20, "count"),
        ("hoàn thành 8/11/ xã", 8, 11, None),
        ("một nửa", 1, 2, None),
    ],
)
def test_a_part_of_a_whole_keeps_both_numbers(text: str, value: int, whole: int, unit: str | None) -> None:
    mention = only(text)
    assert (mention.kind, mention.value, mention.out_of) == ("fraction", value, whole)
    assert unit is None or mention.unit == unit


def test_halves_are_counted_where_there_are_more_than_one() -> None:
    mention = only("quả dừa bổ thành hai nửa")
    assert (mention.kind, mention.value, mention.out_of) == ("count", 2, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("tăng -1,5%", -1.5),
        ("nhiệt độ -5°C", -5),
        ("không đạt (-5,2%)", -5.2),
        ("- 15 căn nhà", 15),
        ("-20 triệu đồng", 20000000),
        ("âm hai mươi", -20),
        ("nhóm A-5%", 5),
    ],
)
def test_a_minus_is_a_sign_unless_it_is_a_bullet_or_a_hyphen(text: str, value: float) -> None:
    assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("30 tỷ đồng/tỉnh", "tỉnh"),
        ("30 tỷ đồng/tỉnh trong năm", "tỉnh"),
        ("5.000.000đ/mô hình", "mô hình"),
        ("$10.000/suất", "suất"),
        ("50 triệu đồng mỗi nhà", "nhà"),
        ("5 tỷ đồng", None),
    ],
)
def test_what_a_rate_is_per(text: str, per: str | None) -> None:
    assert only(text).per == per


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("12 m2 nhà", [("12 m2", "m2")]),
        ("12 m 2 nhà", [("12", "m"), ("2", "house")]),
        ("5 m vải", [("5", "m")]),
        ("5 M vải", [("5", "count")]),
        ("10g vàng", [("10g", "g")]),
        ("10 g vàng", [("10", "count")]),
    ],
)
def test_a_unit_of_one_letter_is_as_it_is_written(text: str, figures: list[tuple[str, str]]) -> None:
    assert [(text[m.start : m.figure_end], m.unit) for m in READER.read(text)] == figures


def test_no_expression_crosses_a_line_end() -> None:
    first, second = READER.read("trên\n5\nhội viên 2\ntỷ đồng")
    assert (first.value, first.unit, first.bound) == (5, None, "exact")
    assert (second.value, second.unit) == (2, None)
