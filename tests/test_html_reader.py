"""Saved pages: the article's lines, its title and day, and nothing of the portal around it."""

from __future__ import annotations

from datetime import date

import pytest

from document_making import portal_page
from giaoban_extract.inputs.html_reader import read_html
from giaoban_extract.text.articles import LIMITS, Extracted, Limits, UnreadableArticle

PROSE = (
    "<p>Trong quý, Hội Nông dân tỉnh kết nạp 845 hội viên mới, xây dựng 12 mô hình và giúp 35 hộ thoát nghèo.</p>"
    "<p>Hội Phụ nữ vận động 1,2 tỷ đồng, trao 240 suất quà cho hội viên khó khăn ở các xã vùng biên giới.</p>"
)


def read(page: str | bytes, encoding: str | None = None, limits: Limits = LIMITS) -> Extracted:
    return read_html(page.encode() if isinstance(page, str) else page, "page.html", encoding, limits)


def lines(body: str) -> list[str]:
    """The lines of an article between its title and its last paragraph."""
    text = read(portal_page("Hội Nông dân sơ kết quý hai", PROSE + body + PROSE.replace("845", "846"))).text
    return text.split("\n")[3:-3]


def test_the_portal_around_an_article_is_left_out() -> None:
    found = read(portal_page("Hội Nông dân sơ kết quý hai", PROSE))
    assert found.title == "Hội Nông dân sơ kết quý hai"
    assert found.text.split("\n")[0] == found.title
    assert len(found.text.strip().split("\n")) == 3
    assert not any(word in found.text for word in ("Trang chủ", "50 suất", "1.234.567", "đang xem", "Báo Cao Nguyên"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h2>Kết quả</h2><ul><li>Kết nạp 12 hội viên</li><li>- Làm 3 nhà</li></ul>", ["Kết quả", "- Kết nạp 12 hội viên", "- Làm 3 nhà"]),
        ("<ul><li>Công đoàn 5<ul><li>trong đó 2 mới</li></ul></li></ul>", ["- Công đoàn 5", "- trong đó 2 mới"]),
        ("<p>Hiến 530 m<sup>2</sup> đất<br>và 14 ngày công</p>", ["Hiến 530 m2 đất", "và 14 ngày công"]),
        ("<p>Làm <del>45</del> 47 căn nhà</p>", ["Làm 47 căn nhà"]),
        ("<p>Kết   nạp\n  12 hội&nbsp;viên</p>", ["Kết nạp 12 hội viên"]),
        ("<div>Công đoàn 33<div>Nông dân 44</div></div>", ["Công đoàn 33 Nông dân 44"]),
    ],
)
def test_blocks_are_lines(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def test_tables_are_rows_with_bars_and_a_merged_cell_stands_once() -> None:
    table = (
        "<table><caption>Bảng 1</caption><tr><th>Đơn vị</th><th>Nhà (căn)</th><th>Tiền (triệu đồng)</th></tr>"
        "<tr><td>Huyện A</td><td></td><td>600</td></tr><tr><td colspan=2>Tổng</td><td>750,5</td></tr></table>"
    )
    assert lines(table) == ["Bảng 1", "Đơn vị | Nhà (căn) | Tiền (triệu đồng)", "Huyện A |  | 600", "Tổng |  | 750,5"]


def test_a_page_laid_out_by_a_table_keeps_its_paragraphs() -> None:
    cells = f"<td><a>Mục</a></td><td><b>Hội sơ kết</b>{PROSE * 2}</td>"
    page = f"<html><head><title>Tin - Hội sơ kết</title></head><body><table><tr>{cells}</tr></table>"
    text = read(page).text
    assert " | " not in text
    assert text.startswith("Hội sơ kết\n")


@pytest.mark.parametrize(
    ("head", "after", "day"),
    [
        ('<meta property="article:published_time" content="2024-07-04T15:42:00+07:00">', "", date(2024, 7, 4)),
        ('<meta property="article:published_time" content="2024-07-03T18:00:00Z">', "", date(2024, 7, 4)),
        ('<meta name="pubdate" content="04/07/2024 15:42">', "", date(2024, 7, 4)),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished": "2024-07-04"}</script>', "", date(2024, 7, 4)),
        ('<meta name="pubdate" content="2024-07-04T15:42:00 GMT+7">', "", date(2024, 7, 4)),
        ('<script type="application/ld+json">{"datePublished": "\\x2024-07-04"}</script>', "<span>04/07/2024</span>", date(2024, 7, 4)),
        ('<script type="application/ld+json">{"datePublished": "hôm qua, chiều"}</script>', "<span>04/07/2024</span>", date(2024, 7, 4)),
        ('<script type="application/ld+json">{"@type": "WebSite"}</script>', "<span>04/07/2024</span>", date(2024, 7, 4)),
        ("", '<time datetime="2024-07-04T15:42">hôm qua</time>', date(2024, 7, 4)),
        ("", "<span>Thứ năm, 04/07/2024 15:42</span>", date(2024, 7, 4)),
        ("", "<span>7/4/2024 3:42:00 PM</span>", None),
        ("", "<span>31/02/2024</span>", None),
    ],
)
def test_the_day_of_publication(head: str, after: str, day: date | None) -> None:
    assert read(portal_page("Hội Nông dân sơ kết quý hai", PROSE, head, after)).published == day


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Hội sơ kết công tác - Báo X</title></head><h1>Hội sơ kết công tác</h1>", "Hội sơ kết công tác"),
        ("<title>Hội sơ kết công tác - Báo X</title></head><h1>Báo X</h1>", "Hội sơ kết công tác - Báo X"),
        ("<meta property='og:title' content='Hội sơ kết'><title>Báo X</title></head>", "Hội sơ kết"),
        ("<title>Báo X</title></head><h1>Hội sơ kết</h1>", "Hội sơ kết"),
        ("</head>", None),
    ],
)
def test_the_title_loses_its_portal_only_where_a_headline_says_so(head: str, title: str | None) -> None:
    found = read(f"<html><head>{head}<body>{PROSE}</body></html>")
    assert found.title == title
    assert found.text.startswith(title or "Trong quý")
    assert found.text.count("Hội sơ kết") == (title is not None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marks_and_utf8_win_over_what_a_page_declares(encoding: str) -> None:
    page = portal_page("Hội Nông dân sơ kết", PROSE).replace("charset='utf-8'", "charset=windows-1252")
    assert "kết nạp 845 hội viên mới" in read(page.encode(encoding)).text


def test_a_declared_encoding_is_read_and_text_is_nfc() -> None:
    page = (
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1258'></head><body><p>"
        + "Hô\u0323i co\u0301 12 đơn vi\u0323. " * 20
    )
    assert read(page.encode("windows-1258")).text.startswith("Hội có 12 đơn vị.")
    with pytest.raises(UnreadableArticle, match="--encoding"):
        read(b"<html><body><p>H\xf4\xf2i</p>")
    unknown = page.encode("windows-1258").replace(b"windows-1258", b"x-unknown")
    assert read(unknown, "windows-1258").text.startswith("Hội có 12 đơn vị.")


@pytest.mark.parametrize(
    "page", ["<html><head><title>Báo X</title></head><body><script>x</script></body></html>", "<!-- trang trống -->", ""]
)
def test_a_page_without_text_is_empty(page: str) -> None:
    with pytest.raises(UnreadableArticle) as fault:
        read(page)
    assert fault.value.kind == "empty"


def test_a_page_of_little_text_is_still_read() -> None:
    assert read("<html><body><div>Hội kết nạp 12 hội viên</div></body></html>").text == "Hội kết nạp 12 hội viên\n"


@pytest.mark.parametrize(
    ("page", "kind", "limits"),
    [
        ("<html><body>" + "<div>" * 100_000 + "12" + "</div>" * 100_000, "broken", LIMITS),
        ("<html><body><p " + " ".join(f"a{n}=1" for n in range(500_000)) + ">12</p>", "broken", LIMITS),
        ("<html><body>" + "<p>Hội kết nạp 12 hội viên</p>" * 2000, "too_large", Limits(max_unpacked=1_000_000)),
    ],
    ids=["nested", "attributes", "elements"],
)
def test_pages_made_to_exhaust_are_refused(page: str, kind: str, limits: Limits) -> None:
    with pytest.raises(UnreadableArticle) as fault:
        read(page, limits=limits)
    assert fault.value.kind == kind
    assert kind != "too_large" or "--max-unpacked" in fault.value.message
