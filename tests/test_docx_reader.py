"""Word documents: what Word shows, in its order."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from document_making import raw_docx, saved
from giaoban_extract.inputs.docx_reader import read_docx
from giaoban_extract.text.articles import LIMITS, Limits, UnreadableArticle


def lines(data: bytes, limits: Limits = LIMITS) -> list[str]:
    found = read_docx(data, "a.docx", None, limits)
    assert found.title is None
    assert found.published is None
    return found.text.removesuffix("\n").split("\n")


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def test_headings_lists_and_tables_stand_in_reading_order() -> None:
    document = docx.Document()
    document.core_properties.title = "Mẫu báo cáo"
    document.add_heading("Báo cáo quý II", 1)
    for text in ("Kết nạp 12 hội viên", "- Làm 3 căn nhà"):
        document.add_paragraph(text, style="List Bullet")
    for text in ("Công đoàn", "Nông dân"):
        document.add_paragraph(text, style="List Number")
    table = document.add_table(4, 3)
    for row, cells in enumerate([["Đơn vị", "Nhà (căn)", "Tiền"], ["A", "1", "2"], ["B", "", "4"], ["Tổng", "", "9"]]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(3, 0).merge(table.cell(3, 1))
    document.add_paragraph("Dòng một\nDòng hai")
    assert lines(saved(document)) == [
        "Báo cáo quý II", "- Kết nạp 12 hội viên", "- Làm 3 căn nhà", "1. Công đoàn", "2. Nông dân",
        "Đơn vị | Nhà (căn) | Tiền", "A | 1 | 2", "B |  | 4", "Tổng |  | 9", "Dòng một", "Dòng hai",
    ]  # fmt: skip


def test_a_cell_merged_over_rows_stands_once() -> None:
    document = docx.Document()
    table = document.add_table(3, 2)
    for row, cells in enumerate([["Khối", "1"], ["", "2"], ["", "3"]]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(2, 0))
    assert lines(saved(document)) == ["Khối | 1", "| 2", "| 3"]


def test_a_letterhead_is_lines() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for place, text in enumerate(["HỘI NÔNG DÂN\nTỈNH X", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 12/BC", "X, ngày 4 tháng 7 năm 2024"]):
        table.cell(*divmod(place, 2)).text = text
    expected = ["HỘI NÔNG DÂN", "TỈNH X", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 12/BC", "X, ngày 4 tháng 7 năm 2024"]
    assert lines(saved(document)) == expected


def test_what_was_deleted_hidden_or_struck_out_is_left_out_and_what_was_inserted_is_there() -> None:
    xml = paragraph(
        run("Làm "), "<w:del><w:r><w:delText>45</w:delText></w:r></w:del>", f"<w:ins>{run('47')}</w:ins>", run(" căn"),
        run(" 48", "<w:strike/>"), run(" 49", "<w:vanish/>"), run(" nhà", '<w:strike w:val="0"/>'), f"<w:moveFrom>{run('50')}</w:moveFrom>",
        "<w:r><w:instrText>PAGE 51</w:instrText></w:r>",
    )  # fmt: skip
    assert lines(raw_docx(xml.encode())) == ["Làm 47 căn nhà"]


def test_text_boxes_once_and_footnotes_stand_at_the_end() -> None:
    box = f"<w:txbxContent>{paragraph(run('Hộp 7'))}</w:txbxContent>"
    xml = paragraph(
        run("Thân"), '<w:r><w:footnoteReference w:id="1"/></w:r>',
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>",
    ) + paragraph(run("bài"))  # fmt: skip
    separator = f'<w:footnote w:type="separator">{paragraph(run("x"))}</w:footnote>'
    notes = f"<w:footnotes NAMES>{separator}<w:footnote>{paragraph(run('Chú 8'))}</w:footnote></w:footnotes>"
    assert lines(raw_docx(xml.encode(), footnotes=notes.encode())) == ["Thân", "bài", "Hộp 7", "Chú 8"]


def test_numbers_of_a_list_of_levels() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate([("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)")])
    )
    declared = f'<w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="5"/></w:num>'
    numbering = f"<w:numbering NAMES>{declared}</w:numbering>"
    xml = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr></w:pPr>{run("x")}</w:p>'
        for level in (0, 1, 2, 2, 3, 1, 0, 1)
    )
    assert lines(raw_docx(xml.encode(), numbering=numbering.encode())) == [
        "I. x", "1. x", "1.1. x", "1.2. x", "a) x", "2. x", "II. x", "1. x",
    ]  # fmt: skip


def test_a_level_without_numbers_and_styles_that_stand_on_each_other_number_nothing() -> None:
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="none"/><w:lvlText w:val="%1."/></w:lvl>'
    declared = f'<w:abstractNum w:abstractNumId="5">{level}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="5"/></w:num>'
    styles = "".join(f'<w:style w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("AB", "BA"))
    kinds = ('<w:numPr><w:numId w:val="3"/></w:numPr>', "x"), ('<w:pStyle w:val="A"/>', "y")
    xml = "".join(f"<w:p><w:pPr>{kind}</w:pPr>{run(text)}</w:p>" for kind, text in kinds)
    parts = {"numbering": f"<w:numbering NAMES>{declared}</w:numbering>", "styles": f"<w:styles NAMES>{styles}</w:styles>"}
    assert lines(raw_docx(xml.encode(), **{name: part.encode() for name, part in parts.items()})) == ["x", "y"]


def test_what_stands_in_a_form_field_is_text() -> None:
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(run(cell))}</w:tc>' for cell in row)}</w:tr>" for row in (("Nhà", "47"), ("Quà", "5"))
    )
    for start, end in (("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"), ("<w:customXml>", "</w:customXml>")):
        xml = f"{start}{paragraph(run('Làm'))}{end}<w:tbl>{start}{rows}{end}</w:tbl>"
        assert lines(raw_docx(xml.encode())) == ["Làm", "Nhà | 47", "Quà | 5"]


def test_a_hyphen_that_breaks_no_line_is_a_hyphen() -> None:
    assert lines(raw_docx(paragraph(run("tháng 5"), "<w:r><w:noBreakHyphen/></w:r>", run("6")).encode())) == ["tháng 5-6"]


def test_an_empty_row_of_a_table_is_no_line() -> None:
    rows = [["Nhà", "47"], ["", ""], ["Quà", "5"]]
    xml = "".join(f"<w:tr>{''.join(f'<w:tc>{paragraph(run(cell))}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    assert lines(raw_docx(f"<w:tbl>{xml}</w:tbl>".encode())) == ["Nhà | 47", "Quà | 5"]


@pytest.mark.parametrize("xml", [b"<document><body><p>", b"<document><body></p>"])
def test_xml_that_is_cut_off_or_crossed_is_broken(xml: bytes) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", xml)
    with pytest.raises(UnreadableArticle) as fault:
        lines(file.getvalue())
    assert fault.value.kind == "broken"


def test_a_password_is_told() -> None:
    data = bytearray(raw_docx(paragraph(run("x")).encode()))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:  # an entry of the directory: its flags say whether it is encrypted
        data[at + 8] |= 1
    with pytest.raises(UnreadableArticle) as fault:
        lines(bytes(data))
    assert fault.value.kind == "encrypted"


def test_tabs_part_cells_but_not_a_number_from_its_words() -> None:
    tab = "<w:r><w:tab/></w:r>"
    xml = paragraph(tab, run("1."), tab, run("Hội viên")) + paragraph(run("Nhà"), tab, tab, run("47"))
    assert lines(raw_docx(xml.encode())) == ["1. Hội viên", "Nhà\t47"]


def test_entities_are_not_resolved() -> None:
    bombs = [
        b'<!DOCTYPE d [<!ENTITY e8 SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE d [<!ENTITY a "12 12 12 12">' + b"".join(b'<!ENTITY e%d "%s">' % (n, b"&a;" * 100) for n in range(9)) + b"]>",
    ]
    for declaration in bombs:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as package:
            package.writestr("word/document.xml", declaration + b"<document><body><p><r><t>x&e8;y</t></r></p></body></document>")
        with pytest.raises(UnreadableArticle, match="DTD"):
            lines(file.getvalue())


def test_a_bomb_is_refused_by_what_it_really_unpacks_to() -> None:
    with pytest.raises(UnreadableArticle, match="--max-unpacked"):
        lines(raw_docx(b"<w:p/>" * 5_000_000), Limits(max_unpacked=20_000_000))
    with pytest.raises(UnreadableArticle) as fault:
        lines(raw_docx(b" " * 300_000_000))
    assert fault.value.kind == "too_large"


def test_a_document_without_text_is_empty() -> None:
    with pytest.raises(UnreadableArticle) as fault:
        lines(raw_docx(b"<w:p/>"))
    assert fault.value.kind == "empty"
