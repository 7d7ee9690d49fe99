"""Places: every province is found by its name with the right code, and what only looks like one is left alone."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from giaoban_extract.facts.places import CENTRAL, Place, Places, Province, load_places
from giaoban_extract.library.yamlfile import PatternError, read_pattern_file
from giaoban_extract.text.view import make_view

PATTERNS = Path(__file__).resolve().parent.parent / "patterns"
OLD, NEW = date(2024, 6, 20), date(2025, 7, 1)

# The statistics office's codes, written here a second time on purpose.
BEFORE = (
    "01 Hà Nội, 02 Hà Giang, 04 Cao Bằng, 06 Bắc Kạn, 08 Tuyên Quang, 10 Lào Cai, 11 Điện Biên, 12 Lai Châu, 14 Sơn La, 15 Yên Bái, "
    "17 Hòa Bình, 19 Thái Nguyên, 20 Lạng Sơn, 22 Quảng Ninh, 24 Bắc Giang, 25 Phú Thọ, 26 Vĩnh Phúc, 27 Bắc Ninh, 30 Hải Dương, "
    "31 Hải Phòng, 33 Hưng Yên, 34 Thái Bình, 35 Hà Nam, 36 Nam Định, 37 Ninh Bình, 38 Thanh Hóa, 40 Nghệ An, 42 Hà Tĩnh, "
    "44 Quảng Bình, 45 Quảng Trị, 46 Thừa Thiên Huế, 48 Đà Nẵng, 49 Quảng Nam, 51 Quảng Ngãi, 52 Bình Định, 54 Phú Yên, "
    "56 Khánh Hòa, 58 Ninh Thuận, 60 Bình Thuận, 62 Kon Tum, 64 Gia Lai, 66 Đắk Lắk, 67 Đắk Nông, 68 Lâm Đồng, 70 Bình Phước, "
    "72 Tây Ninh, 74 Bình Dương, 75 Đồng Nai, 77 Bà Rịa - Vũng Tàu, 79 Thành phố Hồ Chí Minh, 80 Long An, 82 Tiền Giang, 83 Bến Tre, "
    "84 Trà Vinh, 86 Vĩnh Long, 87 Đồng Tháp, 89 An Giang, 91 Kiên Giang, 92 Cần Thơ, 93 Hậu Giang, 94 Sóc Trăng, 95 Bạc Liêu, 96 Cà Mau"
)
SINCE = (
    "01 Hà Nội, 04 Cao Bằng, 08 Tuyên Quang, 11 Điện Biên, 12 Lai Châu, 14 Sơn La, 15 Lào Cai, 19 Thái Nguyên, 20 Lạng Sơn, "
    "22 Quảng Ninh, 24 Bắc Ninh, 25 Phú Thọ, 31 Hải Phòng, 33 Hưng Yên, 37 Ninh Bình, 38 Thanh Hóa, 40 Nghệ An, 42 Hà Tĩnh, "
    "44 Quảng Trị, 46 Huế, 48 Đà Nẵng, 51 Quảng Ngãi, 52 Gia Lai, 56 Khánh Hòa, 66 Đắk Lắk, 68 Lâm Đồng, 75 Đồng Nai, "
    "79 Thành phố Hồ Chí Minh, 80 Tây Ninh, 82 Đồng Tháp, 86 Vĩnh Long, 91 An Giang, 92 Cần Thơ, 96 Cà Mau"
)


def listed(text: str) -> list[tuple[str, str]]:
    return [(item[3:], item[:2]) for item in text.split(", ")]


@pytest.fixture(scope="module")
def places() -> Places:
    return load_places(PATTERNS)


def found(places: Places, text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(text[p.start : p.end], p.kind, p.provinces) for p in places.find(text)]


def the_place(places: Places, text: str) -> Place:
    (place,) = places.find(text)
    return place


def votes(places: Places, text: str, on: date = OLD) -> dict[str, float]:
    return places.elect(places.find(text), lambda _: 1.0, on)


def winner(places: Places, text: str, on: date = OLD) -> str:
    count = votes(places, text, on)
    return max(count, key=lambda name: count[name])


@pytest.mark.parametrize(("name", "code"), listed(BEFORE))
def test_each_of_the_63_provinces_is_found_by_name_with_its_code(places: Places, name: str, code: str) -> None:
    for written in (name, name.upper()):
        assert [p.provinces for p in places.find(f"Hội Nông dân tỉnh {written}, quý II.")] == [(name,)]
    assert places.province(name, OLD) == Province(name, code)


@pytest.mark.parametrize(("name", "code"), listed(SINCE))
def test_each_of_the_34_provinces_has_its_new_code_from_july_2025(places: Places, name: str, code: str) -> None:
    assert len(places.find(f"tại tỉnh {name}")) == 1
    assert places.province(name, NEW) == Province(name, code)


def test_the_lists_are_complete() -> None:
    data = read_pattern_file(PATTERNS / "places.yaml")
    assert dict(data["before"]) == dict(listed(BEFORE))
    assert {name: entry["code"] for name, entry in data["since"].items()} == dict(listed(SINCE))
    assert sorted(name for entry in data["since"].values() for name in entry["of"]) == sorted(name for name, _ in listed(BEFORE))


def test_a_code_belongs_to_the_list_of_the_day(places: Places) -> None:
    assert places.province("Gia Lai", date(2025, 6, 30)) == Province("Gia Lai", "64")
    assert places.province("Gia Lai", date(2025, 7, 1)) == Province("Gia Lai", "52")


def test_an_old_province_keeps_its_name_after_the_reform(places: Places) -> None:
    assert places.province("Đắk Nông", NEW) == Province("Đắk Nông", "67")


def test_a_renamed_province_takes_its_new_name(places: Places) -> None:
    assert places.province("Thừa Thiên Huế", NEW) == Province("Huế", "46")
    assert places.province("Thừa Thiên Huế", OLD) == Province("Thừa Thiên Huế", "46")


def test_without_a_day_the_list_that_holds_the_name_counts(places: Places) -> None:
    assert places.province("Đắk Nông") == Province("Đắk Nông", "67")
    assert places.province("Huế") == Province("Huế", "46")


def test_the_centre_has_no_code(places: Places) -> None:
    assert places.province("Trung ương", OLD) == CENTRAL == Province("Trung ương", None)
    assert places.province("Atlantis", OLD) is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *[(w, "Thành phố Hồ Chí Minh") for w in ("TP.HCM", "TP. HCM", "TPHCM", "TP HCM", "Tp. Hồ Chí Minh", "thành phố Hồ Chí Minh")],
        *[(w, "Đắk Nông") for w in ("Đắk Nông", "Đăk Nông", "Đak Nông", "Dak Nông", "ĐẮK NÔNG", "ĐĂK NÔNG")],
        *[(w, "Đắk Lắk") for w in ("Đắk Lắk", "Đăk Lăk", "Đắc Lắc", "ĐẮK LẮK")],
        *[(w, "Thừa Thiên Huế") for w in ("Thừa Thiên - Huế", "Thừa Thiên-Huế", "Thừa Thiên – Huế", "Huế")],
        *[(w, "Bà Rịa - Vũng Tàu") for w in ("Bà Rịa-Vũng Tàu", "Bà Rịa – Vũng Tàu", "Bà Rịa Vũng Tàu", "BR-VT", "BÀ RỊA - VŨNG TÀU")],
        *[("Kontum", "Kon Tum"), ("Khánh Hoà", "Khánh Hòa"), ("Hà  Tĩnh", "Hà Tĩnh")],
    ],
)
def test_other_ways_to_write_a_province(places: Places, written: str, name: str) -> None:
    text = make_view(f"Theo Mặt trận {written}, năm nay").text
    assert [p.provinces for p in places.find(text)] == [(name,)]


@pytest.mark.parametrize(
    "text",
    [
        "vì hòa bình và phát triển",
        "xây dựng cuộc sống thái bình",
        "đồng chí Nguyễn Thái Bình chủ trì",
        "ông Thái Bình phát biểu",
        "xã Hòa Bình",
        "phường Quảng Ninh",
        "thị trấn Gia Lai",
        "đường Hà Nội",
        "sông Đồng Nai",
        "ven Thái Bình Dương",
        "Tạp chí Sông Lam",
        "Đoàn TNCS Hồ Chí Minh",
        "học tập tư tưởng Hồ Chí Minh",
        "kỷ niệm Chiến thắng Điện Biên Phủ",
        "Vinh quang thuộc về nhân dân",
        "Hà. Nội dung",
        "Sơn\nLa liệt",
    ],
)
def test_what_is_no_place(places: Places, text: str) -> None:
    assert places.find(text) == []


def test_the_span_is_the_name(places: Places) -> None:
    text = "Chiều 5/7, tại Tỉnh ủy Gia Lai (GLO)"
    place = the_place(places, text)
    assert text[place.start : place.end] == "Gia Lai"
    assert place.explicit
    assert not place.aside


def test_only_a_part_of_the_text_is_searched(places: Places) -> None:
    text = "Gia Lai, Kon Tum, Sơn La"
    assert [p.provinces for p in places.find(text, 9, 16)] == [("Kon Tum",)]


def test_a_level_word_tells_a_district_from_a_province(places: Places) -> None:
    assert found(places, "huyện Hòa Bình") == [("Hòa Bình", "district", ("Bạc Liêu",))]
    assert found(places, "tỉnh Hòa Bình") == [("Hòa Bình", "province", ("Hòa Bình",))]
    assert found(places, "huyện Quảng Ninh") == [("Quảng Ninh", "district", ("Quảng Bình",))]


@pytest.mark.parametrize(
    ("text", "province"),
    [
        *[("Huyện đoàn Bạch Thông", "Bắc Kạn"), ("HUYỆN ĐOÀN BẠCH THÔNG", "Bắc Kạn"), ("Chư Prông:", "Gia Lai"), ("Chư Pah", "Gia Lai")],
        *[("huyện Đăk Song", "Đắk Nông"), ("TP Vinh", "Nghệ An"), ("TX. Gò Công", "Tiền Giang"), ("Cư M’gar", "Đắk Lắk")],
        *[("quận Sơn Trà", "Đà Nẵng"), ("thành phố Phan Rang - Tháp Chàm", "Ninh Thuận"), ("huyện Tuy Phong", "Bình Thuận")],
    ],
)
def test_districts_know_their_province(places: Places, text: str, province: str) -> None:
    assert the_place(places, text).provinces == (province,)
    assert the_place(places, text).kind == "district"


def test_a_name_that_several_provinces_have_names_them_all(places: Places) -> None:
    assert set(the_place(places, "huyện Phú Tân").provinces) == {"An Giang", "Cà Mau"}
    assert len(the_place(places, "huyện Châu Thành").provinces) > 5


def test_every_province_has_districts() -> None:
    districts = read_pattern_file(PATTERNS / "districts.yaml")
    assert set(districts) == {name for name, _ in listed(BEFORE)}
    assert all(len(names) > 4 for names in districts.values())
    assert not [n for names in districts.values() for n in names if n.split()[0].lower() in ("huyện", "quận", "thị", "thành")]


def test_web_addresses_and_newspapers_sign_for_their_province(places: Places) -> None:
    text = "http://www.baodaknong.org.vn/a/b.html, https://mttq.gia-lai.gov.vn (GLO) tuoitre.vn (LĐ online)"
    signed = [name for _, name in places.signed(text)]
    assert sorted(signed) == ["Gia Lai", "Gia Lai", "Lâm Đồng", "Đắk Nông"]
    assert list(places.signed("Báo Nhân Dân, nhandan.vn (BBT)")) == []


def test_a_shared_district_is_settled_by_the_province_that_is_named(places: Places) -> None:
    assert winner(places, "Hội Nông dân huyện Phú Tân (tỉnh Cà Mau)") == "Cà Mau"
    assert winner(places, "huyện Phú Tân, tỉnh An Giang") == "An Giang"


def test_members_of_an_enumeration_count_little(places: Places) -> None:
    count = votes(places, "Hội Chữ thập đỏ tỉnh Nghệ An chia đều cho Quảng Ngãi, Gia Lai và Đắk Lắk")
    assert count["Nghệ An"] > count["Gia Lai"] + count["Quảng Ngãi"]


def test_a_district_counts_for_the_heir_after_the_reform(places: Places) -> None:
    assert winner(places, "huyện Tuy Phước", OLD) == "Bình Định"
    assert winner(places, "huyện Tuy Phước", NEW) == "Gia Lai"


def broken(tmp_path: Path, name: str, old: str, new: str) -> PatternError:
    for file in ("places.yaml", "districts.yaml"):
        shutil.copy(PATTERNS / file, tmp_path / file)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PatternError) as caught:
        load_places(tmp_path)
    return caught.value


def test_an_unknown_key_is_an_error_with_its_line_and_the_nearest_key(tmp_path: Path) -> None:
    error = broken(tmp_path, "places.yaml", "outlets:", "outlet:")
    assert error.line
    assert "'outlet'" in error.message
    assert "'outlets'" in error.message


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("districts.yaml", "Cà Mau:", "Cà Mâu:", "did you mean 'Cà Mau'"),
        ("places.yaml", "GLO: Gia Lai", "GLO: Gia Lay", "unknown province 'Gia Lay'"),
        ("places.yaml", 'Hà Giang: "02"', 'Hà Giang: "2"', "no two-digit code"),
        ("places.yaml", '{code: "91", of: [An Giang, Kiên Giang]}', '{code: "91"}', "lacks of"),
        ("places.yaml", '{code: "91", of: [An Giang, Kiên Giang]}', '"91"', "expected a mapping with code, of"),
        ("places.yaml", "reform: 2025-07-01", "reform: 1/7/2025", "is no day"),
        ("places.yaml", "  district: [huyện", "  distrikt: [huyện", "did you mean 'district'"),
        ("places.yaml", "decoys: [Thái Bình Dương, Hà Nam Ninh]", "decoys: Thái Bình Dương", "expected a list"),
        ("districts.yaml", "Bắc Kạn: [", "Bắc Kạn: Ba Bể # [", "expected a list"),
    ],
)
def test_faults_in_the_files_are_named(tmp_path: Path, name: str, old: str, new: str, says: str) -> None:
    assert says in str(broken(tmp_path, name, old, new))
