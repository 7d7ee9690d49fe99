"""Promises that hold for any text: every number accounted for once, offsets exact, the same result every time."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban_extract.outputs.document import Document
from giaoban_extract.pipeline import Pipeline
from goldens import SAMPLES
from promises import check

EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"
TEXTS = [*SAMPLES, *(sorted(p for d in ("dev", "real") for p in (EVAL / d).glob("*.txt")) if EVAL.is_dir() else ())]


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_number_of_an_article_is_accounted_for_with_exact_offsets(pipeline: Pipeline, path: Path, form: str) -> None:
    text = unicodedata.normalize(form, path.read_bytes().decode("utf-8-sig"))
    check(text, pipeline.document(text, path.name))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_nfc_and_nfd_agree_in_values_and_labels(pipeline: Pipeline, path: Path) -> None:
    text = path.read_bytes().decode("utf-8-sig")

    def essence(form: str) -> list[Any]:
        records = pipeline.document(unicodedata.normalize(form, text), "x")["records"]
        return [
            (r["figure"]["value"], r["figure"]["unit"], r["measure"], r["indicator"]["id"], r["organisation"]["id"], r["status"])
            for r in records
        ]

    assert essence("NFC") == essence("NFD")


WORDS = """
Hội_Nông_dân_huyện kết_nạp 845 hội_viên , ; . : \n \n\n - • 1.250 triệu đồng Quỹ_Vì_người_nghèo tặng suất quà 3/6 đơn_vị
20-6 20/6/2024 quý_II năm 2024 6_tháng_đầu_năm hơn gần 530m2 đất 10_-_15% từ 40% lên 60% trong_đó hai_mươi_mốt một_số ( ) “ ”
1_tỷ_200_triệu_đồng phấn_đấu Chỉ_thị_13-CT/TU lần_thứ_XI LĐLĐ_tỉnh UBND xây căn nhà 5_không,_3_sạch VII. a) 0912.345.678 ½ ²
😀 hoà uỷ tăng 5,2% so_với_cùng_kỳ đạt 120% kế_hoạch mỗi nhà trị_giá toàn_tỉnh
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n\n"])


@given(st.lists(PIECES, max_size=40).map(lambda pieces: " ".join(p.replace("_", " ") for p in pieces)))
@settings(max_examples=150, deadline=None)
def test_briefing_like_text_keeps_the_promises(pipeline: Pipeline, text: str) -> None:
    document = pipeline.document(text, "x")
    check(text, document)
    assert document == pipeline.document(text, "x")


@given(st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_document(pipeline: Pipeline, text: str) -> None:
    check(text, pipeline.document(text, "x"))


@pytest.mark.parametrize("text", ["", " \n ", "\x00\x01 12 \x00", "\ud800 12 hội viên", "(" * 3000, "1" * 5000, "trên " * 2000])
def test_odd_texts_are_read_without_a_fault(pipeline: Pipeline, text: str) -> None:
    check(text, pipeline.document(text, "x"))


def test_a_document_survives_json(pipeline: Pipeline) -> None:
    text = SAMPLES[0].read_text(encoding="utf-8-sig")
    document = pipeline.document(text, "x")
    assert json.loads(json.dumps(document, ensure_ascii=False)) == document
    assert Document.model_validate(document).to_dict() == document


def test_blank_lines_at_the_end_change_nothing(pipeline: Pipeline) -> None:
    text = SAMPLES[0].read_text(encoding="utf-8-sig")
    assert pipeline.document(text, "x") == pipeline.document(text + "\n\n \n", "x")
