"""The number reader as a whole: nothing is missed, nothing overlaps, files are strict, time is linear."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban_extract.library.yamlfile import PatternError
from giaoban_extract.numbers.reader import NumberReader, load_number_reader, to_document
from giaoban_extract.text.identifiers import REASONS
from giaoban_extract.text.mentions import FIGURE_KINDS

PATTERNS = Path(__file__).resolve().parent.parent / "patterns"
FILES = ("numbers.yaml", "units.yaml", "bounds.yaml", "periods.yaml", "nonfigures.yaml")
READER = load_number_reader(PATTERNS)

WORDS = [
    "năm",
    "ngày",
    "tháng",
    "quý",
    "giờ",
    "thứ",
    "hai",
    "ba",
    "một",
    "mười",
    "trăm",
    "nghìn",
    "triệu",
    "tỷ",
    "đồng",
    "hội",
    "viên",
    "hộ",
    "%",
    "m2",
    "km",
    "lượt",
    "người",
    "từ",
    "đến",
    "lên",
    "trên",
    "hơn",
    "gần",
    "và",
    ",",
    ".",
    "-",
    "–",
    "/",
    "(",
    ")",
    "\n",
    "“",
    "”",
    '"',
    "số",
    "tổ",
    "khóa",
    "II",
    "XI",
    "Nghị",
    "quyết",
    "QĐ/TW",
    "-CT/TU",
    "trở",
    "lên",
    "đầu",
    "cuối",
    "phần",
    "rưỡi",
    "phẩy",
    "không",
    "4.0",
    "2024",
    "15/7",
    "1.234",
    "12,5",
    "$",
    "@",
    "www.",
    ":",
    "'",
    "+",
]
pieces = st.lists(st.one_of(st.sampled_from(WORDS), st.integers(0, 10**7).map(str), st.text(max_size=3)), max_size=25)


def check(text: str) -> None:
    mentions = READER.read(text)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert mention.start < mention.figure_end <= mention.end
        assert mention.bound_start <= mention.start
        assert mention.kind in FIGURE_KINDS or mention.kind in REASONS
        assert "\n" not in text[mention.start : mention.end]
        end = mention.end
    for run in re.finditer(r"\d+", text):
        assert sum(m.start <= run.start() and run.end() <= m.end for m in mentions) == 1


@settings(deadline=None)
@given(pieces, st.sampled_from(["", " "]))
def test_every_digit_run_lies_in_exactly_one_mention(parts: list[str], glue: str) -> None:
    check(glue.join(parts))


@pytest.mark.parametrize(
    "text",
    [
        "dài 1 km 2 tổ",
        "tháng 1.12,5",
        "tháng 1.1.46",
        "@và1kỷ niệm 808một phần:www.giờ",
        "quý 2.12,50",
        "ngày 31/2",
        "٣ hộ ½ m²",
        "5$10",
        "ngày 12.6.123",
        "không mươi",
        "5 tỷ tỷ tỷ",
        "1 tỷ " + "1" * 40,
    ],
)
def test_odd_texts_that_fuzzing_found(text: str) -> None:
    check(text)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    check(text)


@pytest.mark.parametrize(("text", "value"), [("5½ ha", 55_000), ("12¾ tỷ đồng", 12_750_000_000), ("10¼ kg", 10.25), ("1.250½ m", 1250.5)])
def test_a_fraction_of_one_character_adds_to_the_digits(text: str, value: float) -> None:
    (mention,) = READER.read(text)
    assert (mention.value, mention.start, mention.end) == (value, 0, len(text))


def test_a_megabyte_of_digits_is_one_mention_without_value() -> None:
    (mention,) = READER.read("7" * 1_000_000)
    assert (mention.value, mention.end) == (None, 1_000_000)


def test_a_document_lists_what_the_command_prints() -> None:
    text = "hiến 2,5 ha đất"
    assert to_document(text, READER.read(text)) == {
        "text": text,
        "mentions": [
            {
                "text": "2,5 ha",
                "start": 5,
                "end": 11,
                "kind": "measure",
                "value": 25000,
                "value_max": None,
                "out_of": None,
                "unit": "m2",
                "bound": "exact",
                "iso": None,
            }
        ],
    }


def test_a_sentence_of_the_genre_is_read_in_full() -> None:
    text = "Trong quý II/2024, theo Chỉ thị 05-CT/TW, Hội vận động hơn 1,2 tỷ đồng, xây 3 căn nhà, kết nạp 1.250 hội viên (đạt 83%)."
    figures = [(text[m.start : m.figure_end], m.value, m.unit, m.bound) for m in READER.read(text) if m.kind in FIGURE_KINDS]
    assert figures == [
        ("1,2 tỷ", 1200000000, "VND", "over"),
        ("3", 3, "house", "exact"),
        ("1.250", 1250, "person", "exact"),
        ("83%", 83, "percent", "exact"),
    ]


# -- pattern files


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str, str], NumberReader]:
    def load(name: str, old: str, new: str) -> NumberReader:
        for file in FILES:
            shutil.copy(PATTERNS / file, tmp_path / file)
        content = (tmp_path / name).read_text(encoding="utf-8")
        assert old in content
        (tmp_path / name).write_text(content.replace(old, new, 1), encoding="utf-8")
        return load_number_reader(tmp_path)

    return load


Edit = Callable[[str, str, str], NumberReader]


def test_a_unit_is_added_in_yaml_alone(edited: Edit) -> None:
    reader = edited("units.yaml", "measures:\n", "measures:\n  - {unit: bar, words: [ba rờ]}\n")
    (mention,) = reader.read("áp suất 12 ba rờ")
    assert (mention.kind, mention.unit, mention.value) == ("measure", "bar", 12)


def test_a_counted_noun_is_added_in_yaml_alone(edited: Edit) -> None:
    reader = edited("units.yaml", "  person:\n", "  person:\n    - trạng nguyên\n")
    assert reader.read("12 lượt trạng nguyên")[0].unit == "person"


def test_a_bound_word_is_added_in_yaml_alone(edited: Edit) -> None:
    reader = edited("bounds.yaml", "  over: [", "  over: [vượt ngưỡng, ")
    assert reader.read("vượt ngưỡng 300 hộ")[0].bound == "over"


def test_a_context_is_added_in_yaml_alone(edited: Edit) -> None:
    reader = edited("nonfigures.yaml", "before:\n", "before:\n  - reason: name\n    always: yes\n    words: [phi thuyền]\n")
    assert reader.read("phi thuyền 12 hộ")[0].kind == "name"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("units.yaml", "measures:", "mesures:", "'measures'"),
        ("units.yaml", "times: 10_000", "time: 10_000", "'times'"),
        ("units.yaml", "  person:", "  persons:", "'person'"),
        ("units.yaml", "times: 10_000", "times: many", "whole number"),
        ("units.yaml", "  person:\n", "  person:\n    - hộ\n", "keep one"),
        ("bounds.yaml", "  over:", "  ovr:", "'over'"),
        ("bounds.yaml", "before:", "befor:", "'before'"),
        ("numbers.yaml", "digits:", "digit:", "'digits'"),
        ("periods.yaml", "weekday:", "week_day:", "'weekday'"),
        ("nonfigures.yaml", "    always: yes", "    allways: yes", "'always'"),
        ("nonfigures.yaml", "    always: yes", "    always: perhaps", "yes or no"),
        ("nonfigures.yaml", "reason: document", "reason: paper", "unknown reason"),
        ("units.yaml", "  - {unit: percent, words: ['%', phần trăm]}", "  - {unit: percent}", "has no words"),
        ("units.yaml", "  - {unit: percent, words: ['%', phần trăm]}", "  - percent", "a mapping of keys"),
        pytest.param("units.yaml", (PATTERNS / "units.yaml").read_text(encoding="utf-8"), "money: none\n", "must be a list", id="no list"),
        ("bounds.yaml", "range_from: [từ]", "range_from: từ", "a list of phrases"),
        ("numbers.yaml", "ten: mười", "ten: []", "missing or no text"),
        ("numbers.yaml", "collectives: {chục: 10, tá: 12}", "collectives: [chục]", "must be a mapping"),
        ("numbers.yaml", "halves: [rưỡi, rưởi]", "halves: [một rưỡi]", "a single word"),
    ],
)
def test_a_fault_in_a_pattern_file_names_file_line_and_the_nearest_key(edited: Edit, file: str, old: str, new: str, message: str) -> None:
    with pytest.raises(PatternError) as caught:
        edited(file, old, new)
    assert caught.value.path.endswith(file)
    assert caught.value.line is not None
    assert message in str(caught.value)
