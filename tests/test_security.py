"""What docs/security.md promises and no other test looks at; and that its table and that of docs/faults.md name tests that exist."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from document_making import portal_page, sample_as_docx, sample_as_html

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "gia-lai-2024-q2.txt"
TABLES = ("faults.md", "security.md")
NO_NETWORK = """
import socket, sys

# The tokenizer's libraries ask on import whether there is IPv6, by a socket that nobody speaks to.
SPEAKING = {"connect", "sendto", "sendmsg", "getaddrinfo", "gethostbyname", "gethostbyaddr", "getnameinfo"}

class Blocked(BaseException):
    pass

def look(event, arguments):
    if event.startswith("socket.") and event.removeprefix("socket.") in SPEAKING:
        raise Blocked("the network was asked: " + event)

sys.addaudithook(look)
from giaoban_extract.__main__ import main
sys.argv[0] = "giaoban-extract"
main()
"""


def without_network(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", NO_NETWORK, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("document", TABLES)
def test_every_test_that_a_table_names_is_there(document: str) -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", (ROOT / "docs" / document).read_text(encoding="utf-8"))
    assert len(named) >= 20
    defined = {
        (path.name, node.name)
        for path in (ROOT / "tests").glob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert set(named) <= defined, set(named) - defined


def test_every_fault_has_a_test() -> None:
    rows = [line for line in (ROOT / "docs" / "faults.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert all("`test_" in row for row in rows[1:])


# --- the network ---


@pytest.mark.parametrize(
    "arguments", [["-f", "jsonl"], ["-f", "table"], ["trace"], ["numbers"], ["-f", "jsonl", "--jobs", "2"]], ids=" ".join
)
def test_an_extraction_asks_nothing_of_the_network(arguments: list[str], tmp_path: Path) -> None:
    store = ["--store", tmp_path / "s.db"] if arguments[0] == "-f" else []
    result = without_network(*arguments, *store, SAMPLE)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout


def test_the_block_is_one() -> None:
    code = NO_NETWORK.replace("from giaoban_extract", "socket.create_connection(('127.0.0.1', 9))\nfrom giaoban_extract")
    result = subprocess.run([sys.executable, "-c", code, str(SAMPLE)], capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert "the network was asked" in result.stderr


def test_addresses_in_documents_are_not_asked(tmp_path: Path) -> None:
    page = portal_page("Hội sơ kết", '<img src="http://192.0.2.1/x.png"><p>Kết nạp 12 hội viên, tặng 5 suất quà cho hội viên khó khăn.</p>')
    (tmp_path / "a.html").write_text(
        page.replace("<head>", '<head><link rel="stylesheet" href="http://192.0.2.1/a.css">'), encoding="utf-8"
    )
    (tmp_path / "b.html").write_bytes(sample_as_html())
    (tmp_path / "c.docx").write_bytes(sample_as_docx())
    result = without_network("-q", "-f", "jsonl", tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 3


def test_no_module_but_the_cluster_s_can_speak_to_a_network() -> None:
    speaking = {"socket", "ssl", "http", "urllib", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "distributed", "dask"}
    found: dict[str, set[str]] = {}
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            if used := {name.split(".")[0] for name in names} & speaking:
                found.setdefault(path.name, set()).update(used)
    assert found == {"workers.py": {"distributed"}}


# --- stores and JSON ---


def test_text_that_looks_like_a_query_is_text_in_a_store(tmp_path: Path) -> None:
    hostile = "x'); DROP TABLE articles; --"
    article = tmp_path / "a.jsonl"
    article.write_text(
        json.dumps({"id": hostile, "title": hostile, "text": f"Hội {hostile} kết nạp 12 hội viên '); DELETE FROM records; --"})
    )
    command = [sys.executable, "-m", "giaoban_extract", "-q", "-f", "jsonl", "--store", str(tmp_path / "s.db"), str(article)]
    for _ in range(2):
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert sqlite3.connect(tmp_path / "s.db").execute("SELECT source, title, figure_value FROM figures").fetchall() == [
        (hostile, hostile, 12)
    ]


def test_json_that_nests_without_end_is_an_error_in_its_place(tmp_path: Path) -> None:
    dump = tmp_path / "a.jsonl"
    lines = ['{"text": "Hội tặng 5 suất quà."}', '{"text": ' + "[" * 200_000, '{"a": ' * 50_000, '{"text": "Hội tặng 6 suất quà."}']
    dump.write_text("\n".join(lines), encoding="utf-8")
    result = subprocess.run([sys.executable, "-m", "giaoban_extract", "-q", "-f", "jsonl", str(dump)], capture_output=True, check=False)
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert sorted(document.get("error", {}).get("kind", "read") for document in documents) == ["json", "json", "read", "read"]
    assert b"Traceback" not in result.stderr


# --- the wheel ---


@pytest.mark.skipif(importlib.util.find_spec("hatchling") is None, reason="needs hatchling, which builds the wheel")
def test_two_builds_of_a_wheel_are_the_same(tmp_path: Path) -> None:
    digests = []
    for number, folder in enumerate(("one", "two")):
        target = tmp_path / folder
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
        environment = {
            **os.environ,
            "SOURCE_DATE_EPOCH": "1700000000",
            "PYTHONHASHSEED": str(number),
            "TZ": ("UTC", "Asia/Ho_Chi_Minh")[number],
        }
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
        (wheel,) = target.iterdir()
        digests.append((wheel.name, hashlib.sha256(wheel.read_bytes()).hexdigest()))
    assert digests[0] == digests[1]
