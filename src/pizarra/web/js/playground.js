/** A page whose network, data and training the reader chooses: settings above, and below them that network worked out. */
import { App } from "./app.js";
import { BatchModel } from "./batches.js";
import { SAID } from "./choices.js";
import { composed } from "./compose.js";
import { FEATURES, KINDS, points, readRows, usable } from "./datasets.js";
import { digitsFor, plain } from "./digits.js";
import { typed } from "./editing.js";
import { numberOf, placeOf } from "./pass.js";
import { becomeHtml } from "./patch.js";
import { placesOf } from "./place.js";
import { normal, shuffled, uniform } from "./random.js";
import { fits, MOST_POINTS, readSetting, readSettings, settingsForm, start, writeSettings } from "./settings.js";
import { frame } from "./frame.js";
import { element } from "./steps.js";
import { symbol } from "./symbols.js";
import { curve, fitted, paint, paintSmall } from "./training.js";

const PROBABILITY = new Set(["sigmoid", "logistic"]); // outputs between 0 and 1
const WIDE = 280;
const SMALL_SIDE = 12, PAUSE_OF_MAPS = 250; // pixels; milliseconds between two pictures of a unit while it learns

/** Put data, network and first weights together. @param {object} known @param {object} kernels @param {object} settings */
function assembled(known, kernels, settings) {
  const rows = settings.data === "rows" ? settings.rows : null;
  const own = settings.data === "own", kind = KINDS[settings.data];
  const given = own ? settings.points : rows ? rows.samples : points(settings.data, settings.seed, settings.noise);
  const line = Boolean(kind?.line || rows?.line), names = usable(settings.features, line);
  const scaled = (t) => (PROBABILITY.has(settings.output) ? (t + 1) / 2 : t);
  const samples = shuffled(given.length ? given : [{ x: [0, 0], t: 1 }], uniform(settings.seed + 2)).map(({ x, t }) => ({ x, t: scaled(t) }));
  const kept = Math.min(samples.length - 1, Math.round(settings.test * samples.length));
  const parts = { test: samples.slice(0, kept), train: samples.slice(kept) };
  const seen = (list) => ({ x: Float64Array.from(list.flatMap(({ x }) => names.map((name) => FEATURES[name](...x)))), t: Float64Array.from(list, ({ t }) => t) });
  const widths = [names.length, ...settings.hidden, 1], batch = Math.min(settings.batch, parts.train.length);
  const made = composed(known, kernels, { widths, batch, activation: settings.activation, output: settings.output, penalty: settings.penalty });
  const page = { ...made.page, words: known.words, terms: known.terms, language: known.language };
  const draw = normal(uniform((settings.first ?? settings.seed) + 3));
  page.given = page.shapes.slice(0, page.count).map((shape, k) => {
    if (page.names[k] === "rate") return Float64Array.of(settings.rate);
    if (page.names[k] === "penalty") return Float64Array.of(settings.penalty === "none" ? 0 : settings.strength);
    const values = new Float64Array(shape.reduce((a, b) => a * b, 1));
    return shape.length === 2 && k > 1 ? values.map(() => draw() / Math.sqrt(shape[0])) : values;
  });
  page.drawing.maps = !line;
  const each = (make) => Object.fromEntries(Object.entries(known.words).map(([language, w]) => [language, make(w.play)]));
  made.lesson.title = each((w) => w.title);
  made.lesson.summary = each((w) => `${widths.join("–")} · ${settings.hidden.length ? `${w[`activation.${settings.activation}`]} · ` : ""}${w[`output.${settings.output}`]}`);
  const data = { ...seen(parts.train), test: seen(parts.test), seed: settings.seed };
  const model = new BatchModel(page, data);
  page.given[0] = model.arrays[0].slice();
  page.given[1] = model.arrays[1].slice();
  model.first = page.given.map((array) => array.slice());
  const most = Math.max(6, ...samples.flatMap(({ x }) => x.map(Math.abs)));
  return { page, lessons: [made.lesson], model, play: { parts, names, most, line, scale: kind?.scale ?? rows?.scale ?? null } };
}

export class Playground extends App {
  /** @param {HTMLElement} root @param {object} known what Python wrote @param {object} kernels its formulas */
  constructor(root, known, kernels, { alone = false } = {}) {
    const settings = start(Object.keys(known.activations), known.mostLayers);
    const inVain = alone ? readSettings(settings, new URLSearchParams(location.hash.slice(1)), SAID) : [];
    const { page, lessons, model, play } = assembled(known, kernels, settings);
    super(root, page, lessons, { alone, model, known, kernels, settings, play, inVain });
    root.addEventListener("change", (event) => { if (event.target.dataset.set) this.set(event.target); });
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this.act(button.dataset.do);
      else if (event.target.localName === "canvas") this.pointed(event);
    });
    root.addEventListener("keydown", (event) => {
      if (event.target.localName === "canvas") this.moved(event);
      else if (event.target.dataset?.is === "weight") this.stepped(event);
      else if (event.key === "e" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && !event.ctrlKey && !event.metaKey && !event.altKey) this.toWeight(event);
    });
    root.addEventListener("click", (event) => {
      if (!event.target.closest('[data-is="drawing"] [data-k]')) return;
      if (this.page.moves.some(([number]) => event.target.closest("[data-k]").dataset.k.startsWith(`${number}:`))) this.toWeight(event);
    });
    root.addEventListener("dragover", (event) => event.preventDefault());
    root.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) this.load(event.dataTransfer.files[0]);
      else this.takeRows(event.dataTransfer.getData("text/plain"));
    });
  }

  get said() {
    return this.words.play;
  }

  /** Settings and seed stand in the address, and so what training begins with. */
  get keepsNumbers() {
    return false;
  }

  frame() {
    const w = this.said, { settings } = this;
    const box = (name) => `<label class="check"><input type="checkbox" data-set="${name}"${settings[name] ? " checked" : ""}> ${w[name]}</label>`;
    return frame(this, `<section data-is="settings" aria-label="${w.settings}">${settingsForm(settings, w, this.options.comma)}</section>`,
      `<ul class="legend"><li class="c-train">${w.train}</li><li class="c-test">${w.testing}</li></ul><div class="looks">${box("showTest")}${box("discrete")}</div>`);
  }

  written() {
    const said = new URLSearchParams(super.written());
    writeSettings(this.settings, said);
    return String(said);
  }

  read(address) {
    if (this.address) { // another address was given to an open page
      this.inVain = readSettings(this.settings, new URLSearchParams(address), SAID);
      this.renew();
    }
    super.read(address);
    this.refused.push(...this.inVain);
  }

  // What is shown

  /** While it runs only the pictures follow: steps are read when it stands still. */
  refresh() {
    if (!this.running) return super.refresh();
    this.showDrawing(this.filling);
    this.showTraining();
  }

  showTraining() {
    const w = this.said, { model } = this, last = model.losses.at(-1) ?? [0, NaN, NaN];
    const write = (value) => plain(value, digitsFor([value], 5), this.options.comma);
    becomeHtml(this.part("loss"), `${w.step} <strong>${model.steps}</strong> · ${w.epoch} <strong>${model.epochs}</strong><br>${w.trainLoss} <strong>${write(last[1])}</strong> · ${w.testLoss} <strong>${Number.isNaN(last[2]) ? "–" : write(last[2])}</strong>`);
    becomeHtml(this.part("curve"), curve(this.words, model.losses.map((one) => one[1]), model.losses.map((one) => one[2])));
    this.part("run").textContent = this.running ? this.words.stop : this.words.run;
    this.part("undo").disabled = !model.undone.length;
    this.showPicture();
  }

  showDrawing(filling) {
    super.showDrawing(filling);
    if (this.play.line || (this.running && performance.now() - (this.mapped ?? 0) < PAUSE_OF_MAPS)) return;
    this.mapped = performance.now();
    clearTimeout(this.mapping);
    if (this.running) this.paintMaps();
    else this.mapping = setTimeout(() => this.paintMaps()); // numbers first
  }

  /** Paint into every neuron of the drawing what it says everywhere. */
  paintMaps() {
    const { names, most } = this.play, count = SMALL_SIDE * SMALL_SIDE, x = new Float64Array(count * names.length);
    for (let k = 0; k < count; k++) {
      const a = most * (2 * ((k % SMALL_SIDE) + 0.5) / SMALL_SIDE - 1), b = most * (1 - 2 * (Math.floor(k / SMALL_SIDE) + 0.5) / SMALL_SIDE);
      names.forEach((name, i) => { x[k * names.length + i] = FEATURES[name](a, b); });
    }
    const arrays = this.model.passed(x, count);
    for (const canvas of this.part("drawing").querySelectorAll("canvas")) {
      const [number, unit] = canvas.dataset.map.split(":").map(Number), wide = this.model.shape(number).at(-1);
      if (arrays[number]) paintSmall(canvas, Float64Array.from({ length: count }, (_, k) => arrays[number][k * wide + unit]));
    }
  }

  /** A field for the weight or bias that is the case: whoever clicks a link can type its number. */
  captionMore(filling) {
    const { of, place } = this.chosen, w = this.said, { model, lesson } = this;
    if (!this.isWeight(of)) return ` <span><span class="hint">${w.linkHow}</span></span>`;
    const index = numberOf(place, model.shape(of)), name = `${lesson.symbols[of].text} [${place.map((p) => p + lesson.base)}]`;
    return ` <span><span class="held"><label><math>${symbol(lesson, of, place)}<mo>=</mo></math> <input type="text" inputmode="decimal" autocomplete="off" spellcheck="false" size="9" data-is="weight" data-field="${of}:${index}" aria-label="${name}" value="${typed(model, of, index, filling.comma)}"></label></span> <span class="hint">${w.linkHow}</span></span>`;
  }

  isWeight(number) {
    return this.page.moves.some(([moved]) => moved === number);
  }

  /** Go to the field of a weight: of the case, or else of the first one. */
  toWeight(event) {
    if (!this.isWeight(this.chosen.of) && this.choose(this.page.moves[0][0], this.model.shape(this.page.moves[0][0]).map(() => 0))) this.refresh();
    event.preventDefault();
    this.part("weight").focus();
    this.part("weight").select();
  }

  /** In the field of a weight: up and down go to the weight before and to the next one; Escape back to the drawing. */
  stepped(event) {
    if (event.key === "Escape") {
      event.target.value = event.target.getAttribute("value");
      return this.part("drawing").focus();
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    if (event.target.value !== event.target.getAttribute("value")) this.edited(event.target);
    const all = this.page.moves.flatMap(([number]) => Array.from(this.model.arrays[number], (_, k) => [number, k]));
    const now = numberOf(this.chosen.place, this.model.shape(this.chosen.of));
    const at = all.findIndex(([number, k]) => number === this.chosen.of && k === now);
    const [number, k] = all[(at + by + all.length) % all.length];
    this.choose(number, placeOf(k, this.model.shape(number)));
    this.refresh();
    this.toWeight(event);
  }

  /** What is pictured: the prediction, or the unit that was clicked. */
  get pictured() {
    const { of } = this.chosen, { page } = this, said = page.names.indexOf("L.p");
    const shown = said >= 0 ? said : page.prediction;
    const unit = page.batch[of] && of > 1 && of !== page.prediction && this.model.shape(of).length === 2;
    return unit ? { of, unit: placesOf(page, this.chosen).get(of).at(-1), own: true } : { of: shown, unit: 0, own: false };
  }

  showPicture() {
    const box = this.part("surface"), w = this.said, { of, unit, own } = this.pictured, { parts, names, line } = this.play;
    if (!box.firstChild) {
      box.append(element("p", { class: "caption" }), element("canvas", { width: WIDE, height: WIDE, tabindex: 0, role: "img" }));
      this.cursor = null;
    }
    const canvas = box.lastChild;
    const title = own ? `${w.pictureUnit} <math>${this.symbolOf(of, unit)}</math>` : w.picture;
    becomeHtml(box.firstChild, `${title}${this.settings.data === "own" ? ` · ${w.ownKeys}` : ""}`);
    canvas.setAttribute("aria-label", box.firstChild.textContent);
    const outputs = this.model.shape(of).at(-1);
    const samples = [...parts.train, ...(this.settings.showTest ? parts.test.map((one) => ({ ...one, hollow: true })) : [])];
    const shown = this.settings.data === "own" && !this.settings.points.length ? [] : samples;
    const ask = (grid, count) => {
      const x = new Float64Array(count * names.length);
      for (let k = 0; k < count; k++) names.forEach((name, i) => { x[k * names.length + i] = FEATURES[name](grid[2 * k], grid[2 * k + 1]); });
      return this.model.predict(x, count, of).filter((_, k) => k % outputs === unit);
    };
    const range = [-this.play.most, this.play.most];
    const scale = own ? null : PROBABILITY.has(this.settings.output) ? [0, 1] : [-1, 1];
    this.range = range;
    clearTimeout(this.painting);
    const draw = () => {
      if (line) fitted(canvas, range, this.settings.output === "linear" || own ? [-1.6, 1.6] : [scale[0] - 0.1, scale[1] + 0.1], ask, own ? [] : shown);
      else paint(canvas, [range, range], ask, shown, scale, this.settings.discrete);
      if (this.cursor) this.drawCursor(canvas);
    };
    if (this.running) draw();
    else this.painting = setTimeout(draw);
  }

  symbolOf(of, unit) {
    return this.lesson.symbols[of].entry.replace(/<mi>\ue000<\/mi>/, "<mi></mi>").replace(/<mi>\ue001<\/mi>/, `<mn>${unit + this.lesson.base}</mn>`);
  }

  // What the reader does

  /** Put another network together, with weights and data as the settings say. */
  renew() {
    const { page, lessons, model, play } = assembled(this.known, this.kernels, this.settings);
    this.play = play;
    this.replace(page, lessons, model);
  }

  /** Renew, and leave the focus where it was. */
  renewAt(where) {
    this.renew();
    this.root.querySelector(where)?.focus();
  }

  set(field) {
    const name = field.dataset.set, { settings } = this, where = `[data-set="${name}"]`;
    if (name === "showTest" || name === "discrete") {
      settings[name] = field.checked;
      this.showPicture();
      return this.alone && this.writeAddress();
    }
    if (name === "rows") return this.takeRows(field.value, field);
    if (name === "file") return field.files.length && this.load(field.files[0]);
    if (name === "data") return this.choseData(field.value);
    if (name.startsWith("feature:")) {
      const feature = name.slice(8), others = settings.features.filter((one) => one !== feature);
      if (!field.checked && !others.length) {
        field.checked = true;
        return tell(field, this.said.oneFeature);
      }
      settings.features = field.checked ? [...settings.features, feature] : others;
      return this.renewAt(where);
    }
    if (field.type === "text") {
      const [kind, layer] = name.split(":"), old = layer === undefined ? settings[name] : settings.hidden[layer];
      const found = readSetting(kind, field.value, { ...this.words, ...this.said });
      const typed = this.options.comma ? String(old).replace(".", ",") : String(old);
      if (typeof found === "string") {
        field.value = typed;
        return tell(field, found.replace("{value}", typed));
      }
      if (found[0] === old) return;
      if (layer === undefined) settings[name] = found[0];
      else settings.hidden[layer] = found[0];
      if (["rate", "strength"].includes(name)) return this.retune();
      return this.renewAt(where);
    }
    settings[name] = field.type === "range" ? Number(field.value) : field.value;
    this.renewAt(where);
  }

  /** Take another rate or strength in the middle of the training. */
  retune() {
    const { settings, page, model } = this;
    model.put([[page.names.indexOf("rate"), [settings.rate]], [page.names.indexOf("penalty"), [settings.penalty === "none" ? 0 : settings.strength]]]);
    for (const error of this.part("settings").querySelectorAll(".error")) error.remove();
  }

  choseData(name) {
    const { settings } = this;
    settings.data = name === "rows" && !settings.rows ? settings.data : name;
    this.renew();
    if (name === "rows" && !settings.rows) { // nothing is given yet: the old data stays until there is
      const form = settingsForm({ ...settings, data: "rows" }, this.said, this.options.comma);
      this.part("settings").innerHTML = form;
    }
    this.root.querySelector('[data-set="data"]').focus();
  }

  async load(file) {
    if (file.size > 200_000) return this.tellRows(this.said.rowsLarge);
    this.takeRows(await file.text());
  }

  takeRows(text) {
    const w = this.said, found = readRows(text);
    if (found.wrong) return this.tellRows(w[`rows.${found.wrong}`].replace("{row}", found.row).replace("{cell}", (found.cell ?? "").slice(0, 20)));
    this.settings.rows = found;
    this.settings.data = "rows";
    this.renew();
  }

  tellRows(text) {
    const area = this.root.querySelector('[data-set="rows"]') ?? this.root.querySelector('[data-set="data"]');
    tell(area, text);
  }

  act(what) {
    const { settings } = this, [name, layer] = what.split(":"), hidden = settings.hidden;
    const acts = {
      fewer: () => { hidden[layer] -= 1; },
      more: () => { hidden[layer] += 1; },
      deeper: () => hidden.push(hidden.at(-1) ?? 4),
      flatter: () => hidden.pop(),
      renew: () => Object.assign(settings, { seed: after(settings.seed), first: null }),
      redraw: () => Object.assign(settings, { first: settings.first ?? settings.seed, seed: after(settings.seed) }),
      reweigh: () => { settings.first = after(settings.first ?? settings.seed); },
      clear: () => { settings.points = []; },
    };
    if (name === "deeper" && hidden.length >= settings.deepest) return;
    if (layer !== undefined && !fits("units", hidden[layer] + (name === "more" ? 1 : -1))) return;
    acts[name]();
    this.renewAt(`[data-do="${what}"]`);
  }

  /** Add a point of the reader's own where the picture was clicked; with the shift key one of the other class. */
  pointed(event) {
    if (this.settings.data !== "own") return;
    const box = event.target.getBoundingClientRect();
    const at = (share) => this.range[0] + (this.range[1] - this.range[0]) * share;
    this.addPoint([at((event.clientX - box.left) / box.width), at(1 - (event.clientY - box.top) / box.height)], event.shiftKey ? -1 : 1);
  }

  addPoint(x, t) {
    if (this.settings.points.length >= MOST_POINTS) return;
    this.settings.points.push({ x: x.map((v) => Math.round(100 * v) / 100), t });
    const { cursor } = this;
    this.renewAt('[data-is="surface"] canvas');
    this.cursor = cursor;
  }

  /** Move a cross over the picture by keys, and add points there. */
  moved(event) {
    if (this.settings.data !== "own") return;
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }, by = moves[event.key];
    if (!by && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    this.cursor ??= [0, 0];
    if (!by) return this.addPoint(this.cursor, event.shiftKey ? -1 : 1);
    const step = (this.range[1] - this.range[0]) / 24;
    this.cursor = this.cursor.map((v, k) => Math.min(this.range[1], Math.max(this.range[0], v + step * by[k])));
    this.showPicture();
  }

  drawCursor(canvas) {
    const pen = canvas.getContext("2d"), [x, y] = this.cursor.map((v, k) => {
      const share = (v - this.range[0]) / (this.range[1] - this.range[0]);
      return WIDE * (k ? 1 - share : share);
    });
    pen.strokeStyle = "#1d2228";
    pen.lineWidth = 2;
    pen.beginPath();
    for (const [dx, dy] of [[8, 0], [0, 8]]) { pen.moveTo(x - dx, y - dy); pen.lineTo(x + dx, y + dy); }
    pen.stroke();
  }
}

function after(seed) {
  return (seed + 1) % 1e6;
}

/** Say beside a field what is wrong with what was put into it. */
function tell(field, text) {
  const box = field.closest(".held, label") ?? field.parentElement;
  box.querySelector(".error")?.remove();
  const said = element("span", { class: "error", role: "alert", id: `said-${field.dataset.set.replace(/\W/g, "-")}` });
  said.textContent = text;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", said.id);
  box.append(said);
}
