"""The picture of a page that the READMEs show: `make picture` takes it with Chromium from a sample.

The file tells in a note of its own what it was taken of, so that a test without a browser knows whether it is current.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
from pathlib import Path

from PIL import Image, PngImagePlugin

from giaoban_extract.outputs.html_data import FOLDER
from giaoban_extract.outputs.html_page import HtmlPage
from giaoban_extract.outputs.wording import value_text
from giaoban_extract.pipeline import Pipeline

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "page.png"
SAMPLE = ROOT / "samples" / "gia-lai-2024-q2.txt"
CHOSEN, WIDTH, HEIGHT = 3, 1280, 760
NOTE = "taken-of"


def taken_of(pipeline: Pipeline) -> str:
    """A digest of all that is seen: the page's own files, the text, and what is shown of its records."""
    text = SAMPLE.read_text(encoding="utf-8")
    document = pipeline.document(text, f"samples/{SAMPLE.name}")
    shown = [
        (value_text(record), record["indicator"]["label"], record["organisation"]["label"], (record["period"] or {}).get("code"))
        for record in document["records"]
    ]
    digest = hashlib.sha256(repr((text, document["article"], shown)).encode())
    for name in ("page.css", "page.js", "article.html", "top.html", "labels.json"):
        digest.update((FOLDER / name).read_bytes())
    return digest.hexdigest()


def main() -> None:
    from chromium import chromium

    pipeline = Pipeline.load()
    text = SAMPLE.read_text(encoding="utf-8")
    file = io.StringIO()
    page = HtmlPage(file, single=True, library=pipeline.library)
    page.write(pipeline.document(text, f"samples/{SAMPLE.name}") | {"text": text})
    page.finish()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(file.getvalue(), encoding="utf-8")
        with chromium(Path(folder) / "profile") as browser:
            browser.open(path, width=WIDTH)
            browser.driver.execute_cdp_cmd(
                "Emulation.setDeviceMetricsOverride", {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
            )
            browser.run("view.choose(arguments[0], 'table')", CHOSEN)
            picture = Image.open(io.BytesIO(browser.driver.get_screenshot_as_png()))
    note = PngImagePlugin.PngInfo()
    note.add_text(NOTE, taken_of(pipeline))
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(PICTURE, pnginfo=note, optimize=True)


if __name__ == "__main__":
    main()
