"""What a stranger gets: sdist and wheel are built, the wheel is installed where no source tree is, and run on a sample.

`make package` runs it; it needs the package registry. `--python` names another interpreter for the clean environment.
`--lowest` installs every extra, of each dependency that pyproject.toml names the lowest version that it allows, and reads and writes
the formats of the extras as well: run it where a bound is changed, or something new of a dependency is used. Lowest versions have
wheels for the lowest Python only, 3.11.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
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


def lowest() -> list[str]:
    """The lower bounds of what the program and its extras need, as constraints: "lxml==6.1.1"."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    (whole,) = extras["all"]
    parts = re.fullmatch(r"giaoban-extract\[([a-z,]+)\]", whole)
    assert parts, f"the extra 'all' is no list of extras: {whole}"
    named = [*project["dependencies"], *(name for extra in parts[1].split(",") for name in extras[extra])]
    assert all(re.fullmatch(r"[\w-]+>=[\d.]+", name) for name in named), f"not a name and its lower bound: {named}"
    return [name.replace(">=", "==") for name in named]


def read_and_write_every_format(program: Path, folder: Path) -> None:
    """One article of each format that an extra reads, and one file of each that an extra writes."""
    from document_making import sample_as_docx, sample_as_html, sample_as_pdf

    made = {"article.html": sample_as_html(), "article.docx": sample_as_docx(), "article.pdf": sample_as_pdf(folder)}
    told = told_of(run([program, "article.txt"], folder))
    for name, data in made.items():
        (folder / name).write_bytes(data)
        assert told_of(run([program, name], folder)) == told, f"{name} is read otherwise than the same article as text"
    for name in ("figures.xlsx", "figures.parquet"):
        run([program, "--quiet", "article.txt", "-o", name], folder)
    table = [program, "--quiet", "-f", "csv", "article.txt", *made]
    assert run([*table, "--engine", "dask"], folder) == run(table, folder), "a cluster reads otherwise"


def told_of(document: str) -> tuple[tuple[object, ...], ...]:
    """What the records of a document tell, whatever the format: not where."""
    records = json.loads(document)["records"]
    return tuple((r["figure"]["value"], r["figure"]["unit"], r["indicator"]["id"], r["organisation"]["id"]) for r in records)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable, help="interpreter of the clean environment")
    parser.add_argument("--lowest", action="store_true", help="every extra, and the lowest versions that pyproject.toml allows")
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
        (folder / "constraints.txt").write_text("\n".join(lowest() if chosen.lowest else []), encoding="utf-8")
        wanted = f"{wheel}[all]" if chosen.lowest else wheel
        install = [program / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*install, "--constraint", folder / "constraints.txt", wanted], folder)
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
        assert json.loads(run([program / "giaoban-extract", "rules", "schema"], elsewhere))["type"] == "object"
        if chosen.lowest:
            read_and_write_every_format(program / "giaoban-extract", elsewhere)
        version = run([program / "python", "--version"], elsewhere).strip()
        with_what = f" with {', '.join(lowest())}" if chosen.lowest else ""
        print(f"{wheel.name}: installed in a clean {version}{with_what}, {len(document['records'])} records of {SAMPLE.name} as expected")


if __name__ == "__main__":
    main()
