// The article view: figures and their records, filters, keys. Text of articles and rules only ever becomes text nodes.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const VI = 0;
let language = VI;

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

// A value in base units with its unit, as giaoban_extract.wording writes it.
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

function dayText(iso) {
  if (!iso) return say("ui.unknown");
  const [year, month, day] = iso.split("-").map(Number);
  return `${day}/${month}/${year}`;
}

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

function translate(root) {
  for (const element of root.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of root.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  for (const element of root.querySelectorAll("[data-value]")) element.textContent = valueText(Number(element.dataset.value));
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

class ArticleView {
  constructor(root) {
    this.root = root;
    this.number = Number(root.dataset.article);
    this.first = Number(root.dataset.first);
    this.text = root.querySelector(".text");
    this.detail = root.querySelector(".detail");
    this.form = root.querySelector("form.filters");
    this.rows = [...root.querySelectorAll("tr[data-place]")];
    this.figures = [...root.querySelectorAll(".figure")];
    this.chosen = null;
    root.addEventListener("click", (event) => this.clicked(event));
    if (this.form) {
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("input", () => this.filter());
      this.form.addEventListener("reset", () => setTimeout(() => this.filter()));
    }
  }

  clicked(event) {
    const ignored = event.target.closest(".passed a");
    if (ignored) {
      event.preventDefault();
      this.point(this.root.querySelector(`[id="${ignored.getAttribute("href").slice(1)}"]`));
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
    this.clear();
    const [figure, row] = [this.figures[place], this.rows[place]];
    if (!figure) return;
    this.chosen = place;
    figure.classList.add("chosen");
    row.classList.add("chosen");
    this.describe(place);
    this.highlight(place);
    if (towards !== "table") figure.scrollIntoView({ block: "center" });
    if (towards !== "text") this.reveal(row);
    history.replaceState(null, "", `#f${this.number}-${place}`);
  }

  // Scroll the table alone, so that the text stays where it is read.
  reveal(row) {
    const box = row.closest(".scroll");
    if (box.scrollHeight <= box.clientHeight) return;
    const [inner, outer] = [row.getBoundingClientRect(), box.getBoundingClientRect()];
    const head = box.querySelector("thead").offsetHeight;
    if (inner.top < outer.top + head || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 2;
  }

  point(element) {
    for (const other of this.root.querySelectorAll(".ignored.chosen")) other.classList.remove("chosen");
    element.classList.add("chosen");
    element.scrollIntoView({ block: "center" });
  }

  clear() {
    for (const element of this.root.querySelectorAll(".chosen")) element.classList.remove("chosen");
    this.chosen = null;
    this.detail.hidden = true;
    if (window.CSS && CSS.highlights) CSS.highlights.clear();
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
    add("ui.normalised", `${get("figure_value")}`, get("figure_value_max") === null ? "" : `–${get("figure_value_max")}`,
      get("figure_out_of") === null ? "" : `/${get("figure_out_of")}`, ` ${get("figure_unit")}, `, said("bound." + get("figure_bound")),
      " – ", said("ui.written"), " “", make("bdi", {}, get("figure_text")), "”");
    add("ui.measure", said("measure." + get("measure")), ...(get("direction") ? [", ", said("direction." + get("direction"))] : []), " · ", said("status." + get("status")));
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
    this.detail.replaceChildren(
      make("h3", {}, make("span", { "data-value": row }, valueText(row)), " – ", said("indicator." + get("indicator_id"))),
      list,
      make("p", { class: "tools" }, button("back", "ui.previous"), button("forward", "ui.next"), button("copyRow", "ui.copy"), button("clear", "ui.close")),
    );
    this.detail.hidden = false;
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
    const wanted = [...new FormData(this.form)].filter(([name]) => name in FILTERED);
    const least = Number(this.form.elements.confidence.value) / 100;
    this.form.elements.least.value = percentText(least);
    let shown = 0;
    this.rows.forEach((row, place) => {
      const hidden = cell("confidence", this.first + place) < least || wanted.some(([name, value]) => value && cell(FILTERED[name], this.first + place) !== value);
      row.hidden = hidden;
      this.figures[place].classList.toggle("off", hidden);
      shown += !hidden;
    });
    this.form.elements.shown.value = numberText(shown);
    if (this.chosen !== null && this.rows[this.chosen].hidden) this.clear();
  }
}

// --- the page ---

let view = null;

function showArticle(root) {
  view = new ArticleView(root);
  translate(root);
}

// Articles of a page of many wait in templates; the address names the one that is open, and its figure.
function follow() {
  const reader = document.getElementById("reader");
  const target = /^#([afg])(\d+)(?:-(\d+))?$/.exec(location.hash);
  if (reader) {
    const overview = document.getElementById("overview");
    const template = target && document.getElementById("article-" + target[2]);
    if (!template) {
      const back = !reader.hidden;
      reader.hidden = true;
      overview.hidden = false;
      view = null;
      if (window.CSS && CSS.highlights) CSS.highlights.clear();
      if (back) (document.getElementById(location.hash.slice(1)) || document.body).scrollIntoView();
      return;
    }
    if (!view || view.number !== Number(target[2])) {
      reader.querySelector(".place").replaceChildren(template.content.cloneNode(true));
      showArticle(reader.querySelector(".article"));
    }
    overview.hidden = true;
    reader.hidden = false;
    if (target[1] === "a") window.scrollTo(0, 0);
  }
  if (target && view && target[1] === "f" && view.chosen !== Number(target[3])) view.choose(Number(target[3]));
}

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
