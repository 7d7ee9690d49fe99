"""Dates, times and periods as ISO 8601 and SDMX codes."""

from __future__ import annotations

import pytest

from one_number import READER, only

QUARTERS = {1: ("1", "01", "I", "một"), 2: ("2", "02", "II", "hai"), 3: ("3", "03", "III", "ba"), 4: ("4", "04", "IV", "bốn")}
MONTHS = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")


@pytest.mark.parametrize(("quarter", "spelling"), [(q, s) for q, forms in QUARTERS.items() for s in forms])
@pytest.mark.parametrize(
    ("tail", "year"),
    [
        ("", ""),
        (" năm 2024", "2024-"),
        ("/2024", "2024-"),
        ("-2024", "2024-"),
        (" - 2024", "2024-"),
        (" năm hai nghìn không trăm hai mươi bốn", "2024-"),
    ],
)
@pytest.mark.parametrize("word", ["quý", "Quý", "QUÝ", "quí"])
def test_every_quarter_in_every_spelling(quarter: int, spelling: str, tail: str, year: str, word: str) -> None:
    mention = only(f"{word} {spelling}{tail}")
    assert (mention.kind, mention.iso) == ("period", f"{year}Q{quarter}")


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize(
    "form",
    ["tháng {m}/2024", "tháng {m}-2024", "tháng {m} năm 2024", "tháng {mm}.2024", "{mm}/2024", "tháng {w} năm 2024", "tháng {m} 2024"],
)
def test_every_month_in_every_form(month: int, form: str) -> None:
    if month == 5 and form.startswith("tháng {w}"):
        form = form.replace(
            "năm 2024", "năm hai nghìn không trăm hai mươi bốn"
        )  # "tháng năm năm 2024" is said, "năm 2024" after "tháng" is not May
    text = form.format(m=month, mm=f"{month:02}", w=MONTHS[month - 1])
    assert only(text).iso == f"2024-{month:02}"


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_without_year_stays_partial(month: int) -> None:
    assert only(f"trong tháng {month},").iso == f"--{month:02}"
    assert only(f"trong tháng {MONTHS[month - 1]},").iso == f"--{month:02}"


@pytest.mark.parametrize(
    "text",
    [
        "20/6/2024",
        "20-6-2024",
        "20.6.2024",
        "20/06/24",
        "ngày 20 tháng 6 năm 2024",
        "20 tháng 6, 2024",
        "Thứ Năm, 20/6/2024",
        "thứ năm, ngày 20 tháng 6 năm 2024",
        "ngày hai mươi tháng sáu năm 2024",
        "20 thg 6, 2024",
        "chủ nhật, ngày 20-6-2024",
        "2024-06-20",
        "ngày 20.6/2024",
        "20/6 năm 2024",
    ],
)
def test_a_full_date_in_every_form(text: str) -> None:
    mention = only(text)
    assert (mention.kind, mention.iso) == ("date", "2024-06-20")


@pytest.mark.parametrize(
    "text",
    [
        "Sáng 20-6",
        "chiều 20/6",
        "ngày 20.6",
        "(ngày 20/6)",
        "đêm 20-6",
        "20-6",
        "nhân Ngày Báo chí 20/6",
        "Chiều nay ( 20/6)",
        "ngày 20 tháng 6",
        "sáng 20/6 năm tới",
    ],
)
def test_a_day_without_year_stays_partial(text: str) -> None:
    assert only(text).iso == "--06-20"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("từ ngày 12 đến 19/5/2020", "2020-05-12/2020-05-19"),
        ("ngày 12 - 19/5/2020", "2020-05-12/2020-05-19"),
        ("25-26/12", "--12-25/--12-26"),
        ("ngày 15 và 16/7", "--07-15/--07-16"),
        ("(17/10 - 18/11)", "--10-17/--11-18"),
        ("từ 17/10 đến 18/11/2022", "2022-10-17/2022-11-18"),
        ("27/7/1947-27/7/2023", "1947-07-27/2023-07-27"),
        ("02-03/2000", "2000-02/2000-03"),
        ("từ tháng 1 đến tháng 6 năm 2018", "2018-01/2018-06"),
        ("ngày 12-15 tháng 6 năm 2018", "2018-06-12/2018-06-15"),
        ("ngày 1, 2, 3, 4, 5 và 6/6", "--06-01/--06-06"),
        ("tháng 7-8/2018", "2018-07/2018-08"),
        ("tháng 6 - 7", "--06/--07"),
    ],
)
def test_stretches_of_days_and_months(text: str, iso: str) -> None:
    assert only(text).iso == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("ngày đầu tiên của tháng ba", "--03-01"),
        ("ngày đầu tiên của tháng 3 năm 2024", "2024-03-01"),
    ],
)
def test_the_first_day_of_a_month_is_a_day(text: str, iso: str) -> None:
    mention = only(text)
    assert (mention.kind, mention.iso) == ("date", iso)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("ngày đầu tiên của tháng", ["ordinal"]),
        ("từ ngày 10 đến 12. 5 hộ nhận vốn", ["date", "number", "count"]),
        ("tháng 6 - 7 hộ nhận vốn", ["date", "count"]),
        ("tháng 2-3/15", ["period", "number"]),
        ("ngày 1, 2, 3, 4, 5, 6, 7 và 8/6", ["date", *["number"] * 6, "fraction"]),  # more days than are listed in one breath
        ("các huyện, thành phố trong tỉnh cùng các ban ngành, đoàn thể phối hợp với bà con ra quân 5-6", ["range"]),
        ("thắng 2:1", ["number", "number"]),
        ("25:30", ["number", "number"]),
        ("10g muối", ["measure"]),
        ("5 quý đầu năm", ["duration"]),
        ("quý VI", []),
    ],
)
def test_what_follows_a_date_or_looks_like_one_is_none(text: str, kinds: list[str]) -> None:
    assert [mention.kind for mention in READER.read(text)] == kinds


@pytest.mark.parametrize(
    "text", ["3/6 đơn vị", "8/11 xã", "12/12 chi hội", "hoàn thành 10/10", "100% (12/12)", "tại 6/9 huyện", "12/2000 hộ"]
)
def test_a_share_is_no_date(text: str) -> None:
    assert READER.read(text)[-1].kind == "fraction"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("6 tháng đầu năm", "S1"),
        ("6 tháng đầu năm 2024", "2024-S1"),
        ("06 tháng đầu năm 2024", "2024-S1"),
        ("sáu tháng đầu năm 2024", "2024-S1"),
        ("6 tháng cuối năm", "S2"),
        ("6 tháng cuối năm 2024", "2024-S2"),
        ("nửa đầu năm 2024", "2024-S1"),
        ("Nửa cuối năm", "S2"),
        ("9 tháng đầu năm", "P9M"),
        ("9 tháng đầu năm 2024", "2024-01-01/P9M"),
        ("9 tháng năm 2024", "2024-01-01/P9M"),
        ("trong 9 tháng", "P9M"),
        ("3 tháng đầu năm", "Q1"),
        ("ba tháng đầu năm", "Q1"),
        ("3 tháng cuối năm 2024", "2024-Q4"),
        ("11 tháng năm 2024", "2024-01-01/P11M"),
        ("Sáu tháng qua", "S1"),
        ("giai đoạn 2021-2025", "2021-01-01/P5Y"),
        ("giai đoạn 2021 – 2025", "2021-01-01/P5Y"),
        ("nhiệm kỳ 2014 - 2019", "2014-01-01/P6Y"),
        ("năm học 2024-2025", "2024-01-01/P2Y"),
        ("2016-2020", "2016-01-01/P5Y"),
        ("từ năm 2015 đến năm 2020", "2015-01-01/P6Y"),
        ("năm 2018", "2018"),
        ("Tết 2019", "2019"),
        ("năm hai nghìn linh chín", "2009"),
        ("năm một chín tám tư", "1984"),
        ("quý 2.2024", "2024-Q2"),
        ("năm học 2018-19", "2018-01-01/P2Y"),
        ("12 tháng năm 2018", "2018"),
        ("4 tháng cuối năm", None),
        ("thế kỷ XX", None),
        ("thập niên 80", None),
        ("những năm 90", None),
        ("những năm 60-70", None),
    ],
)
def test_periods(text: str, iso: str | None) -> None:
    mention = only(text)
    assert mention.iso == iso
    assert mention.kind in ("period", "year", "term")


def test_a_term_of_years_is_a_term() -> None:
    assert only("nhiệm kỳ 2019 - 2024").kind == "term"


@pytest.mark.parametrize("text", ["trong năm 2018 và 2020", "những năm 2018, 2020"])
def test_years_that_are_listed_are_years(text: str) -> None:
    assert [m.iso for m in READER.read(text)] == ["2018", "2020"]


def test_what_is_counted_in_those_years_is_no_decade() -> None:
    assert only("những năm 5 hộ thoát nghèo").kind == "count"


def test_quarters_in_a_row_are_all_quarters() -> None:
    assert [m.iso for m in READER.read("quý I, II và III")] == ["Q1", "Q2", "Q3"]


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("form", ["{h}h30", "{h}:30", "{h} giờ 30 phút", "{h}g30", "{h} giờ rưỡi", "{h}h30'"])
def test_every_half_hour(hour: int, form: str) -> None:
    mention = only(form.format(h=hour))
    assert (mention.kind, mention.iso) == ("time", f"{hour:02}:30")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("5.45 chiều", "17:45"),
        ("10.15 sáng", "10:15"),
        ("7 giờ 30 phút sáng", "07:30"),
        ("3 giờ chiều", "15:00"),
        ("1 giờ 30 chiều", "13:30"),
        ("năm giờ chiều", "17:00"),
        ("11 giờ đêm", "23:00"),
        ("2 giờ đêm", "02:00"),
        ("8 giờ kém 15 phút", "07:45"),
        ("bốn giờ kém mười", "03:50"),
        ("10 giờ 15 phút 30 giây", "10:15:30"),
    ],
)
def test_the_time_of_a_day_in_every_form(text: str, iso: str) -> None:
    mention = only(f"lúc {text}")
    assert (mention.kind, mention.iso) == ("time", iso)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1.200 giờ", "duration"),
        ("trong 48 giờ", "duration"),
        ("8 giờ làm việc", "duration"),
        ("14 giờ", "time"),
        ("GMT+7", "time"),
        ("(GMT+07:00)", "time"),
        ("1.200 giờ học", "measure"),
    ],
)
def test_hours_are_times_or_durations(text: str, kind: str) -> None:
    assert only(text).kind == kind


def test_a_unit_word_before_a_date_belongs_to_the_date() -> None:
    text = "trong 2 ngày 13 và 14-7"
    duration, date = READER.read(text)
    assert (text[duration.start : duration.end], duration.kind) == ("2", "duration")
    assert date.iso == "--07-13/--07-14"


@pytest.mark.parametrize("text", ["ngày 31/6/2023", "ngày 30/2", "31/4/2022", "99/99/2020", "ngày 31/9"])
def test_a_day_that_no_calendar_has_is_a_date_of_no_known_day(text: str) -> None:
    mention = only(text)
    assert (mention.kind, mention.iso, mention.start, mention.end) == ("date", None, 0, len(text))


def test_a_fraction_behind_the_word_day_stays_one() -> None:
    assert READER.read("ngày 45/50 tổ báo cáo")[0].kind == "fraction"
