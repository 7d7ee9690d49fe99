"""Coverage-guided fuzzing with atheris: any bytes as a text, as a file, or as a file of rules.

pip install atheris
python fuzz/fuzz.py text                                   until a fault or Ctrl-C; more in fuzz/README.md
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

with atheris.instrument_imports(include=["giaoban_extract"]):
    from giaoban_extract import pipeline as flow
    from giaoban_extract.inputs.readers import read_articles
    from giaoban_extract.library.layers import Layer
    from giaoban_extract.library.yamlfile import PatternError
    from giaoban_extract.text.articles import Article, Limits, UnreadableArticle

from promises import check, composed  # noqa: E402  (after its place is on the path)

LIMITS = Limits(max_bytes=100_000, max_pages=5, max_unpacked=200_000)
LONGEST = 4096
"""Bytes of one input: what breaks a reader is short, and short texts are many in a minute."""


class Targets:
    """What is fuzzed, by name."""

    def __init__(self, folder: Path) -> None:
        self.pipeline = flow.Pipeline.load()
        self.file = folder / "input"
        self.rules_file = folder / "rules.yaml"

    def text(self, data: bytes) -> None:
        """A text with whatever it holds, lone surrogates too: the promises hold, and blank lines at the end change nothing."""
        text = data.decode("utf-8", "surrogateescape")
        document = self.pipeline.document(text, "x")
        check(text, document)
        assert composed(self.pipeline.document(text + "\n\n \n", "x")) == composed(document)

    def file_(self, data: bytes) -> None:
        """A file of any kind: articles or reasons why not."""
        self.file.write_bytes(data)
        for item in read_articles(str(self.file), limits=LIMITS):
            if isinstance(item, UnreadableArticle):
                assert item.kind
                assert item.message
            else:
                assert isinstance(item, Article)
                check(item.text, self.pipeline.document(item.text, item.source, item.title, item.published))

    def rules(self, data: bytes) -> None:
        """A file of rules: it loads, or a message says where it is wrong."""
        self.rules_file.write_bytes(data)
        with suppress(PatternError):
            flow.Pipeline.load(layers=[Layer("fuzzed", self.rules_file)], examples=True)


def seeds(name: str, folder: Path) -> None:
    """Inputs to begin with: stretches of samples, or the pattern files of one theme each."""
    chance = random.Random(7)
    if name == "rules":
        sys.path.insert(0, str(ROOT / "tests"))
        from rule_texts import COFFEE

        texts = [COFFEE, *(path.read_text(encoding="utf-8")[:1500] for path in (ROOT / "packs").rglob("*.yaml"))]
    else:
        whole = [path.read_bytes().decode("utf-8-sig") for path in sorted((ROOT / "samples").glob("*.txt"))]
        texts = [text[at : at + 600] for text in whole for at in [chance.randrange(len(text)) for _ in range(6)]]
    for number, text in enumerate(texts):
        (folder / f"seed-{number:03}").write_text(text, encoding="utf-8", newline="")


def main() -> None:
    """`fuzz.py TARGET [options of libFuzzer]`."""
    name, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as place:
        targets = Targets(Path(place))
        functions: dict[str, Callable[[bytes], None]] = {"text": targets.text, "file": targets.file_, "rules": targets.rules}
        corpus = ROOT / "fuzz" / "corpus" / name
        if not corpus.is_dir():
            corpus.mkdir(parents=True)
            seeds(name, corpus)
        atheris.Setup([sys.argv[0], f"-max_len={LONGEST}", *options, str(corpus)], functions[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
