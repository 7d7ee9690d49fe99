"""The phrase language: what is written and what it unfolds to."""

import pytest

from giaoban_extract.library.rulephrase import Group, PhraseError, parse_phrase, parse_piece, parse_words


def test_pieces_stand_before_at_and_after_the_figure() -> None:
    phrase = parse_phrase("@admit ... trong quý {figure} đoàn viên ... nghèo")
    assert phrase.left == (((Group("admit"),),), ((("trong", "quí"),),))
    assert phrase.head == ((("đoàn", "viên"),),)
    assert phrase.right == (((("nghèo",),),),)


def test_optional_and_alternative_words_unfold() -> None:
    assert parse_piece("nhà [ở] (tạm | dột nát)") == (
        (("nhà", "tạm"),),
        (("nhà", "dột", "nát"),),
        (("nhà", "ở", "tạm"),),
        (("nhà", "ở", "dột", "nát"),),
    )


def test_a_phrase_without_a_figure_stands_before_it() -> None:
    phrase = parse_phrase("tổng số hội viên")
    assert phrase.head is None
    assert len(phrase.left) == 1


def test_a_gap_right_after_the_figure_leaves_the_head_open() -> None:
    phrase = parse_phrase("{figure} ... hiến máu")
    assert phrase.head is None
    assert phrase.right


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(a | b {figure}", "never closed before the end, a gap or the figure"),
        ("(a [b | c)", "close the bracket first"),
        ("(" * 30, "nested deeper"),
        ("kết nạp ] {figure}", "without its opening bracket"),
        ("{figur} hội viên", "only {figure} may stand in braces"),
        ("@ {figure}", "without the name of a group"),
        ("{figure} và {figure}", "stands twice"),
        ("(a | b", "never closed"),
        ("", "matches nothing"),
        ("...", "matches nothing"),
    ],
)
def test_faults_are_shown_with_a_caret(text: str, message: str) -> None:
    with pytest.raises(PhraseError, match=message.replace("{", r"\{").replace("}", r"\}")) as caught:
        parse_phrase(text)
    assert str(caught.value).endswith("^")


def test_a_phrase_that_unfolds_too_far_is_refused() -> None:
    with pytest.raises(PhraseError, match="unfolds into more than"):
        parse_phrase(" ".join(["(a | b | c | d)"] * 8) + " {figure}")


def test_a_condition_holds_no_figure() -> None:
    assert len(parse_words("vay ... vốn")) == 2
    with pytest.raises(PhraseError):
        parse_words("vay {figure}")
