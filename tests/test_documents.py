"""HTML, DOCX and PDF as input: told by content, read as their text would be, refused with a sentence where they cannot be."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from document_making import SAMPLE, portal_page, raw_docx, raw_pdf, sample_as_docx, sample_as_html, sample_as_pdf
from giaoban_extract.inputs.formats import extract
from giaoban_extract.inputs.readers import find_files, read_articles, read_text
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.running.extractor import Extractor
from giaoban_extract.text.articles import LIMITS, Article, Extracted, Limits, UnreadableArticle


def read(path: Path, content: bytes, **options: object) -> Article | UnreadableArticle:
    path.write_bytes(content)
    (article,) = read_articles(str(path), **options)  # type: ignore[arg-type]
    return article


def as_documents(folder: Path) -> dict[str, bytes]:
    return {"HTML": sample_as_html(), "DOCX": sample_as_docx(), "PDF": sample_as_pdf(folder)}


def figures(document: dict[str, object]) -> list[tuple[object, ...]]:
    records = document["records"]
    assert isinstance(records, list)
    return [
        (r["figure"]["value"], r["figure"]["unit"], r["indicator"]["id"], r["organisation"]["id"], r["period"] and r["period"]["code"])
        for r in records
    ]


@pytest.mark.parametrize("name", ["HTML", "DOCX", "PDF"])
def test_an_article_reads_the_same_in_every_format(tmp_path: Path, pipeline: Pipeline, name: str) -> None:
    article = read(tmp_path / "misnamed.txt", as_documents(tmp_path)[name])
    assert isinstance(article, Article)
    assert article.extracted
    found = pipeline.document(article.text, "x", article.title, article.published)
    expected = pipeline.document(SAMPLE.read_text(encoding="utf-8"), "x")
    assert figures(found) == figures(expected)
    assert found["article"]["title"] == expected["article"]["title"]
    assert found["article"]["published"] == expected["article"]["published"]


@pytest.mark.parametrize(
    "text",
    [
        "Hội kết nạp <b>12</b> hội viên trong quý.",
        "<12 hội viên> là số của quý trước.",
        "<Ảnh> Hội kết nạp 12 hội viên.\n\nHội trao 5 suất quà.",
        "Thẻ <html> và <body> mở đầu một trang; Hội kết nạp 12 hội viên.",
        "<header> là tên một thẻ. Hội kết nạp 12 hội viên.",
        "Theo %PDF- là tệp in. Hội kết nạp 12 hội viên.",
        "# Báo cáo\n\n" + "Hội kết nạp 12 hội viên <br> trong quý này và quý trước.\n" * 20,
        "PK là viết tắt. Hội kết nạp 12 hội viên.",
    ],
)
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    assert read(tmp_path / "a.html", text.encode()) == Article(str(tmp_path / "a.html"), text)


@pytest.mark.parametrize(
    "page",
    [
        "\n <!-- saved from url --><!DOCTYPE HTML PUBLIC><html><body><p>Hội kết nạp 12 hội viên</p>",
        "<?xml version='1.0' encoding='utf-8'?>\n<html lang='vi'><body><p>Hội kết nạp 12 hội viên</p></body></html>",
        "<HEAD><title>x</title></HEAD><p>Hội kết nạp 12 hội viên</p>",
        "<div class='a'><p>Hội kết nạp 12 hội viên</p><p>Hội trao 5 suất quà</p></div>",
        "Tin: <p>Hội kết nạp 12 hội viên</p><p>Hội trao 5 suất quà</p><ul><li>một</li></ul>",
    ],
)
def test_pages_are_told_by_their_tags(tmp_path: Path, page: str) -> None:
    article = read(tmp_path / "a.txt", page.encode())
    assert isinstance(article, Article)
    assert article.extracted
    assert "<" not in article.text


def test_json_that_holds_html_is_json(tmp_path: Path) -> None:
    line = json.dumps({"text": "<p>Hội kết nạp 12 hội viên</p>" * 20}, ensure_ascii=False)
    article = read(tmp_path / "a.jsonl", line.encode())
    assert isinstance(article, Article)
    assert not article.extracted


def _zip(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (OLE, "format", "save it as .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
        (b"{\\rtf1\\ansi 12}", "format", "save it as .docx"),
        (_zip(sheet=b"x"), "format", "ZIP"),
        (b"%PDF-1.7\nnothing", "broken", "broken PDF"),
        (raw_docx(b"<w:p>")[:-40], "broken", "broken DOCX"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, content: bytes, kind: str, words: str) -> None:
    fault = read(tmp_path / "a.docx", content)
    assert isinstance(fault, UnreadableArticle)
    assert fault.kind == kind
    assert words in fault.message


@pytest.mark.parametrize(("name", "library"), [("HTML", "trafilatura"), ("DOCX", "lxml"), ("PDF", "pdfplumber")])
def test_without_the_extra_the_message_says_how_to_get_it(tmp_path: Path, name: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    fault = read(tmp_path / "a", as_documents(tmp_path)[name])
    assert isinstance(fault, UnreadableArticle)
    assert (fault.kind, fault.message) == ("extra", f"is {name}; reading it needs: pip install 'giaoban-extract[docs]'")


def test_reading_text_loads_no_library_of_documents() -> None:
    code = (
        "import sys; from giaoban_extract.inputs.readers import read_articles; list(read_articles(sys.argv[1]));"
        "sys.exit(any(name in sys.modules for name in ('lxml', 'trafilatura', 'pdfplumber', 'pdfminer')))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(SAMPLE)], check=False).returncode == 0


@pytest.mark.parametrize("name", ["HTML", "DOCX", "PDF"])
def test_damaged_files_are_read_or_refused_but_nothing_else_happens(tmp_path: Path, name: str) -> None:
    whole, chance = as_documents(tmp_path)[name], random.Random(7)
    damages: list[Callable[[], bytes]] = [
        lambda: whole[: chance.randrange(len(whole))],
        lambda: whole[: (at := chance.randrange(len(whole)))] + whole[at + chance.randrange(1, 200) :],
        lambda: bytes(byte ^ (1 << chance.randrange(8)) if chance.random() < 0.002 else byte for byte in whole),
    ]
    for damage in damages:
        for _ in range(25):
            with suppress(UnreadableArticle):  # any other exception is a fault
                found = extract(damage(), "a", None, LIMITS)
                assert found is None or isinstance(found, Extracted)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    (fault,) = read_articles(str(path))
    assert isinstance(fault, UnreadableArticle)
    assert "--max-bytes" in fault.message


def test_a_text_longer_than_files_may_be_is_refused(tmp_path: Path) -> None:
    xml = b"<w:p><w:r><w:t>12 " + b"x" * 5000 + b"</w:t></w:r></w:p>"
    fault = read(tmp_path / "a.docx", raw_docx(xml * 20), limits=Limits(max_bytes=50_000))
    assert isinstance(fault, UnreadableArticle)
    assert "--max-bytes" in fault.message


def test_folders_are_searched_for_documents_and_not_for_the_parts_of_saved_pages(tmp_path: Path) -> None:
    for name in ("b.DOCX", "a.pdf", "c.Html", "c_files/frame.html", "d.htm", "e.md", "~$b.docx", ".f.pdf", "g.doc", "x_files/h.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    finding = find_files([str(tmp_path)])
    assert [Path(p).name for p in finding.paths] == ["a.pdf", "b.DOCX", "c.Html", "d.htm", "e.md", "h.txt"]
    assert finding.passed_over == 3


def test_the_document_carries_the_text_that_its_offsets_refer_to(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(sample_as_html())
    (from_python,) = Extractor().extract_many([path])
    command = [sys.executable, "-m", "giaoban_extract", str(path)]
    from_command = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert from_python.to_dict() == from_command  # type: ignore[union-attr]
    assert from_command["text"] == read_text(str(path))
    for record in from_command["records"]:
        figure = record["figure"]
        assert from_command["text"][figure["start"] : figure["end"]] == figure["text"]


@pytest.mark.parametrize(
    ("option", "content"),
    [
        ("--max-pages", raw_pdf(b"BT /F 12 Tf (12) Tj ET", 3)),
        ("--max-unpacked", raw_docx(b"<w:p><w:r><w:t>12</w:t></w:r></w:p>" * 100)),
        ("--max-unpacked", portal_page("Hội sơ kết", "<p>Kết nạp 12 hội viên</p>").encode()),
    ],
)
def test_limits_are_options(tmp_path: Path, option: str, content: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    command = [sys.executable, "-m", "giaoban_extract", "extract", str(path), option, "2"]
    result = subprocess.run(command, capture_output=True, check=False)
    assert result.returncode == 2
    assert option.encode() in result.stderr
    assert b"Traceback" not in result.stderr
