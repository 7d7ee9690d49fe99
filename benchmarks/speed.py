"""What reading costs, as ratios to references measured in the same run on the same texts.

    python benchmarks/speed.py [--only a,b] [--texts FOLDER] [--rounds N] [--articles N] [-f json]

    a  an article against `underthesea.word_tokenize` over the same whole article, in one process
    b  one article, cold: the program against a bare Python that imports underthesea and tokenizes it
    c  `--help` against that of a typer program with one command
    d  time per character of a text a hundred times as long against the text itself
    e  two processes against one over many articles, and articles per second and core
    f  loading the library, from its files and from the cache, and what is imported for it
    g  peak memory of one article, and of a tenth and all of many
    h  a run with a store against one without, and a run over a store that holds all

How to read it on a noisy machine: what is compared is measured in turn, round by round, so that other work on the machine
slows both; a ratio is taken in each round, and its median over the rounds is printed with the least and the greatest. Look at
the ratios. All but (e) and (h) are processor time, which waiting for other work is no part of; a busy neighbour slows even
that, so two runs of this program can't be compared by their milliseconds. Where the spread is wide, ask for more rounds.
`--instructions` has valgrind count instructions for (a) instead of taking time: slow, but the same in every run.

A text is read once in a process that is timed (but for those of d), so nothing kept from the first time can flatter. A checkout is
measured as an installed package is: with its modules compiled, whatever PYTHONDONTWRITEBYTECODE says.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
PROGRAM = [sys.executable, "-m", "giaoban_extract"]
TYPICAL = 4500
"""Characters of a typical article: the text nearest to it stands for one article."""
WARMING = "Hội Nông dân huyện kết nạp 845 hội viên mới và trao tặng 12 suất đồ dùng cho con em đoàn viên."

BARE = "import sys; from underthesea import word_tokenize; word_tokenize(open(sys.argv[1], encoding='utf-8-sig').read())"
TYPER = """
import typer
app = typer.Typer(rich_markup_mode=None)
@app.command()
def read(path: str, verbose: bool = False) -> None:
    "Read a file."
app()
"""
LOAD = """
import json, time
start = time.process_time()
import giaoban_extract.pipeline
between = time.process_time()
giaoban_extract.pipeline.Pipeline.load()
print(json.dumps([between - start, time.process_time() - between]))
"""
UNDERTHESEA = "import json, time; start = time.process_time(); import underthesea; print(json.dumps(time.process_time() - start))"
READ_ALL = """
import json, sys, time
warming, texts = sys.argv[2], json.load(open(sys.argv[1], encoding="utf-8"))
from giaoban_extract.pipeline import Pipeline
from underthesea import word_tokenize
pipeline = Pipeline.load()
reading, tokenizing = [lambda text: pipeline.document(text, "x")], [word_tokenize]
wanted = {"read": reading, "tokenize": tokenizing, "both": reading + tokenizing, "neither": []}[sys.argv[3]]
pipeline.document(warming, "x")
word_tokenize(warming)
times = [[] for _ in wanted]
for number, text in enumerate(texts):
    order = list(zip(wanted, times))
    for work, spent in order if number % 2 else order[::-1]:
        start = time.process_time()
        work(text)
        spent.append(time.process_time() - start)
print(json.dumps(times))
"""
GROW = """
import json, sys, time
from giaoban_extract.pipeline import Pipeline
pipeline = Pipeline.load()
pipeline.document(sys.argv[2], "x")
def seconds(text, times):
    found = []
    for _ in range(times):
        start = time.process_time()
        pipeline.document(text, "x")
        found.append(time.process_time() - start)
    return sorted(found)[len(found) // 2]
short, long = json.load(open(sys.argv[1], encoding="utf-8"))
print(json.dumps([seconds(short, 5), seconds(long, 1)]))
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure: its median over the rounds, the least and the greatest, and the most (or least) that is wanted of it."""

    case: str
    name: str
    unit: str
    median: float
    least: float
    greatest: float
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What is measured on: texts, the one that stands for an article, as a file too, how often, how many for (e) to (h)."""

    texts: list[str]
    article: str
    folder: Path
    file: Path
    rounds: int
    articles: int
    instructions: bool

    def cached(self, place: str = "cache") -> dict[str, str]:
        """The environment with the compiled library in a folder of this run (`off`: compiled each time)."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "GIAOBAN_CACHE": place if place == "off" else str(self.folder / place)}

    def put(self, name: str, data: Any) -> str:
        """A file with JSON."""
        path = self.folder / name
        path.write_text(json.dumps(data), encoding="utf-8")
        return str(path)


def row(case: str, name: str, unit: str, values: list[float], wanted: str = "") -> Row:
    """A row of the values of all rounds."""
    return Row(case, name, unit, statistics.median(values), min(values), max(values), wanted)


def told(code: str, *arguments: str, run: Run, place: str = "cache") -> Any:
    """What a piece of Python prints as JSON."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True, env=run.cached(place))
    return json.loads(done.stdout)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took: seconds by the clock, seconds of processor time, and its peak memory in MiB."""

    clock: float
    processor: float
    memory: float


def taken(command: list[str], run: Run, place: str = "cache") -> Spent:
    """What a process takes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=run.cached(place))
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return Spent(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(run: Run, commands: dict[str, tuple[list[str], str]]) -> dict[str, list[float]]:
    """Milliseconds of commands (each with its cache), all of them once in each round."""
    found: dict[str, list[float]] = {name: [] for name in commands}
    for command, place in commands.values():
        taken(command, run, place)
    for _ in range(run.rounds):
        for name, (command, place) in commands.items():
            found[name].append(1000 * taken(command, run, place).processor)
    return found


def ratios(above: list[float], below: list[float]) -> list[float]:
    """Round by round."""
    return [a / b for a, b in zip(above, below, strict=True)]


# --- the cases ---


def per_article(run: Run) -> Iterator[Row]:
    """(a)"""
    texts = run.put("texts.json", run.texts)
    if run.instructions:
        counted = {what: instructions(run, READ_ALL, texts, WARMING, what) for what in ("neither", "read", "tokenize")}
        read, tokenized = (counted[what] - counted["neither"] for what in ("read", "tokenize"))
        for name, count in (("reading", read), ("word_tokenize", tokenized)):
            yield row("a", f"{name} an article, instructions", "million", [count / len(run.texts) / 1e6])
        yield row("a", "reading against word_tokenize, instructions", "x", [read / tokenized], "<= 0.60")
        return
    found: list[list[list[float]]] = [told(READ_ALL, texts, WARMING, "both", run=run) for _ in range(run.rounds)]
    read, tokenized = ([1000 * sum(one[which]) / len(run.texts) for one in found] for which in (0, 1))
    yield row("a", f"reading an article ({sum(map(len, run.texts)) // len(run.texts):,} characters)", "ms", read)
    yield row("a", "word_tokenize over it", "ms", tokenized)
    yield row("a", "reading against word_tokenize", "x", ratios(read, tokenized), "<= 0.60")


def instructions(run: Run, code: str, *arguments: str) -> int:
    """How many instructions a piece of Python executes."""
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        raise SystemExit("--instructions needs valgrind")
    counting = [valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null", sys.executable, "-c", code, *arguments]
    done = subprocess.run(counting, check=True, capture_output=True, text=True, env={**run.cached(), "PYTHONHASHSEED": "0"})
    match = re.search(r"Collected : (\d+)", done.stderr)
    assert match, done.stderr
    return int(match[1])


def cold(run: Run) -> Iterator[Row]:
    """(b)"""
    file = str(run.file)
    commands = {
        "bare Python with underthesea": ([sys.executable, "-c", BARE, file], "cache"),
        "the program": ([*PROGRAM, file], "cache"),
        "the program, nothing in the cache": ([*PROGRAM, file], "off"),
    }
    found = in_turn(run, commands)
    for name, values in found.items():
        yield row("b", name, "ms", values)
    bare, program, first = found.values()
    yield row("b", "the program against bare Python", "x", ratios(program, bare), "<= 1.30")
    yield row("b", "the same, nothing in the cache", "x", ratios(first, bare))


def helping(run: Run) -> Iterator[Row]:
    """(c)"""
    commands = {"typer with one command": ([sys.executable, "-c", TYPER, "--help"], "off"), "the program": ([*PROGRAM, "--help"], "off")}
    found = in_turn(run, commands)
    for name, values in found.items():
        yield row("c", f"--help of {name}", "ms", values)
    typer, program = found.values()
    yield row("c", "--help against typer's", "x", ratios(program, typer), "<= 1.30")


def growth(run: Run) -> Iterator[Row]:
    """(d)"""
    line = "Hội Nông dân huyện kết nạp 845 hội viên mới và vận động hơn 136 triệu đồng giúp 12 hộ nghèo "
    pieces = {"an article": run.article + "\n\n", "a line without a full stop": line * 48, "1,000 numbers": "1 " * 1000}
    glued = (
        "(",
        "trên trên trên ",
        "1(",
        "1/",
        "1-",
        "1,",
        "1 tỷ ",
        "năm ",
        "một nghìn ",
        "“1 ",
        "quý I, ",
        "tổ 1, ",
        "từ 1 ",
        "1 000 ",
        "triệu ",
    )
    pieces |= {f"10,000 characters of {piece!r}": (piece * 10_000)[:10_000] for piece in glued}
    rounds = max(1, run.rounds // 3)
    for name, piece in pieces.items():
        texts = run.put("growth.json", [piece, piece * 100])
        found = [told(GROW, texts, WARMING, run=run) for _ in range(rounds)]
        yield row("d", f"{name}, time per character at x100 against x1", "x", [long / short / 100 for short, long in found], "<= 1.20")


def many(run: Run) -> Path:
    """A folder of articles that differ in their first line, and one with a tenth of them."""
    folder = run.folder / "many"
    if not folder.exists():
        for name, count in (("tenth", run.articles // 10), ("many", run.articles)):
            (run.folder / name).mkdir()
            for number in range(count):
                text = f"Bản tin {number}\n\n{run.texts[number % len(run.texts)]}"
                (run.folder / name / f"{number:06}.txt").write_text(text, encoding="utf-8", newline="")
    return folder


def processes(run: Run) -> Iterator[Row]:
    """(e)"""
    folder = str(many(run))
    quietly = [*PROGRAM, "-q", "-f", "jsonl", "--jobs"]
    taken([*quietly, "1", str(run.file)], run)
    started = {jobs: statistics.median([taken([*quietly, jobs, str(run.file)], run).clock for _ in range(3)]) for jobs in ("1", "2")}
    spent = {jobs: taken([*quietly, jobs, folder], run).clock - started[jobs] for jobs in ("1", "2")}
    yield row("e", f"{run.articles:,} articles in one process, start-up apart", "s", [spent["1"]])
    yield row("e", "in two", "s", [spent["2"]])
    yield row("e", "articles per second and core", "", [run.articles / spent["1"]])
    yield row("e", "two processes against one", "x", [spent["1"] / spent["2"]], ">= 1.70")


def loading(run: Run) -> Iterator[Row]:
    """(f)"""
    told(LOAD, run=run)
    imported, compiled, kept, reference = [], [], [], []
    for _ in range(run.rounds):
        before, files = told(LOAD, run=run, place="off")
        imported.append(1000 * before)
        compiled.append(1000 * files)
        kept.append(1000 * told(LOAD, run=run)[1])
        reference.append(1000 * told(UNDERTHESEA, run=run))
    yield row("f", "importing underthesea", "ms", reference)
    yield row("f", "importing the pipeline", "ms", imported)
    yield row("f", "loading the library from its files", "ms", compiled, "<= 120")
    yield row("f", "loading the library from the cache", "ms", kept, "<= 25")
    yield row("f", "from its files against importing underthesea", "x", ratios(compiled, reference))
    yield row("f", "from the cache against importing underthesea", "x", ratios(kept, reference))


def memory(run: Run) -> Iterator[Row]:
    """(g)"""
    folder = many(run)
    quietly = [*PROGRAM, "-q", "-f", "jsonl", "--jobs", "1"]
    taken([*PROGRAM, str(run.file)], run)
    yield row(
        "g", "bare Python with underthesea", "MiB", [taken([sys.executable, "-c", BARE, str(run.file)], run).memory for _ in range(3)]
    )
    yield row("g", "one article", "MiB", [taken([*PROGRAM, str(run.file)], run).memory for _ in range(3)], "<= 160")
    tenth = taken([*quietly, str(folder.parent / "tenth")], run).memory
    whole = taken([*quietly, str(folder)], run).memory
    yield row("g", f"{run.articles // 10:,} articles", "MiB", [tenth])
    yield row("g", f"{run.articles:,} articles", "MiB", [whole])
    yield row("g", "all against a tenth", "x", [whole / tenth], "flat")


def storing(run: Run) -> Iterator[Row]:
    """(h)"""
    folder, store = str(many(run)), str(run.folder / "store.db")
    quietly = [*PROGRAM, "-q", "-f", "jsonl", "--jobs", "1"]
    without = taken([*quietly, folder], run).clock
    first = taken([*quietly, "--store", store, folder], run).clock
    again = taken([*quietly, "--store", store, folder], run).clock
    yield row("h", "a first run with a store against one without", "x", [first / without])
    yield row("h", "a run over an unchanged store", "s", [again])


CASES: dict[str, Callable[[Run], Iterator[Row]]] = dict(
    zip("abcdefgh", (per_article, cold, helping, growth, processes, loading, memory, storing), strict=True)
)


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="".join(CASES), help="cases, such as a,b")
    parser.add_argument("--texts", type=Path, default=SAMPLES, help="a folder of articles (*.txt, at any depth)")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--articles", type=int, default=2000, help="how many articles e, g and h read")
    parser.add_argument("--instructions", action="store_true", help="count instructions for a")
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text")
    options = parser.parse_args()
    wanted = [case for case in options.only if case not in ", "]
    unknown = [case for case in wanted if case not in CASES]
    texts = [path.read_bytes().decode("utf-8-sig") for path in sorted(options.texts.rglob("*.txt"))]
    if unknown or not texts:
        parser.error(f"no case {unknown[0]!r}; there are {', '.join(CASES)}" if unknown else f"{options.texts} holds no *.txt")
    article = min(texts, key=lambda text: abs(len(text) - TYPICAL))
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary) / "article.txt"
        file.write_text(article, encoding="utf-8", newline="")
        run = Run(texts, article, Path(temporary), file, options.rounds, options.articles, options.instructions)
        for case in wanted:
            for found in CASES[case](run):
                rows.append(found)
                if options.format == "text":
                    print(line_of(found), flush=True)
    if options.format == "json":
        print(json.dumps([asdict(found) for found in rows], ensure_ascii=False, indent=2))


def line_of(found: Row) -> str:
    """A row of the table."""
    digits = 2 if found.unit == "x" else 1
    spread = f"{found.least:.{digits}f} to {found.greatest:.{digits}f}" if found.least < found.greatest else ""
    return f"{found.case}  {found.name:68} {found.median:9.{digits}f} {found.unit:8} {spread:18} {found.wanted}".rstrip()


if __name__ == "__main__":
    main()
