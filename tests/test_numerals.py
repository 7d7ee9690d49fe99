"""Numerals: what digits, magnitude words and spelled-out numbers are worth."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban_extract.numbers.numerals import Numerals, plain, read_digits
from giaoban_extract.text.roman import ROMAN, roman_value
from giaoban_extract.text.tokens import Tokens, words_of
from one_number import READER

PATTERNS = Path(__file__).resolve().parent.parent / "patterns"
NUMERALS = Numerals(PATTERNS / "numbers.yaml")

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def value_of(text: str) -> object:
    """Value of a text that is one numeral from end to end."""
    tokens = Tokens(text, NUMERALS.spelling)
    numeral = NUMERALS.read(tokens, tokens.first)
    assert numeral is not None, text
    assert numeral.end == tokens.last, f"{text}: read up to {tokens.low[numeral.end]!r}"
    return plain(numeral.value)


def in_words(n: int) -> str:
    """A number below one thousand as it is said."""
    hundreds, tens, ones = n // 100, n // 10 % 10, n % 10
    parts = [DIGITS[hundreds], "trăm"] if hundreds else []
    if tens == 0:
        parts += ["lẻ"] * bool(hundreds and ones) + ([DIGITS[ones]] if ones or not hundreds else [])
    elif tens == 1:
        parts += ["mười", *([{5: "lăm"}.get(ones, DIGITS[ones])] if ones else [])]
    else:
        parts += [DIGITS[tens], "mươi", *([{1: "mốt", 4: "tư", 5: "lăm"}.get(ones, DIGITS[ones])] if ones else [])]
    return " ".join(parts)


@pytest.mark.parametrize("hundreds", range(10))
def test_every_number_below_one_thousand_is_read_from_words(hundreds: int) -> None:
    for n in range(100 * hundreds, 100 * hundreds + 100):
        if n:
            assert value_of(in_words(n)) == n


@pytest.mark.parametrize(
    ("word", "factor"), [("nghìn", 10**3), ("ngàn", 10**3), ("vạn", 10**4), ("triệu", 10**6), ("tỷ", 10**9), ("tỉ", 10**9)]
)
@pytest.mark.parametrize("form", ["{n} {m}", "{n}{m}", "{w} {m}", "{n} {m} rưỡi", "{w} {m} rưỡi"])
def test_every_magnitude_multiplies_digits_and_words(word: str, factor: int, form: str) -> None:
    text = form.format(n=12, w="mười hai", m=word)
    assert value_of(text) == 12 * factor + (factor // 2 if "rưỡi" in form else 0)


@given(st.integers(1, 999), st.integers(0, 999), st.integers(0, 999))
def test_billions_millions_and_thousands_add_up(billions: int, millions: int, thousands: int) -> None:
    text = f"{in_words(billions)} tỷ"
    text += f" {in_words(millions)} triệu" if millions else ""
    text += f" {in_words(thousands)} nghìn" if thousands else ""
    assert value_of(text) == billions * 10**9 + millions * 10**6 + thousands * 10**3


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234", 1234),
        ("24.000", 24000),
        ("1.200.000", 1200000),
        ("1 000", 1000),
        ("2 000 000", 2000000),
        ("1,5", 1.5),
        ("1,002", 1.002),
        ("0,1", 0.1),
        ("0.123", 0.123),
        ("5.5", 5.5),
        ("30.9", 30.9),
        ("1.209,24", 1209.24),
        ("1,234.5", 1234.5),
        ("1,173,5", 1173.5),
        ("1,234,567", 1234567),
        ("02", 2),
        ("2018", 2018),
    ],
)
def test_separators_follow_the_reading_policy(text: str, value: float) -> None:
    assert value_of(text) == value


def test_a_comma_before_three_digits_keeps_both_readings() -> None:
    assert read_digits("12,683") == (Fraction(12683, 1000), 12683)
    assert read_digits("12.683") == (12683, None)
    assert read_digits("0,683") == (Fraction(683, 1000), None)


def test_a_list_of_numbers_is_no_single_number() -> None:
    assert words_of("1,2,3", {}) == ("1", ",", "2", ",", "3")


def test_an_endless_run_of_digits_has_no_value() -> None:
    tokens = Tokens("1" * 5000, {})
    assert NUMERALS.read(tokens, tokens.first) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7 trăm", 700),
        ("3 chục", 30),
        ("ba chục", 30),
        ("hai tá", 24),
        ("10k", 10000),
        ("100tr", 100000000),
        ("1tr5", 1500000),
        ("3M", 3000000),
        ("2tỷ 992 triệu", 2992000000),
        ("1 tỷ 200 triệu", 1200000000),
        ("1 nghìn 200", 1200),
        ("1 triệu hai", 1200000),
        ("ba trăm hai", 320),
        ("1,173,5 ngàn tỷ", 1173500000000000),
        ("một nghìn hai trăm ba mươi tư tỷ", 1234 * 10**9),
        ("không phẩy không năm", 0.05),
        ("mười hai phẩy năm triệu", 12500000),
        ("hai trăm năm chín", 259),
    ],
)
def test_mixed_and_short_forms(text: str, value: float) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(("text", "value"), [("hai mươi năm", 20), ("mười năm", 10), ("một trăm năm", 100), ("hai triệu năm", 2000000)])
def test_nam_after_a_whole_number_is_the_noun_year(text: str, value: int) -> None:
    tokens = Tokens(text, NUMERALS.spelling)
    numeral = NUMERALS.read(tokens, tokens.first)
    assert numeral is not None
    assert (numeral.value, tokens.low[numeral.end]) == (value, "năm")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("có không hai nghìn đồng", ["hai nghìn"]),
        ("không lăm", []),
        ("ba ha nghìn đồng", ["ba"]),
        ("chín bảy mươi hộ", ["chín", "bảy mươi"]),
    ],
)
def test_tens_and_ones_without_their_word_are_two_digits_from_one_on(text: str, figures: list[str]) -> None:
    assert [text[m.start : m.figure_end] for m in READER.read(text)] == figures


def test_a_ratio_or_a_summons_is_no_magnitude() -> None:
    for text, value in (("5 tỷ lệ", 5), ("20 triệu tập", 20)):
        tokens = Tokens(text, NUMERALS.spelling)
        numeral = NUMERALS.read(tokens, tokens.first)
        assert numeral is not None
        assert numeral.value == value


@given(st.integers(0, 10**12), st.integers(0, 6))
def test_values_are_exact(whole: int, places: int) -> None:
    text = str(whole)
    number = read_digits(f"{text},{'3' * places}" if places and places != 3 else text)
    assert number is not None
    assert plain(number[0]) == (float(f"{text}.{'3' * places}") if places and places != 3 else whole)


def test_roman_numerals_up_to_forty_nine() -> None:
    assert [roman_value(r) for r in ("I", "IV", "IX", "XIV", "XL", "XLIX")] == [1, 4, 9, 14, 40, 49]
    assert sorted(ROMAN.values()) == list(range(1, 50))
    assert roman_value("IIII") is roman_value("CV") is roman_value("iv") is None


@pytest.mark.parametrize("whole", [0, 2, 12])
def test_decimals_are_said_digit_by_digit_or_as_a_number_below_hundred(whole: int) -> None:
    for first in range(10):
        assert value_of(f"{in_words(whole)} phẩy {DIGITS[first]}") == plain(Fraction(10 * whole + first, 10))
        for second in range(10):
            value = plain(Fraction(100 * whole + 10 * first + second, 100))
            assert value_of(f"{in_words(whole)} phẩy {DIGITS[first]} {DIGITS[second]}") == value
            if first > 1:
                assert value_of(f"{in_words(whole)} phẩy {in_words(10 * first + second)}") == value
    assert value_of(f"{in_words(whole)} phẩy bảy tám chín một") == plain(Fraction(10000 * whole + 7891, 10000))


@pytest.mark.parametrize("unit", ["triệu", "tỷ"])
def test_decimals_count_in_the_magnitude_behind_them(unit: str) -> None:
    assert value_of(f"ba phẩy hai lăm {unit}") == {"triệu": 3_250_000, "tỷ": 3_250_000_000}[unit]


@pytest.mark.parametrize("year", range(1900, 2100))
def test_a_year_is_said_digit_by_digit(year: int) -> None:
    digits = [int(digit) for digit in str(year)]
    said = [[DIGITS[digit] for digit in digits]]
    if digits[2] == 1:
        said.append([DIGITS[digits[0]], DIGITS[digits[1]], "mười", *([{5: "lăm"}.get(digits[3], DIGITS[digits[3]])] if digits[3] else [])])
    if digits[2] > 1:
        said.append([DIGITS[digits[0]], DIGITS[digits[1]], DIGITS[digits[2]], "mươi", *([DIGITS[digits[3]]] if digits[3] else [])])
    for words in said:
        tokens = Tokens(" ".join(words), NUMERALS.spelling)
        assert NUMERALS.digit_row(tokens, tokens.first) == (year, tokens.last), words
