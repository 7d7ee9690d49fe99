// The article view: figures and their records, filters, keys. Text of articles and rules only ever becomes text nodes and titles.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const VI = 0;
let language = VI;
document.documentElement.dataset.scripted = "";

// --- words and numbers ---

const say = (key) => (data.words[key] || [key, key])[language];
const formats = [new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 6 }), new Intl.NumberFormat("en-GB", { maximumFractionDigits: 6 })];
const numberText = (value) => formats[language].format(value);
const percentText = (share) => numberText(Math.round(share * 100)) + " %";

// A value of a column in a row; columns of text hold each text once.
function cell(name, row) {
  const column = data.columns[name];
  const at = column.at[row];
  return column.values && at !== null ? column.values[at] : at;
}

function scaled(value, divisor) {
  return numberText(divisor === 1 ? value : Math.round((value / divisor) * 1e6) / 1e6);
}

// A value in base units with its unit, as giaoban_extract.outputs.wording writes it.
function amountText(value, unit, parts = []) {
  let divisor = 1;
  let name = (data.writing.units[unit] || [unit, unit])[language];
  if (unit === "VND") {
    const step = data.writing.money.find(([least]) => Math.abs(value) >= least);
    if (step) [divisor, name] = [step[0], step[1][language]];
  }
  let text = scaled(value, divisor);
  for (const [mark, part] of parts) if (part !== null) text += mark + scaled(part, divisor);
  return `${text} ${name}`.trim();
}

function valueText(row) {
  const sign = data.writing.bounds[cell("figure_bound", row)] + (data.writing.directions[cell("direction", row)] || "");
  const parts = [["–", cell("figure_value_max", row)], ["/", cell("figure_out_of", row)]];
  const text = sign + amountText(cell("figure_value", row), cell("figure_unit", row), parts);
  return cell("measure", row) === "of_target" ? `${text} ${data.writing.target[language]}` : text;
}

const unitText = (unit) => (data.writing.units[unit] || [unit, unit])[language];

function dayText(iso) {
  if (!iso) return say("ui.unknown");
  const [year, month, day] = iso.split("-").map(Number);
  return `${day}/${month}/${year}`;
}

// The address of a place in this page ("#f1-2"; "" is none), whatever addresses are taken from.
const address = (place) => location.href.split("#")[0] + place;

// --- elements ---

// An element with attributes and children; strings become text. `say` names a wording that follows the language.
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "say") { element.dataset.say = value; element.textContent = say(value); }
    else if (key === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}
const said = (key) => make("span", { say: key });
const themeDot = (theme) => make("i", { class: "dot " + data.styles[theme] });
const tags = (measure, status) => [
  ...(measure === "amount" ? [] : [" ", make("small", { class: "tag", say: "measure." + measure })]),
  ...(status === "planned" ? [" ", make("small", { class: "tag", say: "status.planned" })] : []),
];

// What a figure is, in a line.
function figureTitle(row) {
  const period = cell("period_code", row);
  return [valueText(row), say("indicator." + cell("indicator_id", row)), say("organisation." + cell("organisation_id", row)), ...(period ? [say("period." + period)] : [])].join(" · ");
}

function translate(root) {
  for (const element of root.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of root.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  for (const element of root.querySelectorAll("[data-value]")) element.textContent = valueText(Number(element.dataset.value));
  for (const element of root.querySelectorAll("[data-figure]")) element.title = figureTitle(Number(element.dataset.figure));
  for (const element of root.querySelectorAll("[data-percent]")) element.textContent = percentText(Number(element.dataset.percent));
  for (const element of root.querySelectorAll("[data-count]")) element.textContent = numberText(Number(element.dataset.count));
  for (const element of root.querySelectorAll("[data-reason]")) element.title = `${say("ui.ignored_one")}: ${say("reason." + element.dataset.reason)}`;
}

// --- tables out of the page ---

// Text that a spreadsheet would run as a formula gets the apostrophe that marks text.
const harmless = (value) => (typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? "'" + value : value === null || value === undefined ? "" : String(value));
const csvLine = (values) => values.map((value) => { const text = harmless(value); return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text; }).join(",");
const tsvLine = (values) => values.map((value) => harmless(typeof value === "string" ? value.replace(/[\t\r\n]+/g, " ") : value)).join("\t");
const fullRow = (row) => data.names.map((name) => cell(name, row));

function download(name, lines) {
  const link = make("a", { href: URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" })), download: name + ".csv" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", { readonly: true });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

// --- one article ---

// The range of code points [start, end) of the text, which the browser counts in UTF-16 units.
function rangeOf(root, start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let passed = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const points = Array.from(node.data);
    const place = (offset) => points.slice(0, offset - passed).join("").length;
    if (!begun && start < passed + points.length) { range.setStart(node, place(start)); begun = true; }
    if (begun && end <= passed + points.length) { range.setEnd(node, place(end)); return range; }
    passed += points.length;
  }
  return null;
}

// Columns that the controls of a filter are about.
const FILTERED = { period: "period_code", province: "province_name", organisation: "organisation_id", theme: "indicator_theme", measure: "measure", status: "status" };

const narrow = matchMedia("(max-width: 63.99rem)"); // as in page.css: the record lies over the foot of the text

class ArticleView {
  constructor(root) {
    this.root = root;
    this.number = Number(root.dataset.article);
    const { first, count, ignored } = data.articles[this.number];
    this.first = first;
    this.text = root.querySelector(".text");
    this.detail = make("div", { class: "detail", role: "region", "aria-live": "polite", "aria-label": say("ui.detail"), "data-label": "ui.detail", hidden: true });
    this.chosen = null;
    this.dress(count, ignored);
    if (count) this.addFilters(count);
    this.fillSide(count, ignored);
    root.addEventListener("click", (event) => this.clicked(event));
  }

  get(place, name) { return cell(name, this.first + place); }

  // What the marks in the text are: links to their records, in the colours of their themes; ignored numbers tell their reason.
  dress(count, ignored) {
    const marked = (kind, place) => this.text.querySelector(`[id="${kind}${this.number}-${place}"]`);
    this.figures = Array.from({ length: count }, (_, place) => marked("f", place));
    this.figures.forEach((figure, place) => {
      figure.className = `figure ${data.styles[this.get(place, "indicator_theme")]}${this.get(place, "status") === "planned" ? " planned" : ""}`;
      figure.href = `#${figure.id}`;
      figure.dataset.place = place;
      figure.dataset.figure = this.first + place;
    });
    ignored.forEach((reason, place) => {
      const number = marked("g", place);
      number.className = "ignored";
      number.dataset.reason = reason;
      number.dataset.ignored = place;
    });
  }

  addFilters(count) {
    const choice = (name) => {
      const column = FILTERED[name];
      const counts = new Map();
      for (let place = 0; place < count; place += 1) counts.set(this.get(place, column), (counts.get(this.get(place, column)) || 0) + 1);
      const values = [...counts].sort(([, one], [, other]) => other - one).map(([value]) => value);
      const options = values.map((value) => make("option", { value, say: `${name}.${value}` }));
      return make("label", {}, said("ui." + name), make("select", { name, autocomplete: "off" }, make("option", { value: "", say: "ui.all" }), ...options));
    };
    const slider = make("span", { class: "slider" }, make("input", { type: "range", name: "confidence", min: 0, max: 100, step: 5, value: 0, autocomplete: "off" }), make("output", { name: "least" }));
    const shown = make("p", { class: "count", "aria-live": "polite" }, make("output", { name: "shown" }), " / ", make("span", { "data-count": count }), " ", said("ui.shown"), " ", make("button", { type: "reset", say: "ui.reset" }));
    this.form = make("form", { class: "filters", autocomplete: "off", "aria-label": say("ui.filters"), "data-label": "ui.filters" },
      ...["organisation", "theme", "measure", "status"].map(choice), make("label", {}, said("ui.confidence_from"), slider), shown);
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.filter());
    this.form.addEventListener("reset", () => setTimeout(() => this.filter()));
    this.root.querySelector(".controls").replaceChildren(this.form);
  }

  fillSide(count, ignored) {
    const head = ["ui.value", "ui.indicator", "ui.organisation", "ui.period", "ui.confidence"].map((key) => make("th", { scope: "col", class: /value|confidence/.test(key) ? "amount" : null, say: key }));
    this.rows = Array.from({ length: count }, (_, place) => {
      const row = this.first + place;
      const period = this.get(place, "period_code");
      return make("tr", { "data-place": place },
        make("td", { class: "amount" }, make("a", { href: `#f${this.number}-${place}`, "data-value": row })),
        make("td", {}, themeDot(this.get(place, "indicator_theme")), said("indicator." + this.get(place, "indicator_id")), ...tags(this.get(place, "measure"), this.get(place, "status"))),
        make("td", { say: "organisation." + this.get(place, "organisation_id") }),
        period ? make("td", { say: "period." + period }) : make("td", {}, "–"),
        make("td", { class: "amount", "data-percent": this.get(place, "confidence") }));
    });
    this.none = make("p", { class: "notice", say: "report.nothing", hidden: true });
    const table = make("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": say("ui.figures"), "data-label": "ui.figures" },
      make("table", { class: "records" }, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...this.rows)));
    const texts = ignored.map((reason, place) => [this.text.querySelector(`[data-ignored="${place}"]`).textContent, reason]);
    const list = texts.map(([text, reason], place) => make("li", {}, make("a", { href: `#g${this.number}-${place}`, "data-point": place }, make("bdi", {}, text)), " ", said("reason." + reason)));
    const passed = ignored.length ? make("details", { class: "passed" }, make("summary", {}, said("ui.ignored"), ` (${ignored.length})`), make("ul", {}, ...list)) : null;
    const figures = count ? [make("p", { class: "hint", say: "ui.pick" }), table, this.none, make("p", { class: "hint keys", say: "ui.keys" })] : [make("p", { class: "notice", say: "ui.no_figures" })];
    this.root.querySelector(".side").replaceChildren(this.detail, ...figures, ...(passed ? [passed] : []));
  }

  clicked(event) {
    const ignored = event.target.closest("[data-point], [data-ignored]");
    if (ignored) {
      event.preventDefault();
      this.point(Number(ignored.dataset.point ?? ignored.dataset.ignored));
      return;
    }
    const button = event.target.closest("button[data-do]");
    if (button) { this[button.dataset.do](); return; }
    const other = event.target.closest("[data-choose]");
    if (other) { event.preventDefault(); this.choose(Number(other.dataset.choose)); return; }
    const place = event.target.closest(".figure, tr[data-place]");
    if (!place) return;
    event.preventDefault();
    this.choose(Number(place.dataset.place), place.tagName === "TR" ? "text" : "table");
  }

  // Show a figure's record; `towards` is what to scroll to.
  choose(place, towards = "both") {
    const [figure, row] = [this.figures[place], this.rows[place]];
    if (!figure) return;
    this.unmark();
    this.chosen = place;
    figure.classList.add("chosen");
    row.classList.add("chosen");
    this.describe(place);
    this.highlight(place);
    this.show(figure, towards !== "table");
    if (towards !== "text") this.reveal(row);
    history.replaceState(history.state, "", address(`#f${this.number}-${place}`));
  }

  // Bring a number of the text into view: on a narrow page into what the record leaves free of it.
  show(number, always) {
    if (narrow.matches) number.scrollIntoView({ block: "start" });
    else if (always) number.scrollIntoView({ block: "center" });
  }

  // Scroll the table alone, so that the text stays where it is read.
  reveal(row) {
    const box = row.closest(".scroll");
    if (box.scrollHeight <= box.clientHeight) return;
    const [inner, outer] = [row.getBoundingClientRect(), box.getBoundingClientRect()];
    const head = box.querySelector("thead").offsetHeight;
    if (inner.top < outer.top + head || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 2;
  }

  // Show a number that is no figure, and why.
  point(place) {
    const number = this.text.querySelector(`[data-ignored="${place}"]`);
    if (!number) return;
    this.unmark();
    number.classList.add("chosen");
    this.open(make("span", {}, make("bdi", {}, number.textContent), " – ", said("ui.ignored_one")), make("p", { say: "reason." + number.dataset.reason }));
    this.show(number, true);
    history.replaceState(history.state, "", address(`#${number.id}`));
  }

  unmark() {
    for (const element of this.root.querySelectorAll(".chosen")) element.classList.remove("chosen");
    this.chosen = null;
    if (window.CSS && CSS.highlights) CSS.highlights.clear();
  }

  // Let go of what is shown.
  clear() {
    const figure = this.figures[this.chosen];
    this.unmark();
    this.detail.hidden = true;
    this.root.classList.remove("described");
    if (figure && !this.rows[figure.dataset.place].hidden) figure.focus({ preventScroll: true });
    history.replaceState(history.state, "", address(document.getElementById("reader") ? `#a${this.number}` : ""));
  }

  open(title, ...content) {
    const close = make("button", { type: "button", class: "close", "data-do": "clear", "aria-label": say("ui.close"), "data-label": "ui.close" }, "×");
    this.detail.replaceChildren(make("div", { class: "head" }, make("h3", {}, title), close), ...content);
    this.detail.hidden = false;
    this.detail.scrollTop = 0;
    this.root.classList.add("described");
  }

  highlight(place) {
    if (!window.CSS || !CSS.highlights) return;
    const spans = data.articles[this.number].spans[place];
    for (const [name, at] of [["doer", [0]], ["period", [1]], ["words", [2, 3]]]) {
      const ranges = at.map((n) => spans[n] && rangeOf(this.text, ...spans[n])).filter(Boolean);
      if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
    }
  }

  describe(place) {
    const row = this.first + place;
    const get = (name) => cell(name, row);
    const list = make("dl");
    const add = (key, ...parts) => list.append(make("dt", { say: key }), make("dd", {}, ...parts));
    const named = (text) => (text ? [" – ", said("ui.named_at"), " “", make("bdi", {}, text), "”"] : []);
    add("ui.organisation", said("organisation." + get("organisation_id")), " (", said("from." + get("organisation_from")),
      ...(get("organisation_level") ? [", ", said("ui.level"), " ", said("level." + get("organisation_level"))] : []), ")", ...named(get("organisation_text")));
    if (get("period_code")) {
      const days = get("period_start") ? `: ${dayText(get("period_start"))} – ${dayText(get("period_end"))}` : "";
      const span = data.articles[this.number].spans[place][1];
      const range = span && rangeOf(this.text, ...span);
      add("ui.period", said("period." + get("period_code")), days, " (", said("from." + get("period_from")), ")", ...named(range && range.toString()));
    } else add("ui.period", said("ui.unknown"));
    const parts = [["", "figure_value"], ["–", "figure_value_max"], ["/", "figure_out_of"]].filter(([, name]) => get(name) !== null);
    const whole = parts.map(([mark, name]) => mark + numberText(get(name))).join("");
    add("ui.normalised", `${whole} ${unitText(get("figure_unit"))}`.trim(), ", ", said("bound." + get("figure_bound")),
      " – ", said("ui.written"), " “", make("bdi", {}, get("figure_text")), "”");
    add("ui.measure", get("direction") ? said("direction." + get("direction")) : said("measure." + get("measure")), " · ", said("status." + get("status")));
    if (get("action_text")) add("ui.action", make("bdi", {}, get("action_text")));
    if (get("counted_text")) add("ui.counted", make("bdi", {}, get("counted_text")));
    const group = this.rows.map((_, n) => n).filter((n) => n !== place && cell("group", this.first + n) === get("group"));
    if (group.length) {
      const links = group.map((n) => make("a", { href: `#f${this.number}-${n}`, "data-choose": n, "data-value": this.first + n }, valueText(this.first + n)));
      add("ui.group", ...links.flatMap((link, n) => (n ? [" · ", link] : [link])));
    }
    add("ui.confidence", percentText(get("confidence")));
    add("ui.rule", make("code", {}, make("bdi", {}, get("rule_id"))), make("br"),
      make("bdi", { class: "path" }, `${get("rule_layer")}: ${get("rule_file")}:${get("rule_line")}`));
    const button = (action, key) => make("button", { type: "button", "data-do": action, say: key });
    this.open(make("span", {}, make("span", { "data-value": row }, valueText(row)), " – ", said("indicator." + get("indicator_id"))),
      list, make("p", { class: "tools" }, button("back", "ui.previous"), button("forward", "ui.next"), button("copyRow", "ui.copy")));
  }

  forward() { this.step(1); }
  back() { this.step(-1); }

  step(by) {
    const visible = this.rows.map((row, n) => (row.hidden ? -1 : n)).filter((n) => n >= 0);
    if (!visible.length) return;
    const at = visible.indexOf(this.chosen);
    const next = at < 0 ? (by > 0 ? 0 : visible.length - 1) : (at + by + visible.length) % visible.length;
    this.choose(visible[next]);
    this.figures[visible[next]].focus({ preventScroll: true });
  }

  copyRow() {
    if (this.chosen === null) return;
    copy(tsvLine(fullRow(this.first + this.chosen)));
    const button = this.detail.querySelector("[data-do=copyRow]");
    button.dataset.say = "ui.copied";
    button.textContent = say("ui.copied");
  }

  filter() {
    const wanted = [...new FormData(this.form)].filter(([name, value]) => name in FILTERED && value);
    const least = Number(this.form.elements.confidence.value) / 100;
    this.form.elements.least.value = percentText(least);
    let shown = 0;
    this.rows.forEach((row, place) => {
      row.hidden = this.get(place, "confidence") < least || wanted.some(([name, value]) => this.get(place, FILTERED[name]) !== value);
      this.figures[place].classList.toggle("off", row.hidden);
      shown += !row.hidden;
    });
    this.form.elements.shown.value = numberText(shown);
    this.none.hidden = shown > 0;
    if (this.chosen !== null && this.rows[this.chosen].hidden) this.clear();
  }

  // Say everything in the language of the page.
  translate() {
    translate(this.root);
    if (this.form) this.filter();
  }
}

// --- the page ---

const baseTitle = document.title;
let view = null;
let left = null; // where the overview was left: its place, and whether it is one step back

function showArticle(root) {
  view = new ArticleView(root);
  view.translate();
}

function showOverview(reader, overview) {
  const back = !reader.hidden;
  reader.hidden = true;
  overview.hidden = false;
  view = null;
  document.title = baseTitle;
  if (window.CSS && CSS.highlights) CSS.highlights.clear();
  if (!back) return;
  if (left) scrollTo({ top: left.top, behavior: "instant" });
  else (document.getElementById(location.hash.slice(1)) || document.body).scrollIntoView();
  left = null;
}

// Articles of a page of many wait in templates; the address names the one that is open, and its figure.
function follow() {
  const reader = document.getElementById("reader");
  const target = /^#([afg])(\d+)(?:-(\d+))?$/.exec(location.hash);
  if (reader) {
    const overview = document.getElementById("overview");
    const template = target && document.getElementById("article-" + target[2]);
    if (!template) { showOverview(reader, overview); return; }
    if (!view || view.number !== Number(target[2])) {
      if (!overview.hidden) left = { top: scrollY };
      reader.querySelector(".place").replaceChildren(template.content.cloneNode(true));
      showArticle(reader.querySelector(".article"));
      document.title = data.articles[view.number].title;
      scrollTo({ top: 0, behavior: "instant" });
    }
    overview.hidden = true;
    reader.hidden = false;
  }
  if (!target || !view) return;
  if (target[1] === "f" && view.chosen !== Number(target[3])) view.choose(Number(target[3]));
  if (target[1] === "g") view.point(Number(target[3]));
}

// In a frame of a notebook "#f1-2" would be a place in the notebook: a link within this page is followed here.
document.addEventListener("click", (event) => {
  const link = location.protocol === "about:" && !event.defaultPrevented && event.target.closest('a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  location.hash = link.getAttribute("href");
});

// The way back is the browser's own where the overview is one step behind.
document.addEventListener("click", (event) => {
  if (!event.target.closest("a.back") || !left) return;
  event.preventDefault();
  history.back();
});

const inField = (element) => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);
document.addEventListener("keydown", (event) => {
  if (!view || event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
  if (event.key === "j") view.step(1);
  else if (event.key === "k") view.step(-1);
  else if (event.key === "c") view.copyRow();
  else if (event.key === "Escape") view.clear();
  else return;
  event.preventDefault();
});

const switched = [];
document.getElementById("language").addEventListener("click", (event) => {
  language = 1 - language;
  document.documentElement.lang = language === VI ? "vi" : "en";
  event.target.textContent = say("ui.language");
  translate(document);
  if (view) view.translate();
  for (const redraw of switched) redraw();
});

const scheme = document.getElementById("scheme");
const isDark = () => (document.documentElement.dataset.scheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
function nameScheme() {
  const key = isDark() ? "ui.light" : "ui.dark";
  scheme.replaceChildren(said(key));
}
scheme.addEventListener("click", () => {
  document.documentElement.dataset.scheme = isDark() ? "light" : "dark";
  nameScheme();
});
nameScheme();
translate(document);
for (const id of ["scheme", "language"]) document.getElementById(id).hidden = false;

const only = document.querySelector("body > main > .article");
if (only) showArticle(only);
addEventListener("hashchange", follow);
addEventListener("DOMContentLoaded", follow); // when the overview is drawn
