"""Many articles: what a second process gains, what the store saves, and whether memory stays flat.

    python benchmarks/throughput.py [ARTICLES] [-f json]

Makes ARTICLES (2,000 by default) of the samples in a temporary folder and runs the command line over them. All ratios are of
one run on one machine; other work on it blurs them, so read them when it is idle. Start-up (a run over one article) is
reported apart and taken off before processes are compared. Memory is the peak of one process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLES = sorted((Path(__file__).resolve().parents[1] / "samples").glob("*.txt"))


def make(folder: Path, count: int) -> None:
    """Articles that differ in their first line."""
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:06}.txt").write_bytes(f"Bản tin {number}\n\n".encode() + SAMPLES[number % len(SAMPLES)].read_bytes())


def run(*arguments: str) -> tuple[float, float]:
    """Seconds, and the peak memory of the largest process so far in MiB."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "giaoban_extract", "-q", "-f", "jsonl", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def measure(count: int) -> dict[str, float]:
    """The figures that are printed."""
    with tempfile.TemporaryDirectory() as temporary:
        few, many = Path(temporary) / "few", Path(temporary) / "many"
        make(few, count // 10)
        make(many, count)
        one, store = str(many / "000000.txt"), str(Path(temporary) / "store.db")
        start, _ = run("--jobs", "1", one)
        _, memory_few = run("--jobs", "1", str(few))
        single, memory_many = run("--jobs", "1", str(many))
        start_two, _ = run("--jobs", "2", one)
        double, _ = run("--jobs", "2", str(many))
        first, _ = run("--store", store, "--jobs", "1", str(many))
        again, _ = run("--store", store, str(many))
    return {
        "articles": count,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        "start-up, s": start,
        "1 process, s": single,
        "2 processes, s": double,
        "articles per second and core": count / (single - start),
        "2 processes against 1, start-up apart": (single - start) / (double - start_two),
        "first run with a store against without": first / single,
        "run on an unchanged store, s": again,
        "memory of a tenth, MiB": memory_few,
        "memory of all, MiB": memory_many,
    }


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=int, default=2000)
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text")
    options = parser.parse_args()
    found = measure(options.articles)
    if options.format == "json":
        print(json.dumps(found, indent=2))
    else:
        for name, value in found.items():
            print(f"{name:40} {value:10.2f}" if isinstance(value, float) else f"{name:40} {value:10}")


if __name__ == "__main__":
    main()
