"""Facts of an article: title, day, province, level and period, each told where writers put it.

Numbers are marked by hand, `[text|kind|iso]`, so that these tests depend on no number reader; a duration is `[3 năm|3]`.
"""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from giaoban_extract.facts.article import ArticleFacts, read_facts
from giaoban_extract.facts.cues import Cues, load_cues
from giaoban_extract.facts.places import CENTRAL, Places, load_places
from giaoban_extract.library.yamlfile import PatternError
from giaoban_extract.text.mentions import Mention
from giaoban_extract.text.segment import Segmentation, segment
from giaoban_extract.text.view import make_view

PATTERNS = Path(__file__).resolve().parent.parent / "patterns"
_MARK = re.compile(r"\[([^\[\]|]+)\|(?:(\w+)\|([^\[\]|]+)|(\d+))\]")

BODY = "\n\nCác cấp hội thăm hỏi, tặng quà cho hội viên có hoàn cảnh khó khăn, xây dựng nhà tình thương và góp quỹ vì người nghèo.\n"


def marked(text: str) -> tuple[Segmentation, list[Mention]]:
    plain, mentions, last = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[last : match.start()]
        start, end = len(plain), len(plain) + len(match[1])
        kind, value = (match[2], None) if match[2] else ("duration", int(match[4]))
        mentions.append(Mention(start, end, end, kind, value=value, iso=match[3]))
        plain, last = plain + match[1], match.end()
    segmentation = segment(make_view(plain + text[last:]))
    assert len(segmentation.flat) == len(plain + text[last:])
    return segmentation, mentions


@pytest.fixture(scope="module")
def places() -> Places:
    return load_places(PATTERNS)


@pytest.fixture(scope="module")
def cues() -> Cues:
    return load_cues(PATTERNS)


class Reader:
    def __init__(self, places: Places, cues: Cues) -> None:
        self.places, self.cues = places, cues

    def __call__(self, text: str, title: str | None = None, published: date | None = None) -> ArticleFacts:
        segmentation, mentions = marked(text)
        return read_facts(segmentation, mentions, self.places, self.cues, title, published)

    def period(self, text: str) -> str | None:
        period = self(text).period
        return period.period.code if period else None


@pytest.fixture(scope="module")
def read(places: Places, cues: Cues) -> Reader:
    return Reader(places, cues)


LEAD = "Sáng [6/7|date|--07-06], Hội Nông dân tỉnh Sơn La tổ chức hội nghị giao ban công tác Hội với các đoàn thể chính trị - xã hội."


# ---- title


def test_the_first_line_is_the_title(read: Reader) -> None:
    facts = read(f"Hội Nông dân tỉnh giao ban\n\n{LEAD}{BODY}")
    assert (facts.title, facts.title_block) == ("Hội Nông dân tỉnh giao ban", 0)


@pytest.mark.parametrize(
    "head",
    [
        "TRANG CHỦ | GIỚI THIỆU | TIN TỨC | VĂN BẢN\nTrang chủ » Tin tức » Đoàn thể\n\n",
        "Thứ Tư, [08/07/2020|date|2020-07-08], 15:42   Cỡ chữ: A- A A+   Lượt xem: 1284\n\n",
        "[08/07/2020|date|2020-07-08] 10:25:00\n\n",
        "TỈNH ỦY SƠN LA\nBAN DÂN VẬN\n\n",
        "HỘI NÔNG DÂN TỈNH SƠN LA\n        BCH\n         *\nSố 57-BC/HND\n\n",
        "ỦY BAN MTTQ VIỆT NAM XÃ CHIỀNG MUNG\nBAN THƯỜNG TRỰC\n***\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n",
        "ĐÀI TRUYỀN THANH HUYỆN MAI SƠN\nChuyên mục: Nông dân thi đua\n\n",
        "(Bản tin phát ngày [8/7/2020|date|2020-07-08])\n\n",
        "|\n• :\nA- A A+ | Tăng tương phản Giảm tương phản\n\n",
    ],
)
def test_what_stands_above_the_title_is_none(read: Reader, head: str) -> None:
    assert read(f"{head}Nông dân Sơn La giữ đà thi đua\n\n{LEAD}{BODY}").title == "Nông dân Sơn La giữ đà thi đua"


@pytest.mark.parametrize("kind", ["BÁO CÁO", "THÔNG CÁO BÁO CHÍ", "THÔNG BÁO"])
def test_the_kind_of_document_is_followed_by_its_subject(read: Reader, kind: str) -> None:
    subject = "kết quả công tác Hội\n[9 tháng năm 2022|period|2022-01-01/P9M]"
    facts = read(f"HỘI NÔNG DÂN TỈNH SƠN LA\n\n{kind}\n{subject}\n\nI. KẾT QUẢ\n{LEAD}")
    assert facts.title == "kết quả công tác Hội 9 tháng năm 2022"
    assert facts.period
    assert facts.period.source == "title"


@pytest.mark.parametrize(
    "title",
    [
        "HUYỆN ĐOÀN ĐẮK SONG VỚI HỘ NGHÈO",
        "KHỐI THI ĐUA MẶT TRẬN - ĐOÀN THỂ KHÁNH HÒA: MỖI ĐƠN VỊ MỘT CÁCH LÀM",
        "HUYỆN BÙ GIA MẬP TỔ CHỨC HỘI NGHỊ GIAO BAN",
        "CỰU CHIẾN BINH ĐỒNG NAI HIẾN ĐẤT LÀM ĐƯỜNG",
    ],
)
def test_a_title_in_capitals_is_no_letterhead(read: Reader, title: str) -> None:
    assert read(f"{title}\n\n{LEAD}{BODY}").title == title


def test_a_title_over_two_lines_is_joined(read: Reader) -> None:
    facts = read(f"TỔNG KẾT CÔNG TÁC MẶT TRẬN\nVÀ CÁC ĐOÀN THỂ XÃ\n\n{LEAD}{BODY}")
    assert facts.title == "TỔNG KẾT CÔNG TÁC MẶT TRẬN VÀ CÁC ĐOÀN THỂ XÃ"


def test_a_given_title_wins(read: Reader) -> None:
    facts = read(f"Tin vắn trong tỉnh\n\nNông dân thi đua\n\n{LEAD}{BODY}", title="Nông dân thi đua")
    assert (facts.title, facts.title_block) == ("Nông dân thi đua", 1)
    assert read(f"{LEAD}{BODY}", title="Không có trong bài").title == "Không có trong bài"


def test_an_article_of_paragraphs_has_no_title(read: Reader) -> None:
    facts = read((LEAD + " ") * 4 + BODY)
    assert (facts.title, facts.title_block) == (None, None)


@pytest.mark.parametrize("text", ["", "\n", "***", "[2024|year|2024]", "Số 5", "TIN LIÊN QUAN\nTIN LIÊN QUAN"])
def test_texts_without_an_article_tell_nothing_and_harm_nothing(read: Reader, text: str) -> None:
    facts = read(text)
    assert facts.published is None
    assert facts.province is None


# ---- day


@pytest.mark.parametrize(
    "line",
    [
        "Thứ sáu, [13/07/2018|date|2018-07-13] | 13:18    A- A A+",
        "Cập nhật lúc 09:12, [Thứ Sáu, 13/07/2018|date|2018-07-13] (GMT+7)",
        "[13/07/2018|date|2018-07-13]",
        "Ngày đăng: [13/07/2018|date|2018-07-13] - Chuyên mục: Đoàn thể",
        "Sơn La, [ngày 13 tháng 7 năm 2018|date|2018-07-13]",
        "(Phát trong chương trình thời sự, [ngày 13/7/2018|date|2018-07-13])",
        "(Trình bày tại hội nghị [ngày 13/7/2018|date|2018-07-13])",
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_the_dateline_tells_the_day(read: Reader, line: str, above: bool) -> None:
    title = "Nông dân Sơn La giữ đà thi đua"
    head = f"{line}\n\n{title}" if above else f"{title}\n\n{line}"
    assert read(f"{head}\n\n{LEAD}{BODY}").published == date(2018, 7, 13)


@pytest.mark.parametrize(
    "opening",
    ["(QN, [24.11.2021|date|2021-11-24]) - ", "([24-11-2021|date|2021-11-24]) ", "Phú Thọ, [24/11/2021|date|2021-11-24] – "],
)
def test_the_lead_may_open_with_the_day(read: Reader, opening: str) -> None:
    assert read(f"Nông dân giữ đà thi đua\n\n{opening}{LEAD}{BODY}").published == date(2021, 11, 24)


def test_a_report_may_be_dated_at_its_end(read: Reader) -> None:
    end = "\n          TM. BAN THƯỜNG VỤ\n\nSơn La, [ngày 18 tháng 6 năm 2012|date|2012-06-18]\n"
    assert read(f"BÁO CÁO\nkết quả công tác Hội\n\n{LEAD}{BODY}{end}").published == date(2012, 6, 18)


def test_the_meetings_day_takes_the_articles_year(read: Reader) -> None:
    facts = read(f"Giao ban [quý II năm 2024|period|2024-Q2]\n\n{LEAD}{BODY}")
    assert facts.published == date(2024, 7, 6)


def test_the_year_may_come_from_the_plan_in_the_lead(read: Reader) -> None:
    lead = (
        "Chiều [25/7|date|--07-25], Thường trực Tỉnh ủy giao ban nhằm đánh giá kết quả trong [quý II|period|Q2], "
        "triển khai nhiệm vụ [quý III/2022|period|2022-Q3]."
    )
    facts = read(f"Triển khai nhiều hoạt động\n\n{lead}{BODY}")
    assert facts.published == date(2022, 7, 25)
    assert facts.period
    assert facts.period.period.code == "2022-Q2"


def test_a_look_back_in_january_is_published_in_the_next_year(read: Reader) -> None:
    lead = "Sáng [12/1|date|--01-12], Huyện đoàn Vĩnh Linh tổng kết công tác Đoàn [năm 2022|year|2022], triển khai nhiệm vụ năm tới."
    facts = read(f"Tổng kết công tác Đoàn\n\n{lead}{BODY}")
    assert facts.published == date(2023, 1, 12)
    assert facts.period
    assert facts.period.period.code == "2022"


@pytest.mark.parametrize(
    "words",
    [
        "Thực hiện Quyết định số 217 [ngày 12/12/2013|date|2013-12-12] của Bộ Chính trị",
        "Hoàn thành trước [ngày 25/12/2020|date|2020-12-25]",
        "Tính đến [ngày 30/9|date|--09-30]",
        "Kỷ niệm ngày thành lập ([18/11|date|--11-18])",
        "Hưởng ứng Ngày Môi trường thế giới ([5/6|date|--06-05])",
        "Trong đợt [6-12-1989 - 6-12-2019|date|1989-12-06/2019-12-06]",
    ],
)
def test_other_days_are_not_the_articles(read: Reader, words: str) -> None:
    lead = f"{words}, Hội Nông dân tỉnh Sơn La đã vận động hội viên tham gia nhiều phong trào [năm 2020|year|2020] ở các xã trong tỉnh."
    assert read(f"Nông dân giữ đà thi đua\n\n{lead}{BODY}").published is None


def test_days_of_related_articles_are_never_read(read: Reader) -> None:
    related = "\n\nTIN LIÊN QUAN\n» Tập huấn ([02/07/2020|date|2020-07-02])\nHà Giang, [ngày 1 tháng 7 năm 2020|date|2020-07-01]\n"
    facts = read(f"Nông dân giữ đà thi đua{BODY}{related}")
    assert facts.published is None
    assert facts.province is None


def test_a_given_day_wins(read: Reader) -> None:
    facts = read(f"Nông dân thi đua\n[13/07/2018|date|2018-07-13]\n\n{LEAD}{BODY}", published=date(2018, 7, 14))
    assert facts.published == date(2018, 7, 14)


# ---- period


def test_the_titles_period_is_the_articles(read: Reader) -> None:
    facts = read(f"Giao ban [quý II năm 2024|period|2024-Q2]\n\n{LEAD}{BODY}")
    assert facts.period
    assert facts.period.period.code == "2024-Q2"
    assert (facts.period.text, facts.period.span, facts.period.source) == ("quý II năm 2024", (9, 24), "title")


@pytest.mark.parametrize(
    "title",
    [
        "Tổng kết [năm 2018|year|2018], triển khai nhiệm vụ [năm 2019|year|2019]",
        "Tổng kết công tác [năm 2018|year|2018]; phương hướng, nhiệm vụ [năm 2019|year|2019]",
        "Phương hướng [năm 2019|year|2019] và kết quả công tác [năm 2018|year|2018]",
        "Kết quả [năm 2018|year|2018], nhiệm vụ trọng tâm [năm 2019|year|2019]",
    ],
)
def test_a_plans_period_never_wins_over_a_results(read: Reader, title: str) -> None:
    assert read.period(f"{title}\n[14/01/2019|date|2019-01-14]\n\n{LEAD}{BODY}") == "2018"


def test_a_title_that_only_plans_is_about_its_plan(read: Reader) -> None:
    lead = "Ngày [25/3|date|--03-25], LĐLĐ tỉnh Sơn La triển khai nhiệm vụ, ký kết giao ước thi đua [năm 2021|year|2021] với các đơn vị."
    assert read.period(f"LĐLĐ tỉnh phát động thi đua [năm 2021|year|2021]\n\n{lead}{BODY}") == "2021"


@pytest.mark.parametrize(
    ("iso", "day", "code"),
    [
        *[("Q1", "2024-04-05", "2024-Q1"), ("S1", "2020-07-08", "2020-S1"), ("P9M", "2019-10-02", "2019-01-01/P9M")],
        *[("Q4", "2023-01-10", "2022-Q4"), ("S2", "2021-01-05", "2020-S2"), ("Q2", "2024-06-20", "2024-Q2")],
        ("--12", "2022-01-03", "2021-12"),
    ],
)
def test_a_period_without_a_year_is_the_last_that_had_begun(read: Reader, iso: str, day: str, code: str) -> None:
    assert read.period(f"Giao ban [kỳ này|period|{iso}]\n[Ngày ấy|date|{day}]\n\nHội Nông dân tỉnh họp.{BODY}") == code


def test_a_quarter_before_a_plan_for_the_new_year_is_the_old_years(read: Reader) -> None:
    title = "Kết quả [quý IV|period|Q4], triển khai nhiệm vụ [quý I/2023|period|2023-Q1]"
    assert read.period(f"{title}\n{BODY}") == "2022-Q4"


def test_the_lead_tells_the_period_where_the_title_does_not(read: Reader) -> None:
    lead = "Hội LHPN tỉnh Sơn La đánh giá hoạt động ủy thác [năm 2019|year|2019]; chủ tịch Hội của các huyện, thành phố tham dự hội nghị."
    facts = read(f"Đồng vốn nhỏ\n[17/01/2020|date|2020-01-17]\n\n{lead}{BODY}")
    assert facts.period
    assert (facts.period.period.code, facts.period.source) == ("2019", "paragraph")


def test_a_period_compared_with_is_not_the_articles(read: Reader) -> None:
    lead = "Hội viên toàn tỉnh tăng so với [năm 2018|year|2018]; công tác Hội được duy trì đều ở các huyện, thành phố trong cả tỉnh Sơn La."
    assert read.period(f"Hội viên tăng\n[17/11/2019|date|2019-11-17]\n\n{lead}{BODY}") == "2019"


def test_the_year_after_the_one_compared_with_where_no_other_is_stated(read: Reader) -> None:
    text = f"Tai nạn trong [tháng 9|date|--09] tăng{BODY}\n\nSo với [9 tháng năm 2017|period|2017-01-01/P9M], số vụ tai nạn giảm.\n"
    assert read.period(text) == "2018-09"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Tháng Thanh niên [năm 2019|year|2019]", "2019-03"),
        ("THÁNG CÔNG NHÂN [2019|year|2019]", "2019-05"),
        ("Tháng Thanh niên", "2019-03"),
    ],
)
def test_named_months(read: Reader, name: str, code: str) -> None:
    assert read.period(f"Tổng kết {name}: nhiều việc làm hay\n[12/06/2019|date|2019-06-12]\n{BODY}") == code


def test_years_up_to_now(read: Reader) -> None:
    lead = "Sau [10 năm|10] triển khai, luật Chữ thập đỏ ngày càng đi sâu vào cuộc sống trên địa bàn tỉnh Sơn La, khơi dậy lòng nhân ái."
    assert read.period(f"Chung tay góp sức\n[29/10/2019|date|2019-10-29]\n\n{lead}{BODY}") == "2009-01-01/P11Y"


def test_an_anniversary_is_no_period(read: Reader) -> None:
    title = "Kỷ niệm [88 năm|88] Ngày truyền thống Mặt trận"
    assert read.period(f"{title}\n[29/10/2018|date|2018-10-29]\n{BODY}") == "2018"


def test_a_congress_reports_on_the_term_before(read: Reader) -> None:
    title = "Đại hội Hội Chữ thập đỏ huyện, [nhiệm kỳ 2021 – 2026|term|2021-01-01/P6Y]\n[16/12/2021|date|2021-12-16]"
    assert read.period(f"{title}\n{BODY}\nKhen thưởng thành tích [nhiệm kỳ 2013 – 2021|term|2013-01-01/P9Y].") == "2013-01-01/P9Y"
    assert read.period(f"{title}\n{BODY}") == "2016-01-01/P6Y"


def test_beside_a_congress_the_year_is_reported(read: Reader) -> None:
    lead = (
        "Sơn La, [28/11/2025|date|2025-11-28] – Bên lề Đại hội đại biểu MTTQ tỉnh Sơn La [nhiệm kỳ 2025 – 2030|term|2025-01-01/P6Y], "
        "Mặt trận cung cấp thông tin."
    )
    assert read.period(f"Xóa nhà tạm ở Sơn La\n\n{lead}{BODY}\nTổng kết [nhiệm kỳ 2020 – 2025|term|2020-01-01/P6Y].") == "2025"


@pytest.mark.parametrize(
    ("lead", "code"),
    [
        ("sơ kết giữa nhiệm kỳ ([2018 - 2021|period|2018-01-01/P4Y])", "2018-01-01/P4Y"),
        ("sơ kết giữa [nhiệm kỳ 2018 - 2023|term|2018-01-01/P6Y]", "2018-01-01/P4Y"),
        ("tổng kết [giai đoạn 2016 - 2021|period|2016-01-01/P6Y]", "2016-01-01/P6Y"),
        ("thực hiện chương trình [giai đoạn 2021 - 2025|period|2021-01-01/P5Y]", "2021-06-22"),
    ],
)
def test_terms_and_stages_under_way_count_only_where_stock_is_taken(read: Reader, lead: str, code: str) -> None:
    day = "Sáng nay, [ngày 22/6/2021|date|2021-06-22]"
    assert read.period(f"Nông dân thi đua\n\n{day}, Hội Nông dân huyện Phú Tân (tỉnh Cà Mau) họp {lead} trong huyện.{BODY}") == code


def test_news_of_one_day_are_about_the_day(read: Reader) -> None:
    lead = "Trong [ngày 7-11|date|--11-07], Ban Vận động cứu trợ Trung ương đã chuyển tiền tới các tỉnh bị bão, giúp khắc phục hậu quả sớm."
    facts = read(f"Thêm tiền đến với vùng bão\n\nHà Nội, [ngày 7-11-2025|date|2025-11-07]\n\n{lead}{BODY}")
    assert facts.period
    assert (facts.period.period.code, facts.period.text, facts.period.source) == ("2025-11-07", "ngày 7-11", "paragraph")


def test_a_year_that_opens_a_paragraph_goes_before_the_day(read: Reader) -> None:
    lead = "Ngày [19/5|date|--05-19], Huyện đoàn Đắk Song thăm hỏi các hộ nghèo và trao tặng sinh kế cho các hộ ở nhiều xã trong huyện."
    year = "[Năm 2020|year|2020], Huyện đoàn hỗ trợ các hộ gia đình khó khăn thoát nghèo, mỗi đoàn xã, thị trấn giúp thêm vài hộ ở thôn."
    assert read.period(f"Huyện đoàn với hộ nghèo\n[28/05/2020|date|2020-05-28]\n\n{lead}\n\n{lead}\n\n{year}\n") == "2020"


def test_else_the_year_of_the_article(read: Reader) -> None:
    facts = read(f"Nông dân thi đua\n[14/10/2019|date|2019-10-14]\n{BODY}")
    assert facts.period
    assert (facts.period.period.code, facts.period.text, facts.period.span, facts.period.source) == ("2019", None, None, "article")


def test_unknown_stays_unknown(read: Reader) -> None:
    assert read(f"Nông dân thi đua{BODY}").period is None
    facts = read(f"Giao ban [quý II|period|Q2]{BODY}")
    assert facts.period
    assert (facts.period.period.code, facts.period.period.start) == ("Q2", None)


# ---- province and level


@pytest.mark.parametrize(
    ("text", "province", "level"),
    [
        *[("TỈNH ỦY HẢI DƯƠNG\nBAN DÂN VẬN\n\nBÁO CÁO\nhoạt động của một số hội", "Hải Dương", "province")],
        *[("HỘI CCB TỈNH BÌNH THUẬN\nHỘI CCB HUYỆN TUY PHONG\n\nBÁO CÁO\nphong trào thi đua", "Bình Thuận", "district")],
        *[("Hội LHPN phường Xuân Tăng (thành phố Lào Cai) tổng kết", "Lào Cai", "commune")],
        *[("Chư Prông: Thu ngân sách tăng", "Gia Lai", "district"), ("Sơn La: Đồng vốn nhỏ", "Sơn La", "province")],
        *[("GRDP TP. HCM tăng", "Thành phố Hồ Chí Minh", "province"), ("Ban Dân vận Thành ủy Đà Nẵng giao ban", "Đà Nẵng", "province")],
        *[("Hội Nông dân huyện Phú Tân (tỉnh Cà Mau) sơ kết", "Cà Mau", "district")],
        *[("Tại TP. Nha Trang, Hội Nông dân tỉnh Khánh Hòa sơ kết", "Khánh Hòa", "province")],
        *[("Giao ban khối Mặt trận tỉnh", None, "province"), ("Hội LHPN huyện tổng kết", None, "district")],
    ],
)
def test_province_and_level(read: Reader, text: str, province: str | None, level: str) -> None:
    facts = read(f"{text}{BODY}")
    assert (facts.province.name if facts.province else None, facts.level) == (province, level)


@pytest.mark.parametrize(
    "lead",
    [
        "Tại Hà Nội, Ủy ban Trung ương MTTQ Việt Nam chia đều số tiền cho Quảng Ngãi, Gia Lai và Đắk Lắk, giúp các địa phương sau bão.",
        "Đại diện T.Ư Đoàn cho biết lễ khởi động diễn ra tại tỉnh Bình Định, sau đó triển khai ở 67 tỉnh, thành đoàn trong dịp hè.",
        "Theo thống kê, cả nước xảy ra nhiều vụ tai nạn, trong đó có vụ xe khách tại huyện Tam Đường (Lai Châu), vụ xe tải ở Sơn La.",
    ],
)
def test_articles_about_the_whole_country(read: Reader, lead: str) -> None:
    facts = read(f"Nhiều tấm lòng vì cộng đồng\n\n{lead}{BODY}")
    assert (facts.province, facts.level) == (CENTRAL, "central")


@pytest.mark.parametrize(
    "lead",
    [
        "Hội Chữ thập đỏ tỉnh Nghệ An cùng Ban tổ chức Hành trình đỏ Trung ương tổ chức ngày hội hiến máu tình nguyện tại TP Vinh.",
        "Tỉnh đoàn Nghệ An đón nhận bằng khen của Tổng Liên đoàn Lao động Việt Nam; cùng với cả nước, tuổi trẻ tỉnh đẩy mạnh thi đua.",
        "Thực hiện chương trình mục tiêu quốc gia, Hội Nông dân tỉnh Nghệ An giúp các hộ nghèo; đoàn huyện Thuận Nam (Ninh Thuận) tới dự.",
    ],
)
def test_the_centre_in_passing_does_not_make_a_national_article(read: Reader, lead: str) -> None:
    facts = read(f"Nhiều tấm lòng vì cộng đồng\n\n{lead}{BODY}")
    assert facts.province
    assert (facts.province.name, facts.level) == ("Nghệ An", "province")


def test_a_web_address_tells_the_province(read: Reader) -> None:
    facts = read(f"Nhiều tấm lòng vì cộng đồng{BODY}\nhttp://baodaknong.org.vn/xa-hoi/chung-tay-75342.html\n")
    assert facts.province
    assert facts.province.name == "Đắk Nông"


def test_a_newspapers_tag_tells_the_province(read: Reader) -> None:
    facts = read(f"Khối Mặt trận tỉnh giao ban\n\n(ABO) {LEAD.replace(' tỉnh Sơn La', ' tỉnh')}{BODY}")
    assert facts.province
    assert facts.province.name == "Tiền Giang"


def test_the_code_is_of_the_articles_day(read: Reader) -> None:
    codes = {}
    for day in ("2024-06-20", "2025-12-30"):
        facts = read(f"Gia Lai giao ban\n[Ngày ấy|date|{day}]\n{BODY}")
        assert facts.province
        codes[day] = facts.province.code
    assert codes == {"2024-06-20": "64", "2025-12-30": "52"}


def test_two_provinces_alike_leave_it_open(read: Reader) -> None:
    assert read(f"Giao lưu kinh nghiệm{BODY}\nĐoàn của tỉnh Sơn La gặp đoàn của tỉnh Gia Lai.\n").province is None


# ---- the file of words


def test_an_unknown_key_is_an_error_with_its_line_and_the_nearest_key(tmp_path: Path) -> None:
    text = (PATTERNS / "facts.yaml").read_text(encoding="utf-8").replace("\nplans:", "\nplan:")
    (tmp_path / "facts.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PatternError) as caught:
        load_cues(tmp_path)
    assert caught.value.line
    assert "unknown key 'plan'; did you mean 'plans'?" in caught.value.message


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("midterm: [", "# midterm: [", "lacks midterm"),
        ("  commune:", "  communes:", "did you mean 'commune'"),
        ("related: [", "related: x # [", "expected a list"),
    ],
)
def test_faults_in_the_file_are_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = (PATTERNS / "facts.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "facts.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PatternError, match=re.escape(says)):
        load_cues(tmp_path)


def test_a_user_may_add_a_named_month(read: Reader, tmp_path: Path) -> None:
    shutil.copy(PATTERNS / "facts.yaml", tmp_path / "facts.yaml")
    with (tmp_path / "facts.yaml").open("r+", encoding="utf-8") as file:
        text = file.read().replace("months:\n", 'months:\n  tháng khuyến học: "09"\n', 1)
        file.seek(0)
        file.write(text)
    own = Reader(read.places, load_cues(tmp_path))
    assert own.period(f"Tháng Khuyến học [năm 2021|year|2021]{BODY}") == "2021-09"
