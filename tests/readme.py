"""Rewrite what README.md and docs/ show of the program, and docs/reference/: `make readme`.

Under a line `<!-- output of: COMMAND -->` stands a fenced block with what the command prints. `| first record` keeps the
first record of a document, `| last N lines` the end; `(exits 1)` behind the command says how it ends where that is not 0.

Pages of docs/ are followed as their readers would: the block under `<!-- file: NAME -->` is saved under that name, and commands
run in a folder that holds the tutorial's articles (or those that the page brings itself) and what was saved before. The Python
blocks of a page run one after the other; under `<!-- printed -->` stands what the one before it prints, and one without it prints
nothing.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import reference
from giaoban_extract.pipeline import Pipeline

ROOT = Path(__file__).resolve().parents[1]
TUTORIAL = ROOT / "docs" / "tutorial"
FOLLOWED = (TUTORIAL / "README.md", ROOT / "docs" / "folders.md", ROOT / "docs" / "pages.md")
OF_PYTHON = (ROOT / "docs" / "python.md", ROOT / "docs" / "notebook.md")
CLI = ROOT / "docs" / "reference" / "cli.md"
README, README_VI = ROOT / "README.md", ROOT / "README.vi.md"
_LINKED = ("samples", "tests", "benchmarks", "patterns", "packs", "src")
"""What README's commands find beside them."""
PAGES = (README, ROOT / "docs" / "reading.md", CLI, *FOLLOWED, *OF_PYTHON)
_BLOCK = re.compile(
    r"(?P<head><!-- (?:output of: (?P<command>.+?)(?: \(exits (?P<exit>\d)\))?|file: (?P<file>\S+)) -->\n```\w*\n)(?P<body>.*?)(\n?```\n)",
    re.DOTALL,
)


def output_of(command: str, folder: Path = ROOT, code: int = 0) -> str:
    """What a command of a page prints, run from a folder at 100 columns."""
    command, _, part = command.partition(" | ")
    command, both, _ = command.partition(" 2>&1")
    program, *arguments = shlex.split(command)
    if program in ("sqlite3", "duckdb"):
        return _queried(program, folder, arguments)
    start = {"giaoban-extract": [sys.executable, "-m", "giaoban_extract"], "python": [sys.executable]}[program]
    environment = {**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run([*start, *arguments], cwd=folder, capture_output=True, check=False, env=environment)
    assert run.returncode == code, f"{command} ended with {run.returncode}: {run.stderr.decode()}"
    text = (run.stdout + (run.stderr if both else b"")).decode("utf-8").replace("\r\n", "\n").strip("\n")
    if part == "first record":
        return json.dumps(json.loads(text)["records"][0], ensure_ascii=False, indent=2)
    if part.startswith("jq "):
        import jq

        _, raw, query = shlex.split(part)
        assert raw == "-r"
        return "\n".join(map(str, jq.compile(query).input_text(text).all()))
    lines = re.fullmatch(r"(first|last) (\d+) lines", part)
    if lines:
        kept = text.split("\n")
        kept = kept[: int(lines[2])] if lines[1] == "first" else kept[-int(lines[2]) :]
        text = "\n".join(kept)
    return _trimmed(text)


def _trimmed(text: str) -> str:
    """Lines without blanks at their ends, which editors take away."""
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _queried(program: str, folder: Path, arguments: list[str]) -> str:
    """What `sqlite3 -header DB < FILE` or `duckdb -csv < FILE` prints, by the libraries of the same name."""
    query = (folder / arguments[-1]).read_text(encoding="utf-8")
    here = os.getcwd()
    os.chdir(folder)
    try:
        if program == "sqlite3":
            found = sqlite3.connect(arguments[1]).execute(query)
            names, rows, mark = [column[0] for column in found.description], found.fetchall(), "|"
        else:
            import duckdb

            relation = duckdb.sql(query)
            names, rows, mark = relation.columns, relation.fetchall(), ","
    finally:
        os.chdir(here)
    return "\n".join(mark.join("" if v is None else str(v) for v in row) for row in [names, *rows])


_CELL = re.compile(r"```python\n(?P<code>.*?)```\n(?P<head>\n<!-- printed -->\n```\n)?(?(head)(?P<body>.*?)(?:\n?```\n))", re.DOTALL)


def printed(page: str, folder: Path) -> str:
    """A page of Python blocks with what they print now."""
    marker = "=" * 20
    code = "".join(f"{match['code']}\nprint({marker!r})\n" for match in _CELL.finditer(page))
    run = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, check=True, text=True, encoding="utf-8")
    outputs = iter(run.stdout.split(marker + "\n"))

    def fresh(cell: re.Match[str]) -> str:
        output = _trimmed(next(outputs)).rstrip()
        assert cell["head"] or not output, f"prints what the page does not show: {output}"
        return f"```python\n{cell['code']}```\n" + (f"{cell['head']}{output}\n```\n" if cell["head"] else "")

    return _CELL.sub(fresh, page)


def current(page: str, folder: Path = ROOT) -> str:
    """A page with its outputs as they are now, its commands run in a folder in which its files are saved as they come."""

    def fresh(block: re.Match[str]) -> str:
        if block["file"]:
            target = folder / block["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block["body"] + "\n", encoding="utf-8")
            return block[0]
        return block["head"] + output_of(block["command"], folder, int(block["exit"] or 0)) + "\n```\n"

    return _BLOCK.sub(fresh, page)


def followed(path: Path) -> str:
    """The text of a page as its commands make it now."""
    text = path.read_text(encoding="utf-8")
    if path not in (*FOLLOWED, *OF_PYTHON, README):
        return current(text)
    with tempfile.TemporaryDirectory() as folder:
        if path == README:
            for name in _LINKED:
                (Path(folder) / name).symlink_to(ROOT / name)
            return current(text, Path(folder))
        if "<!-- file: articles/" not in text:
            shutil.copytree(TUTORIAL / "articles", Path(folder) / "articles")
        text = current(text, Path(folder))
        return printed(text, Path(folder)) if path in OF_PYTHON else text


_FENCED = re.compile(r"(?:<!-- [^\n]+ -->\n)?```\w*\n.*?\n```\n", re.DOTALL)


def in_step(translation: str, original: str) -> str:
    """A translated page with the blocks of its original, one for one."""
    blocks = iter(_FENCED.findall(original))
    assert len(_FENCED.findall(translation)) == len(_FENCED.findall(original)), "a block is missing in one of the two"
    return _FENCED.sub(lambda _: next(blocks), translation)


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(followed(path), encoding="utf-8")
    README_VI.write_text(in_step(README_VI.read_text(encoding="utf-8"), README.read_text(encoding="utf-8")), encoding="utf-8")
    for path, text in reference.pages(Pipeline.load(examples=True)).items():
        path.write_text(text, encoding="utf-8")
