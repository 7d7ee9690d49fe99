"""Which period a figure covers when the article and its text state several."""

from __future__ import annotations

from typing import Any

import pytest

from giaoban_extract.pipeline import Pipeline


def read(pipeline: Pipeline, text: str) -> list[dict[str, Any]]:
    return pipeline.document(text, "x")["records"]


def codes(pipeline: Pipeline, text: str) -> list[str | None]:
    return [record["period"] and record["period"]["code"] for record in read(pipeline, text)]


HALF_2016 = "Giao ban 6 tháng đầu năm 2016\n\n"
TERM = "Đại hội Công đoàn tỉnh lần thứ XI, nhiệm kỳ 2023 - 2028\n\nNgày 20/9/2023, Công đoàn tỉnh tổ chức đại hội.\n\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (HALF_2016 + "Cả nhiệm kỳ 2011 - 2016, Hội LHPN huyện kết nạp 13.000 hội viên.", ["2011-01-01/P6Y"]),
        (HALF_2016 + "Đơn vị được nêu tên với kết quả cả nhiệm kỳ 2011 - 2016: Hội kết nạp 13.000 hội viên.", ["2011-01-01/P6Y"]),
        ("Tổng kết chiến dịch mùa hè xanh năm 2023\n\nTừ 15/6 đến 20/7/2023, Đoàn xã sửa 12 căn nhà.", ["2023"]),
        (HALF_2016 + "Năm 2016, Hội LHPN huyện kết nạp 130 hội viên.", ["2016-S1"]),
        (HALF_2016 + "Từ đầu nhiệm kỳ (2013) đến nay, Hội LHPN huyện kết nạp 838 hội viên.", ["2013-01-01/P4Y"]),
    ],
)
def test_a_stretch_inside_the_sentence(pipeline: Pipeline, text: str, wanted: list[str]) -> None:
    assert codes(pipeline, text) == wanted


def test_five_years_past_are_the_term_and_not_the_year(pipeline: Pipeline) -> None:
    assert codes(pipeline, TERM + "5 năm qua, Công đoàn tỉnh kết nạp 21.450 đoàn viên.") == ["2018-01-01/P6Y"]


def test_a_year_by_which_a_plan_is_reached_ends_the_next_term(pipeline: Pipeline) -> None:
    (record,) = read(pipeline, TERM + "Đến năm 2028, phấn đấu kết nạp mới 25.000 đoàn viên.")
    assert (record["period"]["code"], record["status"]) == ("2023-01-01/P6Y", "planned")


def test_in_the_year_means_the_year_told_of_before(pipeline: Pipeline) -> None:
    text = (
        "Hội Nông dân huyện ký giao ước thi đua\n\nNgày 15/1/2021, Hội Nông dân huyện ký giao ước thi đua năm 2021.\n\n"
        "Năm 2020, Hội kết nạp 250 hội viên. Trong năm, Hội giúp 34 hộ thoát nghèo."
    )
    assert codes(pipeline, text) == ["2020", "2020"]


def test_a_quarter_behind_the_period_reported_is_planned(pipeline: Pipeline) -> None:
    text = (
        "Hội CCB huyện sơ kết 9 tháng năm 2016\n\nNgày 5/10/2016, Hội CCB huyện kết nạp 120 hội viên trong 9 tháng.\n\n"
        "Trong quý IV, Hội CCB huyện tập trung kết nạp thêm 50 hội viên."
    )
    assert [(r["period"]["code"], r["status"]) for r in read(pipeline, text)][-1] == ("2016-Q4", "planned")


def test_a_caption_lends_no_period(pipeline: Pipeline) -> None:
    text = (
        "Hội CCB huyện sơ kết 9 tháng năm 2016\n\nẢnh: Hội viên ra quân làm đường, tháng 8/2016\n\n"
        "Hội CCB huyện thăm hỏi 312 gia đình chính sách."
    )
    assert codes(pipeline, text) == ["2016-01-01/P9M"]


def test_the_head_of_a_column_lends_its_period(pipeline: Pipeline) -> None:
    text = (
        "Kết quả công tác Hội Nông dân 6 tháng đầu năm 2021\n\nNội dung | Đơn vị tính | Cả năm 2020\nHội viên kết nạp mới | người | 1.074\n"
    )
    assert codes(pipeline, text) == ["2020"]


REVIEW = "Sơ kết quý I năm 2023\n(Ngày 5/4/2023)\n\n"


@pytest.mark.parametrize(
    "season",
    [
        "Dịp Tết Nguyên đán Quý Mão 2023",
        "Dịp Tết Nguyên đán Quý Mão",
        "Tết Quý Mão - 2023",
        "Đón Tết cổ truyền năm 2023",
        "Trong dịp Tết Nguyên đán",
    ],
)
def test_a_tet_named_by_its_zodiac_year_is_a_season_of_that_year(pipeline: Pipeline, season: str) -> None:
    assert codes(pipeline, f"{REVIEW}{season}, công đoàn các cấp trao 41.750 phần quà.") == ["2023"]


def test_the_quarter_of_a_zodiac_year_s_name_is_none(pipeline: Pipeline) -> None:
    document = pipeline.document(REVIEW + "Tết Quý Mão 2023, công đoàn trao 5 phần quà.", "x")
    assert [(i["text"], i["reason"]) for i in document["ignored"]][-1] == ("2023", "year")


SCENE = "Phụ nữ Tân Phú: Nghề đan giỏ ở xóm Cồn\nTân Phú, ngày 27/9/2019 - Mới sáng sớm, nhà chị Út đã rộn tiếng cười của cả tổ đan giỏ.\n"


def test_after_a_scene_the_period_is_that_of_which_the_body_takes_stock(pipeline: Pipeline) -> None:
    more = "“Hồi trước tui chỉ quanh quẩn ở nhà, nay có đồng ra đồng vào nên vui lắm”, chị Út vừa nói vừa gài mối đan cuối cùng.\n"
    stock = "Tại hội nghị sơ kết, Hội cho biết trong 9 tháng năm 2019 các cấp Hội đã giúp 412 hộ làm kinh tế.\nHội kết nạp 724 hội viên."
    assert codes(pipeline, SCENE + more + stock) == ["2019-01-01/P9M"] * 2


def test_a_background_figure_s_period_is_not_the_event_s(pipeline: Pipeline) -> None:
    more = "Chị em trong xóm tụ về từ các ấp, mỗi người một việc, ai cũng mong kịp chuyến hàng cuối tháng này giao cho công ty.\n"
    background = "Riêng 6 tháng đầu năm 2019, cả xã có 16 hộ theo nghề; đến nay ai cũng quen tay."
    document = pipeline.document(SCENE + more + background, "x")
    assert document["article"]["period"]["code"] != "2019-S1"


QUARTER_3 = "Hội Nông dân tỉnh giao ban quý III năm 2023\n\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # a year in words behind a period, or in the heading above it
        (QUARTER_3 + "Quý IV năm nay, Hội sẽ kết nạp 350 hội viên.", ["2023-Q4"]),
        (QUARTER_3 + "Quý III năm ngoái, Hội kết nạp 310 hội viên.", ["2022-Q3"]),
        (QUARTER_3 + "NHIỆM VỤ NĂM 2024\n\n- Quý I mở 3 lớp tập huấn cho hội viên.", ["2024-Q1"]),
        # from the beginning of the year: up to the end of what is reported
        (QUARTER_3 + "Từ đầu năm, Hội kết nạp 548 hội viên.", ["2023-01-01/P9M"]),
        (QUARTER_3 + "Tính từ đầu năm đến nay, Hội kết nạp 548 hội viên.", ["2023-01-01/P9M"]),
        ("Hội Nông dân tỉnh sơ kết 6 tháng đầu năm 2023\n\nTừ đầu năm, Hội kết nạp 548 hội viên.", ["2023-S1"]),
        (QUARTER_3 + "Quý này kết nạp 120 hội viên; lũy kế 9 tháng kết nạp 548 hội viên.", ["2023-Q3", "2023-01-01/P9M"]),
        # the same stretch of another year, which does not last
        (
            QUARTER_3 + "Chín tháng đầu năm, Hội kết nạp 548 hội viên. Cùng kỳ năm 2022, Hội kết nạp 512 hội viên. Hội hiến 85 m2 đất.",
            ["2023-01-01/P9M", "2022-01-01/P9M", "2023-01-01/P9M"],
        ),
        # a period in brackets with a figure of its own
        (
            "Hội LHPN tỉnh sơ kết quý III năm 2023\n\nHội giúp 86 hộ (quý III năm 2022 là 71 hộ) thoát nghèo; giúp 9 hộ xây nhà.",
            ["2023-Q3", "2022-Q3", "2023-Q3"],
        ),
        # behind an adverbial: it lasts as one that opens the sentence does
        (
            QUARTER_3 + "Song song với vận động, 9 tháng năm 2023, Quỹ Vì người nghèo thu 6 tỷ đồng. Từ quỹ, Hội xây 12 căn nhà.",
            ["2023-01-01/P9M", "2023-01-01/P9M"],
        ),
        # the period of the level that was left
        (
            QUARTER_3 + "Giai đoạn 2020 - 2022, Hội hiến 85 m2 đất; tỷ lệ hộ nghèo từ 9,8% đầu năm 2020 xuống 3,1%.",
            ["2020-01-01/P3Y", "2020-01-01/P3Y"],
        ),
    ],
)
def test_periods_that_lean_on_what_stands_beside_them(pipeline: Pipeline, text: str, wanted: list[str]) -> None:
    assert codes(pipeline, text) == wanted


HALF_2024 = "Mặt trận huyện sơ kết 6 tháng đầu năm 2024\n\n(05/7/2024) Sáng 5/7, Mặt trận huyện họp giao ban.\n\n"
MID_TERM = (
    "Hội Nông dân huyện sơ kết giữa nhiệm kỳ 2018 - 2021\n\nNghị quyết Đại hội nhiệm kỳ 2018 - 2023 được thực hiện tốt. Ngày 22/6/2021.\n\n"
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # a paragraph that is headed itself
        (QUARTER_3 + "Hội kết nạp 120 hội viên.\n\nPhương hướng quý IV: 2 xã ra mắt mô hình; xây 3 căn nhà.", ["Q3 r", "Q4 p", "Q4 p"]),
        (QUARTER_3 + "Nhiệm vụ trọng tâm quý IV năm 2023: xây 3 căn nhà.", ["Q4 p"]),
        (QUARTER_3 + "Phương hướng công tác được triển khai kịp thời, Hội xây 3 căn nhà.", ["Q3 r"]),
        # what is left of the year, of the months that are told or of the day of the article
        (HALF_2024 + "Từ nay đến cuối năm, Mặt trận vận động thêm 900 triệu đồng.", ["S2 p"]),
        (HALF_2024 + "Những tháng cuối năm, Mặt trận xây 12 căn nhà.", ["S2 p"]),
        (HALF_2024 + "Mặt trận phấn đấu trong tháng cao điểm vận động 900 triệu đồng.", ["S2 p"]),
        ("Ngày 24/9/2024, Mặt trận xã trao 40 suất quà.\n\nTừ nay đến hết năm, Mặt trận xã sẽ xây 3 căn nhà.", ["2024-09-24 r", "Q4 p"]),
        (MID_TERM + "Từ nay đến hết nhiệm kỳ, Hội phấn đấu kết nạp 400 hội viên.", ["2021-01-01/P3Y p"]),
        # a year of which much is left
        ("Hội CCB tỉnh làm nhà cho đồng đội\n\n(20/6/2025) Thời gian tới, Hội CCB tỉnh sẽ xây 8 căn nhà.", ["2025 p"]),
        ("Hội CCB tỉnh làm nhà cho đồng đội\n\n(20/12/2025) Thời gian tới, Hội CCB tỉnh sẽ xây 8 căn nhà.", ["2026 p"]),
        # back to the meeting, or to the present
        (QUARTER_3 + "Trong quý IV, Hội tập trung kết nạp 50 hội viên.\n\nKết thúc hội nghị, Hội khen thưởng 6 tập thể.", ["Q4 p", "Q3 r"]),
        (QUARTER_3 + "Từ năm 2018 đến nay, Hội xây 100 căn nhà. Hiện có 13.000 hội viên vay vốn.", ["2018-01-01/P6Y r", "Q3 r"]),
        # what stands in brackets ends with them
        (QUARTER_3 + "Hội giúp 86 hộ (quý III năm 2022 là 71 hộ), hỗ trợ ra đời 9 hợp tác xã.", ["Q3 r", "2022-Q3 r", "Q3 r"]),
    ],
)
def test_plans_and_turns(pipeline: Pipeline, text: str, wanted: list[str]) -> None:
    found = [(r["period"]["code"], r["status"][0]) for r in read(pipeline, text)]
    assert [f"{code.removeprefix('2023-').removeprefix('2024-') if len(code) == 7 else code} {status}" for code, status in found] == wanted


def test_a_summer_campaign_is_that_of_the_union_which_runs_it(pipeline: Pipeline) -> None:
    text = (
        "Giao ban khối quý III năm 2023\n\nChiến dịch Thanh niên tình nguyện hè do Huyện đoàn phát động thu hút 430 đoàn viên. "
        "Đoàn viên trồng 900 cây xanh. Hội Cựu chiến binh huyện vận động 46 hộ hiến đất."
    )
    assert codes(pipeline, text) == ["2023", "2023", "2023-Q3"]


BULLETIN = "Bản tin Mặt trận xã tháng 8 năm 2025\n\n(29/8/2025) Mặt trận xã họp giao ban.\n\n"
SCHOOL_YEAR = "Tổng kết công tác Đội năm học 2022 - 2023\n\nSáng 7/7/2023, Hội đồng Đội tỉnh tổng kết năm học 2022 - 2023.\n\n"
LOANS = "Giao ban ủy thác quý III năm 2022\n\nNgày 11/10/2022, các hội họp giao ban.\n\n"
TERM_REPORT = "Đại hội Hội Nông dân huyện lần thứ XI\n\nSáng 26/5/2023, đại hội tổng kết nhiệm kỳ 2018 - 2023.\n\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # a week takes its month; a stretch from a day until now
        (BULLETIN + "Tuần từ 11 đến 15/8, Hội mở 3 lớp tập huấn.", ["2025-08"]),
        (BULLETIN + "Từ ngày 01/7 (ngày xã mới đi vào hoạt động) đến nay, tiếp 46 lượt công dân.", ["2025-07-01/P60D"]),
        # the day that is celebrated, and the plan that is fulfilled, are no periods
        (BULLETIN + "Chào mừng 80 năm Quốc khánh 2/9, Hội sửa 1,6 km đường.", ["2025-08"]),
        (BULLETIN + "NHIỆM VỤ THÁNG 9\n\n- Hội kết nạp 7 hội viên để đạt kế hoạch cả năm; mở 2 lớp tập huấn.", ["2025-09", "2025-09"]),
        # school years
        (SCHOOL_YEAR + "Cả năm học, các liên đội trao 265 suất học bổng.", ["2022-01-01/P2Y"]),
        (SCHOOL_YEAR + "Trong năm học, tổ chức 130 buổi sinh hoạt.", ["2022-01-01/P2Y"]),
        # a day up to which was counted, with its parts and the list below
        (LOANS + "Đến ngày 30/9/2022, dư nợ đạt 612 tỷ đồng. Trong đó, qua hội là 609 tỷ đồng.", ["2022-09-30"] * 2),
        (
            LOANS + "Đến ngày 30/9/2022, dư nợ đạt 612 tỷ đồng. Cụ thể:\n\n- Hội LHPN: 241 tỷ đồng.\n- Hội Nông dân: 198 tỷ đồng.",
            ["2022-09-30"] * 3,
        ),
        (LOANS + "Đến ngày 30/9/2022, dư nợ đạt 612 tỷ đồng. Các hội mở 8 lớp tập huấn.", ["2022-09-30", "2022-Q3"]),
        # a sum of years speaks for its paragraph
        (
            LOANS + "Lũy kế giai đoạn 2014 - 2021, các hội giúp 900 hộ. Qua đó, 120 hộ thoát nghèo.\n\nCác hội mở 8 lớp tập huấn.",
            ["2014-01-01/P8Y", "2014-01-01/P8Y", "2022-Q3"],
        ),
        # the present inside a sentence
        (TERM_REPORT + "Năm 2020, chi hội có 14 hội viên, nay đã có 36 hội viên.", ["2020", "2023"]),
        (BULLETIN + "Từ đầu năm 2025 đến nay, Hội kết nạp 18 hội viên.", ["2025-01-01/P8M"]),
        # behind a comma a period is of the figure that comes next
        (TERM_REPORT + "Hội trồng 900 cây xanh, năm 2022 trồng 400 cây xanh.", ["2018-01-01/P6Y", "2022"]),
        (
            TERM_REPORT + "Hội giúp 21 hộ thoát nghèo (giai đoạn 2018 - 2020: 9 hộ; giai đoạn 2021 - 2023: 12 hộ).",
            ["2018-01-01/P6Y", "2018-01-01/P3Y", "2021-01-01/P3Y"],
        ),
    ],
)
def test_stretches_days_and_sums(pipeline: Pipeline, text: str, wanted: list[str]) -> None:
    assert codes(pipeline, text) == wanted


def test_targets_that_are_spelled_out_are_planned(pipeline: Pipeline) -> None:
    text = TERM_REPORT + "Đại hội thông qua 12 chỉ tiêu chủ yếu. Theo đó, mỗi năm kết nạp 500 hội viên; trồng 900 cây xanh."
    assert [record["status"] for record in read(pipeline, text)][-2:] == ["planned", "planned"]


def test_below_the_tasks_what_was_done_at_the_meeting_is_reported(pipeline: Pipeline) -> None:
    text = BULLETIN + "NHIỆM VỤ THÁNG 9\n\nHội mở 2 lớp tập huấn.\n\nTại hội nghị, Mặt trận xã tặng giấy khen cho 4 tập thể."
    assert [record["status"] for record in read(pipeline, text)] == ["planned", "reported"]


EVENT = (
    "Ngày hội hiến máu tại Thái Bình\n\n"
    "Sáng 15/6/2024, Hội Chữ thập đỏ tỉnh tổ chức Ngày hội hiến máu năm 2024 tại nhà thi đấu của tỉnh, cùng đông đảo tình nguyện viên.\n\n"
    "Ban tổ chức nhận 638 đơn vị máu của đoàn viên, hội viên và người dân."
)
BEFORE = "\n\nTrước đó, năm 2023, toàn tỉnh tiếp nhận 15.274 đơn vị máu, vượt chỉ tiêu được giao cho các huyện và thành phố."
WRAP_UP = (
    "Hội Nông dân tỉnh tổng kết phong trào\n\nSáng 15/12/2024, Hội Nông dân tỉnh tổng kết hội thi và phong trào năm 2024 với 638 hội viên."
)
TEN_YEARS = (
    "Nhìn lại 10 năm cuộc vận động\n\n"
    "(TB) - Ngày 18/11/2020, Hội LHPN tỉnh tổng kết 10 năm thực hiện cuộc vận động, giai đoạn 2010 - 2020.\n\n"
    "Năm 2011 có 46% hộ đạt tiêu chí; năm 2011 có 12 xã, năm 2011 có 3 huyện tham gia."
)


@pytest.mark.parametrize(
    ("text", "published", "period"),
    [
        (EVENT, "2024-06-15", "2024-06-15"),  # its day, and not the year of its name
        (EVENT + BEFORE, "2024-06-15", "2024-06-15"),  # nor a year that is looked back on
        (WRAP_UP, "2024-12-15", "2024"),
        (TEN_YEARS, "2020-11-18", "2010-01-01/P11Y"),  # the year of the meeting, though others are named more often
    ],
)
def test_events_and_reviews(pipeline: Pipeline, text: str, published: str, period: str) -> None:
    article = pipeline.document(text, "x")["article"]
    assert (article["published"], article["period"]["code"]) == (published, period)


def test_years_gone_by_in_an_article_of_may(pipeline: Pipeline) -> None:
    head = "Gây quỹ xóa nhà tạm\n\nHội Nông dân tỉnh, 20/5/2025 - Hội vừa có báo cáo về quỹ và tiến độ xóa nhà tạm trên địa bàn.\n\n"
    told = "Năm 2024, Hội kết nạp 394 hội viên. Từ đầu năm 2025 đến ngày 15/5, Hội kết nạp 273 hội viên."
    text = f"{head}{told} Quý I năm nay, Hội trồng 90 cây xanh."
    assert codes(pipeline, text) == ["2024", "2025-01-01/P135D", "2025-Q1"]
    assert pipeline.document(text, "x")["article"]["period"]["code"] == "2025"


def test_this_year_in_so_many_words_is_the_article_s(pipeline: Pipeline) -> None:
    text = BULLETIN + "Năm 2024, Hội kết nạp 39 hội viên. Năm nay, Hội kết nạp 52 hội viên."
    assert codes(pipeline, text) == ["2024", "2025-08"]


@pytest.mark.parametrize(
    ("compared", "wanted"),
    [
        ("(cùng kỳ năm trước: 176 hội viên)", "2022-Q3"),
        ("(cùng kỳ năm 2021 là 176 hội viên)", "2021-Q3"),
        ("(cùng kỳ 176 hội viên)", "2022-Q3"),
        ("(nhiều hơn cùng kỳ 176 hội viên)", "2023-Q3"),
        ("(tăng 176 hội viên so với cùng kỳ)", "2023-Q3"),
    ],
)
def test_what_is_compared_with_in_brackets_is_of_that_year(pipeline: Pipeline, compared: str, wanted: str) -> None:
    assert codes(pipeline, f"{QUARTER_3}Hội kết nạp 214 hội viên {compared}, trồng 90 cây xanh.") == ["2023-Q3", wanted, "2023-Q3"]


def test_figures_that_are_joined_share_the_period_behind_them(pipeline: Pipeline) -> None:
    joined = "Hội khen thưởng 6 tập thể và 15 cá nhân có thành tích xuất sắc năm 2022."
    assert codes(pipeline, QUARTER_3 + joined) == ["2022", "2022"]
    longer = "Hội khen thưởng 6 tập thể và 15 cá nhân có thành tích xuất sắc trong công tác Hội năm 2022."
    assert codes(pipeline, QUARTER_3 + longer) == ["2022", "2022"]
    listed = "Hội trồng 90 cây xanh, kết nạp 12 hội viên trong năm 2022."
    assert codes(pipeline, QUARTER_3 + listed)[0] == "2023-Q3"
