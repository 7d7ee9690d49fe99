"""What a notebook shows of documents and pages, and what no article can do to it."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest

from giaoban_extract import Document, ErrorDocument, Extractor
from giaoban_extract.outputs.notebook import MOST_ROWS
from test_html_page import HOSTILE, ROOT, Elements

SAMPLE = ROOT / "samples" / "gia-lai-2024-q2.txt"
TABLE = {"div", "p", "strong", "br", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "mark", "small"}


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="module")
def sample(extractor: Extractor) -> Document:
    return extractor.extract(SAMPLE.read_text(encoding="utf-8"), source="samples/gia-lai-2024-q2.txt", with_text=True)


def shown(document: Document) -> str:
    return document._repr_html_()


# --- tables ---


def test_a_document_is_shown_as_a_table_with_a_row_for_every_record(sample: Document) -> None:
    table = shown(sample)
    body = re.search(r"<tbody.*?</tbody>", table, re.DOTALL)[0]  # type: ignore[index]
    assert body.count("<tr") == len(sample.records)
    assert "Khối Mặt trận, đoàn thể Gia Lai đánh giá kết quả quý II" in table
    assert f"{len(sample.records)} records, {len(sample.ignored)} numbers ignored" in table


def test_a_row_has_the_whole_sentence_behind_a_click_and_the_figure_marked_in_it(sample: Document) -> None:
    opened = re.findall(r"</summary>\s*<p[^>]*>(.*?)<mark>(.*?)</mark>(.*?)</p>", shown(sample), re.DOTALL)
    assert [html.unescape("".join(pieces)) for pieces in opened] == [record.sentence.text for record in sample.records]
    assert [html.unescape(figure) for _, figure, _ in opened] == [record.figure.text for record in sample.records]


def test_a_record_is_shown_as_a_table_of_one_row(sample: Document) -> None:
    table = sample.records[0]._repr_html_()
    assert table.count("<details") == 1
    assert "3,6 tỷ" in table
    assert "1 records" in table
    assert "ignored" not in table


def test_what_is_planned_is_told_apart(extractor: Extractor) -> None:
    assert "[kế hoạch]" in shown(extractor.extract("Năm 2025, Hội Nông dân phấn đấu kết nạp 200 hội viên."))


def test_a_document_without_records_is_shown(extractor: Extractor) -> None:
    assert "0 records, 0 numbers ignored" in shown(extractor.extract(""))


def test_a_table_of_very_many_records_says_how_many_it_leaves_out(extractor: Extractor) -> None:
    document = extractor.extract("Hội Nông dân tặng 5 suất quà. " * (MOST_ROWS + 3))
    assert shown(document).count("<details") == MOST_ROWS
    assert f"{MOST_ROWS} of {MOST_ROWS + 3} records" in shown(document)


def test_no_text_of_an_article_becomes_an_element_of_a_table(extractor: Extractor) -> None:
    document = extractor.extract(HOSTILE, source='"><script>alert(2)</script>.txt', title="<svg onload=alert(3)>")
    assert document.records
    for table in (shown(document), *(record._repr_html_() for record in document.records)):
        parsed = Elements(table)
        assert {tag for tag, _ in parsed.tags} <= TABLE
        assert {name for _, attributes in parsed.tags for name in attributes} <= {"style", "dir", "lang"}
        styles = {attributes["style"] or "" for _, attributes in parsed.tags if "style" in attributes}
        assert {
            style for style in styles if not re.fullmatch(r"(?:(?:text-align|vertical-align|white-space): [a-z]+(?:; )?)+", style)
        } == set()
        table.encode("utf-8")
    assert "{{ 7 * 7 }}" in shown(document)


def test_every_field_that_a_table_shows_is_escaped(sample: Document) -> None:
    evil = "<img src=x onerror=alert(1)>\u202e\ud800"
    record = sample.records[0].model_dump(by_alias=True)
    for group in ("indicator", "organisation", "figure", "period", "sentence", "rule"):
        record[group] = {key: evil if isinstance(value, str) and key not in ("unit", "bound", "level", "from") else value
                         for key, value in record[group].items()}  # fmt: skip
    article = sample.article.model_dump(by_alias=True) | {"title": evil, "province": {"name": evil, "code": evil}}
    document = Document.model_validate({"source": evil, "article": article, "records": [record], "ignored": []})
    table = shown(document)
    assert {tag for tag, _ in Elements(table).tags} <= TABLE
    assert "\u202e" not in table
    table.encode("utf-8")


# --- pages ---


def test_a_page_is_the_one_that_the_command_line_writes(extractor: Extractor, sample: Document) -> None:
    for command, page in ((["-f", "html"], extractor.page(sample)), (["report", "--quiet"], extractor.report(sample))):
        run = [sys.executable, "-m", "giaoban_extract", *command, sample.source]
        printed = subprocess.run(run, cwd=ROOT, capture_output=True, check=True).stdout
        assert str(page) == printed.decode("utf-8")


def test_several_documents_and_errors_are_a_page_that_lists_them(extractor: Extractor, sample: Document, tmp_path: Path) -> None:
    (missing,) = extractor.extract_many(tmp_path / "missing.txt")
    assert isinstance(missing, ErrorDocument)
    page = str(extractor.page(sample, sample, missing))
    assert page.count("<template") == 2
    assert "no such file" in page


def test_a_page_is_shown_in_a_frame_that_can_reach_nothing_of_the_notebook(extractor: Extractor) -> None:
    page = extractor.page(extractor.extract(HOSTILE, source='"><script>alert(2)</script>', title="'><svg onload=alert(3)>", with_text=True))
    ((tag, attributes),) = Elements(page._repr_html_()).tags
    assert tag == "iframe"
    assert (attributes["sandbox"] or "").split() == ["allow-scripts", "allow-downloads"]
    assert attributes["srcdoc"] == str(page)
    assert "src" not in attributes


def test_what_stands_for_a_page_in_text_is_short(extractor: Extractor, sample: Document) -> None:
    assert len(repr(extractor.page(sample))) < 80


def test_a_page_is_saved_whole(extractor: Extractor, sample: Document, tmp_path: Path) -> None:
    page = extractor.page(sample)
    page.save(tmp_path / "article.html")
    assert (tmp_path / "article.html").read_bytes() == str(page).encode("utf-8")
    with pytest.raises(FileNotFoundError):
        page.save(tmp_path / "nowhere" / "article.html")


def test_a_page_of_a_document_without_its_text_says_what_to_do(extractor: Extractor) -> None:
    document = extractor.extract("Hội Nông dân tặng 5 suất quà.", source="a.txt")
    for make in (extractor.page, extractor.report):
        with pytest.raises(ValueError, match=r"a\.txt: .* with_text=True"):
            make(document)
