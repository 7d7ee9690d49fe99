"""What loading the rule library costs, beside references of the same run.

    python benchmarks/loading.py [ROUNDS]

Each round is a process of its own, in turn: bare Python, the import of underthesea, the import of this package's pipeline, that
with the library compiled from its files, and that with the library as an earlier run left it in the cache. Medians and the
spread (least to most) are printed; what loading costs is the difference to the import. On a noisy machine look at the ratio to
the import of underthesea, not at milliseconds.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

CASES = {
    "bare Python": "pass",
    "import underthesea": "import underthesea",
    "import the pipeline": "import giaoban_extract.pipeline",
    "and load it from its files": "from giaoban_extract.pipeline import Pipeline; Pipeline.load()",
    "and load it from the cache": "from giaoban_extract.pipeline import Pipeline; Pipeline.load()",
}


def seconds(code: str, cache: str) -> float:
    """How long a process takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "GIAOBAN_CACHE": cache})
    return time.perf_counter() - start


def main() -> None:
    """Measure in turn, print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    found: dict[str, list[float]] = {name: [] for name in CASES}
    with tempfile.TemporaryDirectory() as folder:
        seconds(CASES["and load it from the cache"], folder)
        for _ in range(rounds):
            for name, code in CASES.items():
                found[name].append(seconds(code, folder if "cache" in name else "off"))
    medians = {name: statistics.median(times) for name, times in found.items()}
    for name, times in found.items():
        print(f"{name:30} {medians[name] * 1000:7.0f} ms  ({min(times) * 1000:.0f} to {max(times) * 1000:.0f})")
    underthesea = medians["import underthesea"] - medians["bare Python"]
    for name in list(CASES)[3:]:
        load = medians[name] - medians["import the pipeline"]
        print(f"{name.replace('and load it', 'loading'):30} {load * 1000:7.0f} ms, {load / underthesea:.2f} of the import of underthesea")


if __name__ == "__main__":
    main()
