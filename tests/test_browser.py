"""The pages in headless Chromium: what is marked, clicked, filtered, counted and copied, and what is never asked of the network."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from chromium import CHROMIUM, DRIVER, MISSING, Browser, chromium
from giaoban_extract import Extractor
from giaoban_extract.outputs.html_page import HtmlPage
from giaoban_extract.outputs.report import ReportPage
from giaoban_extract.outputs.rows import NAMES, rows
from giaoban_extract.outputs.wording import EN, VI, period_text, value_text
from giaoban_extract.pipeline import Pipeline
from test_html_page import HOSTILE, SAMPLES, document

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=MISSING)

TWO_QUARTERS = [
    ("Giao ban quý I năm 2024 tỉnh Gia Lai", "Hội Nông dân tỉnh tặng 300 suất quà. Hội LHPN tỉnh kết nạp 120 hội viên, trong đó có 180 hội viên nữ."),
    ("Giao ban quý II năm 2024 tỉnh Gia Lai", "Hội Nông dân tỉnh tặng 900 suất quà. Công đoàn tỉnh vận động hơn 3,6 tỷ đồng Quỹ Vì người nghèo."),
    ("Kết quả quý II năm 2024 tỉnh Gia Lai", "Hội Nông dân tỉnh tặng 950 suất quà, kết nạp 50 hội viên mới, phấn đấu năm 2024 kết nạp 200 hội viên."),
    ("Giao ban quý II năm 2024 tỉnh Kon Tum", "Hội Nông dân tỉnh tặng 400 suất quà. Công đoàn tỉnh vận động 1,2 tỷ đồng Quỹ Vì người nghèo."),
    ("Giao ban quý II năm 2024 tỉnh Kon Tum: tin thêm", "Hội Nông dân tỉnh tặng 400 suất quà."),
]  # fmt: skip
VISIBLE_ROWS = "return [...document.querySelectorAll('.records tbody tr')].filter(row => !row.hidden).map(row => Number(row.dataset.place))"


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module")
def documents(pipeline: Pipeline) -> list[dict[str, Any]]:
    return [document(pipeline, path.read_bytes().decode("utf-8-sig"), f"samples/{path.name}") for path in SAMPLES]


@pytest.fixture(scope="module")
def quarters(pipeline: Pipeline) -> list[dict[str, Any]]:
    return [document(pipeline, f"{title}\n\n{body}\n", f"{n}.txt") for n, (title, body) in enumerate(TWO_QUARTERS, 1)]


def written(folder: Path, writer_class: Any, documents: list[dict[str, Any]], **options: Any) -> Path:
    file = io.StringIO()
    writer = writer_class(file, **options)
    for item in documents:
        writer.write(item)
    writer.finish()
    path = folder / "page.html"
    path.write_text(file.getvalue(), encoding="utf-8", newline="")
    return path


@pytest.fixture(scope="module")
def article(pipeline: Pipeline, documents: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    chosen = next(item for item in documents if "gia-lai" in item["source"])
    return written(tmp_path_factory.mktemp("article"), HtmlPage, [chosen], single=True, library=pipeline.library), chosen


@pytest.fixture(scope="module")
def report(
    pipeline: Pipeline, documents: list[dict[str, Any]], quarters: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[dict[str, Any]]]:
    given = [*documents, *quarters]
    failed = {"source": "gone.txt", "error": {"kind": "missing", "message": "no such file"}}
    return written(tmp_path_factory.mktemp("report"), ReportPage, [*given, failed], library=pipeline.library), given


def click(browser: Browser, selector: str, number: int = 0) -> None:
    browser.run("document.querySelectorAll(arguments[0])[arguments[1]].click()", selector, number)


def press(browser: Browser, key: str) -> None:
    browser.run("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: arguments[0], bubbles: true, cancelable: true}))", key)


def choose(browser: Browser, selector: str, value: str) -> None:
    browser.run(
        "const box = document.querySelector(arguments[0]); box.value = arguments[1]; box.dispatchEvent(new Event('input', {bubbles: true}))",
        selector,
        value,
    )


# --- the article ---


def test_highlights_are_the_records_and_the_text_is_all_there(browser: Browser, documents: list[dict[str, Any]], tmp_path: Path) -> None:
    for item in documents:
        browser.open(written(tmp_path, HtmlPage, [item], single=True))
        assert browser.run("return document.querySelector('.text').textContent") == item["text"]
        marked = browser.run("return [...document.querySelectorAll('.figure')].map(f => [Number(f.dataset.place), f.textContent])")
        assert sorted(marked) == [[place, record["figure"]["text"]] for place, record in enumerate(item["records"])]
        ignored = browser.run("return [...document.querySelectorAll('.text .ignored')].map(f => [f.textContent, f.dataset.reason])")
        assert ignored == [[entry["text"], entry["reason"]] for entry in item["ignored"]]
        assert len(browser.run(VISIBLE_ROWS)) == len(item["records"])


def test_a_click_on_a_figure_shows_its_record(browser: Browser, article: tuple[Path, dict[str, Any]]) -> None:
    path, item = article
    browser.open(path)
    for place, record in enumerate(item["records"]):
        click(browser, f"#f1-{place}")
        detail = browser.run("return document.querySelector('.detail').innerText")
        for shown in (
            record["indicator"]["label"], record["organisation"]["label"], record["organisation"]["text"] or "", record["figure"]["text"],
            record["rule"]["id"], f"{record['rule']['file']}:{record['rule']['line']}", value_text(record),
            period_text(record["period"]["code"], record["period"]["start"], record["period"]["end"])[VI],
        ):  # fmt: skip
            assert shown in detail
        assert browser.run("return document.querySelector('tr.chosen').dataset.place") == str(place)
        assert browser.run("return location.hash") == f"#f1-{place}"


def test_the_mentions_that_a_record_rests_on_are_lit_in_the_text(browser: Browser, documents: list[dict[str, Any]], tmp_path: Path) -> None:
    script = """return ["doer", "period", "words"].map(name => CSS.highlights.has(name) ? [...CSS.highlights.get(name)].map(r => r.toString()) : [])"""
    for item in documents:
        browser.open(written(tmp_path, HtmlPage, [item], single=True))
        for place, record in list(enumerate(item["records"]))[:8]:
            click(browser, f"#f1-{place}")
            doer, period, words = browser.run(script)
            assert doer == [text for text in [record["organisation"]["text"]] if text]
            assert period == [text for text in [(record["period"] or {}).get("text")] if text]
            assert words == [phrase["text"] for phrase in (record["counted"], record["action"]) if phrase]


def test_a_click_on_a_row_scrolls_to_its_figure(browser: Browser, article: tuple[Path, dict[str, Any]]) -> None:
    path, item = article
    browser.open(path, width=500)
    last = len(item["records"]) - 1
    click(browser, f".records tr[data-place='{last}'] td", 1)
    box = browser.run(
        "const box = document.querySelector('.figure.chosen').getBoundingClientRect(); return [box.top, box.bottom, innerHeight]"
    )
    assert 0 <= box[0] < box[1] <= box[2]
    assert browser.run("return document.querySelector('.figure.chosen').dataset.place") == str(last)


def test_keys_step_through_the_figures_that_are_shown(browser: Browser, article: tuple[Path, dict[str, Any]]) -> None:
    path, item = article
    browser.open(path)
    chosen = "const row = document.querySelector('tr.chosen'); return row && Number(row.dataset.place)"
    press(browser, "k")
    assert browser.run(chosen) == len(item["records"]) - 1
    press(browser, "j")
    assert browser.run(chosen) == 0
    press(browser, "j")
    assert browser.run(chosen) == 1
    press(browser, "Escape")
    assert browser.run(chosen) is None
    choose(browser, "form.filters [name=organisation]", "farmers_union")
    wanted = [place for place, record in enumerate(item["records"]) if record["organisation"]["id"] == "farmers_union"]
    for place in [*wanted, wanted[0]]:
        press(browser, "j")
        assert browser.run(chosen) == place


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("organisation", lambda record: record["organisation"]["id"]),
        ("theme", lambda record: record["indicator"]["theme"]),
        ("measure", lambda record: record["measure"]),
        ("status", lambda record: record["status"]),
    ],
)
def test_filters_leave_the_records_that_match(browser: Browser, article: tuple[Path, dict[str, Any]], name: str, of: Any) -> None:
    path, item = article
    browser.open(path)
    offered = browser.run("return [...document.querySelector(`[name=${arguments[0]}]`).options].map(option => option.value)", name)
    assert offered[0] == ""
    assert set(offered[1:]) == {of(record) for record in item["records"]}
    for value in offered[1:]:
        choose(browser, f"form.filters [name={name}]", value)
        wanted = [place for place, record in enumerate(item["records"]) if of(record) == value]
        assert browser.run(VISIBLE_ROWS) == wanted
        assert browser.run("return document.querySelector('output[name=shown]').value") == str(len(wanted))
        lit = browser.run("return [...document.querySelectorAll('.figure:not(.off)')].map(f => Number(f.dataset.place))")
        assert lit == wanted
    click(browser, "form.filters [type=reset]")
    browser.run("return new Promise(done => setTimeout(done, 20))")
    assert len(browser.run(VISIBLE_ROWS)) == len(item["records"])


def test_the_slider_leaves_what_is_sure_enough(browser: Browser, article: tuple[Path, dict[str, Any]]) -> None:
    path, item = article
    browser.open(path)
    choose(browser, "form.filters [name=confidence]", "95")
    assert browser.run(VISIBLE_ROWS) == [place for place, record in enumerate(item["records"]) if record["confidence"] >= 0.95]


def test_a_row_is_copied_with_all_columns_and_no_formula(browser: Browser, pipeline: Pipeline, tmp_path: Path) -> None:
    item = document(pipeline, "Hội Nông dân tặng 5 suất quà.", "=cmd|' /C calc'!A0")
    browser.open(written(tmp_path, HtmlPage, [item], single=True))
    browser.run(
        "window.copied = null; Object.defineProperty(navigator, 'clipboard', {value: {writeText: async text => { window.copied = text; }}})"
    )
    click(browser, ".figure")
    press(browser, "c")
    cells = browser.run("return window.copied").split("\t")
    expected = next(rows(item))
    assert len(cells) == len(NAMES)
    assert cells[0] == "'=cmd|' /C calc'!A0"
    assert cells[1:] == ["" if expected[name] is None else str(expected[name]) for name in NAMES[1:]]


def test_hostile_text_is_shown_as_text(browser: Browser, pipeline: Pipeline, tmp_path: Path) -> None:
    item = document(pipeline, HOSTILE, '"><script>alert(2)</script>', "<svg onload=alert(3)>")
    for options in ({"single": True}, {"single": False}):
        browser.open(written(tmp_path, HtmlPage, [item], **options), "#f1-0")
        shown = HOSTILE.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
        assert browser.run("return document.querySelector('.article .text').textContent") == shown
        assert browser.run("return document.querySelector('.article .title').textContent") == "<svg onload=alert(3)>"
        assert browser.run("return document.querySelectorAll('script').length") == 2
        assert browser.complaints() == []
        assert {address.partition("#")[0] for address in browser.requests()} == {(tmp_path / "page.html").as_uri()}


def test_offsets_behind_an_emoji_and_in_decomposed_text_are_right(browser: Browser, pipeline: Pipeline, tmp_path: Path) -> None:
    item = document(pipeline, "😀😀 Hội Nông dân 🎉 tặng 5 suất quà cho hộ nghèo.", "a.txt")
    browser.open(written(tmp_path, HtmlPage, [item], single=True))
    click(browser, ".figure")
    assert browser.run("return [...CSS.highlights.get('doer')][0].toString()") == item["records"][0]["organisation"]["text"]


def test_the_language_switch_changes_every_word_and_value(browser: Browser, report: tuple[Path, list[dict[str, Any]]]) -> None:
    path, given = report
    records = [record for item in given for record in item["records"]]
    browser.open(path, "#f1-0")
    script = "return Array.from({length: data.count}, (_, row) => valueText(row))"
    assert browser.run(script) == [value_text(record, VI) for record in records]
    click(browser, "#language")
    assert browser.run(script) == [value_text(record, EN) for record in records]
    assert browser.run("return document.documentElement.lang") == "en"
    wrong = "return [...document.querySelectorAll('[data-say]')].filter(e => e.textContent !== (data.words[e.dataset.say] || [])[1]).map(e => e.dataset.say)"
    assert browser.run(wrong) == []
    click(browser, "#language")
    assert browser.run(wrong.replace("[1]", "[0]")) == []


# --- the report ---

CELLS = "return [...document.querySelectorAll('.pivot tbody tr')].map(row => [...row.cells].slice(1).map(cell => Number(cell.dataset.figures || 0)))"


def test_the_pivot_counts_every_record_once(browser: Browser, report: tuple[Path, list[dict[str, Any]]]) -> None:
    path, given = report
    records = [record for item in given for record in item["records"]]
    browser.open(path)
    counted = browser.run(CELLS)
    assert sum(sum(row[:-1]) for row in counted) == len(records)
    assert all(sum(row[:-1]) == row[-1] for row in counted)
    assert browser.run("return document.querySelector('#pivot-total').dataset.sort") == str(len(records))
    assert browser.run("return Number(document.querySelector('[data-count]').dataset.count)") == len(records)


@pytest.mark.parametrize("statistic", ["largest", "sum", "count"])
def test_a_cell_of_the_pivot_tells_the_records_behind_it(
    browser: Browser, report: tuple[Path, list[dict[str, Any]]], statistic: str
) -> None:
    path, given = report
    browser.open(path)
    choose(browser, "#statistic", statistic)
    cells: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for item in given:
        province = (item["article"]["province"] or {}).get("name")
        for record in item["records"]:
            key = (record["indicator"]["id"], record["figure"]["unit"], record["measure"], record["status"], record["direction"] or "")
            key = (*key, record["organisation"]["id"])
            cells.setdefault(key, []).append((province, (record["period"] or {}).get("code"), record["figure"]["value"]))
    shown = browser.run(
        "return [...document.querySelectorAll('.pivot td button')].filter(b => b.dataset.organisation)"
        ".map(b => [b.dataset.subject, b.dataset.organisation, Number(b.closest('td').dataset.sort)])"
    )
    assert len(shown) == len(cells)
    for subject, organisation, value in shown:
        figures = cells[(*subject.split("\t"), organisation)]
        expected = {
            "largest": max(figure[2] for figure in figures),
            "sum": sum(figure[2] for figure in set(figures)),
            "count": len(figures),
        }["count" if subject.startswith("other\t") else "largest" if statistic == "sum" and "\tamount\t" not in subject else statistic]
        assert value == pytest.approx(expected)


def test_filters_of_the_report_leave_the_records_that_match(browser: Browser, report: tuple[Path, list[dict[str, Any]]]) -> None:
    path, given = report
    browser.open(path)
    for name, of in (
        ("period", lambda item, record: (record["period"] or {}).get("code")),
        ("province", lambda item, record: (item["article"]["province"] or {}).get("name")),
        ("organisation", lambda item, record: record["organisation"]["id"]),
        ("theme", lambda item, record: record["indicator"]["theme"]),
    ):
        counts = Counter(of(item, record) for item in given for record in item["records"])
        offered = browser.run(
            "return [...document.querySelector(`#filters [name=${arguments[0]}]`).options].map(option => option.value)", name
        )
        assert set(offered) - {""} == {"?" if value is None else value for value in counts}
        for value in offered[1:]:
            choose(browser, f"#filters [name={name}]", value)
            expected = counts[None if value == "?" else value]
            assert sum(sum(row[:-1]) for row in browser.run(CELLS)) == expected
            assert browser.run("return listed().length") == expected
        choose(browser, f"#filters [name={name}]", "")


def test_a_cell_leads_to_its_figures_and_each_to_its_place_in_the_text(browser: Browser, report: tuple[Path, list[dict[str, Any]]]) -> None:
    path, _ = report
    browser.open(path)
    button = "[...document.querySelectorAll('.pivot td button')].find(b => b.dataset.subject.startsWith('welfare.gifts\\tcount') && b.dataset.organisation === 'farmers_union')"
    browser.run(f"{button}.click()")
    listed = browser.run(
        "return [...document.querySelectorAll('.list tbody tr')].map(row => [row.querySelector('a').textContent, row.querySelector('mark').textContent])"
    )
    assert listed == [["950", "950"], ["900", "900"], ["400", "400"], ["400", "400"], ["300", "300"]]
    browser.run("document.querySelector('.list tbody a').click()")
    browser.run("return new Promise(done => setTimeout(done, 50))")
    assert browser.run("return document.querySelector('#reader .figure.chosen').textContent") == "950"
    assert browser.run("return document.querySelector('#reader .title').textContent") == TWO_QUARTERS[2][0]
    browser.run("document.querySelector('.back').click()")
    browser.run("return new Promise(done => setTimeout(done, 50))")
    assert browser.run("return [document.getElementById('reader').hidden, document.getElementById('overview').hidden]") == [True, False]


def test_findings_lead_to_their_figures(browser: Browser, report: tuple[Path, list[dict[str, Any]]]) -> None:
    path, _ = report
    browser.open(path)
    rows_of = "return [...document.querySelectorAll(`#${arguments[0]} tbody tr`)].map(row => [...row.querySelectorAll('a[data-value]')].map(a => a.textContent))"
    assert ["300", "950"] in browser.run(rows_of, "changes")
    assert ["900", "950"] in browser.run(rows_of, "checks")
    assert ["120 người", "180 người"] in browser.run(rows_of, "checks")
    assert ["400"] in browser.run(rows_of, "duplicates")
    assert "gone.txt" in browser.run("return document.querySelector('#failures').textContent")
    broken = "return [...document.querySelectorAll('#overview a[href^=\"#f\"]')].filter(a => { const [, n, p] = /#f(\\d+)-(\\d+)/.exec(a.getAttribute('href')); return !document.getElementById('article-' + n).content.getElementById(`f${n}-${p}`); }).length"
    assert browser.run(broken) == 0


def test_findings_and_articles_follow_the_filters(browser: Browser, report: tuple[Path, list[dict[str, Any]]]) -> None:
    path, given = report
    browser.open(path)
    choose(browser, "#filters [name=province]", "Kon Tum")
    shown = "return [...document.querySelectorAll(arguments[0])].filter(row => !row.hidden).map(row => row.cells[2].textContent)"
    for table in ("#duplicates", "#articles"):
        assert set(browser.run(shown, f"{table} tbody tr")) == {"Kon Tum"}
    assert browser.run(shown, "#checks tbody tr, #changes tbody tr") == []
    choose(browser, "#filters [name=province]", "")
    assert len(browser.run(shown, "#articles tbody tr")) == len(given)


def test_tables_sort_numbers_as_numbers(browser: Browser, report: tuple[Path, list[dict[str, Any]]]) -> None:
    path, given = report
    browser.open(path)
    values = "return [...document.querySelectorAll('#articles tbody tr')].map(row => Number(row.cells[4].textContent))"
    click(browser, "#articles thead button", 4)
    assert browser.run(values) == sorted((len(item["records"]) for item in given), reverse=True)
    click(browser, "#articles thead button", 4)
    assert browser.run(values) == sorted(len(item["records"]) for item in given)
    assert browser.run("return document.querySelectorAll('#articles thead th')[4].getAttribute('aria-sort')") == "ascending"


def test_the_csv_holds_every_record_that_is_shown(browser: Browser, report: tuple[Path, list[dict[str, Any]]]) -> None:
    path, given = report
    browser.open(path)
    browser.run("window.saved = []; URL.createObjectURL = blob => { blob.text().then(text => window.saved.push(text)); return 'data:,'; }")
    click(browser, "[data-csv=list]")
    browser.run("return new Promise(done => setTimeout(done, 100))")
    table = list(csv.DictReader(io.StringIO(browser.run("return window.saved[0]"))))
    expected = [row for item in given for row in rows(item)]
    assert tuple(table[0]) == NAMES
    assert [row["figure_text"] for row in table] == [row["figure_text"] for row in expected]
    assert [float(row["figure_value"]) for row in table] == [row["figure_value"] for row in expected]


def test_bars_and_lines_show_the_largest_figure_and_lead_to_it(browser: Browser, report: tuple[Path, list[dict[str, Any]]]) -> None:
    path, _ = report
    browser.open(path)
    choose(browser, "#subject", "welfare.gifts\tcount\tamount\treported")
    choose(browser, "#filters [name=organisation]", "farmers_union")
    bars = browser.run(
        "return [...document.querySelectorAll('#by-province tr')].map(row => [row.cells[0].textContent, row.cells[2].textContent])"
    )
    assert bars == [["Gia Lai", "950"], ["Kon Tum", "400"]]
    points = browser.run("return [...document.querySelectorAll('#series a')].map(a => a.getAttribute('aria-label'))")
    assert points == ["Hội Nông dân, Quý I/2024: 300", "Hội Nông dân, Quý II/2024: 950"]  # Kon Tum has one period


def test_a_line_never_joins_two_places(browser: Browser, pipeline: Pipeline, tmp_path: Path) -> None:
    body = "Giao ban quý {} năm 2024 tỉnh {}\n\nHội Nông dân tỉnh tặng {} suất quà."
    told = [("I", "Gia Lai", 100), ("II", "Kon Tum", 900), ("III", "Gia Lai", 300), ("III", "Kon Tum", 800), ("IV", "Đắk Lắk", 50)]
    path = written(
        tmp_path, ReportPage, [document(pipeline, body.format(*one), f"{n}.txt") for n, one in enumerate(told)], library=pipeline.library
    )
    browser.open(path)
    points = browser.run("return [...document.querySelectorAll('#series a')].map(a => a.getAttribute('aria-label'))")
    assert sorted(points) == [
        "Gia Lai, Quý I/2024: 100",
        "Gia Lai, Quý III/2024: 300",
        "Kon Tum, Quý II/2024: 900",
        "Kon Tum, Quý III/2024: 800",
    ]
    assert browser.run("return document.querySelectorAll('#series path').length") == 2


def test_the_way_back_leads_to_where_the_overview_was_left(browser: Browser, report: tuple[Path, list[dict[str, Any]]]) -> None:
    path, _ = report
    wait = "return new Promise(done => setTimeout(done, 150))"
    for leave in ("history.back()", "document.querySelector('.back').click()"):
        browser.open(path)
        browser.run("document.querySelector('#duplicates tbody a').scrollIntoView()")
        before = browser.run("return scrollY")
        assert before > 0
        browser.run("document.querySelector('#duplicates tbody a').click()")
        browser.run(wait)
        assert not browser.run("return document.getElementById('reader').hidden")
        browser.run(leave)
        browser.run(wait)
        assert browser.run("return [document.getElementById('reader').hidden, scrollY]") == [True, before]


def test_an_ignored_number_tells_its_reason_to_a_tap(browser: Browser, article: tuple[Path, dict[str, Any]]) -> None:
    path, item = article
    browser.open(path)
    for place, entry in enumerate(item["ignored"]):
        click(browser, f"#g1-{place}")
        detail = browser.run("return document.querySelector('.detail').innerText")
        assert entry["text"].replace("\n", " ") in detail
        assert browser.run("return data.words[`reason.${arguments[0]}`][0]", entry["reason"]) in detail


@pytest.mark.parametrize("towards", ["figure", "row"])
def test_on_a_phone_the_record_leaves_its_figure_in_sight(browser: Browser, article: tuple[Path, dict[str, Any]], towards: str) -> None:
    path, item = article
    browser.open(path, width=360)
    for place in range(len(item["records"])):
        click(browser, f"#f1-{place}" if towards == "figure" else f".records tr[data-place='{place}'] td")
        figure, panel = browser.run(
            "return ['.figure.chosen', '.detail'].map(name => { const box = document.querySelector(name).getBoundingClientRect(); return [box.top, box.bottom]; })"
        )
        assert 0 <= figure[0] < figure[1] <= panel[0]


def test_sorting_keeps_the_focus_and_outlives_a_filter(browser: Browser, report: tuple[Path, list[dict[str, Any]]]) -> None:
    path, _ = report
    browser.open(path)
    browser.run("const button = document.querySelector('.list thead button'); button.focus(); button.click()")
    assert browser.run("return document.activeElement.closest('table').className") == "list"
    browser.run("document.querySelectorAll('.pivot thead button')[1].click()")
    choose(browser, "#filters [name=measure]", "amount")
    assert browser.run("return document.querySelectorAll('.pivot thead th')[1].getAttribute('aria-sort')") == "descending"


def test_colours_of_charts_and_marks_stand_out(browser: Browser, report: tuple[Path, list[dict[str, Any]]]) -> None:
    script = (
        CONTRAST[: CONTRAST.index("const bad")]
        + """
        const style = getComputedStyle(document.documentElement), paper = light(pixel(style.getPropertyValue('--card')));
        return [0, 1, 2, 3, 4, 5, 6, 7].map(n => light(pixel(style.getPropertyValue('--c' + n)))).map(hue => (Math.max(hue, paper) + 0.05) / (Math.min(hue, paper) + 0.05))"""
    )
    for dark in (False, True):
        browser.open(report[0], dark=dark)
        assert min(browser.run(script)) >= 3


# --- looks ---

CONTRAST = """
const context = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const pixel = (...colours) => { context.clearRect(0, 0, 1, 1); for (const colour of colours) { context.fillStyle = colour; context.fillRect(0, 0, 1, 1); } return context.getImageData(0, 0, 1, 1).data; };
const linear = value => { value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
const bad = [];
for (const element of document.querySelectorAll('body *')) {
  if (!element.checkVisibility() || ![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()) || element.closest('script, svg')) continue;
  const layers = [];
  for (let over = element; over; over = over.parentElement) layers.unshift(getComputedStyle(over).backgroundColor);
  const [one, other] = [light(pixel(...layers)), light(pixel(...layers, getComputedStyle(element).color))].sort((a, b) => b - a);
  const ratio = (one + 0.05) / (other + 0.05);
  if (ratio < 4.5) bad.push([element.tagName, element.className, element.textContent.slice(0, 30), ratio.toFixed(2)]);
}
return bad;
"""


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", ["article", "report"])
def test_text_stands_out_from_its_background(
    browser: Browser, article: tuple[Path, Any], report: tuple[Path, Any], kind: str, dark: bool
) -> None:
    browser.open({"article": article, "report": report}[kind][0], dark=dark)
    if kind == "article":
        click(browser, ".figure")
    assert browser.run(CONTRAST) == []
    click(browser, "#scheme")
    assert browser.run(CONTRAST) == []


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_pages_fit_their_window(browser: Browser, article: tuple[Path, Any], report: tuple[Path, Any], width: int) -> None:
    for path, fragment in ((article[0], ""), (article[0], "#f1-3"), (report[0], ""), (report[0], "#f2-1")):
        browser.open(path, fragment, width=width)
        assert browser.run("return document.documentElement.scrollWidth") <= width


def test_controls_and_tables_have_names(browser: Browser, article: tuple[Path, Any], report: tuple[Path, Any]) -> None:
    unnamed = """return [...document.querySelectorAll('select, input, button, a[href], [role=region], [role=group], nav, svg[role]')].filter(e => e.checkVisibility() &&
        !(e.labels && e.labels.length && e.labels[0].textContent.trim()) && !e.textContent.trim() && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')).map(e => e.outerHTML)"""
    headless = "return [...document.querySelectorAll('table:not(.bars)')].filter(t => t.checkVisibility() && !t.querySelector('thead th[scope=col]')).length"
    for path in (article[0], report[0]):
        browser.open(path)
        assert browser.run(unnamed) == []
        assert browser.run(headless) == 0


def test_nothing_is_asked_of_the_network_and_nothing_complained_of(
    browser: Browser, article: tuple[Path, Any], report: tuple[Path, Any]
) -> None:
    for path, fragment in ((article[0], "#f1-1"), (report[0], "#f2-1"), (report[0], "")):
        browser.open(path, fragment)
        click(browser, "#language")
        click(browser, "#scheme")
        assert browser.complaints() == []
        assert {address.partition("#")[0] for address in browser.requests()} == {path.as_uri()}


def test_a_list_without_report_opens_its_articles(browser: Browser, documents: list[dict[str, Any]], tmp_path: Path) -> None:
    path = written(tmp_path, HtmlPage, documents, single=False)
    browser.open(path)
    assert browser.run("return document.querySelectorAll('#articles tbody tr').length") == len(documents)
    browser.run("document.querySelector('#articles tbody a').click()")
    browser.run("return new Promise(done => setTimeout(done, 50))")
    assert browser.run("return document.querySelector('#reader .text').textContent") == documents[0]["text"]
    assert browser.complaints() == []


def test_the_data_of_a_page_is_its_records(browser: Browser, report: tuple[Path, list[dict[str, Any]]]) -> None:
    path, given = report
    browser.open(path)
    got = json.loads(
        browser.run(
            "return JSON.stringify(Array.from({length: data.count}, (_, row) => Object.fromEntries(data.names.map(name => [name, cell(name, row)]))))"
        )
    )
    assert got == json.loads(json.dumps([row for item in given for row in rows(item)]))


# --- in a frame of a notebook ---


def test_in_a_frame_of_a_notebook_links_and_clicks_stay_within_the_page(browser: Browser, tmp_path: Path) -> None:
    texts = [f"Giao ban quý {quarter} năm 2024\n\nHội Nông dân tỉnh Gia Lai tặng 300 suất quà." for quarter in ("I", "II")]
    extractor = Extractor()
    documents = [extractor.extract(text, source=f"{n}.txt", with_text=True) for n, text in enumerate(texts)]
    for page, opened in ((extractor.page(documents[0]), "[data-place='0']"), (extractor.report(*documents), "a[href='#a2']")):
        notebook = tmp_path / "notebook.html"
        notebook.write_text(f'<!doctype html><meta charset="utf-8"><p>cell</p>{page._repr_html_()}', encoding="utf-8")
        browser.open(notebook)
        browser.driver.switch_to.frame(0)
        try:
            click(browser, opened)
            WebDriverWait(browser.driver, 10).until(lambda driver: driver.execute_script("return location.hash") != "")
            assert browser.run("return document.querySelectorAll('.article .figure').length") == 1
            click(browser, ".figure")
            assert browser.run("return document.querySelectorAll('.figure.chosen').length") == 1
            assert browser.run("try { return parent.document.body.textContent } catch { return 'out of reach' }") == "out of reach"
        finally:
            browser.driver.switch_to.default_content()
        assert browser.run("return document.querySelector('p').textContent + location.hash") == "cell"
        assert browser.complaints() == []
