"""Rewrite the outputs that README.md and docs/ show: `make readme`.

Under a line `<!-- output of: COMMAND -->` stands a fenced block with what the command prints. `| first record` keeps the
first record of a document, `| last N lines` the end; `(exits 1)` behind the command says how it ends where that is not 0.

A page of docs/tutorial is followed as its reader would: the block under `<!-- file: NAME -->` is saved under that name, and
commands run in a folder that holds the page's articles and what was saved before.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TUTORIAL = ROOT / "docs" / "tutorial"
PAGES = (ROOT / "README.md", ROOT / "docs" / "reading.md", TUTORIAL / "README.md")
_BLOCK = re.compile(
    r"(?P<head><!-- (?:output of: (?P<command>.+?)(?: \(exits (?P<exit>\d)\))?|file: (?P<file>\S+)) -->\n```\w*\n)(?P<body>.*?)(\n?```\n)",
    re.DOTALL,
)


def output_of(command: str, folder: Path = ROOT, code: int = 0) -> str:
    """What a command of a page prints, run from a folder at 100 columns."""
    command, _, part = command.partition(" | ")
    program, *arguments = command.split()
    start = {"giaoban-extract": [sys.executable, "-m", "giaoban_extract"], "python": [sys.executable]}[program]
    environment = {**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run([*start, *arguments], cwd=folder, capture_output=True, check=False, env=environment)
    assert run.returncode == code, f"{command} ended with {run.returncode}: {run.stderr.decode()}"
    text = run.stdout.decode("utf-8").replace("\r\n", "\n").strip("\n")
    if part == "first record":
        return json.dumps(json.loads(text)["records"][0], ensure_ascii=False, indent=2)
    lines = re.fullmatch(r"(first|last) (\d+) lines", part)
    if lines:
        kept = text.split("\n")
        kept = kept[: int(lines[2])] if lines[1] == "first" else kept[-int(lines[2]) :]
        text = "\n".join(kept)
    return "\n".join(line.rstrip() for line in text.split("\n"))


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
    if path.parent != TUTORIAL:
        return current(text)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(TUTORIAL / "articles", Path(folder) / "articles")
        return current(text, Path(folder))


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(followed(path), encoding="utf-8")
