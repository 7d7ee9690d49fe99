"""How large a report is and how long a browser takes to open it.

    python benchmarks/pages.py [FOLDER...] [--articles 300] [--runs 5]

Articles of the folders (without any: the articles of this repository) are taken in turn, each time with its figures' texts as they
are, until there are as many as asked for. The time is the browser's own, from the start of the navigation until the page is drawn
(a frame behind the load event); of several runs the median and the extremes. Needs chromium and chromedriver.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from chromium import CHROMIUM, DRIVER, MISSING, chromium  # noqa: E402
from giaoban_extract.inputs.readers import find_files, read_found  # noqa: E402
from giaoban_extract.outputs.report import ReportPage  # noqa: E402
from giaoban_extract.pipeline import Pipeline  # noqa: E402

DRAWN = """return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", default=[str(ROOT / name) for name in ("samples", "tests/fresh", "benchmarks/annotated")])
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    if not (CHROMIUM and DRIVER):
        raise SystemExit(MISSING)
    pipeline = Pipeline.load()
    articles = [item for item in read_found(find_files(chosen.folders)) if hasattr(item, "text")]
    documents = [pipeline.document(item.text, item.source, item.title, item.published) | {"text": item.text} for item in articles]
    file = io.StringIO()
    page = ReportPage(file, library=pipeline.library)
    for number, document in enumerate(islice(cycle(documents), chosen.articles)):
        page.write(document | {"source": f"{number}-{document['source']}"})
    page.finish()
    data = file.getvalue().encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        path.write_bytes(data)
        times = []
        with chromium(Path(folder) / "profile") as browser:
            for _ in range(chosen.runs):
                browser.open(path)
                times.append(browser.run(DRAWN) / 1000)
    characters = sum(len(document["text"]) for document in islice(cycle(documents), chosen.articles))
    length = characters / chosen.articles
    print(f"{chosen.articles} articles of {length:,.0f} characters, {page.data.count:,} records: {len(data) / 1e6:.2f} MB")
    print(f"opened in {statistics.median(times):.2f} s (median of {chosen.runs}; {min(times):.2f} to {max(times):.2f})")


if __name__ == "__main__":
    main()
