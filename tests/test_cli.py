"""The command line as its users type it: data on standard output, messages on standard error, exit codes of the contract."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import giaoban_extract

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "gia-lai-2024-q2.txt"


def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "giaoban_extract", *map(str, arguments)],
        input=stdin, capture_output=True, cwd=cwd, env={**os.environ, **environment}, check=False,
    )  # fmt: skip


def test_one_article_is_one_document() -> None:
    result = run(SAMPLE)
    assert result.returncode == 0
    document = json.loads(result.stdout)
    assert document["source"] == str(SAMPLE)
    assert document["records"]


def test_extract_is_the_default_command() -> None:
    assert run("extract", SAMPLE).stdout == run(SAMPLE).stdout


@pytest.mark.parametrize(
    "paths",
    [
        ["samples"],
        ["./samples/gia-lai-2024-q2.txt", "samples/xa-2025-9-thang.txt"],
        ["no-such.txt"],
        ["-"],
        ["samples/*.txt", "no-such.txt"],
    ],
)
def test_paths_without_options_are_read_as_by_the_command(paths: list[str]) -> None:
    text = "Hội Nông dân huyện kết nạp 845 hội viên mới.".encode()
    short, long = run(*paths, stdin=text), run("extract", *paths, stdin=text)
    assert (short.returncode, short.stdout, short.stderr) == (long.returncode, long.stdout, long.stderr)


def test_paths_alone_load_no_parser_of_options() -> None:
    code = "import sys; sys.argv = ['g', 'samples/gia-lai-2024-q2.txt']\nfrom giaoban_extract.commands.cli import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "print(sorted({'typer', 'pydantic'} & sys.modules.keys()), file=sys.stderr)"
    run(SAMPLE)  # compiles the patterns, which takes pydantic
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    assert result.stderr.strip() == b"[]"


def test_several_articles_are_lines_in_input_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", ".hidden.txt", "~$c.txt", "notes.bin"):
        (tmp_path / name).write_text("Hội kết nạp 12 hội viên", encoding="utf-8")
    result = run("-f", "jsonl", tmp_path)
    assert [Path(json.loads(line)["source"]).name for line in result.stdout.splitlines()] == ["a.TXT", "b.txt"]
    assert b"3 files were not an article" in result.stderr


def test_several_articles_as_json_are_a_list(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Hội kết nạp 12 hội viên", encoding="utf-8")
    assert len(json.loads(run(tmp_path / "a.txt", tmp_path / "b.txt").stdout)) == 2


def test_standard_input_and_json_lines_are_articles() -> None:
    lines = '{"id": 7, "title": "Hội Nông dân", "published": "2024-06-20", "text": "Kết nạp 12 hội viên"}\n{"text": 5}\n'
    result = run("-f", "jsonl", "-", stdin=lines.encode())
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["source"] == "7"
    assert first["article"]["published"] == "2024-06-20"
    assert first["records"][0]["organisation"]["id"] == "farmers_union"
    assert second["error"]["kind"] == "json"
    assert result.returncode == 1


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("missing.txt", None, "missing"),
        ("empty.txt", b" \n", "empty"),
        ("binary.txt", b"PK\x03\x04\x00\x00", "binary"),
        ("old.txt", b"Ho\xe4i", "encoding"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_an_error_document_and_one_line(tmp_path: Path, name: str, content: bytes | None, kind: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = run("-f", "jsonl", path)
    assert json.loads(result.stdout)["error"]["kind"] == kind
    assert len([line for line in result.stderr.decode().splitlines() if str(path) in line]) == 1
    assert b"Traceback" not in result.stderr
    assert result.returncode == 2


def test_one_bad_article_does_not_stop_the_others(tmp_path: Path) -> None:
    result = run("-f", "jsonl", tmp_path / "missing.txt", SAMPLE)
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert "error" in documents[0]
    assert documents[1]["records"]
    assert result.returncode == 1


def test_a_file_too_large_names_the_option(tmp_path: Path) -> None:
    result = run("--max-bytes", "10", SAMPLE)
    assert b"--max-bytes" in result.stderr
    assert result.returncode == 2


def test_output_goes_to_a_file_in_one_step(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert run(SAMPLE, "-o", target).returncode == 0
    assert json.loads(target.read_text(encoding="utf-8"))["records"]
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]


def test_an_output_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    result = run(SAMPLE, "-o", tmp_path / "no" / "such" / "folder.json")
    assert result.returncode == 2
    assert b"cannot be written" in result.stderr
    assert b"Traceback" not in result.stderr


def test_an_unknown_ending_names_the_formats(tmp_path: Path) -> None:
    result = run(SAMPLE, "-o", tmp_path / "out.doc")
    assert result.returncode == 2
    assert b"add -f" in result.stderr


def test_the_table_shows_organisations_values_and_evidence() -> None:
    text = run("-f", "table", SAMPLE, COLUMNS="120").stdout.decode()
    assert "Hội Nông dân" in text
    assert "2024-Q2" in text


def test_min_confidence_leaves_out_what_is_less_sure() -> None:
    everything = json.loads(run(SAMPLE).stdout)["records"]
    sure = json.loads(run("--min-confidence", "0.9", SAMPLE).stdout)["records"]
    assert len(sure) < len(everything)
    assert all(record["confidence"] >= 0.9 for record in sure)


def test_with_text_the_document_carries_its_text() -> None:
    document = json.loads(run("--with-text", SAMPLE).stdout)
    assert document["text"] == SAMPLE.read_text(encoding="utf-8")


def test_numbers_reads_every_line_blank_ones_too() -> None:
    result = run("numbers", "--lines", "-", stdin="hiến 2,5 ha đất\n\nquý III/2024\n".encode())
    first, blank, period = map(json.loads, result.stdout.splitlines())
    (mention,) = first["mentions"]
    assert (mention["text"], mention["kind"], mention["value"], mention["unit"]) == ("2,5 ha", "measure", 25000, "m2")
    assert blank["mentions"] == []
    assert period["mentions"][0]["iso"] == "2024-Q3"


def test_numbers_takes_the_units_of_a_layer(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("units:\n  measures:\n    - {unit: kg, times: 60, words: [bao cà phê]}\n", encoding="utf-8")
    (mention,) = json.loads(run("numbers", "--patterns", tmp_path, "-", stdin="bán 3 bao cà phê".encode()).stdout)["mentions"]
    assert (mention["value"], mention["unit"]) == (180, "kg")


def test_the_schema_describes_the_documents() -> None:
    schema = json.loads(run("schema").stdout)
    assert set(schema["required"]) >= {"source", "article", "records", "ignored"}


def test_help_is_useful_and_loads_no_model() -> None:
    code = (
        "import sys; sys.argv = ['g', '--help']\ntry:\n    from giaoban_extract.commands.cli import main; main()\nexcept SystemExit: pass\n"
    )
    code += "sys.stderr.write(','.join(m for m in ('underthesea', 'pydantic', 'yaml') if m in sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert b"giaoban-extract article.txt" in result.stdout
    assert result.stderr == b""


def test_the_version_is_told() -> None:
    assert run("--version").stdout.decode() == f"giaoban-extract {giaoban_extract.__version__}\n"


@pytest.mark.parametrize("arguments", [["--no-such-option"], ["extract"], ["rules", "nothing"]])
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract", "--scheduler", "tcp://127.0.0.1:1", str(SAMPLE)], "--scheduler is for --engine dask"),
        (["numbers", "no-such.txt"], "no-such.txt: no such file"),
        (["trace", "-"], "-: holds 2 articles; trace reads one"),
    ],
)
def test_what_cannot_be_done_is_one_line(arguments: list[str], message: str) -> None:
    result = run(*arguments, stdin='{"text": "Kết nạp 1 hội viên"}\n{"text": "Kết nạp 2 hội viên"}\n'.encode())
    assert result.returncode == 2
    assert result.stdout == b""
    assert result.stderr.decode() == f"giaoban-extract: {message}\n"


def test_a_closed_standard_error_changes_no_exit_code_and_no_output(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("themes: [x]", encoding="utf-8")
    for arguments in ("no-such.txt", f"extract --patterns {tmp_path}/rules.yaml {SAMPLE}"):
        command = f"{sys.executable} -m giaoban_extract {arguments}"
        open_, shut = (subprocess.run(["bash", "-c", f"{command} {end}"], capture_output=True, check=False) for end in ("", "2>&-"))
        assert (shut.returncode, shut.stdout, shut.stderr) == (open_.returncode, open_.stdout, b"")


@pytest.mark.parametrize("module", ["giaoban_extract.commands.cli", "giaoban_extract.running.batch"])
def test_a_stop_from_the_keyboard_while_the_program_loads_is_quiet(module: str) -> None:
    code = "import sys\nclass Stop:\n    def find_spec(name, *_):\n"
    code += f"        if name == {module!r}: raise KeyboardInterrupt\n"
    code += f"sys.meta_path.insert(0, Stop); sys.argv = ['g', {str(SAMPLE)!r}]\n"
    code += "from giaoban_extract.__main__ import main; main()"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (130, b"", b"")


@pytest.mark.parametrize(("options", "begins"), [("-q -f jsonl", b'{"schema_v'), ("", b"[\n  {\n    ")])
def test_a_closed_pipe_ends_quietly(tmp_path: Path, options: str, begins: bytes) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    command = f"{sys.executable} -m giaoban_extract {options} {tmp_path} | head -c 10"
    result = subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT, check=False)
    assert result.stdout == begins
    assert result.stderr == b""


def test_it_runs_in_the_c_locale_and_without_a_home() -> None:
    result = run("-f", "jsonl", SAMPLE, LC_ALL="C", LANG="C", HOME="/nonexistent", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert json.loads(result.stdout.decode("utf-8"))["records"]


def test_output_follows_a_link_and_keeps_the_mode(tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o600)
    link.symlink_to(target)
    assert run(SAMPLE, "-o", link).returncode == 0
    assert link.is_symlink()
    assert json.loads(target.read_text(encoding="utf-8"))["records"]
    assert target.stat().st_mode & 0o777 == 0o600


def test_output_to_a_pipe_leaves_it_a_pipe(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    command = f"{sys.executable} -m giaoban_extract -q -f jsonl {SAMPLE} -o {fifo} & head -c 1 {fifo}; wait"
    assert subprocess.run(["bash", "-c", command], capture_output=True, check=False).stdout == b"{"
    assert fifo.is_fifo()


@pytest.mark.parametrize("command", [f"{SAMPLE}", f"numbers {SAMPLE}", "schema"])
@pytest.mark.parametrize("closed", [">&-", "> /dev/full"])
def test_output_that_cannot_be_written_is_one_line(command: str, closed: str) -> None:
    if "full" in closed and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    result = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m giaoban_extract {command} {closed}"], capture_output=True, check=False, text=True
    )
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "standard output" in result.stderr


def test_a_closed_standard_input_is_one_fault() -> None:
    result = subprocess.run(["bash", "-c", f"{sys.executable} -m giaoban_extract -q - <&-"], capture_output=True, check=False)
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr


def test_names_cannot_write_to_the_terminal() -> None:
    result = run("-q", "no\x1b[31m\nsuch file.txt")
    assert b"\x1b" not in result.stderr
    assert result.stderr.count(b"\n") == 1


def test_an_unusable_codec_is_no_encoding() -> None:
    result = run("-q", "--encoding", "undefined", SAMPLE)
    assert result.returncode == 2
    assert b"no encoding" in result.stderr


def test_a_folder_without_articles_says_so(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.returncode == 2
    assert b"no article found" in result.stderr


def test_earlier_results_in_a_folder_are_no_articles(tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path / "a.txt")
    assert run("-q", tmp_path / "a.txt", "-o", tmp_path / "a.json").returncode == 0
    result = run("-f", "jsonl", tmp_path)
    assert (result.returncode, result.stdout.count(b"\n")) == (0, 1)
    assert b"1 files were not an article" in result.stderr
    named = run(tmp_path / "a.json")
    assert named.returncode == 2
    assert b"is a result of this program" in named.stderr


def test_json_lines_end_only_at_line_feeds(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    lines = ['{"source": "a", "text": "Hội kết nạp 5 hội viên\u2028mới"}', '{"source": "b", "text": "Hội kết nạp 6 hội viên"}']
    path.write_text("\n".join(lines), encoding="utf-8")
    sources = [json.loads(line)["source"] for line in run("-q", "-f", "jsonl", path).stdout.splitlines()]
    assert sources == ["a", "b"]
