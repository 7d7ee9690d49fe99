"""The table for reading: widths, numbers in words, and texts that try to write to the terminal."""

from __future__ import annotations

import io

import pytest

from giaoban_extract.outputs.terminal import print_table
from giaoban_extract.outputs.wording import number_text
from giaoban_extract.pipeline import Pipeline

ARTICLE = (
    "Giao ban quý II năm 2024\n\n"
    "Hội Nông dân huyện vận động hơn 1,25 tỷ đồng xây dựng nông thôn mới, hiến 530m2 đất. "
    "Tỷ lệ hộ khá tăng 7,8% so với cùng kỳ. Phấn đấu trong quý III kết nạp 120 hội viên.\n"
)


def table(pipeline: Pipeline, text: str, width: int) -> str:
    file = io.StringIO()
    print_table([pipeline.document(text, "text")], file, width)
    return file.getvalue()


@pytest.mark.parametrize("width", [60, 80, 140])
def test_no_line_is_wider_than_the_terminal(pipeline: Pipeline, width: int) -> None:
    lines = table(pipeline, ARTICLE, width).splitlines()
    assert max(map(len, lines)) <= width


def test_values_read_as_they_are_said(pipeline: Pipeline) -> None:
    text = table(pipeline, ARTICLE, 120)
    assert ">1,25 tỷ đ" in text
    assert "530 m²" in text
    assert "+7,8 %" in text
    assert "[kế hoạch]" in text


def test_articles_cannot_write_to_the_terminal(pipeline: Pipeline) -> None:
    text = table(pipeline, "Tin \x1b]0;hacked\x07 giao ban\n\nHội \x1b[31mkết nạp 25 hội viên \u202emới. [bold]Xong[/bold].\n", 100)
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "[bold]" in text


@pytest.mark.parametrize(("value", "text"), [(1234567, "1.234.567"), (0.5, "0,5"), (1234.5, "1.234,5"), (3.0, "3")])
def test_numbers_are_written_the_vietnamese_way(value: float, text: str) -> None:
    assert number_text(value) == text
