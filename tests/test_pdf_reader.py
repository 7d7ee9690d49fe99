"""PDF: paragraphs of its text layer on lines of their own."""

from __future__ import annotations

import base64
import io
import zlib
from pathlib import Path

import pdfplumber
import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission

from document_making import made_pdf, raw_pdf, sample_as_pdf, sample_lines
from giaoban_extract.inputs.pdf_reader import read_pdf
from giaoban_extract.text.articles import LIMITS, Limits, UnreadableArticle


def lines(data: bytes, limits: Limits = LIMITS) -> list[str]:
    return read_pdf(data, "a.pdf", None, limits).text.removesuffix("\n").split("\n")


def fault(data: bytes, limits: Limits = LIMITS) -> UnreadableArticle:
    with pytest.raises(UnreadableArticle) as raised:
        lines(data, limits)
    return raised.value


@pytest.mark.parametrize("align", ["J", "L"])
def test_paragraphs_are_joined_whether_justified_or_ragged(tmp_path: Path, align: str) -> None:
    assert lines(sample_as_pdf(tmp_path, align)) == sample_lines()


def test_paragraphs_are_parted_by_indents_where_nothing_else_parts_them(tmp_path: Path) -> None:
    long = "Các cấp Hội kết nạp 845 hội viên mới và giúp 35 hộ thoát nghèo trong quý hai vừa qua ở mọi xã trong tỉnh. "
    paragraphs = [long * 3, long * 2, long * 4]

    def write(pdf: FPDF) -> None:
        for paragraph in paragraphs:
            pdf.set_x(pdf.l_margin + 12)
            pdf.write(7, paragraph.strip())
            pdf.ln(7)

    assert lines(made_pdf(tmp_path, write)) == [paragraph.strip() for paragraph in paragraphs]


def test_headings_bullets_and_numbered_items_stay_lines(tmp_path: Path) -> None:
    written = [
        "I. KẾT QUẢ", "1. Công tác hội viên", "Các cấp Hội kết nạp 845 hội viên mới, nâng tổng số hội viên toàn tỉnh lên 41.200 người.",
        "- Hội Nông dân làm 12 mô hình", "- Hội Phụ nữ làm 9 mô hình và giúp 35 hộ vươn lên thoát nghèo trong 6 tháng đầu năm 2024 ở xã",
        "+ trong đó có 4 hộ ở biên giới",
    ]  # fmt: skip

    def write(pdf: FPDF) -> None:
        for line in written:
            pdf.multi_cell(0, 7, line, align="L", new_x="LMARGIN", new_y="NEXT")

    assert lines(made_pdf(tmp_path, write)) == written


def test_page_numbers_and_running_heads_go_and_a_paragraph_runs_on_over_the_page(tmp_path: Path) -> None:
    villages = [a + b for a in "ABCDEGHKL" for b in "aeiouăâêô"]
    text = " ".join(f"Hội Nông dân xã {village} kết nạp hội viên mới, xây dựng mô hình và giúp các hộ khó khăn" for village in villages)

    def each(pdf: FPDF) -> None:
        pdf.cell(0, 7, f"{pdf.page_no()}", align="C", new_x="LMARGIN", new_y="NEXT")
        pdf.cell(0, 7, "Báo cáo của Hội, số 12/BC", new_x="LMARGIN", new_y="NEXT")

    def write(pdf: FPDF) -> None:
        pdf.multi_cell(0, 7, text, align="L")

    assert lines(made_pdf(tmp_path, write, each)) == [text]


def test_words_parted_at_line_ends_are_put_together_and_hyphens_stay(tmp_path: Path) -> None:
    def write(pdf: FPDF) -> None:
        for line in ("Hội viên phát tri-", "ển mới 12 người, phòng dịch Covid-", "19 ở xã Phú-", "Xuân và kinh tế -", "xã hội"):
            pdf.cell(0, 7, line, new_x="LMARGIN", new_y="NEXT")

    assert " ".join(lines(made_pdf(tmp_path, write))).startswith("Hội viên phát triển mới 12 người, phòng dịch Covid-")


def test_a_ruled_table_is_rows_with_bars_and_a_merged_cell_stands_once(tmp_path: Path) -> None:
    def write(pdf: FPDF) -> None:
        pdf.multi_cell(0, 7, "Kết quả theo đơn vị:", new_x="LMARGIN", new_y="NEXT")
        with pdf.table(first_row_as_headings=False) as table:
            for cells in (
                ["Đơn vị", "Nhà xây mới (căn)", "Tiền (triệu đồng)"],
                ["Huyện A ở phía đông", "12", "600"],
                ["Huyện B", "", "750,5"],
            ):
                table.row(cells)
            total = table.row()
            total.cell("Tổng", colspan=2)
            total.cell("1.350,5")
        pdf.multi_cell(0, 7, "Hết bảng.")

    assert lines(made_pdf(tmp_path, write)) == [
        "Kết quả theo đơn vị:", "Đơn vị | Nhà xây mới (căn) | Tiền (triệu đồng)", "Huyện A ở phía đông | 12 | 600", "Huyện B |  | 750,5",
        "Tổng |  | 1.350,5", "Hết bảng.",
    ]  # fmt: skip


def test_a_table_without_rules_and_a_letterhead(tmp_path: Path) -> None:
    def write(pdf: FPDF) -> None:
        for left, right in (("HỘI NÔNG DÂN", "CỘNG HÒA XÃ HỘI"), ("TỈNH X", "Độc lập - Tự do"), ("Số: 12/BC", "X, ngày 4 tháng 7")):
            pdf.cell(90, 7, left)
            pdf.cell(0, 7, right, new_x="LMARGIN", new_y="NEXT")
        pdf.multi_cell(0, 7, "Báo cáo kết quả công tác Hội và phong trào nông dân sáu tháng đầu năm 2024", new_x="LMARGIN", new_y="NEXT")
        for left, right in (("Hội viên mới", "845"), ("Nhà", "12 căn")):
            pdf.cell(90, 7, left)
            pdf.cell(0, 7, right, new_x="LMARGIN", new_y="NEXT")

    assert lines(made_pdf(tmp_path, write)) == [
        "HỘI NÔNG DÂN", "TỈNH X", "Số: 12/BC", "CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", "X, ngày 4 tháng 7",
        "Báo cáo kết quả công tác Hội và phong trào nông dân sáu tháng đầu năm 2024", "Hội viên mới | 845", "Nhà | 12 căn",
    ]  # fmt: skip


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left, right = "Cột trái kể về hội viên và nhà ở. " * 8, "Cột phải kể về quỹ và đường sá. " * 8

    def write(pdf: FPDF) -> None:
        with pdf.text_columns(ncols=2, gutter=12, text_align="L") as columns:
            columns.write(left.strip())
            columns.new_column()
            columns.write(right.strip())

    assert "\n".join(lines(made_pdf(tmp_path, write))).replace("\n", " ") == left + right.strip()


def test_a_soft_hyphen_at_the_end_of_a_line_parts_no_word(tmp_path: Path) -> None:
    def write(pdf: FPDF) -> None:
        pdf.text(20, 30, "Hội Nông dân các xã trong huyện đã phối hợp tổ chức một khu công\u00ad")
        pdf.text(20, 37, "viên cho các cháu thiếu niên, nhi đồng ở khắp các thôn, bản trong")

    assert "khu công" + "viên cho" in lines(made_pdf(tmp_path, write))[0]


def test_letters_printed_twice_count_once_and_raised_digits_are_told(tmp_path: Path) -> None:
    def write(pdf: FPDF) -> None:
        pdf.text(20, 30, "Hiến 1.122 lít")
        pdf.text(20.1, 30, "Hiến 1.122 lít")
        pdf.text(20, 40, "Hiến 530 m")
        end = 20 + pdf.get_string_width("Hiến 530 m")
        pdf.set_font_size(8)
        pdf.text(end, 38.4, "2")

    assert lines(made_pdf(tmp_path, write)) == ["Hiến 1.122 lít", "Hiến 530 m²"]


def test_a_scan_says_what_to_do() -> None:
    assert fault(raw_pdf(b"0 0 m 10 10 l S")).kind == "no_text"
    assert "OCR" in fault(raw_pdf(b"")).message


def test_a_password_is_told_and_one_for_printing_only_is_none(tmp_path: Path) -> None:
    def protect(user: str | None) -> bytes:
        def write(pdf: FPDF) -> None:
            pdf.set_encryption("owner", user, permissions=AccessPermission.none())
            pdf.cell(0, 7, "Kết nạp 12 hội viên")

        return made_pdf(tmp_path, write)

    assert fault(protect("secret")).kind == "encrypted"
    assert lines(protect(None)) == ["Kết nạp 12 hội viên"]


WORDS = b"BT /F 12 Tf 50 700 Td (abc 12) Tj ET"
RANGES = (
    b"begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange "
    b"1 beginbfrange <00000000> <FFFFFFFE> <0041> endbfrange endcmap"
)
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
DRAWS_10 = b"<</XObject<</X 10 0 R>>>>"


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


TWICE = _stream(zlib.compress(zlib.compress(b" " * 10**9)), FORM + b"/Filter[/FlateDecode/FlateDecode]")
TOWER = {n: _stream(b"/X Do " * 10, FORM + b"/Resources<</XObject<</X %d 0 R>>>>" % (n + 1)) for n in range(10, 22)}
FONT = {4: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>", 5: _stream(RANGES)}
BOMBS = {
    "pages": (raw_pdf(WORDS, 10_000), "--max-pages"),
    "drawing": (raw_pdf(b"q Q " * 60_000_000), "--max-unpacked"),
    "letters": (raw_pdf(b"BT /F 12 Tf (" + b"a" * 200_000 + b") Tj ET"), "--max-unpacked"),
    "packed twice": (raw_pdf(b"/X Do", objects={10: TWICE}, resources=DRAWS_10), "--max-unpacked"),
    "forms in forms": (raw_pdf(b"/X Do", objects=TOWER, resources=DRAWS_10), "--max-unpacked"),
    "codes": (raw_pdf(WORDS, objects=FONT), "--max-unpacked"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_and_the_option_is_named(name: str) -> None:
    data, option = BOMBS[name]
    found = fault(data)
    assert found.kind == "too_large"
    assert option in found.message


def _lzw(data: bytes) -> bytes:
    """Codes of nine bits, one a byte, between the code that clears and the one that ends: valid, and no smaller."""
    bits = "".join(f"{code:09b}" for code in (256, *data, 257))
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


ROWS = zlib.compress(b"".join(b"\0" + WORDS[at : at + 9] for at in range(0, len(WORDS), 9)))
DRAWS = b"<</Font<</F 4 0 R>>/XObject<</X 10 0 R>>>>"
BY_ROWS = b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 9>>"
PACKED = {
    "ASCII85": _stream(base64.a85encode(WORDS) + b"~>", FORM + b"/Filter/ASCII85Decode"),
    "hexadecimal": _stream(WORDS.hex().encode() + b">", FORM + b"/Filter/ASCIIHexDecode"),
    "LZW": _stream(_lzw(WORDS), FORM + b"/Filter/LZWDecode"),
    "run length": _stream(bytes([len(WORDS) - 1]) + WORDS + b"\x80", FORM + b"/Filter/RunLengthDecode"),
    "predicted": _stream(ROWS, FORM + BY_ROWS),
}


@pytest.mark.parametrize("name", PACKED)
def test_text_is_read_however_it_is_packed(name: str) -> None:
    assert lines(raw_pdf(b"/X Do", objects={10: PACKED[name]}, resources=DRAWS)) == ["abc 12"]


@pytest.mark.parametrize("part", [_stream(b"\0\1", FORM + b"/Filter/CCITTFaxDecode"), _stream(ROWS[:-9], FORM + BY_ROWS)])
def test_a_picture_and_a_damaged_part_leave_the_rest_of_a_page(part: bytes) -> None:
    assert lines(raw_pdf(WORDS + b" /X Do", objects={10: part}, resources=DRAWS)) == ["abc 12"]


def test_a_map_of_many_lines_hides_no_text() -> None:
    assert lines(raw_pdf(b"0 0 m 9 9 l S " * 6000 + WORDS)) == ["abc 12"]


def test_letters_that_stand_upright_on_no_line_are_left_out() -> None:
    assert lines(raw_pdf(b"BT /F 12 Tf 0 1 -1 0 30 300 Tm (margin) Tj ET " + WORDS)) == ["abc 12"]


def test_a_file_without_pages_is_broken() -> None:
    assert fault(raw_pdf(WORDS, 0)).kind == "broken"


def test_who_uses_the_same_library_is_not_bounded() -> None:
    lines(raw_pdf(WORDS))
    with pdfplumber.open(io.BytesIO(raw_pdf(b"/X Do", objects={10: PACKED["predicted"]}, resources=DRAWS))) as pdf:
        assert pdf.pages[0].extract_text() == "abc 12"


def test_the_libraries_say_nothing_on_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    lines(raw_pdf(WORDS + b" /Nope gs (x", resources=b"<</Font<</F 4 0 R/G 99 0 R>>>>"))
    assert capfd.readouterr().err == ""
