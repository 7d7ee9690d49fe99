"""What a stranger gets: sdist and wheel are built, the wheel is installed where no source tree is, and run on a sample.

`make package` runs it; it needs the package registry. `--python` names another interpreter for the clean environment.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "gia-lai-2024-q2.txt"
IN_WHEEL = (
    "py.typed", "teaching/template.yaml", "patterns/organisations.yaml", "patterns/indicators/membership.yaml", "patterns/nearness.json",
    "packs/kinh-te-xa-hoi", "outputs/html/page.js", "outputs/html/article.html", "outputs/html/labels.json",
)  # fmt: skip
IN_SDIST = ("README.md", "LICENSE", "Makefile", "pyproject.toml", "tests/conftest.py", "samples/gia-lai-2024-q2.txt", "docs/rules.md")


def run(command: list[str | Path], folder: Path) -> str:
    """Standard output of a command that must succeed, run where nothing of this repository is found."""
    clean = {name: value for name, value in os.environ.items() if name not in ("HOME", "PYTHONPATH", "GIAOBAN_CACHE", "GIAOBAN_PATTERNS")}
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True, encoding="utf-8", env=clean)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable, help="interpreter of the clean environment")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        run([sys.executable, "-m", "build", "--outdir", folder / "dist", ROOT], folder)
        (wheel,), (sdist,) = (folder / "dist").glob("*.whl"), (folder / "dist").glob("*.tar.gz")
        names = zipfile.ZipFile(wheel).namelist()
        missing = [name for name in IN_WHEEL if not any(n.startswith(f"giaoban_extract/{name}") for n in names)]
        with tarfile.open(sdist) as archive:
            packed = ["/".join(name.split("/")[1:]) for name in archive.getnames()]
        missing += [name for name in IN_SDIST if name not in packed]
        assert not missing, f"not packed: {missing}"

        run([chosen.python, "-m", "venv", folder / "clean"], folder)
        program = folder / "clean" / "bin"
        run([program / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel], folder)
        (site,) = (folder / "clean" / "lib").glob("python*/site-packages")
        for path in (site / "giaoban_extract").rglob("*"):  # nothing is written beside the program
            path.chmod(0o555 if path.is_dir() else 0o444)
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "article.txt").write_bytes(SAMPLE.read_bytes())

        document = json.loads(run([program / "giaoban-extract", "article.txt"], elsewhere))
        expected = json.loads(SAMPLE.with_suffix(".expected.json").read_text(encoding="utf-8"))
        assert document["records"] == expected["records"], "the installed program reads the sample otherwise"
        assert run([program / "python", "-m", "giaoban_extract", "--version"], elsewhere) == run(
            [program / "giaoban-extract", "--version"], elsewhere
        )
        assert run([program / "giaoban-extract", "-f", "html", "article.txt"], elsewhere).startswith("<!doctype html>")
        assert "kinh-te-xa-hoi" in run(
            [program / "giaoban-extract", "rules", "list", "--patterns", "kinh-te-xa-hoi", "-f", "json"], elsewhere
        )
        version = run([program / "python", "--version"], elsewhere).strip()
        print(f"{wheel.name}: installed in a clean {version}, {len(document['records'])} records of {SAMPLE.name} as expected")


if __name__ == "__main__":
    main()
