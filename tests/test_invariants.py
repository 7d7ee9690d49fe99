"""Promises that hold for any text, tried on made-up briefings, damaged samples and hostile strings (briefings.py).

A quick run is part of every test run; `make fuzz` runs each test on thousands of new texts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from briefings import ARTICLES, HOSTILE, SAMPLE_TEXTS, TEXTS, damaged, examples
from giaoban_extract.outputs.document import Document, ErrorDocument
from giaoban_extract.pipeline import Pipeline, read_numbers
from giaoban_extract.running.extractor import Extractor
from giaoban_extract.text.segment import segment
from giaoban_extract.text.view import make_view
from promises import check, composed, covered

SRC = Path(__file__).parents[1] / "src"


@given(TEXTS)
@examples(120)
@example("\ud800 12 hội viên")
@example("\x00\x01 12 \x00")
@example("Hội kết nạp " + "1" * 5000 + " hội viên")
def test_any_text_has_a_document_that_keeps_the_promises(pipeline: Pipeline, text: str) -> None:
    check(text, pipeline.document(text, "x"))


@pytest.mark.parametrize("piece", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_pieces_within_words_and_numbers_break_nothing(pipeline: Pipeline, piece: str) -> None:
    for text in (
        f"Hội Nông dân {piece} kết nạp 1.250 hội viên, tặng {piece}12{piece} suất quà.",
        f"Quý II năm {piece}2024\n\n{piece}- Hội{piece} kết nạp 1{piece}2 hội viên{piece}",
        piece * 3,
    ):
        check(text, pipeline.document(text, "x"))


@given(TEXTS, st.text(max_size=30))
@examples(40, 0.1)
def test_a_title_beside_the_text_breaks_nothing(pipeline: Pipeline, text: str, title: str) -> None:
    check(text, pipeline.document(text, "x", title))


@given(TEXTS)
@examples(40, 0.1)
def test_the_numbers_of_the_numbers_command_are_those_of_the_document(pipeline: Pipeline, text: str) -> None:
    places = covered(pipeline.document(text, "x"))
    for mention in read_numbers(pipeline.numbers, text)["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]
        assert any(start < mention["end"] and mention["start"] < end for start, end in places), mention


@given(TEXTS)
@examples(40, 0.1)
def test_the_python_interface_gives_what_the_command_gives(pipeline: Pipeline, text: str) -> None:
    document = _extractor(pipeline).extract(text, source="x")
    assert document.to_dict() == pipeline.document(text, "x")
    assert Document.model_validate_json(json.dumps(document.to_dict())) == document


def _extractor(pipeline: Pipeline) -> Extractor:
    extractor = Extractor.__new__(Extractor)
    extractor._pipeline = pipeline
    return extractor


# --- the same again ---


@given(st.lists(TEXTS, min_size=2, max_size=4))
@examples(25, 0.05)
def test_a_result_depends_on_no_article_before_or_after(pipeline: Pipeline, texts: list[str]) -> None:
    alone = [pipeline.document(text, "x") for text in texts]
    backwards = [pipeline.document(text, "x") for text in reversed(texts)]
    assert alone == list(reversed(backwards))


_CHILD = """
import json, sys
from giaoban_extract.pipeline import Pipeline
pipeline = Pipeline.load()
for line in sys.stdin:
    print(json.dumps(pipeline.document(json.loads(line), "x")))
"""


@given(st.lists(TEXTS, min_size=25, max_size=25))
@examples(1, 0.002)
@example([*SAMPLE_TEXTS, *(f"Hội {piece} kết nạp 12 hội viên" for piece in HOSTILE)])
def test_every_process_gives_the_same(pipeline: Pipeline, texts: list[str]) -> None:
    here = [pipeline.document(text, "x") for text in texts]
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    for seed in ("1", "977"):  # the order of sets and of dictionaries of strings
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(SRC)}
        child = subprocess.run([sys.executable, "-c", _CHILD], input=lines, capture_output=True, text=True, check=True, env=environment)
        assert [json.loads(line) for line in child.stdout.splitlines()] == here


@given(st.lists(TEXTS.filter(str.strip), min_size=2, max_size=4))
@examples(15, 0.02)
def test_files_of_one_run_are_read_as_each_alone(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("batch")
    for number, text in enumerate(texts):
        (folder / f"{number}.jsonl").write_text(json.dumps({"id": str(number), "text": text}), encoding="ascii")
    together = list(_extractor(pipeline).extract_many([folder]))
    assert [document.source for document in together] == [str(number) for number in range(len(texts))]
    for number, document in enumerate(together):
        assert not isinstance(document, ErrorDocument)
        assert document.to_dict() == pipeline.document(texts[number], str(number))


# --- what changes nothing ---


@given(TEXTS)
@examples(80, 0.25)
def test_blank_lines_at_the_end_change_nothing(pipeline: Pipeline, text: str) -> None:
    assert pipeline.document(text + "\n\n  \n", "x") == pipeline.document(text, "x")


@given(TEXTS)
@examples(80, 0.25)
@example("0À\u0300")
def test_composed_and_decomposed_letters_read_the_same(pipeline: Pipeline, text: str) -> None:
    """But for marks that no letter takes and that stand in another order when it is taken apart: no stretch of the one form is the
    letter alone in the other. And but for scripts whose letters are composed of letters (Hangul, some of India)."""
    nfc, nfd = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    apart = [unicodedata.normalize("NFD", character) for character in nfc]
    assume("".join(apart) == nfd and all(unicodedata.combining(mark) for letter in apart for mark in letter[1:]))
    one, other = pipeline.document(nfc, "x"), pipeline.document(nfd, "x")
    assert composed(one) == composed(other)


UNRELATED = "Trời hôm ấy nắng đẹp, gió nhẹ thổi qua những hàng cây bên con suối và mọi người ra về trong niềm vui."
"""No number, organisation, place, period, verb of a rule, cue of planning or of reporting; as long as a paragraph of an article."""
OPENING = f"Hội nghị sơ kết công tác của khối\n\n{UNRELATED}\n\n{UNRELATED}\n\n"
CLOSING = f"\n\n{UNRELATED}" + "\n\nMưa đã tạnh hẳn." * 10


@given(ARTICLES | damaged(ARTICLES))
@examples(80, 0.25)
def test_an_unrelated_paragraph_at_the_end_changes_nothing(pipeline: Pipeline, text: str) -> None:
    """Four policies look at where a text ends, and are kept out of play: title and lead are the first lines and paragraphs that can be
    these (so both stand there); a date in the last lines is a signature's (so these hold none), and so is a place behind the last
    paragraph (so one stands there); and lines wrapped by hand are joined where most are of one width (so texts that are cut into other
    blocks are left out)."""
    one = f"{OPENING}{text}{CLOSING}"
    other = f"{one}\n\n{UNRELATED}\n"
    assume(segment(make_view(one)).blocks == segment(make_view(other)).blocks[:-1])
    assert pipeline.document(other, "x") == pipeline.document(one, "x")
