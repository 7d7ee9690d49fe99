"""The view: normalised to read, exact to point back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban_extract.text.view import make_view

FORMS = ("NFC", "NFD")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tỉnh uỷ", "Tỉnh ủy"),
        ("hoà giải", "hòa giải"),
        ("thuỷ lợi", "thủy lợi"),
        ("khoẻ mạnh", "khỏe mạnh"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("quý II", "quý II"),
        ("hoàn thành", "hoàn thành"),
        ("ðồng", "đồng"),
        ("a\u00a0b\u202fc", "a b c"),
        ("a\r\nb\rc", "a \nb\nc"),
        ("\ufeffBáo cáo", "Báo cáo"),
        ("1.2\u200b00", "1.200"),
        ("kinh\u00adphí", "kinhphí"),
    ],
)
def test_one_reading_for_many_spellings(written: str, read: str, form: str) -> None:
    assert make_view(unicodedata.normalize(form, written)).text == read


@pytest.mark.parametrize(
    "character", "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u206f\ufeff", ids=ascii
)
def test_a_character_that_prints_nothing_is_no_part_of_a_word(character: str) -> None:
    source = f"25 hội{character} viên"
    view = make_view(source)
    assert view.text == "25 hội viên"
    assert source[slice(*view.to_source(3, 6))] == "hội"


@pytest.mark.parametrize("character", "\x0b\x0c\xa0\u1680\u2000\u200a\u202f\u205f\u3000", ids=ascii)
def test_every_space_is_one_kind_of_space(character: str) -> None:
    assert make_view(f"hội{character}viên").text == "hội viên"


@pytest.mark.parametrize("character", "\r\x85\u2028\u2029", ids=ascii)
def test_every_line_end_is_one_kind_of_line_end(character: str) -> None:
    assert make_view(f"hội{character}viên").text == "hội\nviên"


@pytest.mark.parametrize("form", FORMS)
def test_a_span_points_at_the_spelling_of_the_source(form: str) -> None:
    source = unicodedata.normalize(form, "\ufeffTỉnh uỷ và Uỷ ban hoà giải 25 vụ")
    view = make_view(source)
    begin = view.text.index("Ủy ban hòa giải")
    start, end = view.to_source(begin, begin + len("Ủy ban hòa giải"))
    assert source[start:end] == unicodedata.normalize(form, "Uỷ ban hoà giải")


@pytest.mark.parametrize(
    ("source", "letter"),
    [
        ("0A\u0300\u0300", "A\u0300"),
        ("0À\u0300", "À"),
        ("0A\u200b\u0300\u0300", "A\u200b\u0300"),
    ],
)
def test_a_mark_that_composes_onto_nothing_is_no_part_of_the_letter_before(source: str, letter: str) -> None:
    view = make_view(source)
    assert [source[slice(*view.to_source(i, i + 1))] for i in (0, 1)] == ["0", letter]
    assert view.to_source(0, len(view.text)) == (0, len(source))


@given(st.text(alphabet=st.sampled_from("aoeuyđ quỷóà12.,%\n\r\t\u00a0\u200b\ufeff\u0301\u0323\u0309😀"), max_size=60))
def test_every_view_span_has_a_source_span_that_reads_the_same(source: str) -> None:
    view = make_view(source)
    position = 0
    for i in range(len(view.text)):
        start, end = view.to_source(i, i + 1)
        assert 0 <= start < end <= len(source)
        assert start >= position or view.starts is not None
        position = start


@given(st.text(max_size=80))
def test_any_string_has_a_view_within_its_source(source: str) -> None:
    view = make_view(source)
    assert view.to_source(0, len(view.text))[1] <= len(source)
    assert len(view.lower) == len(view.text)


def test_an_empty_span_is_empty_in_the_source_too() -> None:
    source = unicodedata.normalize("NFD", "Hội Nông dân")
    view = make_view(source)
    assert [view.to_source(i, i) for i in (0, 4)] == [(0, 0), (source.index("N"), source.index("N"))]


def test_nfc_and_nfd_have_one_view() -> None:
    text = "Các cấp Hội đã vận động 1,2 tỷ đồng; uỷ thác qua Ngân hàng."
    assert make_view(text).text == make_view(unicodedata.normalize("NFD", text)).text
