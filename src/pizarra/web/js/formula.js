/**
 * Formulas as data, as Python wrote them (see plain.py): what an entry is, and how it is written.
 *
 * @typedef {number | "N" | [number | string, ...any]} Tree
 */
import { logSoftmax, logsumexp, relu, sigmoid, softmax, softplus } from "./kernels.js";
import { numberOf } from "./pass.js";
import { bare } from "./paths.js";
import { numeral, symbol } from "./symbols.js";

const FUNCTION = {
  exp: Math.exp, log: Math.log, sqrt: Math.sqrt, sin: Math.sin, cos: Math.cos, tanh: Math.tanh, arctan: Math.atan,
  abs: Math.abs, sign: Math.sign, maximum: Math.max, minimum: Math.min, pow: Math.pow, "^": Math.pow, sigmoid, softplus, relu,
};
const ALONG = { softmax, log_softmax: logSoftmax, logsumexp };
const TEST = { ">": (a, b) => a > b, ">=": (a, b) => a >= b, "<": (a, b) => a < b, "<=": (a, b) => a <= b };

/**
 * An entry, and how far from the truth the errors of what it reads may have taken it.
 * @param {Tree} tree @param {object} at the places of the axes
 * @param {{arrays: ArrayLike<number>[], errors: (ArrayLike<number> | undefined)[], shapes: number[][], N: number}} given
 * @returns {[number, number]}
 */
export function entryOf(tree, at, given) {
  if (tree === "N") return [given.N, 0];
  if (typeof tree === "number") return [tree, 0];
  const [kind, ...rest] = tree;
  if (typeof kind === "number") {
    const k = numberOf(rest.map((index) => at[index] ?? index), given.shapes[kind]);
    return [given.arrays[kind][k], given.errors[kind]?.[k] ?? 0];
  }
  if (kind === "S") return totalOf(rest, at, given);
  if (kind === "A") return alongOf(rest, at, given);
  if (kind === "=") return [Number((at[rest[0]] ?? rest[0]) === (at[rest[1]] ?? rest[1])), 0];
  const parts = rest.map((part) => entryOf(part, at, given)), [a, b] = parts;
  if (kind === "+") return parts.reduce(([v, e], [w, f]) => [v + w, e + f]);
  if (kind === "*") return parts.reduce(([v, e], [w, f]) => [v * w, Math.abs(v) * f + Math.abs(w) * e + e * f]);
  if (kind === "-") return [-a[0], a[1]];
  if (kind === "/") return shifted((v, w) => v / w, parts);
  if (kind === "?") return a[1] ? [parts[a[0] > 0.5 ? 1 : 2][0], Math.abs(b[0] - parts[2][0]) + b[1] + parts[2][1]] : parts[a[0] > 0.5 ? 1 : 2];
  if (kind in TEST) return [Number(TEST[kind](a[0], b[0])), Number(a[1] + b[1] > 0 && Math.abs(a[0] - b[0]) <= a[1] + b[1])];
  return shifted(FUNCTION[kind], parts);
}

/** A function of numbers with errors: each is moved by its own, both ways. */
function shifted(of, parts) {
  const values = parts.map(([value]) => value), found = of(...values);
  let error = 0;
  parts.forEach(([value, off], k) => {
    if (off) error += Math.max(...[value - off, value + off].map((other) => Math.abs(of(...values.with(k, other)) - found)));
  });
  return [found, error];
}

function totalOf([axis, length, body], at, given) {
  let value = 0, error = 0;
  for (let k = 0; k < (length || given.N); k++) {
    const [v, e] = entryOf(body, { ...at, [axis]: k }, given);
    value += v;
    error += e;
  }
  return [value, error];
}

function alongOf([name, axis, length, body, index], at, given) {
  const parts = Array.from({ length: length || given.N }, (_, k) => entryOf(body, { ...at, [axis]: k }, given));
  return shifted((...values) => ALONG[name](values, at[index] ?? index), parts);
}

/** The numbers of the arrays that a formula reads. @param {Tree} tree @returns {Set<number>} */
export function readsOf(tree, found = new Set()) {
  if (!Array.isArray(tree)) return found;
  if (typeof tree[0] === "number") found.add(tree[0]);
  else for (const part of tree) readsOf(part, found);
  return found;
}

const SPELLED = { maximum: "max", minimum: "min", arctan: "arctan", log_softmax: "log softmax", sigmoid: "σ" };

/**
 * A formula as MathML, in a lesson's symbols. @param {Tree} tree @param {string[]} axes those of what it defines
 * @param {number | null} of the array that it defines, to be written on its left
 */
export function formulaOf(tree, axes, filling, of = null) {
  const { lesson } = filling, free = [lesson.first, ...lesson.letters.slice(0, -1)], letters = { n: lesson.letters.at(-1) };
  const letter = (axis) => bare(letters[axis] ??= free.shift() ?? "<mi>s</mi>");
  for (const axis of axes) if (axis !== "n") letter(axis);
  const place = (index) => (typeof index === "string" ? letter(index) : index);
  const held = (text) => `<mrow><mo form="prefix" lspace="0" rspace="0">(</mo>${text}<mo form="postfix" lspace="0" rspace="0">)</mo></mrow>`;
  const single = filling.model.N === 1;
  /** Level 0 takes sums, 1 products, 2 only what holds together by itself. */
  const write = (node, level) => {
    if (node === "N") return "<mi>N</mi>";
    if (typeof node === "number") {
      const text = numeral(node, { decimals: (String(node).split(".")[1] ?? "").length, scientific: false, exact: true }, filling.comma);
      return node < 0 && level ? held(text) : text;
    }
    const [kind, ...rest] = node, within = (text, own) => (level > own ? held(text) : text);
    if (typeof kind === "number") return symbol(lesson, kind, rest.map(place));
    switch (kind) {
      case "+": return within(rest.map((part, k) => (part[0] === "-" ? `<mo>−</mo>${write(part[1], 1)}` : `${k ? "<mo>+</mo>" : ""}${write(part, k ? 1 : 0)}`)).join(""), 0);
      case "-": return within(`<mo form="prefix">−</mo>${write(rest[0], 1)}`, 0);
      case "*": return within(rest.map((part) => write(part, 2)).join("<mo>·</mo>"), 1);
      case "/": return `<mfrac><mrow>${write(rest[0], 0)}</mrow><mrow>${write(rest[1], 0)}</mrow></mfrac>`;
      case "^": return `<msup><mrow>${write(rest[0], 2)}</mrow><mrow>${write(rest[1], 0)}</mrow></msup>`;
      case "S": return single && rest[0] === "n" ? write(rest[2], level) : within(`<munder><mo>∑</mo>${letter(rest[0])}</munder>${write(rest[2], 2)}`, 1);
      case "A": return `<msub><mi>${SPELLED[rest[0]] ?? rest[0]}</mi><mrow>${rest[4] === null ? letter(rest[1]) : asIndex(place(rest[4]), lesson)}</mrow></msub>${held(write(rest[3], 0))}`;
      case "=": return `<msub><mi mathvariant="normal">1</mi><mrow>${rest.map((index) => asIndex(place(index), lesson)).join("<mo>=</mo>")}</mrow></msub>`;
      case "?": return `<mrow><mo>{</mo><mtable><mtr><mtd>${write(rest[1], 0)}</mtd><mtd>${write(rest[0], 0)}</mtd></mtr><mtr><mtd>${write(rest[2], 0)}</mtd><mtd><mi>…</mi></mtd></mtr></mtable></mrow>`;
      case "sqrt": return `<msqrt>${write(rest[0], 0)}</msqrt>`;
      case "abs": return `<mrow><mo>|</mo>${write(rest[0], 0)}<mo>|</mo></mrow>`;
    }
    if (kind in TEST) return held(`${write(rest[0], 0)}<mo>${kind === ">=" ? "≥" : kind === "<=" ? "≤" : kind === "<" ? "&lt;" : "&gt;"}</mo>${write(rest[1], 0)}`);
    return `<mi>${SPELLED[kind] ?? kind}</mi>${held(rest.map((part) => write(part, 0)).join("<mo>,</mo>"))}`;
  };
  const left = of === null ? "" : `${symbol(lesson, of, axes.map(place))}<mo>=</mo>`;
  return left + write(tree, 0);
}

function asIndex(index, lesson) {
  return typeof index === "number" ? `<mn>${index + lesson.base}</mn>` : index;
}
