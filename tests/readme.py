"""Rewrite the outputs that README.md and docs/ show: `make readme`.

Under a line `<!-- output of: COMMAND -->` stands a fenced block with what the command prints. `| first record` keeps the
first record of a document, `| last N lines` the end.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "README.md", ROOT / "docs" / "reading.md")
_BLOCK = re.compile(r"(<!-- output of: (?P<command>.+?) -->\n```\w*\n)(?P<output>.*?)(\n?```\n)", re.DOTALL)


def output_of(command: str) -> str:
    """What a command of a page prints, run from the repository's root at 100 columns."""
    command, _, part = command.partition(" | ")
    program, *arguments = command.split()
    start = {"giaoban-extract": [sys.executable, "-m", "giaoban_extract"], "python": [sys.executable]}[program]
    environment = {**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run([*start, *arguments], cwd=ROOT, capture_output=True, check=True, env=environment)
    text = run.stdout.decode("utf-8").replace("\r\n", "\n").strip("\n")
    if part == "first record":
        return json.dumps(json.loads(text)["records"][0], ensure_ascii=False, indent=2)
    lines = re.fullmatch(r"(first|last) (\d+) lines", part)
    if lines:
        kept = text.split("\n")
        kept = kept[: int(lines[2])] if lines[1] == "first" else kept[-int(lines[2]) :]
        text = "\n".join(line.rstrip() for line in kept)
    return text


def current(page: str) -> str:
    """A page with its outputs as they are now."""
    return _BLOCK.sub(lambda m: m[1] + output_of(m["command"]) + "\n```\n", page)


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(current(path.read_text(encoding="utf-8")), encoding="utf-8")
