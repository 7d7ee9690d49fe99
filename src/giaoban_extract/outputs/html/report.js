// The overview of many articles: sorting, filters, pivot, charts, the list of figures. Runs behind page.js.
"use strict";

const LIST_STEP = 100;
const overview = document.getElementById("overview");
const filters = document.getElementById("filters");

// --- any table: sorting and CSV ---

const sortKey = (element) => {
  if (!element) return "";
  const text = element.dataset.sort ?? element.textContent.trim();
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
};
const compare = (one, other) => {
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof one === typeof other) return String(one).localeCompare(String(other), "vi");
  return typeof one === "number" ? -1 : 1; // what has no number stands behind
};

// Makes a table's heads sort it. A table that is drawn again takes the order it had: [column, down].
function sortable(table, kept = { order: null }) {
  for (const [place, head] of [...table.tHead.rows[0].cells].entries()) {
    const button = make("button", { type: "button" });
    button.append(...head.childNodes);
    head.replaceChildren(button);
    const sort = (down) => {
      kept.order = [place, down];
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows].map((row) => [sortKey(row.cells[place]), row]);
      rows.sort(([one], [other]) => (down && typeof one === typeof other ? compare(other, one) : compare(one, other)));
      table.tBodies[0].append(...rows.map(([, row]) => row));
    };
    button.addEventListener("click", () => sort(head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") === "ascending" : head.classList.contains("amount")));
    if (kept.order && kept.order[0] === place) sort(kept.order[1]);
  }
}

function tableLines(table) {
  const value = (element) => {
    const key = element.dataset.sort;
    if (key !== undefined && key !== "" && element.classList.contains("amount")) return Number(key);
    if (key === "" || element.textContent.trim() === "–") return "";
    const items = [...element.querySelectorAll("li")];
    return items.length ? items.map((item) => item.textContent.trim()).join("; ") : element.textContent.trim();
  };
  return [...table.rows].filter((row) => !row.hidden).map((row) => csvLine([...row.cells].map(value)));
}

overview.addEventListener("click", (event) => {
  const button = event.target.closest("[data-csv]");
  if (!button) return;
  const name = button.dataset.csv;
  const lines = name === "list" ? [csvLine(data.names), ...listed().map((row) => csvLine(fullRow(row)))] : tableLines(button.closest("section").querySelector("table"));
  download(name, lines);
});

for (const table of overview.querySelectorAll("table[data-sortable]")) if (table.tHead) sortable(table);

// --- the report ---

let rows = []; // those that the filters let through
let picked = null; // the cell of the pivot that the list shows: {subject, organisation}

// What can be compared, and has a line of the pivot: an indicator in one unit, of one measure, status and direction.
const SUBJECT = ["indicator_id", "figure_unit", "measure", "status", "direction"];
const subjectOf = (row) => SUBJECT.map((name) => cell(name, row) ?? "").join("\t");
const fields = (subject) => { const [indicator, unit, measure, status, direction] = subject.split("\t"); return { indicator, unit, measure, status, direction }; };
const subjectTags = ({ measure, status, direction }) => (direction ? [" ", make("small", { class: "tag", say: "direction." + direction }), ...tags("amount", status)] : tags(measure, status));

function group(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(item);
  }
  return groups;
}

const largest = (items) => items.reduce((best, row) => (cell("figure_value", row) > cell("figure_value", best) ? row : best));

// Each distinct figure of a province, organisation and period once: what several articles repeat is no more of it.
function sum(items) {
  const once = new Map();
  for (const row of items) once.set(["province_name", "organisation_id", "period_code", "measure", "status", "figure_value"].map((name) => cell(name, row)).join("\t"), row);
  return [...once.values()].reduce((total, row) => total + cell("figure_value", row), 0);
}

const STATISTICS = {
  largest: (items) => cell("figure_value", largest(items)),
  sum,
  count: (items) => items.length,
};
// Figures without an indicator count different things: of these a cell only tells how many there are. Only amounts add up.
function statisticOf({ indicator, measure }) {
  const chosen = document.getElementById("statistic").value;
  if (indicator === "other") return "count";
  return chosen === "sum" && measure !== "amount" ? "largest" : chosen;
}
function statisticText(items, value, subject) {
  const statistic = statisticOf(subject);
  if (statistic === "largest") return valueText(largest(items));
  if (statistic === "sum") return amountText(value, subject.unit);
  return subject.indicator === "other" ? `${numberText(value)} ${say("report.records")}` : numberText(value);
}

const UNKNOWN = "?"; // the choice of what no article tells
let passing = new Set();

function filterRows() {
  const least = Number(filters.elements.confidence.value) / 100;
  filters.elements.least.value = percentText(least);
  const wanted = Object.entries(FILTERED).map(([name, column]) => [column, filters.elements[name].value]).filter(([, value]) => value);
  rows = [];
  for (let row = 0; row < data.count; row += 1)
    if (cell("confidence", row) >= least && wanted.every(([column, value]) => (cell(column, row) ?? UNKNOWN) === value)) rows.push(row);
  passing = new Set(rows);
  filters.elements.shown.value = numberText(rows.length);
  const free = !wanted.length && !least;
  for (const line of overview.querySelectorAll("tr[data-rows]")) line.hidden = !line.dataset.rows.split(" ").some((row) => passing.has(Number(row)));
  for (const line of overview.querySelectorAll("tr[data-of]")) {
    const { first, count } = data.articles[line.dataset.of];
    line.hidden = !free && !Array.from({ length: count }, (_, place) => first + place).some((row) => passing.has(row));
  }
}

// --- pivot ---

const pivotOrder = { order: null };
function drawPivot() {
  const table = overview.querySelector("table.pivot");
  const organisations = [...group(rows, (row) => cell("organisation_id", row)).keys()].sort((one, other) => data.order.organisations.indexOf(one) - data.order.organisations.indexOf(other));
  const subjects = [...group(rows, subjectOf)].sort(([one], [other]) => data.order.indicators.indexOf(fields(one).indicator) - data.order.indicators.indexOf(fields(other).indicator) || one.localeCompare(other));
  if (!rows.length) { table.replaceChildren(make("tbody", {}, make("tr", {}, make("td", { say: "report.nothing" })))); return; }
  const head = make("thead", {}, make("tr", {}, make("th", { scope: "col", say: "ui.indicator" }),
    ...organisations.map((name) => make("th", { scope: "col", class: "amount", say: "organisation." + name })), make("th", { scope: "col", class: "amount", say: "report.total" })));
  const amount = (items, subject, organisation) => {
    if (!items) return make("td", { class: "amount empty", "data-sort": "" }, "·");
    const about = fields(subject);
    const value = STATISTICS[statisticOf(about)](items);
    const button = make("button", { type: "button", "data-subject": subject, "data-organisation": organisation }, statisticText(items, value, about));
    const more = statisticOf(about) !== "count" && items.length > 1 ? make("small", { title: `${numberText(items.length)} ${say("report.records")}` }, ` (${numberText(items.length)})`) : null;
    return make("td", { class: "amount", "data-sort": value, "data-figures": items.length }, button, more);
  };
  const body = make("tbody");
  for (const [subject, items] of subjects) {
    const cells = group(items, (row) => cell("organisation_id", row));
    const about = fields(subject);
    const unit = unitText(about.unit);
    body.append(make("tr", {}, make("th", { scope: "row" }, themeDot(data.themes[about.indicator]), said("indicator." + about.indicator), unit ? make("small", {}, ` (${unit})`) : null, ...subjectTags(about)),
      ...organisations.map((name) => amount(cells.get(name), subject, name)), amount(items, subject, "")));
  }
  const columns = group(rows, (row) => cell("organisation_id", row));
  const foot = make("tfoot", {}, make("tr", {}, make("th", { scope: "row", say: "report.count" }),
    ...organisations.map((name) => make("td", { class: "amount", "data-sort": columns.get(name).length }, numberText(columns.get(name).length))),
    make("td", { class: "amount", id: "pivot-total", "data-sort": rows.length }, numberText(rows.length))));
  table.replaceChildren(head, body, foot);
  sortable(table, pivotOrder);
}

// --- the list ---

let sorting = ["", false];
let shown = LIST_STEP;
const LIST_COLUMNS = [
  ["ui.value", "figure_value", "amount"], ["ui.indicator", "indicator_id", ""], ["ui.organisation", "organisation_id", ""], ["ui.province", "province_name", ""],
  ["ui.period", "period_start", ""], ["ui.evidence", "", "sentence"], ["ui.confidence", "confidence", "amount"], ["ui.article", "source", ""],
];

function listed() {
  const found = picked ? rows.filter((row) => subjectOf(row) === picked.subject && (!picked.organisation || cell("organisation_id", row) === picked.organisation)) : rows;
  const [column, down] = sorting;
  if (!column) return found;
  return [...found].sort((one, other) => (down ? -1 : 1) * compare(cell(column, one) ?? "", cell(column, other) ?? ""));
}

// The sentence with its figure marked; of a long one what stands around the figure.
const [BEFORE, AFTER] = [120, 160];
function sentence(row) {
  const points = Array.from(cell("sentence_text", row));
  const [start, end] = ["figure_start", "figure_end"].map((name) => cell(name, row) - cell("sentence_start", row));
  let before = points.slice(0, start).join("");
  let after = points.slice(end).join("");
  if (before.length > BEFORE) before = "… " + before.slice(-BEFORE).replace(/^\S*\s/, "");
  if (after.length > AFTER) after = after.slice(0, AFTER).replace(/\s\S*$/, "") + " …";
  return make("bdi", {}, before, make("mark", {}, points.slice(start, end).join("")), after);
}

function listHead() {
  const head = make("tr");
  for (const [key, column, kind] of LIST_COLUMNS) {
    const sort = (event) => {
      sorting = [column, sorting[0] === column ? !sorting[1] : kind === "amount"];
      for (const other of head.cells) other.removeAttribute("aria-sort");
      event.currentTarget.parentElement.setAttribute("aria-sort", sorting[1] ? "descending" : "ascending");
      drawList();
    };
    head.append(make("th", { scope: "col", class: kind }, column ? make("button", { type: "button", say: key, on: { click: sort } }) : said(key)));
  }
  return make("thead", {}, head);
}

function drawList() {
  const table = overview.querySelector("table.list");
  const found = listed();
  if (!table.tHead) table.append(listHead(), make("tbody"));
  const body = make("tbody");
  for (const row of found.slice(0, shown)) {
    const article = cell("article", row);
    const link = `#f${article}-${row - data.articles[article].first}`;
    const period = cell("period_code", row);
    body.append(make("tr", {},
      make("td", { class: "amount" }, make("a", { href: link, "data-value": row }, valueText(row))),
      make("td", {}, themeDot(cell("indicator_theme", row)), said("indicator." + cell("indicator_id", row)), ...tags(cell("measure", row), cell("status", row))),
      make("td", {}, said("organisation." + cell("organisation_id", row))),
      make("td", {}, cell("province_name", row) || "–"),
      make("td", {}, period ? said("period." + period) : "–"),
      make("td", { class: "sentence", lang: "vi" }, sentence(row)),
      make("td", { class: "amount" }, percentText(cell("confidence", row))),
      make("td", { class: "title" }, make("a", { href: "#a" + article, lang: "vi" }, make("bdi", {}, data.articles[article].title)))));
  }
  if (!found.length) body.append(make("tr", {}, make("td", { colspan: LIST_COLUMNS.length, say: "report.nothing" })));
  table.tBodies[0].replaceWith(body);
  const more = document.getElementById("more");
  more.hidden = found.length <= shown;
  more.textContent = `${say("report.more")} (${numberText(Math.max(0, found.length - shown))})`;
  const note = document.getElementById("picked");
  note.hidden = !picked;
  if (picked)
    note.replaceChildren(said("report.picked"), ": ", said("indicator." + fields(picked.subject).indicator), picked.organisation ? " × " : "", picked.organisation ? said("organisation." + picked.organisation) : "",
      ` (${numberText(found.length)}) `, make("button", { type: "button", say: "report.unpick", on: { click: () => { picked = null; shown = LIST_STEP; drawList(); } } }));
}

function pick(subject, organisation) {
  picked = { subject, organisation };
  const table = overview.querySelector("table.list");
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  table.tHead.rows[0].cells[0].setAttribute("aria-sort", "descending");
  sorting = ["figure_value", true];
  shown = LIST_STEP;
  drawList();
  table.parentElement.scrollTop = 0;
  location.hash = "list";
  document.getElementById("list").scrollIntoView();
}

// --- charts ---

const SVG = "http://www.w3.org/2000/svg";
function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
const evidence = (row) => `#f${cell("article", row)}-${row - data.articles[cell("article", row)].first}`;

const charted = () => {
  const subject = document.getElementById("subject").value;
  return rows.filter((row) => subjectOf(row) === subject);
};

// The subjects that the charts offer: of known indicators, amounts that were reached first, then the most often told.
function drawSubjects() {
  const select = document.getElementById("subject");
  const before = select.value;
  const rank = ([subject, items]) => (fields(subject).measure === "amount" && fields(subject).status === "reported" ? 1e9 : 0) + items.length;
  const offered = [...group(rows.filter((row) => cell("indicator_id", row) !== "other"), subjectOf)].sort((one, other) => rank(other) - rank(one));
  select.replaceChildren(...offered.map(([subject, items]) => {
    const { indicator, unit, measure, status, direction } = fields(subject);
    const more = [unitText(unit), direction ? say("direction." + direction) : measure === "amount" ? "" : say("measure." + measure), status === "planned" ? say("status.planned") : ""].filter(Boolean);
    return make("option", { value: subject }, `${say("indicator." + indicator)}${more.length ? ` (${more.join(", ")})` : ""}: ${items.length}`);
  }));
  if (offered.some(([subject]) => subject === before)) select.value = before;
}

const nothing = () => make("p", { class: "note", say: "report.nothing" });

// Bars as a table: a label, a bar and the figure, which leads to its sentence.
function drawBars(id, column, prefix) {
  const bars = [...group(charted(), (row) => cell(column, row) || "")].map(([name, items]) => [name, largest(items)]).sort(([, one], [, other]) => cell("figure_value", other) - cell("figure_value", one));
  const place = document.querySelector(`#${id} .drawing`);
  if (!bars.length) { place.replaceChildren(nothing()); return; }
  const most = Math.max(...bars.map(([, row]) => cell("figure_value", row))) || 1;
  const body = make("tbody");
  for (const [name, row] of bars) {
    const bar = draw("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, draw("rect", { width: Math.max(0.5, (100 * cell("figure_value", row)) / most), height: 10 }));
    const label = !name ? said("ui.unknown") : prefix ? said(prefix + name) : name;
    body.append(make("tr", {}, make("th", { scope: "row" }, label), make("td", {}, bar), make("td", { class: "amount" }, make("a", { href: evidence(row), "data-value": row }, valueText(row)))));
  }
  place.replaceChildren(make("table", { class: "bars" }, body));
}

function drawLengths() {
  const select = document.getElementById("length");
  const before = select.value;
  const lengths = [...group(charted().filter((row) => cell("period_start", row)), (row) => data.lengths[cell("period_code", row)])].sort(([, one], [, other]) => new Set(other.map((row) => cell("period_code", row))).size - new Set(one.map((row) => cell("period_code", row))).size || other.length - one.length);
  select.replaceChildren(...lengths.map(([length]) => make("option", { value: length, say: "length." + length })));
  if (lengths.some(([length]) => length === before)) select.value = before;
}

const MOST_LINES = 8;
const LETTER = 7; // width of a letter of the axis, about
const LABEL = 12; // room between two labels

// 1, 2 or 5 times a power of ten, not below a value.
function roundStep(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= value);
}

// A line is one organisation of one place (see comparison.py); its name leaves out what all lines share.
function lineNames(lines) {
  const names = lines.map(([, [row]]) => [data.places[cell("place", row)], say("organisation." + cell("organisation_id", row))]);
  const shared = (at) => names.every((name) => name[at] === names[0][at]);
  if (shared(0)) return names.map(([, organisation]) => organisation);
  return names.map(([place, organisation]) => (shared(1) ? place || say("ui.unknown") : `${place || say("ui.unknown")} – ${organisation}`));
}

function drawSeries() {
  const place = document.querySelector("#series .drawing");
  const length = document.getElementById("length").value;
  const found = charted().filter((row) => cell("period_start", row) && data.lengths[cell("period_code", row)] === length);
  const periods = [...group(found, (row) => cell("period_code", row))].map(([code, items]) => [code, cell("period_start", items[0])]).sort(([, one], [, other]) => (one < other ? -1 : 1));
  const line = (items) => [...group(items, (row) => cell("period_code", row)).values()].map(largest).sort((one, other) => (cell("period_start", one) < cell("period_start", other) ? -1 : 1));
  const lines = [...group(found, (row) => `${cell("place", row)}\t${cell("organisation_id", row)}`)].map(([key, items]) => [key, line(items)])
    .filter(([, points]) => points.length > 1).sort(([, one], [, other]) => other.length - one.length || cell("figure_value", largest(other)) - cell("figure_value", largest(one))).slice(0, MOST_LINES);
  if (!lines.length) { place.replaceChildren(make("p", { class: "note", say: found.length ? "report.one_period" : "report.nothing" })); return; }
  const names = lineNames(lines);
  const { unit } = fields(document.getElementById("subject").value);
  const values = lines.flatMap(([, points]) => points.map((row) => cell("figure_value", row)));
  const step = roundStep((Math.max(...values, 0) - Math.min(...values, 0)) / 4);
  const [least, most] = [Math.floor(Math.min(...values, 0) / step) * step, Math.ceil(Math.max(...values, 0) / step) * step];
  const ticks = Array.from({ length: Math.round((most - least) / step) + 1 }, (_, n) => least + n * step);
  const labels = ticks.map((value) => amountText(Math.round(value / step) * step, unit));
  const left = 10 + LETTER * Math.max(...labels.map((label) => label.length));
  const [width, height, right, top, bottom] = [Math.max(280, place.clientWidth || 640), 280, 16, 12, 34];
  const days = periods.map(([, start]) => Date.parse(start));
  const x = (start) => left + ((Date.parse(start) - days[0]) / (days[days.length - 1] - days[0] || 1)) * (width - left - right);
  const y = (value) => top + ((most - value) / (most - least)) * (height - top - bottom);
  const chart = draw("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": say("report.series") });
  ticks.forEach((value, n) => {
    chart.append(draw("line", { class: "axis", x1: left, x2: width - right, y1: y(value), y2: y(value) }));
    const label = draw("text", { class: "soft", x: left - 6, y: y(value) + 4, "text-anchor": "end" });
    label.textContent = labels[n];
    chart.append(label);
  });
  // Labels of periods as far as they have room; the last always.
  let free = width + LABEL;
  for (const [code, start] of [...periods].reverse()) {
    const text = say("period." + code);
    const wide = LETTER * text.length;
    const at = Math.min(Math.max(x(start), left + wide / 2), width - right - wide / 2);
    if (at + wide / 2 + LABEL > free) continue;
    free = at - wide / 2;
    const label = draw("text", { class: "soft", x: at, y: height - 12, "text-anchor": "middle" });
    label.textContent = text;
    chart.append(label);
  }
  const legend = make("ul", { class: "legend" });
  lines.forEach(([, points], n) => {
    const style = `c${n % 8} s${Math.floor(n / 8)}`;
    const at = (row) => [x(cell("period_start", row)), y(cell("figure_value", row))];
    chart.append(draw("path", { class: "line " + style, d: points.map((row, m) => `${m ? "L" : "M"}${at(row).map((value) => value.toFixed(1)).join(" ")}`).join("") }));
    for (const row of points) {
      const title = draw("title");
      title.textContent = `${names[n]}, ${say("period." + cell("period_code", row))}: ${valueText(row)}`;
      chart.append(draw("a", { href: evidence(row), "aria-label": title.textContent }, draw("circle", { class: "point " + style, cx: at(row)[0], cy: at(row)[1], r: 5 }, title)));
    }
    legend.append(make("li", {}, make("i", { class: "dot " + style }), names[n]));
  });
  place.replaceChildren(chart, legend);
}

function drawCharts() {
  drawBars("by-organisation", "organisation_id", "organisation.");
  drawBars("by-province", "province_name", "");
  drawLengths();
  drawSeries();
}

// Changes as percentages, or as multiples where they are large.
function drawChanges() {
  for (const element of overview.querySelectorAll("[data-change]")) {
    const ratio = Number(element.dataset.change);
    const percent = (ratio - 1) * 100;
    element.textContent = ratio >= 10 ? `× ${numberText(Math.round(ratio))}` : `${percent > 0 ? "+" : "−"}${numberText(Math.abs(Math.round(percent * 10) / 10))} %`;
  }
}

function drawAll() {
  filterRows();
  drawPivot();
  drawSubjects();
  drawCharts();
  drawList();
  drawChanges();
}

if (filters) {
  overview.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-subject]");
    if (button) pick(button.dataset.subject, button.dataset.organisation);
  });
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("input", () => { picked = null; shown = LIST_STEP; drawAll(); });
  filters.addEventListener("reset", () => setTimeout(() => { picked = null; shown = LIST_STEP; drawAll(); }));
  document.getElementById("statistic").addEventListener("input", drawPivot);
  document.getElementById("subject").addEventListener("input", drawCharts);
  document.getElementById("length").addEventListener("input", drawSeries);
  document.getElementById("more").addEventListener("click", () => { shown += LIST_STEP; drawList(); });
  let width = 0;
  new ResizeObserver(([entry]) => { if (Math.abs(entry.contentRect.width - width) > 1) { width = entry.contentRect.width; drawSeries(); } }).observe(document.querySelector("#series .drawing"));
  switched.push(drawAll);
  drawAll();
}
