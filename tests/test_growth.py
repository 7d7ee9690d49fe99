"""Work grows with the length of a text and no faster, whatever it repeats: counted in calls, not in seconds."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from giaoban_extract.pipeline import Pipeline

SENTENCE = "Hội Nông dân huyện kết nạp 845 hội viên mới và vận động hơn 136 triệu đồng giúp 12 hộ nghèo"
SHORT = 3_200
"""Characters: longer than all that is bounded (a sentence is cut at 3,000, words are looked at 110 away)."""
LINEAR = 2.0
"""How many times the work for the second 3,200 characters the work for the 6,400 behind them is; 4 would be a square."""
TOLERANCE = 1.3

PIECES = {
    # sentences without a stop, stops without a sentence
    "stops": "A. ",
    "commas": "hội viên, ",
    # numbers without words
    "per cents": "1% ",
    "digits": "9 ",
    "dashes": "1-",
    "semicolons": "1;",
    "slashes": "1/",
    "commas in numbers": "1,",
    "quoted numbers": "“1 ",
    "opened brackets": "(1 ",
    "grouped thousands": "1 000 ",
    "ages": "70, ",
    # number words
    "one": "một ",
    "thousands": "một nghìn ",
    "years as a word": "năm ",
    "roman numerals": "II ",
    "over": "hơn ",
    # names, places, dates
    "organisations": "Hội Nông dân, Hội LHPN, ",
    "done by": "do Hội Nông dân ",
    "places": "tỉnh Gia Lai, ",
    "days": "ngày 20/6/2024 ",
    "years": "năm 2019, ",
    "quarters": "quý I, ",
    "in the year": "trong năm, ",
    "documents": "số 12-CT/TU ",
    # layout
    "headings that open lists": "Hội Nông dân:\n",
    "lists under headings": "Hội Nông dân huyện:\n12 hội viên mới.\n\n",
    "numbered headings": "I. Hội Nông dân\nKết nạp 12 hội viên.\n",
    "bullets": "- kết nạp 12 hội viên;\n",
    "bullets of bullets": "- - - kết nạp 12 hội viên\n",
    "rows of a table": "Hội | 12 | 13 | 14\n",
    "cells": "\t12",
    "letterheads": "ỦY BAN MTTQ VIỆT NAM\n",
    "datelines": "Thứ hai, 12/02/2024 | 10:05\n",
    "related links": "Tin liên quan\nHội 12\n",
    "blank lines": "\n",
    # characters
    "one long word": "đ",
    "marks upon marks": "\u0301",
    "invisible characters": "a\u200b",
    "tabs": "\t",
}


def calls(pipeline: Pipeline, text: str) -> int:
    """How many functions are called, built-in ones too, to read a text."""
    count = 0

    def tick(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        pipeline.document(text, "x")
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_twice_the_text_is_twice_the_work(pipeline: Pipeline, piece: str) -> None:
    text = piece * (4 * SHORT // len(piece) + 1)
    pipeline.document(text[:SHORT], "x")  # what is kept for all texts is made now
    one, two, four = (calls(pipeline, text[: factor * SHORT]) for factor in (1, 2, 4))
    assert four - two <= LINEAR * TOLERANCE * (two - one) + SHORT, (one, two, four)
