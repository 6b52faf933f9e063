/** Templates that Python wrote, with their holes filled: symbols, numbers, matrices, local derivatives. */
import { digitsFor, finer, readsSame, shown } from "./digits.js";
import { numberOf } from "./pass.js";
import { isShownWhole, shownOf } from "./place.js";
import { lined, numeral, symbol } from "./symbols.js";

const HOLE = /^\ue010([sunlgc]):(\d+):(.*)$/, SUM = /^\ue010e:(~\w+):(\d+)$/;
const ROOM = "\ue012"; // where a hole was

/** A view of the model in a lesson: how every array is shown, and where the case stands. */
export class Filling {
  constructor(model, lesson, options, places) {
    Object.assign(this, { model, lesson, options, places });
    this.known = new Map();
    this.read = new Map();
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

  /** Fill an equation of a step; gives its pieces as HTML: what is defined, and what it equals. @param {object} line @param {object} step */
  equation(line, step) {
    const base = this.model.base(step.of), at = new Map();
    const place = this.places.get(base) ?? [];
    step.axes.forEach((axis, k) => at.set(axis, place[k]));
    if (!at.has("@n")) at.set("@n", this.options.sample);
    const pieces = [["", line.left], ...line.chain].map(([relation, text]) => [relation, read(text)]);
    const extra = this.settle(pieces, at, step);
    const last = pieces[pieces.length - 1];
    return pieces.map(([relation, piece]) => {
      const finest = piece === last[1] && relation === "?" ? 0 : Math.max(extra, 0);
      return piece.texts.map((text, k) => (k ? this.fill(piece.holes[k - 1], at, finest, relation === "?" && extra < 0) + text : text)).join("");
    });
  }

  /** Find with how many more digits the equation can be checked by hand: 0, 1 or 2, else −1, and it says ≈. */
  settle(pieces, at, step) {
    const last = pieces[pieces.length - 1];
    if (last[0] !== "?") return 0;
    const target = last[1].holes.find(({ kind }) => kind !== "relation");
    const inside = pieces.slice(1, -1).map(([, piece]) => piece);
    if (inside.some((piece) => piece.elided)) return 0;
    const names = new Set(inside.flatMap((piece) => piece.holes).filter(({ kind }) => "ngc".includes(kind)).map(({ number }) => number));
    const whole = target.kind === "g" || target.kind === "c";
    const number = target.number, size = this.model.shape(number);
    if (whole && ![number, ...names].every((n) => isShownWhole(this.model.shape(n)))) return 0;
    const entry = target.kind === "l" ? this.model.page.locals[number].entry : this.model.line(number)?.entry;
    if (!entry) return 0;
    const places = whole ? everyPlace(size) : [target.kind === "l" ? this.localPlace(target.where, at).flat() : this.place(target.where, at)];
    const value = (place) => (target.kind === "l" ? entry(this.model.arrays, this.model.N, ...place) : this.model.at(number, place));
    const digits = target.kind === "l" ? digitsFor([value(places[0])], this.options.decimals) : this.digits(number);
    for (const extra of [0, 1, 2]) {
      const arrays = this.model.arrays.slice();
      for (const n of names) arrays[n] = this.asRead(n, extra);
      if (places.every((place) => readsSame(entry(arrays, this.model.N, ...place), value(place), digits))) return extra;
    }
    return -1;
  }

  /** An array as it is read, with so many digits more than it needs. */
  asRead(number, extra) {
    const key = `${number}+${extra}`;
    if (!this.read.has(key)) this.read.set(key, rounded(this.model.arrays[number], finer(this.digits(number), extra)));
    return this.read.get(key);
  }

  localPlace(text, at) {
    return text.split(";").map((part) => this.place(part, at));
  }

  /** What stands in a hole, as HTML. @param {boolean} nearly whether what follows is only near to it */
  fill(hole, at, extra, nearly) {
    const { kind, number, where } = hole;
    if (kind === "relation") return nearly ? "≈" : hole.text;
    if (kind === "g") return this.grid(number, where === "1", extra);
    if (kind === "c") return this.vector(number, where === "1", at, extra);
    if (kind === "l") {
      const place = this.localPlace(where, at).flat();
      const value = this.model.page.locals[number].entry(this.model.arrays, this.model.N, ...place);
      return this.put(hole, value, digitsFor([value], this.options.decimals), null);
    }
    const place = this.place(where, at);
    if (kind === "n") return this.put(hole, this.model.at(number, place), finer(this.digits(number), extra), `${number}:${place}`);
    return symbol(this.lesson, number, place, kind === "u");
  }

  /** A number in its hole; the brackets around it are there where it is negative. */
  put(hole, value, digits, key) {
    const link = key === null ? "" : ` data-k="${key}"`;
    const made = `<mrow class="${hole.role}"${link}>${numeral(value, digits, this.comma)}</mrow>`;
    return hole.brackets && !(shown(value, digits) >= 0) ? hole.brackets.join(made) : made;
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

const READ = new Map();

/**
 * A template as the texts around its holes: each is read once.
 * @returns {{texts: string[], holes: object[], elided: boolean}}
 */
function read(template) {
  if (!READ.has(template)) READ.set(template, readNow(template));
  return READ.get(template);
}

function readNow(template) {
  const box = document.createElement("div"), holes = [];
  box.innerHTML = template;
  spelt(box);
  const elided = box.textContent.includes("⋯"), relation = box.querySelector("mo");
  for (const node of box.querySelectorAll("[data-k],mo")) {
    const found = HOLE.exec(node.dataset.k ?? "");
    if (found) holes.push({ kind: found[1], number: Number(found[2]), where: found[3], role: node.getAttribute("class") ?? "", brackets: bracketsOf(node, found[1]) });
    else if (node === relation) holes.push({ kind: "relation", text: node.innerHTML });
    else continue;
    if (found) node.replaceWith(ROOM);
    else node.textContent = ROOM;
  }
  return { texts: box.innerHTML.split(ROOM), holes, elided };
}

/** Take away the brackets that stand around a number for its sign's sake, and give them. */
function bracketsOf(node, kind) {
  const around = node.parentElement, before = around.previousElementSibling;
  if (!"nl".includes(kind) || around.localName !== "mrow" || around.children.length !== 3) return null;
  const [left, , right] = around.children;
  if (left.textContent !== "(" || before?.textContent === "\u2061") return null;
  left.remove();
  right.remove();
  return [left.outerHTML, right.outerHTML];
}

/** Write out the sums of a template: a term for every place of an axis, of a long one the first three and the last. */
function spelt(box) {
  for (let node = sumIn(box); node; node = sumIn(box)) {
    const [, axis, length] = SUM.exec(node.dataset.k), body = node.innerHTML;
    const at = new RegExp(`@${axis}(?![\\w])`, "g");
    const terms = shownOf(Number(length)).map((k) => (k === null ? "<mo>⋯</mo>" : body.replace(at, String(k))));
    node.outerHTML = terms.join("<mo>+</mo>");
  }
}

/** The first sum that stands in no other one. */
function sumIn(box) {
  return [...box.querySelectorAll("[data-k]")].find((node) => SUM.test(node.dataset.k));
}

const FEW = 4096; // of more numbers each is rounded when it is asked for

/** Numbers rounded as they are read. */
function rounded(array, digits) {
  if (array.length <= FEW) return array.map((value) => shown(value, digits));
  return new Proxy(array, { get: (values, k) => (typeof k === "string" && /^\d+$/.test(k) ? shown(values[k], digits) : values[k]) });
}

function everyPlace(size) {
  return size.reduce((places, length) => places.flatMap((p) => Array.from({ length }, (_, k) => [...p, k])), [[]]);
}
