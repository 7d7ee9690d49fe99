"""What loading the rule library costs, beside references of the same run.

    python benchmarks/loading.py [ROUNDS]

Each round is a process of its own, in turn: bare Python, the import of underthesea, the import of this package's pipeline, and
that with the library loaded from its files. Medians and the spread (least to most) are printed; what the library costs is the
difference of the last two. On a noisy machine look at the ratio to the import of underthesea, not at milliseconds.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

CASES = {
    "bare Python": "pass",
    "import underthesea": "import underthesea",
    "import the pipeline": "import giaoban_extract.pipeline",
    "import and load the library": "from giaoban_extract.pipeline import Pipeline; Pipeline.load()",
}


def seconds(code: str) -> float:
    """How long a process takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure in turn, print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    found: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(rounds):
        for name, code in CASES.items():
            found[name].append(seconds(code))
    medians = {name: statistics.median(times) for name, times in found.items()}
    for name, times in found.items():
        print(f"{name:30} {medians[name] * 1000:7.0f} ms  ({min(times) * 1000:.0f} to {max(times) * 1000:.0f})")
    load = medians["import and load the library"] - medians["import the pipeline"]
    underthesea = medians["import underthesea"] - medians["bare Python"]
    print(f"{'loading the library':30} {load * 1000:7.0f} ms, {load / underthesea:.2f} of the import of underthesea")


if __name__ == "__main__":
    main()
