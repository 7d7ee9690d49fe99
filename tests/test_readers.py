"""Files to articles: what a file is, its content tells."""

import json
from datetime import date
from pathlib import Path

import pytest

from giaoban_extract.inputs.encodings import decode
from giaoban_extract.inputs.readers import find_files, read_articles, read_found
from giaoban_extract.text.articles import Article, UnreadableArticle
from legacy import to_tcvn3, to_vni


def articles(path: Path, **options: str) -> list[Article | UnreadableArticle]:
    return list(read_articles(str(path), **options))  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_decoded_without_its_mark_and_line_ends_stay(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Hội kết nạp\r\n12 hội viên".encode(encoding))
    (article,) = articles(path)
    assert isinstance(article, Article)
    assert article.text == "Hội kết nạp\r\n12 hội viên"


def test_another_encoding_is_named_by_the_user(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Hội".encode("windows-1258", "ignore"))
    (article,) = articles(path, encoding="windows-1258")
    assert isinstance(article, Article)
    (fault,) = articles(path, encoding="no-such")
    assert isinstance(fault, UnreadableArticle)
    assert "--encoding" in fault.message


def test_articles_in_a_legacy_encoding_are_articles(tmp_path: Path) -> None:
    text = "Hội Nông dân huyện kết nạp 845 hội viên mới"
    (tmp_path / "vni.txt").write_bytes(to_vni(text))
    (tmp_path / "tcvn3.jsonl").write_text(json.dumps({"text": to_tcvn3(text).decode("cp1252")}, ensure_ascii=False), encoding="utf-8")
    for path in tmp_path.iterdir():
        (article,) = articles(path)
        assert isinstance(article, Article)
        assert article.text == text


@pytest.mark.parametrize("shape", ["lines", "list", "object"])
def test_json_is_told_by_content_whatever_the_name(tmp_path: Path, shape: str) -> None:
    item = {"url": "https://example.org/1", "title": "Tiêu đề", "published": "2024-06-20T08:00:00", "text": "Kết nạp 12 hội viên"}
    path = tmp_path / "dump.txt"
    text = {
        "lines": json.dumps(item) + "\n\n" + json.dumps(item) + "\n",
        "list": json.dumps([item, item], indent=1),
        "object": json.dumps(item),
    }
    path.write_text(text[shape], encoding="utf-8")
    found = articles(path)
    assert len(found) == (1 if shape == "object" else 2)
    assert found[0] == Article("https://example.org/1", "Kết nạp 12 hội viên", "Tiêu đề", date(2024, 6, 20))


def test_a_line_that_is_no_article_is_an_error_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text('{"text": "12 hội viên"}\nnonsense\n[1]\n{"id": "x", "text": " "}\n', encoding="utf-8")
    kinds = [item.kind if isinstance(item, UnreadableArticle) else "read" for item in articles(path)]
    assert sorted(kinds) == ["empty", "json", "json", "read"]


def test_a_text_that_begins_with_a_bracket_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("[Video] Hội kết nạp 12 hội viên", encoding="utf-8")
    assert isinstance(articles(path)[0], Article)


def test_nul_bytes_are_no_text() -> None:
    with pytest.raises(UnreadableArticle, match="not a text file"):
        decode(b"abc\x00def", "x")


def test_folders_are_walked_in_order_and_globs_expand(tmp_path: Path) -> None:
    for name in ("b.txt", "a.jsonl", "sub/c.TXT", ".git/d.txt", "e.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    finding = find_files([str(tmp_path)])
    assert [Path(p).name for p in finding.paths] == ["a.jsonl", "b.txt", "e.md", "c.TXT"]
    assert finding.passed_over == 0
    assert [Path(p).name for p in find_files([str(tmp_path / "*.txt")]).paths] == ["b.txt"]
    assert [Path(p).name for p in find_files([str(tmp_path / "s*")]).paths] == ["c.TXT"]
    assert find_files([str(tmp_path / "none.txt")]).paths == [str(tmp_path / "none.txt")]


def test_an_earlier_result_in_a_folder_is_no_article_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hội kết nạp 12 hội viên", encoding="utf-8")
    (tmp_path / "result.json").write_text('{"schema_version": "1", "source": "a.txt", "records": []}', encoding="utf-8")
    assert [item.source for item in read_found(find_files([str(tmp_path)]))] == [str(tmp_path / "a.txt")]
    named = list(read_found(find_files([str(tmp_path / "result.json")])))
    assert [item.kind for item in named if isinstance(item, UnreadableArticle)] == ["document"]


@pytest.mark.parametrize(
    ("published", "day"), [("2024-07-04T08:00", date(2024, 7, 4)), ("4 tháng 7", None), (20240704, None), (None, None)]
)
def test_a_day_of_publication_in_json_is_iso_or_none(tmp_path: Path, published: object, day: date | None) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": "Hội kết nạp 12 hội viên", "published": published}), encoding="utf-8")
    (article,) = read_articles(str(path))
    assert isinstance(article, Article)
    assert article.published == day
