"""Pattern files as plain data with lines."""

from pathlib import Path

import pytest

from giaoban_extract.library.yamlfile import MAX_BYTES, PatternError, line_of, parse_pattern_text, read_pattern_file


def test_scalars_stay_what_was_typed() -> None:
    assert parse_pattern_text("a: 24.000\nb: [no, 22:30, ~]\n", "t.yaml") == {"a": "24.000", "b": ["no", "22:30", "~"]}


def test_lines_are_known() -> None:
    data = parse_pattern_text("a:\n  - x\n  - y: z\n", "t.yaml")
    assert [line_of(item) for item in data["a"]] == [2, 3]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", "t.yaml:2: 'a' stands twice (first on line 1)"),
        ("a: !!python/object:os.system x\n", "t.yaml:1: YAML tags"),
        ("a: &x [1]\nb: *x\n", "t.yaml:1: YAML anchors"),
        ("b: *x\n", "t.yaml:1: YAML aliases"),
        ("a: 1\n---\nb: 2\n", "t.yaml:2: holds two YAML documents"),
        ("a: [1\n", "is not valid YAML"),
        ("[1]: 2\n", "a key must be a word"),
        ("\n".join("  " * i + "a:" for i in range(30)), "nested deeper"),
    ],
)
def test_what_is_not_plain_data_is_refused(text: str, message: str) -> None:
    with pytest.raises(PatternError) as caught:
        parse_pattern_text(text, "t.yaml")
    assert message in str(caught.value)


def test_a_file_that_is_missing_too_large_or_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    with pytest.raises(PatternError, match="cannot be read"):
        read_pattern_file(path)
    path.write_bytes("a: hoà".encode("windows-1258", "ignore") + b"\xff")
    with pytest.raises(PatternError, match="not UTF-8"):
        read_pattern_file(path)
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(PatternError, match="larger than"):
        read_pattern_file(path)


def test_an_empty_file_is_an_empty_mapping(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("# nothing yet\n", encoding="utf-8")
    assert read_pattern_file(path) == {}
