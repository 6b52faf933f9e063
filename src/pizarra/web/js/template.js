/** Templates that Python wrote, with their holes filled: symbols, numbers, matrices, local derivatives. */
import { digitsFor, finer, readsSame, shown } from "./digits.js";
import { numberOf } from "./pass.js";
import { isShownWhole, shownOf } from "./place.js";
import { lined, numeral, symbol } from "./symbols.js";

const HOLE = /^\ue010([sunlgc]):(\d+):(.*)$/, SUM = /^\ue010e:(~\w+):(\d+)$/;

/** What a hole asks for: its kind, an array or local derivative by number, a place. Nothing for other keys. */
function asked(node) {
  const found = HOLE.exec(node.dataset.k);
  return found ? [found[1], Number(found[2]), found[3]] : null;
}

/** The holes of a template. */
function holesOf(node) {
  return [...node.querySelectorAll("[data-k]")].filter(asked);
}

/** A view of the model in a lesson: how every array is shown, and where the case stands. */
export class Filling {
  constructor(model, lesson, options, places) {
    Object.assign(this, { model, lesson, options, places });
    this.known = new Map();
  }

  digits(number) {
    if (!this.known.has(number)) this.known.set(number, digitsFor(this.model.arrays[number], this.options.decimals));
    return this.known.get(number);
  }

  get comma() {
    return this.options.comma;
  }

  /** Resolve a place such as `@n,0`. @param {string} text @param {Map<string, number>} at */
  place(text, at) {
    return text === "" ? [] : text.split(",").map((part) => (part.startsWith("@") ? at.get(part) : Number(part)));
  }

  /** Fill an equation of a step; gives its nodes. @param {object} line @param {object} step */
  equation(line, step) {
    const base = this.model.base(step.of), at = new Map();
    const place = this.places.get(base) ?? [];
    step.axes.forEach((axis, k) => at.set(axis, place[k]));
    if (!at.has("@n")) at.set("@n", this.options.sample);
    const pieces = [["", line.left], ...line.chain].map(([relation, text]) => [relation, spelt(parsed(text))]);
    const extra = this.settle(pieces, at, step);
    const last = pieces[pieces.length - 1];
    for (const piece of pieces) {
      const finest = piece === last && last[0] === "?" ? 0 : Math.max(extra, 0);
      for (const hole of holesOf(piece[1])) this.fill(hole, at, finest);
      if (piece[0] === "?" && extra < 0) piece[1].querySelector("mo").textContent = "≈";
    }
    return pieces.map(([, node]) => node);
  }

  /** Find with how many more digits the equation can be checked by hand: 0, 1 or 2, else −1, and it says ≈. */
  settle(pieces, at, step) {
    const last = pieces[pieces.length - 1];
    if (last[0] !== "?") return 0;
    const target = asked(holesOf(last[1])[0]);
    const inside = pieces.slice(1, -1).map(([, node]) => node);
    const holes = inside.flatMap(holesOf).map(asked);
    if (inside.some((node) => node.textContent.includes("⋯"))) return 0;
    const names = new Set(holes.filter(([kind]) => "ngc".includes(kind)).map(([, number]) => number));
    const whole = target[0] === "g" || target[0] === "c";
    const number = target[1], size = this.model.shape(number);
    if (whole && ![number, ...names].every((n) => isShownWhole(this.model.shape(n)))) return 0;
    const entry = target[0] === "l" ? this.model.page.locals[number].entry : this.model.line(number)?.entry;
    if (!entry) return 0;
    const places = whole ? everyPlace(size) : [target[0] === "l" ? this.localPlace(target[2], at).flat() : this.place(target[2], at)];
    const value = (place) => (target[0] === "l" ? entry(this.model.arrays, this.model.N, ...place) : this.model.at(number, place));
    const digits = target[0] === "l" ? digitsFor([value(places[0])], this.options.decimals) : this.digits(number);
    for (const extra of [0, 1, 2]) {
      const arrays = this.model.arrays.slice();
      for (const n of names) arrays[n] = rounded(arrays[n], finer(this.digits(n), extra));
      if (places.every((place) => readsSame(entry(arrays, this.model.N, ...place), value(place), digits))) return extra;
    }
    return -1;
  }

  localPlace(text, at) {
    return text.split(";").map((part) => this.place(part, at));
  }

  fill(hole, at, extra) {
    const [kind, n, where] = asked(hole);
    if (kind === "s" || kind === "u") {
      hole.outerHTML = symbol(this.lesson, n, this.place(where, at), kind === "u");
    } else if (kind === "n") {
      const place = this.place(where, at);
      this.put(hole, this.model.at(n, place), finer(this.digits(n), extra), `${n}:${place}`);
    } else if (kind === "l") {
      const place = this.localPlace(where, at).flat();
      const value = this.model.page.locals[n].entry(this.model.arrays, this.model.N, ...place);
      this.put(hole, value, digitsFor([value], this.options.decimals), null);
    } else {
      hole.outerHTML = kind === "g" ? this.grid(n, where === "1", extra) : this.vector(n, where === "1", at, extra);
    }
  }

  /** Put a number into its hole; brackets around it stay where it is negative. */
  put(hole, value, digits, key) {
    const link = key === null ? "" : ` data-k="${key}"`;
    const around = hole.parentElement, before = around?.previousElementSibling;
    const held = around?.localName === "mrow" && around.children.length === 3 && around.children[0].textContent === "(";
    if (held && before?.textContent !== "\u2061" && shown(value, digits) >= 0) {
      around.children[2].remove();
      around.children[0].remove();
    }
    hole.outerHTML = `<mrow class="${hole.getAttribute("class") || ""}"${link}>${numeral(value, digits, this.comma)}</mrow>`;
  }

  /** A whole array as a matrix, elided where it is large. */
  grid(number, turned, extra = 0) {
    const size = this.model.shape(number), place = this.places.get(this.model.base(number)) ?? [];
    const rows = size[0] ?? 1, columns = size[1] ?? 1;
    const at = [place[0] ?? null, size.length > 1 ? place[1] : 0];
    const shape = turned ? [columns, rows] : [rows, columns], centre = turned ? [at[1], at[0]] : at;
    const core = (r, c) => (turned ? [c, r] : [r, c]).slice(0, size.length);
    return this.matrix(number, shape, centre, core, extra);
  }

  /** One sample of an array, as a column or lying. */
  vector(number, lying, at, extra) {
    const length = this.model.shape(number).at(-1), sample = at.get("@n"), unit = this.places.get(this.model.base(number))?.at(-1) ?? null;
    const core = (r, c) => [sample, Math.max(r, c)];
    return this.matrix(number, lying ? [1, length] : [length, 1], lying ? [0, unit] : [unit, 0], core, extra);
  }

  matrix(number, shape, centre, core, extra) {
    const rows = shownOf(shape[0], centre[0]), columns = shownOf(shape[1], centre[1]);
    const role = this.lesson.symbols[number].role, digits = finer(this.digits(number), extra);
    const size = this.model.shape(number);
    const cells = columns.map((c) => lined(rows.map((r) => (r === null || c === null ? null : this.model.arrays[number][numberOf(core(r, c), size)])), digits, this.comma));
    const body = rows.map((r, i) => columns.map((c, j) => {
      if (r === null || c === null) return `<mtd><mo>${r === null && c === null ? "⋱" : r === null ? "⋮" : "⋯"}</mo></mtd>`;
      const chosen = r === centre[0] && c === centre[1] ? " case" : "";
      return `<mtd><mrow class="r-${role}${chosen}" data-k="${number}:${core(r, c)}">${cells[j][i]}</mrow></mtd>`;
    }).join("")).map((line) => `<mtr>${line}</mtr>`).join("");
    return `<mrow><mo>(</mo><mtable class="grid">${body}</mtable><mo>)</mo></mrow>`;
  }
}

const PARSED = new Map();

/** The nodes of a template, to be filled: each is read once. */
function parsed(text) {
  if (!PARSED.has(text)) {
    const box = document.createElement("div");
    box.innerHTML = text;
    PARSED.set(text, box);
  }
  return PARSED.get(text).cloneNode(true);
}

/** Write out the sums of a template: a term for every place of an axis, of a long one the first three and the last. */
function spelt(box) {
  for (let node = sumIn(box); node; node = sumIn(box)) {
    const [, axis, length] = SUM.exec(node.dataset.k), body = node.innerHTML;
    const at = new RegExp(`@${axis}(?![\\w])`, "g");
    const terms = shownOf(Number(length)).map((k) => (k === null ? "<mo>⋯</mo>" : body.replace(at, String(k))));
    node.outerHTML = terms.join("<mo>+</mo>");
  }
  return box;
}

/** The first sum that stands in no other one. */
function sumIn(box) {
  return [...box.querySelectorAll("[data-k]")].find((node) => SUM.test(node.dataset.k));
}

/** Numbers rounded as they are read: an entry is rounded when it is asked for. */
function rounded(array, digits) {
  return new Proxy(array, { get: (values, k) => (typeof k === "string" && /^\d+$/.test(k) ? shown(values[k], digits) : values[k]) });
}

function everyPlace(size) {
  return size.reduce((places, length) => places.flatMap((p) => Array.from({ length }, (_, k) => [...p, k])), [[]]);
}
