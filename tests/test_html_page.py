"""Pages as files: what they hold and what they never do. How they behave is tested in a browser (test_browser.py)."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from giaoban_extract.outputs.formats import Format
from giaoban_extract.outputs.html_data import FOLDER, PageData
from giaoban_extract.outputs.html_page import HtmlPage
from giaoban_extract.outputs.writers import open_writer
from giaoban_extract.pipeline import Pipeline

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
HOSTILE = (
    'Hội Nông dân tặng 5 suất quà <script>alert(1)</script>"><img src=x onerror=alert(1)> 😀 \u202eabc\u202c, góp 30 ngày công.'
    "\r\nHội Nông dân kết nạp \x00 12 hội viên </template></div></script><!-- {{ 7 * 7 }} \ud800 مرحبا 1.234 hội viên & &lt;b&gt;"
)


def document(pipeline: Pipeline, text: str, source: str, title: str | None = None) -> dict[str, Any]:
    return pipeline.document(text, source, title) | {"text": text}


def page(*documents: dict[str, Any], single: bool = False) -> str:
    file = io.StringIO()
    writer = HtmlPage(file, single=single)
    for item in documents:
        writer.write(item)
    writer.finish()
    return file.getvalue()


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text of scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside = ""
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts[-1] += data


@pytest.mark.parametrize("single", [True, False])
def test_no_text_of_an_article_becomes_an_element_or_a_script(pipeline: Pipeline, single: bool) -> None:
    evil = document(pipeline, HOSTILE, '"><script>alert(2)</script>.txt', "<svg onload=alert(3)>")
    parsed = Elements(page(evil, single=single))
    assert len(parsed.scripts) == 2
    assert not {"img", "svg", "iframe", "object", "form action"} & {tag for tag, _ in parsed.tags}
    assert not [name for _, attributes in parsed.tags for name in attributes if name.startswith("on") or name in ("style", "srcdoc")]
    assert "49" not in re.sub(r"<script.*?</script>", "", page(evil, single=single), flags=re.S)


@pytest.mark.parametrize("single", [True, False])
def test_the_policy_allows_the_style_and_the_script_of_the_page_and_nothing_else(pipeline: Pipeline, single: bool) -> None:
    text = page(document(pipeline, "Hội tặng 5 suất quà.", "a.txt"), single=single)
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1])  # type: ignore[index]
    style = re.search(r"<style>(.*?)</style>", text, re.S)[1]  # type: ignore[index]
    script = Elements(text).scripts[1]
    for name, source in (("style-src", style), ("script-src", script)):
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in re.search(rf"{name} ([^;]+);", policy)[1]  # type: ignore[index]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_links_lead_only_to_addresses_of_the_web(pipeline: Pipeline) -> None:
    sources = ["https://example.vn/tin?a=1&b=2", "javascript:alert(1)", "data:text/html,x", "https://x/ onclick=alert(1)", "news/a.txt"]
    text = page(*(document(pipeline, "Hội tặng 5 suất quà.", source) for source in sources))
    links = {attributes.get("href") for tag, attributes in Elements(text).tags if tag == "a"}
    assert {link for link in links if link and not link.startswith("#")} == {"https://example.vn/tin?a=1&b=2"}


def test_an_error_document_stands_among_the_failures(pipeline: Pipeline) -> None:
    error = {"source": "<b>.txt", "error": {"kind": "missing", "message": "no such file & none like it"}}
    for documents in ([error], [document(pipeline, "Hội tặng 5 suất quà.", "a.txt"), error]):
        assert "no such file &amp; none like it" in page(*documents, single=True)
        assert "&lt;b&gt;.txt" in page(*documents)


def test_one_article_is_a_page_of_its_own_and_a_file_of_many_is_a_list(pipeline: Pipeline) -> None:
    first, second = (document(pipeline, f"Hội tặng {n} suất quà.", f"{n}.txt") for n in (5, 6))
    assert "<template" not in page(first, single=True)
    assert page(first, second, single=True).count("<template") == 2
    assert page(first, second, single=True) == page(first, second)
    assert page().count("<template") == 0


def test_a_page_is_the_same_every_time(pipeline: Pipeline) -> None:
    documents = [document(pipeline, path.read_bytes().decode("utf-8-sig"), path.name) for path in SAMPLES]
    assert page(*documents) == page(*documents)


def test_every_wording_that_pages_use_is_there_and_every_one_there_is_used(pipeline: Pipeline) -> None:
    labels = json.loads((FOLDER / "labels.json").read_text(encoding="utf-8"))
    assert all(len(said) == 2 and all(said) for said in labels.values())
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.iterdir() if path.suffix in (".html", ".js"))
    python = "".join((FOLDER.parent / name).read_text(encoding="utf-8") for name in ("html_page.py", "report.py"))
    used = set(re.findall(r'"((?:ui|report|pages)\.\w+)"', text + python)) | set(re.findall(r"'((?:ui|report|pages)\.\w+)'", text))
    built = {"ui." + name for name in ("organisation", "theme", "measure", "status", "period", "province")}  # of the choices
    built |= {"report." + name for name in ("pivot", "charts", "changes", "checks", "duplicates", "list", "largest", "sum", "count")}
    fixed = {key for key in labels if key.startswith(("ui.", "report.", "pages."))}
    assert (used | built) - {"report.js"} == fixed
    schema = json.dumps(contract())
    for prefix in ("reason", "measure", "status", "level", "from", "bound", "direction"):
        for key in (key.partition(".")[2] for key in labels if key.startswith(prefix + ".")):
            assert f'"{key}"' in schema


def contract() -> Any:
    from giaoban_extract.outputs.document import Document

    return Document.model_json_schema(by_alias=True)


def test_every_value_of_the_contract_has_a_wording() -> None:
    definitions = contract()["$defs"]
    labels = json.loads((FOLDER / "labels.json").read_text(encoding="utf-8"))

    def choices(model: str, name: str) -> list[str]:
        field = definitions[model]["properties"][name]
        return [value for option in field.get("anyOf", [field]) for value in option.get("enum", [])]

    wanted = {
        "reason": choices("Ignored", "reason"), "measure": choices("Record", "measure"), "status": choices("Record", "status"),
        "level": choices("Organisation", "level"), "from": choices("Organisation", "from"), "bound": choices("Figure", "bound"),
        "direction": choices("Record", "direction"),
    }  # fmt: skip
    assert all(wanted.values())
    assert [f"{prefix}.{value}" for prefix, values in wanted.items() for value in values if f"{prefix}.{value}" not in labels] == []


def test_an_article_can_be_read_without_a_script(pipeline: Pipeline) -> None:
    text = page(document(pipeline, "Ngày 20-6, Hội Nông dân tặng 5 suất quà.", "a.txt"), single=True)
    parsed = Elements(text)
    titles = [attributes["title"] for tag, attributes in parsed.tags if tag in ("a", "s") and "title" in attributes]
    assert titles == ["Không phải số liệu: ngày tháng", "5 · Suất quà, phần quà trao tặng · Hội Nông dân"]


def test_columns_of_a_page_hold_each_text_once_and_give_every_row_back(pipeline: Pipeline) -> None:
    data = PageData(pipeline.library)
    rows = [
        row
        for number, path in enumerate(SAMPLES, 1)
        for row in data.add(number, document(pipeline, path.read_bytes().decode("utf-8-sig"), path.name), path.name)
    ]
    written = json.loads(json.dumps(data.to_json()))
    assert written["count"] == len(rows)
    for name, column in written["columns"].items():
        if name == "article":
            continue
        values = column.get("values")
        assert values is None or len(values) == len(set(values))
        cells = column["at"] if values is None else [None if at is None else values[at] for at in column["at"]]
        assert cells == [row[name] for row in rows]


def test_themes_and_organisations_are_named_in_both_languages(pipeline: Pipeline) -> None:
    data = PageData(pipeline.library)
    data.add(1, document(pipeline, "Hội Nông dân tặng 5 suất quà.", "a.txt"), "a")
    assert data.words["theme.welfare"] == ("An sinh xã hội", "Social welfare")
    assert data.words["organisation.farmers_union"] == ("Hội Nông dân", "Farmers' Union")


def test_more_themes_than_colours_differ_in_how_they_are_drawn(pipeline: Pipeline) -> None:
    data = PageData()
    record = document(pipeline, "Hội Nông dân tặng 5 suất quà.", "a.txt")["records"][0]
    for number in range(20):
        article = document(pipeline, "", "a.txt") | {"records": [record | {"indicator": record["indicator"] | {"theme": f"t{number}"}}]}
        data.add(number, article, "a")
    assert len(set(data.styles.values())) == 20


# --- on the command line ---


def run(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "giaoban_extract", *map(str, arguments)], cwd=cwd, capture_output=True, check=False)


def test_the_ending_html_makes_a_page(tmp_path: Path) -> None:
    done = run("samples/gia-lai-2024-q2.txt", "-o", tmp_path / "a.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run("-f", "html", "samples/gia-lai-2024-q2.txt").stdout == (tmp_path / "a.html").read_bytes()


def test_a_page_that_was_made_before_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hội Nông dân tặng 5 suất quà.", encoding="utf-8")
    assert run(".", "-o", "r.html", cwd=tmp_path).returncode == 0
    again = run(".", "-f", "jsonl", cwd=tmp_path)
    assert (again.returncode, again.stdout.count(b"\n")) == (0, 1)
    assert b"1 files were not an article" in again.stderr
    named = run("r.html", cwd=tmp_path)
    assert named.returncode == 2
    assert b"r.html: is a page that this program made" in named.stderr


def test_a_page_names_organisations_of_a_layer(pipeline: Pipeline, tmp_path: Path) -> None:
    with open_writer(Format.html, tmp_path / "a.html", sys.stdout, single=True, library=lambda: pipeline.library) as writer:
        writer.write(document(pipeline, "Hội Nông dân tặng 5 suất quà.", "a.txt"))
    assert "Farmers\\u0027 Union" in (tmp_path / "a.html").read_text(encoding="utf-8")
