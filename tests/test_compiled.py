"""The compiled library that is kept between runs: never anything else than what compiling gives."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from giaoban_extract.library.layers import Layer
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.reading import compiled
from giaoban_extract.reading.compiled import KEPT, VARIABLE, Compiled, compile_patterns, from_lines, kept_patterns, to_lines
from rule_texts import COFFEE

ROOT = Path(__file__).parents[1]
TEXTS = [
    *sorted((ROOT / "samples").glob("*.txt")),
    *sorted((ROOT / "tests" / "fresh").rglob("*.txt")),
    *sorted((ROOT.parent / "shared" / "eval").glob("[dr]e*/*.txt")),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    target = tmp_path / "cache"
    monkeypatch.setenv(VARIABLE, str(target))
    return target


def refuse(layers: tuple[Layer, ...]) -> Compiled:
    raise AssertionError("compiled again")


def test_a_kept_patterns_reads_every_article_as_a_compiled_one(folder: Path, pipeline: Pipeline) -> None:
    Pipeline.load()
    kept = Pipeline.load()
    assert kept.library.declared is None, "it was compiled"
    for path in TEXTS:
        text = path.read_bytes().decode("utf-8-sig")
        assert kept.document(text, "x") == pipeline.document(text, "x"), path.name


def test_what_is_kept_is_data_and_comes_back_the_same() -> None:
    compiled = compile_patterns()
    lines = to_lines(compiled)
    for line in lines:
        json.loads(line)
    again = from_lines(lines, ())
    assert to_lines(again) == lines
    one, other = compiled.library, again.library
    assert [rule.id for rule in other.rules] == [rule.id for rule in one.rules]
    assert {piece: [rule.id for rule in other.by_left[piece]] for piece in other.by_left.known} == {
        piece: [rule.id for rule in one.by_left[piece]] for piece in one.by_left.known
    }
    assert again.nearness.weights["u:VND"] == compiled.nearness.weights["u:VND"] != ()


def test_only_what_an_article_needs_is_parsed(folder: Path) -> None:
    kept_patterns(())
    pipeline = Pipeline.load()
    pipeline.document("Hội Nông dân huyện kết nạp 845 hội viên mới.", "x")
    library = pipeline.library
    for shelf in (library.by_left, library.by_head, library.gazetteer.trees, library.pieces, pipeline.nearness.weights):
        assert 0 < len(shelf) < 0.2 * len(shelf.known)


def test_a_second_load_compiles_nothing(folder: Path) -> None:
    kept_patterns(())
    kept_patterns((), refuse)
    assert len(list(folder.glob("*.lines"))) == 1


def test_other_layers_have_a_library_of_their_own(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(COFFEE, encoding="utf-8")
    layers = (Layer("mine", path),)
    kept_patterns(())
    first = kept_patterns(layers)
    second = kept_patterns(layers, refuse)
    assert "farm.coffee" in first.library.indicators
    assert "farm.coffee" in second.library.indicators
    assert second.library.layers == layers
    path.write_text(COFFEE.replace("coffee:", "tea:"), encoding="utf-8")
    assert "farm.tea" in kept_patterns(layers).library.indicators


def test_a_layer_with_units_is_never_kept(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("units:\n  counted:\n    person: [phu hái]\n", encoding="utf-8")
    layers = (Layer("mine", path),)
    for _ in range(2):
        loaded = Pipeline.load(layers=layers)
        assert loaded.document("Thuê 40 phu hái.", "x")["records"][0]["figure"]["unit"] == "person"
    assert list(folder.glob("*.lines")) == []


@pytest.mark.parametrize(
    "damage", [lambda b: b"", lambda b: b[:1000], lambda b: b[:-1], lambda b: b.replace(b"a", b"b", 1), lambda b: b"x\n{}"]
)
def test_a_damaged_file_is_made_anew(folder: Path, damage: Any) -> None:
    kept_patterns(())
    (path,) = folder.glob("*.lines")
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert kept_patterns(()).library.indicators
    assert path.read_bytes() == whole


def test_a_file_of_another_shape_is_made_anew(folder: Path) -> None:
    import hashlib

    kept_patterns(())
    (path,) = folder.glob("*.lines")
    whole = path.read_bytes()
    for body in (
        b"[]",
        b"{}",
        b'{"keys": 3}',
        b"null",
        whole.partition(b"\n")[2] + b"\n{}",
        whole.partition(b"\n")[2].rpartition(b"\n")[0],
    ):
        path.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        assert kept_patterns(()).library.indicators
        assert path.read_bytes() == whole


@pytest.mark.parametrize("place", ["off", "/dev/null/cache", "/proc/cache"])
def test_without_a_folder_it_is_compiled(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv(VARIABLE, place)
    assert kept_patterns(()).library.indicators


def test_a_folder_of_somebody_else_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_patterns(())
    monkeypatch.setattr(os, "getuid", lambda: 4711, raising=False)
    with pytest.raises(AssertionError, match="compiled again"):
        kept_patterns((), refuse)


def test_the_oldest_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = compile_patterns()
    for number in range(KEPT + 3):
        monkeypatch.setattr(compiled, "library_digest", lambda *_, n=number: f"digest{n}")
        kept_patterns((), lambda _: library)
        os.utime(folder / f"digest{number}.lines", (number, number))
    assert len(list(folder.glob("*.lines"))) == KEPT
    assert (folder / f"digest{KEPT + 2}.lines").exists()


def load_once(_: int) -> int:
    return len(kept_patterns(()).library.rules)


@pytest.mark.skipif(sys.platform != "linux", reason="starts processes by forking")
def test_several_processes_may_write_it_at_once(folder: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        assert len(set(pool.map(load_once, range(8)))) == 1
    kept_patterns((), refuse)
    assert [path.suffix for path in folder.iterdir()] == [".lines"]
