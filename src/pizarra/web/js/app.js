/** The page: what is chosen, what is shown, and what follows when something is changed. */
import { diagram } from "./diagram.js";
import { digitsFor } from "./digits.js";
import { fields, take } from "./editing.js";
import { Model } from "./model.js";
import { placeOf } from "./pass.js";
import { pathTable, walk, countOf } from "./paths.js";
import { isShownWhole, placesOf } from "./place.js";
import { numeral, symbol, whole } from "./symbols.js";
import { Filling } from "./template.js";
import { curve, surface } from "./training.js";

const FORMS = ["general", "matrices", "case"];

/** Everything that the reader chose; it stands in the page's address. */
export class App {
  constructor(page, lessons) {
    this.page = page;
    this.lessons = lessons;
    this.model = new Model(page);
    this.hidden = new Set();
    this.running = 0;
    this.reset();
    this.readAddress();
    this.root = document.getElementById("live");
    this.root.hidden = false;
    document.getElementById("static").remove();
    this.build();
    if (location.hash) document.querySelector(".active")?.scrollIntoView({ block: "nearest" });
    addEventListener("keydown", (event) => this.key(event));
    addEventListener("hashchange", () => {
      if (location.hash !== this.address) {
        this.readAddress();
        this.build();
      }
    });
  }

  reset() {
    this.notation = 0;
    this.language = this.page.language;
    this.decimals = null;
    this.comma = null;
    this.step = 0;
    this.all = false;
    this.chosen = { ...this.page.chosen };
  }

  get lesson() {
    return this.lessons[this.notation];
  }

  get words() {
    return this.page.words[this.language];
  }

  get options() {
    return { decimals: this.decimals ?? this.lesson.decimals, comma: this.comma ?? this.lesson.comma, sample: this.chosen.sample };
  }

  get filling() {
    return new Filling(this.model, this.lesson, this.options, placesOf(this.page, this.chosen));
  }

  // The address

  readAddress() {
    const said = new URLSearchParams(location.hash.slice(1));
    const notation = this.lessons.findIndex((lesson) => lesson.name === said.get("notation"));
    if (notation >= 0) this.notation = notation;
    if (said.get("lang") in this.page.words) this.language = said.get("lang");
    const decimals = Number(said.get("decimals"));
    if (said.has("decimals") && Number.isInteger(decimals) && decimals >= 0 && decimals <= 12) this.decimals = decimals;
    if (said.has("comma")) this.comma = said.get("comma") === "1";
    if (said.has("all")) this.all = true;
    const step = this.lesson.steps.findIndex((one) => one.key === said.get("step"));
    if (step >= 0) this.step = step;
    const found = /^(\d+):([\d,]*)(?:@(\d+))?$/.exec(said.get("case") ?? "");
    if (found) this.choose(Number(found[1]), found[2] === "" ? [] : found[2].split(",").map(Number), found[3]);
  }

  writeAddress() {
    const said = new URLSearchParams({ step: this.lesson.steps[this.step].key, case: `${this.chosen.of}:${this.chosen.place}@${this.chosen.sample}` });
    if (this.notation) said.set("notation", this.lesson.name);
    if (this.language !== this.page.language) said.set("lang", this.language);
    if (this.decimals !== null) said.set("decimals", this.decimals);
    if (this.comma !== null) said.set("comma", this.comma ? "1" : "0");
    if (this.all) said.set("all", "1");
    this.address = `#${said}`;
    clearTimeout(this.writing); // the browser takes its time over it
    this.writing = setTimeout(() => history.replaceState(null, "", this.address), 50);
  }

  // Choices

  /** Make an entry the case. Gives whether it is one. */
  choose(number, place, sample = null) {
    const of = this.model.base(number), size = this.model.shape(of);
    if (!(of in this.page.places) || !size || place.length !== size.length) return false;
    if (place.some((p, axis) => !Number.isInteger(p) || p < 0 || p >= size[axis])) return false;
    const n = this.page.batch[of] ? place[0] : Number(sample ?? this.chosen.sample);
    this.chosen = { of, place, sample: n < this.model.N ? n : 0 };
    return true;
  }

  go(step) {
    this.step = Math.min(Math.max(step, 0), this.lesson.steps.length - 1);
    this.show();
    document.getElementById("step")?.focus({ preventScroll: true });
    document.querySelector(".active")?.scrollIntoView({ block: "nearest" });
  }

  // What is shown

  /** Build the frame: what changes with the notation and the language. */
  build() {
    const w = this.words, lesson = this.lesson, lang = this.language;
    document.documentElement.lang = lang;
    const chosen = (a, b) => (a === b ? " selected" : "");
    const notations = this.lessons.map((one, k) => `<option value="${k}"${chosen(k, this.notation)}>${escaped(one.titles[lang])}</option>`).join("");
    const languages = Object.keys(this.page.words).map((one) => `<option value="${one}"${chosen(one, lang)}>${escaped(this.page.words[one].name)}</option>`).join("");
    const decimals = [...Array(13).keys()].map((d) => `<option${chosen(d, this.options.decimals)}>${d}</option>`).join("");
    this.root.innerHTML = `<header><h1>${lesson.title[lang]}</h1><p class="summary">${lesson.summary[lang]}</p>
<div class="tools" role="toolbar" aria-label="${w.tools}">
<label>${w.notation} <select id="notation">${notations}</select></label>
<label>${w.language} <select id="language">${languages}</select></label>
<label>${w.decimals} <select id="decimals">${decimals}</select></label>
<label>${w.sign} <select id="comma"><option value="0"${chosen(false, this.options.comma)}>0.5</option><option value="1"${chosen(true, this.options.comma)}>0,5</option></select></label>
<label>${w.detail} <select id="detail"><option value="0"${chosen(false, this.all)}>${w.one}</option><option value="1"${chosen(true, this.all)}>${w.all}</option></select></label>
<button id="help" aria-expanded="false" aria-controls="keys">?</button></div>
<div id="keys" class="note" hidden>${w.help}</div></header>
<aside><figure><div class="scroll" id="drawing"></div><figcaption id="caption"></figcaption></figure>
<ul class="legend">${["value", "parameter", "gradient", "local", "target"].map((role) => `<li class="r-${role}">${w.roles[role]}</li>`).join("")}</ul>
<section class="training" aria-label="${w.training}"><div class="buttons"><button id="once">${w.once}</button><button id="run">${w.run}</button><button id="undo">${w.undo}</button><button id="restart">${w.restart}</button></div>
<p id="loss" aria-live="off"></p><div id="curve"></div><div id="surface"></div></section></aside>
<main><details id="data" open><summary>${w.data}</summary><div id="fields"></div></details><details id="guide"><summary>${w.guide}</summary>${lesson.guide[lang]}</details><div id="steps"></div></main>`;
    this.listen();
    this.show();
  }

  /** Show everything that follows from the numbers and the choices. */
  show() {
    const filling = this.filling;
    this.showFields(filling);
    this.showSteps(filling);
    this.follow(filling);
  }

  /** Show what follows from another number or another case: the frame stays. */
  refresh(fieldsToo = false) {
    const filling = this.filling;
    if (fieldsToo || this.page.shapes.slice(0, this.model.count).some((size) => !isShownWhole(size))) this.showFields(filling);
    const steps = this.lesson.steps;
    for (const node of document.querySelectorAll("#steps [data-step]")) {
      const k = Number(node.dataset.step);
      if (node.localName === "section") this.renew(node, steps[k], k, filling);
      else if (steps[k].key === "paths") node.lastElementChild.innerHTML = this.titleOf(steps[k]);
    }
    this.follow(filling);
  }

  /** Show a step's numbers again; what has none stays as it is. */
  renew(node, step, k, filling) {
    if (step.key === "paths") return node.replaceWith(this.stepNode(step, k, filling));
    for (const form of ["matrices", "case"]) {
      node.querySelector(`[data-part="${form}"]`)?.replaceWith(this.part(form, this.equations(step[form], step, filling)));
    }
  }

  follow(filling) {
    this.showDrawing(filling);
    this.showTraining();
    this.writeAddress();
  }

  showFields(filling) {
    document.getElementById("fields").innerHTML = fields(filling, this.words);
  }

  showSteps(filling) {
    const lang = this.language, box = document.getElementById("steps"), lesson = this.lesson;
    box.replaceChildren();
    let section = "";
    lesson.steps.forEach((step, k) => {
      if (step.section !== section) {
        section = step.section;
        const heading = document.createElement("h2");
        heading.innerHTML = lesson.sections.find((one) => one.key === section).title[lang];
        box.append(heading);
      }
      if (k !== this.step && !this.all) {
        const line = document.createElement("button");
        line.className = "outline";
        line.dataset.step = k;
        line.innerHTML = `<span class="no">${k + 1}</span> <span>${this.titleOf(step)}</span>`;
        box.append(line);
        return;
      }
      box.append(this.stepNode(step, k, filling));
    });
  }

  titleOf(step) {
    if (step.key !== "paths") return step.title[this.language];
    return `${this.words.paths} <math>${symbol(this.lesson, this.chosen.of, this.chosen.place)}</math>`;
  }

  stepNode(step, k, filling) {
    const lang = this.language, w = this.words, node = document.createElement("section");
    node.className = k === this.step ? "step active" : "step";
    node.dataset.step = k;
    const id = k === this.step ? ' id="step" tabindex="-1"' : "";
    const purpose = step.key === "paths" ? w.pathsPurpose : step.purpose[lang];
    node.innerHTML = `<h3${id}><span class="no">${k + 1}</span> ${this.titleOf(step)}</h3><p class="purpose">${purpose}</p>`;
    if (step.key === "paths") node.append(...this.pathParts(filling));
    else {
      const general = step.general.map((one) => one[lang]).join("");
      if (general) node.append(this.part("general", general));
      for (const form of ["matrices", "case"]) if (step[form].length) node.append(this.part(form, this.equations(step[form], step, filling)));
    }
    if (k === this.step) {
      const buttons = document.createElement("p");
      buttons.className = "buttons";
      buttons.innerHTML = `<button id="before"${k ? "" : " disabled"}>← ${w.before}</button> <span>${k + 1} / ${this.lesson.steps.length}</span> <button id="after"${k + 1 < this.lesson.steps.length ? "" : " disabled"}>${w.after} →</button>`;
      node.append(buttons);
    }
    return node;
  }

  part(form, content) {
    const part = document.createElement("div");
    part.className = "part";
    part.dataset.part = form;
    const open = !this.hidden.has(form), fold = FORMS.includes(form);
    part.innerHTML = `<h4 class="label">${fold ? `<button class="fold" data-form="${form}" aria-expanded="${open}">${this.words[form]}</button>` : this.words[form]}</h4><div class="body"></div>`;
    const body = part.querySelector(".body");
    if (typeof content === "string") body.innerHTML = content;
    else body.append(...content);
    body.hidden = fold && !open;
    return part;
  }

  equations(lines, step, filling) {
    const scroll = document.createElement("div"), box = document.createElement("div");
    scroll.className = "scroll";
    scroll.tabIndex = 0;
    box.className = "equations";
    for (const line of lines) {
      const [left, ...rest] = filling.equation(line, step);
      if (line.note) {
        rest[0].append(...rest.slice(1).flatMap((node) => [" ", ...node.childNodes]));
        rest.length = 1;
        rest[0].insertAdjacentHTML("beforeend", ` <span class="remark">${this.words[line.note]}</span>`);
      }
      rest.forEach((right, k) => {
        box.append(k ? document.createElement("div") : left, right);
      });
    }
    scroll.append(box);
    return [scroll];
  }

  pathParts(filling) {
    const { of, place } = this.chosen, ways = this.page.routes[of] ?? [], w = this.words;
    const many = ways.map((way) => countOf(this.model, way));
    const parts = ways.map((way) => this.part("case", pathTable(filling, of, way, place, w)));
    parts.forEach(standing);
    const slope = this.page.slope[of] ?? this.page.slopes[of];
    if (slope === undefined || slope === null) return parts;
    const found = this.model.at(slope, place), digits = digitsFor([found], this.options.decimals);
    const write = (value) => numeral(value, digits, this.options.comma);
    const left = `<mfrac><mrow><mi>∂</mi>${whole(this.lesson, this.page.loss)}</mrow><mrow><mi>∂</mi>${symbol(this.lesson, of, place)}</mrow></mfrac>`;
    const index = place.reduce((k, p, axis) => k * this.model.shape(of)[axis] + p, 0);
    const measured = this.model.measured(of, index);
    const agrees = Math.abs(measured - found) <= 1e-5 * Math.max(1, Math.abs(found));
    parts.push(this.part("check", `<p><math>${left}<mo>=</mo><mrow class="r-gradient">${write(found)}</mrow></math> · ${w.measured} <math><mo>≈</mo>${write(measured)}</math> · <strong>${agrees ? w.agrees : w.differs}</strong></p>`));
    if (many.length > 1) parts.unshift(this.part("sum", `<p>${w.ways.replace("{count}", many.length)}</p>`));
    return parts;
  }

  showDrawing(filling) {
    const lit = new Set(), { of, place } = this.chosen, maker = this.page.feeds[of];
    if (maker !== undefined) lit.add(`${this.drawnAs(maker)}:${filling.places.get(maker)?.at(-1)}`);
    else lit.add(`${this.drawnAs(of)}:${place.at(-1)}`);
    for (const way of this.page.routes[of] ?? []) {
      if (countOf(this.model, way) > 500) continue;
      for (const path of walk(this.model, way, place)) for (const [n, at] of path.stops) if (at.length) lit.add(`${this.drawnAs(n)}:${at.at(-1)}`);
    }
    this.lit = lit;
    document.getElementById("drawing").innerHTML = diagram(filling, lit, this.chosen, this.words);
    document.getElementById("caption").innerHTML = `${this.words.caption} <math>${symbol(this.lesson, of, place)}</math>.`;
  }

  drawnAs(number) {
    return this.page.drawing.standsFor[number] ?? number;
  }

  showTraining() {
    const w = this.words, digits = digitsFor([this.model.loss], Math.max(6, this.options.decimals));
    document.getElementById("loss").innerHTML = `<math>${whole(this.lesson, this.page.loss)}<mo>=</mo>${numeral(this.model.loss, digits, this.options.comma)}</math> · ${w.after_steps.replace("{count}", this.model.steps)}`;
    document.getElementById("curve").innerHTML = curve(this.model.losses, w);
    document.getElementById("run").textContent = this.running ? w.stop : w.run;
    document.getElementById("undo").disabled = !this.model.undone.length;
    const box = document.getElementById("surface");
    if (this.page.plane) {
      if (!box.firstChild) {
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 240;
        canvas.setAttribute("role", "img");
        canvas.setAttribute("aria-label", w.surface);
        box.append(canvas);
      }
      clearTimeout(this.painting); // numbers first
      this.painting = setTimeout(() => {
        surface(box.firstChild, this.model, placesOf(this.page, this.chosen).get(this.page.prediction)?.at(-1) ?? 0);
      });
    }
  }

  // What the reader does

  listen() {
    const on = (id, what, act) => document.getElementById(id).addEventListener(what, act);
    on("notation", "change", (e) => { this.notation = Number(e.target.value); this.build(); document.getElementById("notation").focus(); });
    on("language", "change", (e) => { this.language = e.target.value; this.build(); document.getElementById("language").focus(); });
    on("decimals", "change", (e) => { this.decimals = Number(e.target.value); this.show(); });
    on("comma", "change", (e) => { this.comma = e.target.value === "1"; this.show(); });
    on("detail", "change", (e) => { this.all = e.target.value === "1"; this.show(); });
    on("help", "click", () => this.help());
    on("once", "click", () => { this.model.rememberAll(); this.model.descend(1); this.refresh(true); });
    on("run", "click", () => this.run());
    on("undo", "click", () => { this.model.undo(); this.refresh(true); });
    on("restart", "click", () => { this.model.restart(); this.refresh(true); });
    this.root.onchange = (e) => { if (e.target.dataset.field) this.edited(e.target); };
    this.root.onclick = (e) => this.clicked(e);
    this.root.ondblclick = (e) => this.focusField(e.target.closest("[data-k]"));
    for (const what of ["mouseover", "focusin"]) this.root.addEventListener(what, (e) => this.link(e.target));
  }

  help() {
    const keys = document.getElementById("keys");
    keys.hidden = !keys.hidden;
    document.getElementById("help").setAttribute("aria-expanded", String(!keys.hidden));
  }

  edited(input) {
    if (!take(this.model, input, this.words, this.options.comma)) return;
    input.classList.add("changed");
    const key = input.dataset.field;
    this.refresh();
    document.querySelector(`[data-field="${key}"]`)?.classList.toggle("changed", this.model.isChanged(...key.split(":").map(Number)));
  }

  clicked(event) {
    const target = event.target, fold = target.closest("[data-form]"), outline = target.closest("button.outline");
    if (fold) return this.fold(fold.dataset.form);
    if (outline) return this.go(Number(outline.dataset.step));
    if (target.closest("#before")) return this.go(this.step - 1);
    if (target.closest("#after")) return this.go(this.step + 1);
    const entry = target.closest("[data-k]");
    if (!entry || entry.localName === "input") return;
    const [number, place] = entry.dataset.k.split(":");
    if (this.choose(Number(number), place === "" ? [] : place.split(",").map(Number))) this.refresh();
  }

  fold(form) {
    if (!this.hidden.delete(form)) this.hidden.add(form);
    this.show();
    document.querySelector(`.active [data-form="${form}"]`)?.focus();
  }

  focusField(entry) {
    if (entry) document.querySelector(`input[data-k="${CSS.escape(entry.dataset.k)}"]`)?.focus();
  }

  /** Outline everything that is the same as what is under the pointer, or in focus. */
  link(target) {
    for (const node of this.root.querySelectorAll(".same")) node.classList.remove("same");
    const path = target.closest?.("[data-path]"), entry = target.closest?.("[data-k]");
    const keys = path ? path.dataset.path.split(" ") : entry ? [entry.dataset.k] : [];
    const array = entry ? this.page.names.indexOf(entry.dataset.k) : -1;
    if (array >= 0) for (const node of this.root.querySelectorAll(`[data-k^="${array}:"]`)) node.classList.add("same");
    for (const key of keys) for (const node of this.root.querySelectorAll(`[data-k="${CSS.escape(key)}"]`)) node.classList.add("same");
  }

  run() {
    if (this.running) {
      this.running = 0;
      return this.refresh(true);
    }
    this.model.rememberAll();
    const mine = (this.running = performance.now());
    const frame = () => {
      if (this.running !== mine) return;
      const until = performance.now() + 12;
      let fine = true;
      while (fine && performance.now() < until) fine = this.model.descend(1);
      if (!fine) this.running = 0;
      this.refresh(!this.running);
      if (this.running) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const moves = {
      ArrowRight: () => this.go(this.step + 1),
      ArrowLeft: () => this.go(this.step - 1),
      ArrowDown: () => this.next(1),
      ArrowUp: () => this.next(-1),
      Escape: () => { this.chosen = { ...this.page.chosen }; this.refresh(); },
      g: () => this.fold("general"),
      m: () => this.fold("matrices"),
      c: () => this.fold("case"),
      n: () => { this.notation = (this.notation + 1) % this.lessons.length; this.build(); },
      "?": () => this.help(),
    };
    const section = Number(event.key);
    if (section >= 1 && section <= 5) moves[event.key] = () => this.goSection(section - 1);
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  }

  goSection(count) {
    const keys = [...new Set(this.lesson.steps.map((step) => step.section))];
    const step = this.lesson.steps.findIndex((one) => one.section === keys[count]);
    if (step >= 0) this.go(step);
  }

  /** Make the next entry of what this step computes the case. */
  next(by) {
    const step = this.lesson.steps[this.step];
    const of = step.of === undefined ? this.chosen.of : this.model.base(step.of), size = this.model.shape(of);
    if (!(of in this.page.places)) return;
    const place = placesOf(this.page, this.chosen).get(of) ?? this.chosen.place, length = size.reduce((a, b) => a * b, 1);
    const index = place.reduce((k, p, axis) => k * size[axis] + p, 0);
    if (this.choose(of, placeOf((index + by + length) % length, size))) this.refresh();
  }
}

/** Let a table of few paths stand up on a narrow screen: one column a path. */
function standing(part) {
  const table = part.querySelector("table"), rows = table?.rows.length;
  if (!table || rows > 5) return;
  table.classList.add("turns");
  table.style.setProperty("--columns", table.rows[0].cells.length);
  table.style.setProperty("--rows", rows);
}

function escaped(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span.innerHTML;
}

/** Read data that Python packed: deflated JSON as base64. @param {string} text */
export async function inflated(text) {
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}
