/** The page: what is chosen, what is shown, and what follows when something is changed. */
import { Check } from "./check.js";
import { Choices } from "./choices.js";
import { listen } from "./controls.js";
import { diagram } from "./diagram.js";
import { digitsFor } from "./digits.js";
import { fields, renewFields, take } from "./editing.js";
import { fitTable, fitTables } from "./fit.js";
import { frame } from "./frame.js";
import { faintColumns, flatUnits, litUnits, slopesBetween } from "./lit.js";
import { Model } from "./model.js";
import { placeOf } from "./pass.js";
import { becomeAround, becomeHtml } from "./patch.js";
import { placeOfUnit, placesOf } from "./place.js";
import { element, pathForms, renewSteps, stepNodes } from "./steps.js";
import { numeral, symbol, whole } from "./symbols.js";
import { drawingTables } from "./table.js";
import { curve, surface } from "./training.js";

const REHEARSALS = 3;

const SHEET = 540, PRINTED = 13.33; // what is printed of an A4 sheet beside the labels, and its letters, in pixels

/** A page on an element of a document. It follows its model: whoever changes that, the page shows it. */
export class App extends Choices {
  /** @param {HTMLElement} root @param {object} page what Python wrote @param {object[]} lessons @param {boolean} alone whether the document is its own: its address, its language, its keys */
  constructor(root, page, lessons, { alone = false, model = new Model(page), ...own } = {}) {
    super(page, lessons, model);
    Object.assign(this, { root, alone, running: 0, check: new Check(this) }, own);
    if (alone) this.read(location.hash.slice(1));
    this.build();
    if (alone && location.hash && this.part("refused").hidden) this.active?.scrollIntoView({ block: "nearest" });
    listen(this, alone ? globalThis : root);
    document.fonts.ready.then(() => fitTables(this.part("steps")));
    this.model.addEventListener("change", this.changed = () => this.refresh());
    const idle = globalThis.requestIdleCallback ?? setTimeout;
    for (let k = 0; k < REHEARSALS; k++) idle(() => this.rehearse());
    if (alone) this.openForPrint();
    if (alone) addEventListener("hashchange", () => {
      if (location.hash === this.address) return;
      this.address = location.hash; // at once: the one before may come back before this one is written
      this.read(location.hash.slice(1));
      this.build();
    });
  }

  /** On paper every step is open, and what was folded is as it was afterwards. */
  openForPrint() {
    addEventListener("beforeprint", () => {
      this.before = { all: this.all, hidden: this.hidden };
      Object.assign(this, { all: true, hidden: new Set() });
      this.show();
      this.fitPaper();
    });
    addEventListener("afterprint", () => {
      Object.assign(this, this.before);
      this.show();
    });
  }

  /** On paper nothing scrolls: a table of paths folds, and what else is wider than a sheet is made smaller there. */
  fitPaper() {
    const room = SHEET * parseFloat(getComputedStyle(document.documentElement).fontSize) / PRINTED;
    for (const table of this.part("steps").querySelectorAll(".paths")) fitTable(table, room, false);
    for (const box of this.root.querySelectorAll(".scroll")) {
      const wide = Math.max(box.scrollWidth, ...[...box.children].map((one) => one.scrollWidth));
      if (wide > room) box.style.setProperty("--fit", (room / wide).toFixed(3));
    }
  }

  /** One part of the frame. @param {string} name */
  part(name) {
    return this.root.querySelector(`[data-is="${name}"]`);
  }

  get active() {
    return this.root.querySelector(".active");
  }

  // What is shown

  /** Build the frame, and show everything in it. */
  build() {
    this.root.lang = this.language;
    if (this.alone) document.documentElement.lang = this.language;
    this.root.innerHTML = this.frame();
    this.part("refused").hidden = !this.refused.length;
    this.refused = [];
    this.show();
    // The header is as wide as the page, and no table below makes it taller.
    new ResizeObserver(() => fitTables(this.part("steps"))).observe(this.root.querySelector("header"));
  }

  frame() {
    return frame(this);
  }

  /** Take another network, with its numbers, in place of this one; what was chosen stays as far as it can. */
  replace(page, lessons, model) {
    this.running = 0;
    const { of, place, sample } = this.chosen, name = this.page.names[of], key = this.lesson.steps[this.step]?.key;
    Object.assign(this, { page, lessons, model, chosen: { ...page.chosen } });
    if (page.names.includes(name)) this.choose(page.names.indexOf(name), place, sample);
    this.step = Math.max(0, this.lesson.steps.findIndex((one) => one.key === key));
    model.addEventListener("change", this.changed);
    this.build();
  }

  /** Show everything that follows from the numbers and the choices. */
  show() {
    const filling = this.filling;
    this.showFields(filling);
    clearTimeout(this.later);
    this.part("steps").replaceChildren(...stepNodes(this, filling));
    this.check.mark();
    this.follow(filling);
  }

  /** Show what follows from other numbers or another case: the frame stays. */
  refresh() {
    const filling = this.filling;
    if (!renewFields(this.part("fields"), filling)) this.showFields(filling);
    clearTimeout(this.later);
    const others = renewSteps(this, this.part("steps"), filling);
    if (others) this.later = setTimeout(() => {
      others();
      fitTables(this.part("steps"));
    }, this.running ? 100 : 0); // while it runs, when it stands still
    this.check.mark();
    this.follow(filling);
  }

  /**
   * Do once what an edit and another case do, out of sight: so the browser has made the page's script quick before the
   * reader's first one. Numbers and case are a little off for it, and back before anything is painted.
   */
  rehearse() {
    const { model, chosen } = this, size = model.shape(chosen.of), box = this.part("steps");
    if (this.running || box.contains(this.root.getRootNode().activeElement)) return;
    const given = model.arrays.slice(2, model.count), kept = given.map((array) => array.slice());
    for (const [factor, by] of [[1.001, 1], [1, 0]]) {
      if (by) this.choose(chosen.of, chosen.place.map((at, axis) => (at + by) % size[axis]));
      else this.chosen = chosen;
      given.forEach((array, k) => array.set(kept[k].map((value) => value * factor)));
      model.follow();
      const { filling } = this;
      renewSteps(this, box, filling);
      pathForms(this, filling);
      this.showDrawing(filling);
      fitTables(box);
    }
  }

  follow(filling) {
    this.showDrawing(filling);
    this.showTraining();
    fitTables(this.part("steps"));
    if (this.alone) this.writeAddress();
  }

  writeAddress() {
    clearTimeout(this.writing); // the browser takes its time over it
    this.writing = setTimeout(() => {
      this.address = `#${this.written()}`;
      history.replaceState(null, "", this.address);
      this.part("unkept").hidden = !this.tooMany;
    }, 50);
  }

  showFields(filling) {
    becomeAround(this.part("fields"), '<div class="shelf"></div>', fields(filling, this.words));
  }

  showDrawing(filling) {
    const w = this.words, sample = this.chosen.sample, flat = flatUnits(this, sample), faint = faintColumns(this, sample);
    const known = new Map(); // all edges that leave a unit are worked out together
    const slope = (from, to, i, j) => {
      const key = `${from}:${to}:${i}`;
      if (!known.has(key)) known.set(key, slopesBetween(this, from, to, sample, i));
      return known.get(key).get(j) ?? null;
    };
    const lit = litUnits(this, filling);
    becomeAround(this.part("drawing"), ...diagram(filling, lit, this.chosen, w, flat, faint, slope));
    if (this.part("table").parentElement.open) becomeHtml(this.part("table"), drawingTables(filling, lit, w, flat, faint, slope));
    const drawing = this.part("drawing"); // where it is narrow it scrolls, and its letters stay legible
    const least = `${Math.round(0.6 * drawing.firstChild.getAttribute("width"))}px`;
    if (drawing.style.getPropertyValue("--least") !== least) drawing.style.setProperty("--least", least);
    const units = [...flat].map(([key, kind]) => `<math>${this.unitOf(key)}</math> ${w[kind]}`).slice(0, 8).join(", ");
    const layers = [...faint].map((number) => `<math>${whole(this.lesson, number)}</math>`).join(", ");
    becomeHtml(this.part("caption"), `<span>${w.caption} <math>${symbol(this.lesson, this.chosen.of, this.chosen.place)}</math>.${flat.size ? ` ${w.flat} ${units}${flat.size > 8 ? " …" : ""}.` : ""}${faint.size ? ` ${w.faint} ${layers}.` : ""}</span>${this.captionMore(filling)}`);
  }

  /** What else stands below the drawing, as HTML. */
  captionMore() {
    return "";
  }

  /** The symbol of a unit, for the sample that is looked at. @param {string} key `array:unit` */
  unitOf(key) {
    const [number, unit] = key.split(":").map(Number);
    return symbol(this.lesson, number, placeOfUnit(this.page, number, this.chosen.sample, unit));
  }

  showTraining() {
    const w = this.words, { model } = this, digits = digitsFor([model.loss], Math.max(6, this.options.decimals));
    becomeHtml(this.part("loss"), `<math>${whole(this.lesson, this.page.loss)}<mo>=</mo>${numeral(model.loss, digits, this.options.comma)}</math> · ${w.after_steps.replace("{count}", model.steps)}`);
    becomeHtml(this.part("curve"), curve(w, model.losses));
    this.part("run").textContent = this.running ? w.stop : w.run;
    this.part("undo").disabled = !model.undone.length;
    if (!this.page.plane) return;
    const box = this.part("surface");
    if (!box.firstChild) box.append(element("canvas", { width: 240, height: 240, role: "img", "aria-label": w.surface }));
    clearTimeout(this.painting); // numbers first
    this.painting = setTimeout(() => surface(box.firstChild, model, placesOf(this.page, this.chosen).get(this.page.prediction)?.at(-1) ?? 0));
  }

  // What the reader does

  go(step) {
    this.step = Math.min(Math.max(step, 0), this.lesson.steps.length - 1);
    this.show();
    this.part("step")?.focus({ preventScroll: true });
    this.active?.scrollIntoView({ block: "nearest" });
  }

  goChapter(count) {
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

  help() {
    const keys = this.part("keys");
    keys.hidden = !keys.hidden;
    this.part("help").setAttribute("aria-expanded", String(!keys.hidden));
  }

  fold(form) {
    if (!this.hidden.delete(form)) this.hidden.add(form);
    this.show();
    this.active?.querySelector(`[data-form="${form}"]`)?.focus();
  }

  edited(input) {
    take(this.model, input, this.words, this.options.comma);
  }

  run() {
    if (this.running) {
      this.running = 0;
      return this.refresh();
    }
    this.model.rememberAll();
    const mine = (this.running = performance.now());
    const frame = () => {
      if (this.running !== mine) return;
      if (!this.model.descend(Infinity, performance.now() + 12)) {
        this.running = 0;
        this.refresh();
      }
      if (this.running) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }
}

/** What a page is made of, from what Python wrote: steps come together for all notations, formulas as script. */
export function unfolded(page, lessons, steps, lines, locals) {
  return [{ ...page, lines, locals }, lessons.map((lesson, k) => ({ ...lesson, steps: steps.map((step) => step[k]) }))];
}
