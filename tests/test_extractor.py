"""The Python interface."""

from pathlib import Path

import giaoban_extract
from giaoban_extract import Document, ErrorDocument, Extractor, extract_many

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "gia-lai-2024-q2.txt"


def test_a_text_becomes_a_typed_document() -> None:
    document = Extractor().extract("Hội Nông dân kết nạp 845 hội viên", source="note")
    assert isinstance(document, Document)
    (record,) = document.records
    assert record.figure.value == 845
    assert record.organisation.id == "farmers_union"
    assert record.organisation.from_ == "clause"
    assert document.source == "note"


def test_many_paths_are_documents_in_order_with_errors_in_their_place(tmp_path: Path) -> None:
    first, second = extract_many([tmp_path / "missing.txt", SAMPLE])
    assert isinstance(first, ErrorDocument)
    assert isinstance(second, Document)


def test_one_path_needs_no_list() -> None:
    for path in (SAMPLE, str(SAMPLE)):
        (document,) = extract_many(path)
        assert document.source == str(SAMPLE)


def test_a_document_holds_its_text_when_it_is_asked_to() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    extractor = Extractor()
    assert extractor.extract(text).text is None
    assert extractor.extract(text, with_text=True).text == text
    (document,) = extractor.extract_many(SAMPLE, with_text=True)
    assert isinstance(document, Document)
    assert document.text == text
    assert document.to_dict()["text"] == text


def test_an_error_document_is_data_as_the_command_line_prints_it(tmp_path: Path) -> None:
    (error,) = extract_many(tmp_path / "missing.txt")
    assert error.to_dict() == {"source": str(tmp_path / "missing.txt"), "error": {"kind": "missing", "message": "no such file"}}


def test_importing_the_package_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    code = "import sys, giaoban_extract; print([m for m in ('underthesea', 'pydantic', 'yaml', 'typer') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"[]\n"
    assert set(giaoban_extract.__all__) >= {"Extractor", "extract_many", "Document"}
