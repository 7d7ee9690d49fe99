"""Numbers that state no quantity, told by their shape or their surroundings."""

from __future__ import annotations

import pytest

from giaoban_extract.text.mentions import FIGURE_KINDS
from one_number import READER, only


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (
            "document",
            [
                "Nghị quyết 04-NQ/HNDTW",
                "Chỉ thị số 05-CT/TW",
                "Quyết định 217-QĐ/TW",
                "Nghị định 24/2012/NĐ-CP",
                "Kết luận số 01",
                "Luật số 72/2025/QH15",
                "Số 57-BC/HND",
                "Đề án 939",
                "Chỉ thị số 13 -CT/TU",
                "Quy định số 11-QĐi/TW",
            ],
        ),
        (
            "name",
            [
                "bão số 13",
                "Chương trình 134",
                "quốc lộ 14",
                "chi hội số 3",
                "Covid-19",
                "COVID -19",
                "VNPT-2",
                "F1",
                "5G",
                "24/7",
                "24/24",
                "công nghiệp 4.0",
                "Tiểu đoàn 3",
                "lớp 12A1",
            ],
        ),
        ("address", ["tổ 6", "ấp 4", "thôn 2", "khu phố 5", "phường 3", "tổ 6 phường Tân Lập"]),
        ("ordinal", ["lần thứ XI", "thứ 21", "thứ hai mươi tư", "hạng III", "đợt 2", "đầu tiên", "Bí thư thứ nhất", "Kỳ họp thứ 15"]),
        ("term", ["khóa VI", "Đại hội XIII", "nhiệm kỳ 2019-2024", "khóa 12"]),
        ("anniversary", ["76 năm Ngày thương binh", "30 năm thành lập", "kỷ niệm 60 năm", "kỉ niệm 60 năm"]),
        ("age", ["từ 18 tuổi", "45 tuổi", "từ 18 đến 30 tuổi", "40 năm tuổi Đảng"]),
        ("page", ["Đã xem: 96", "Lượt xem 120", "Trang 2/15", "[1] 2 3"]),
        (
            "contact",
            [
                "https://baogialai.com.vn/quy-ii-nam-2024-post282014.html",
                "abc12@gmail.com",
                "ĐT: 0263.3822338",
                "Fax: 0263 3822 339",
                "0913.456.789",
                "Điện thoại: 84 24 3942",
                "Hotline 1900 1234",
            ],
        ),
        ("list_marker", ["1. Công tác tuyên truyền", "II. KẾT QUẢ", "3/ Hội Nông dân", "(2) Tổ chức", "1.2. Cấp huyện"]),
        ("task", ["6 nhiệm vụ trọng tâm", "4 nhóm nhiệm vụ", "3 giải pháp", "8 tiêu chí", "triển khai 7 nội dung"]),
        ("attendance", ["115 đại biểu dự hội nghị", "triệu tập 115 đại biểu", "250 đại biểu chính thức"]),
        ("structure", ["cụm có 6 đơn vị thành viên", "Ban Chấp hành gồm 35 đồng chí"]),
        ("duration", ["trong 3 ngày", "5 năm qua", "10 năm triển khai", "5 năm liền", "3 tuần"]),
        ("vague", ["hàng chục", "hàng trăm hộ", "vài chục nghìn cây"]),
        ("article", ["một tập đoàn tư nhân", "từ một hộ thuần nông"]),
        ("slogan", ["“4 tại chỗ”", "3 trách nhiệm", "5 không"]),
    ],
)
def test_reasons_by_example(kind: str, texts: list[str]) -> None:
    for text in texts:
        assert only(text).kind == kind, text


@pytest.mark.parametrize(
    "text",
    [
        '"5 không, 3 sạch"',
        "“Hàng tuần có 4 ngày làm việc ở cơ quan, 1 ngày làm việc ở cơ sở”",
        "mô hình “3 gần, 3 hiểu”",
        'mô hình "Tổ phụ nữ 4.0"',
    ],
)
def test_a_motto_holds_no_figure(text: str) -> None:
    assert {m.kind for m in READER.read(text)} <= {"slogan", "name"}


@pytest.mark.parametrize(
    "text",
    [
        "mỗi thôn 2 hộ",
        "hòa giải 46 vụ",
        "phân loại 114 đơn thư",
        "mức 1,5 triệu",
        "khóa 30 học viên",
        "mỗi phần 200.000đ",
        "vệ sinh môi trường 15 buổi",
        "giải 2 triệu đồng",
        "nghĩa trang 5 ha",
        "tổ chức đại hội 25 chi đoàn",
        "ra mắt một mô hình",
        "11 nhà tình nghĩa và “Mái ấm”",
        "trường mầm non 120 cháu",
        "mỗi ngày 20 suất cơm",
        "giám sát 6 nội dung",
        "tăng 3% tuổi thọ",
    ],
)
def test_a_context_gives_way_to_what_is_counted(text: str) -> None:
    mention = only(text)
    assert mention.kind in FIGURE_KINDS
    assert mention.bound == "exact"


@pytest.mark.parametrize(
    "text",
    [
        "một số hội viên",
        "một trong những",
        "một cách hiệu quả",
        "hai bên",
        "trong năm hộ nghèo giảm",
        "đầu tư",
        "không có",
        "huyện Ba Vì",
        "ngã ba",
        "ùn tắc ở ngã ba giờ cao điểm",
        "anh Ba nói",
        "Năm Căn",
        "tâm tư",
        "II.\n",
    ],
)
def test_words_that_only_look_like_numbers(text: str) -> None:
    assert READER.read(text) == []


@pytest.mark.parametrize("text", ["24/24 xã", "24/24 hộ"])
def test_all_of_those_counted_are_no_round_the_clock(text: str) -> None:
    mention = only(f"hoàn thành ở {text}")
    assert (mention.kind, mention.value, mention.out_of) == ("fraction", 24, 24)


@pytest.mark.parametrize(
    ("text", "value"),
    [("hai lớp", 2), ("chín địa phương", 9), ("Ba đơn vị", 3), ("năm gia đình", 5), ("cộng bảy hội nghị", 7), ("mười một căn nhà", 11)],
)
def test_spelled_numbers_that_count(text: str, value: int) -> None:
    mention = only(text)
    assert (mention.kind, mention.value) == ("count", value)


def test_joined_numbers_share_their_reason() -> None:
    for text, kind in (
        ("Quyết định 217 và 218", "document"),
        ("tổ dân phố 5, 6 và 7", "address"),
        ("chi hội số 3 và số 5", "name"),
        ("vùng II, III", "address"),
    ):
        assert {m.kind for m in READER.read(text)} == {kind}


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("mừng thọ các cụ tròn 80, 90 tuổi", 2),
        ("tặng quà các cụ 70, 75, 80 và 90 tuổi", 4),
        ("các cụ ở tuổi 70, 75, 80 trở lên", 3),
    ],
)
def test_every_number_of_a_list_of_ages_is_an_age(text: str, ages: int) -> None:
    assert [m.kind for m in READER.read(text)] == ["age"] * ages


def test_a_count_before_a_list_of_ages_stays_a_count() -> None:
    assert READER.read("mừng thọ 520 cụ tròn 80, 90 tuổi")[0].kind == "count"


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("age", ["40 em lứa tuổi 8 - 12", "nhóm tuổi từ 18 đến 25"]),
        ("address", ["trụ sở 46 Tràng Thi", "địa chỉ: 18 Trần Phú"]),
        ("contact", ["gọi qua số 1900.6600", "tổng đài 1022", "(02213.862.xxx)", "hotline 0868.xxx.123"]),
        ("name", ['Chương trình "1 triệu sáng kiến"', "phong trào “10 nghìn cây xanh”", "Cuộc thi “60 giây sạch”"]),
    ],
)
def test_what_its_words_or_its_shape_make_no_figure(kind: str, texts: list[str]) -> None:
    for text in texts:
        kinds = {mention.kind for mention in READER.read(text)} - {"count"}
        assert kinds == {kind}, text


def test_an_appeal_has_a_number_and_no_telephone() -> None:
    assert [m.kind for m in READER.read("Lời kêu gọi số 15/LKG-MTTQ")] == ["document"]
