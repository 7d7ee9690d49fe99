"""Tables that were flattened to lines."""

from typing import Any

import pytest

from giaoban_extract.pipeline import Pipeline

HEAD = "Kết quả công tác Hội Nông dân 6 tháng đầu năm 2023\n\n"


def figures(pipeline: Pipeline, table: str) -> list[dict[str, Any]]:
    records = pipeline.document(HEAD + table, "x")["records"]
    return [r["figure"] | {"indicator": r["indicator"]["id"], "status": r["status"]} for r in records]


@pytest.mark.parametrize("bar", [" | ", "\t"])
def test_a_cell_of_its_own_tells_the_unit(pipeline: Pipeline, bar: str) -> None:
    rows = [
        ["Chỉ tiêu", "ĐVT", "Thực hiện"],
        ["Dư nợ ủy thác", "tỷ đồng", "1.482,5"],
        ["Nợ quá hạn", "%", "0,38"],
        ["Hội viên mới", "người", "845"],
    ]
    found = figures(pipeline, "\n".join(bar.join(row) for row in rows))
    assert [(f["value"], f["unit"]) for f in found] == [(1_482_500_000_000, "VND"), (0.38, "percent"), (845, "person")]
    assert [f["indicator"] for f in found] == ["credit.outstanding", "credit.overdue", "membership.new_members"]


def test_the_head_of_a_column_tells_the_unit(pipeline: Pipeline) -> None:
    (found,) = figures(pipeline, "TT\tNội dung\tThành tiền (triệu đồng)\n1\tQuỹ Hỗ trợ nông dân\t250")[-1:]
    assert (found["value"], found["unit"]) == (250_000_000, "VND")


def test_the_label_of_a_row_tells_the_unit(pipeline: Pipeline) -> None:
    found = figures(pipeline, "Nội dung\tSố lượng\nNhà tình thương xây mới (căn)\t12\nHộ thoát nghèo\t34")
    assert [(f["value"], f["unit"]) for f in found] == [(12, "house"), (34, "household")]


def test_a_column_of_targets_is_planned(pipeline: Pipeline) -> None:
    found = figures(pipeline, "Nội dung | Kế hoạch | Thực hiện\nKết nạp hội viên mới | 800 | 845")
    assert [(f["value"], f["status"]) for f in found] == [(800, "planned"), (845, "reported")]


def test_a_single_line_with_a_bar_is_no_table(pipeline: Pipeline) -> None:
    text = "Thứ sáu, 13/07/2018 | 13:18\n\nHội kết nạp 12 hội viên."
    assert [f["unit"] for f in figures(pipeline, text)] == ["person"]
