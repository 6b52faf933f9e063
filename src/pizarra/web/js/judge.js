/** Judge a reader's numbers: what follows from them is worked out with them, so one mistake counts once. */
import { readNumber } from "./editing.js";
import { entryOf, readsOf } from "./formula.js";
import { fill, placeOf } from "./pass.js";
import { halvesOf } from "./reading.js";

const SIX_DIGITS = 1e-6; // closer than that nobody is asked to be
const TIME = 300; // milliseconds for looking for a mistake in the lines before

/**
 * @typedef {{number: number, expected: Float64Array, errors: Float64Array, halves: Float64Array, values: Float64Array, wrong: number[], missing: number[], from: number[]}} Verdict
 * `values` are NaN where nothing can be read; `from` are the reader's own arrays that the expected numbers come from
 */

/**
 * Judge every array that has numbers of the reader's.
 * @param {import("./model.js").Model} model @param {Map<number, string[]>} mine the texts of an array's entries, flat
 * @returns {{verdicts: Map<number, Verdict>, given: object}}
 */
export function judge(model, mine) {
  const { page } = model, { lines } = page.check, given = { arrays: model.arrays.slice(), errors: [], shapes: page.shapes.map((_, n) => model.shape(n)), N: model.N };
  const verdicts = new Map(), owes = new Map();
  for (const line of page.lines) {
    const number = line.to, texts = mine.get(number), reads = [...readsOf(lines[number].right)];
    const from = new Set(reads.flatMap((n) => (verdicts.has(n) ? [n] : [...(owes.get(n) ?? [])])));
    if (!from.size && !texts) continue;
    owes.set(number, from);
    const expected = from.size ? fill(line, given.arrays, model.N, new Float64Array(model.arrays[number].length)) : model.arrays[number];
    const errors = reads.some((n) => given.errors[n]) ? errorsOf(lines[number], given, number) : undefined;
    if (texts) verdicts.set(number, verdictOf(number, texts, expected, errors, [...from]));
    const one = verdicts.get(number);
    given.arrays[number] = one ? expected.map((value, k) => (Number.isNaN(one.values[k]) ? value : one.values[k])) : expected;
    given.errors[number] = one ? one.halves.map((half, k) => (Number.isNaN(one.values[k]) ? errors?.[k] ?? 0 : half)) : errors;
  }
  return { verdicts, given };
}

function errorsOf(line, given, number) {
  const size = given.shapes[number];
  return given.arrays[number].map((_, k) => entryOf(line.right, places(line.axes, k, size), given)[1]);
}

function places(axes, k, size) {
  const place = placeOf(k, size);
  return Object.fromEntries(axes.map((axis, a) => [axis, place[a]]));
}

function verdictOf(number, texts, expected, errors, from) {
  const values = Float64Array.from(texts, (text) => {
    const found = readNumber(text);
    return typeof found === "string" ? NaN : found[0];
  });
  const halves = halvesOf(texts), one = { number, expected, errors, halves, values, wrong: [], missing: [], from };
  const room = roomOf(expected);
  values.forEach((value, k) => {
    if (Number.isNaN(value)) one.missing.push(k);
    else if (!isRounded(value, expected[k], halves[k] + (errors?.[k] ?? 0), room)) one.wrong.push(k);
  });
  return one;
}

function roomOf(expected) {
  return 1e-9 * expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Whether a number is another one, rounded. */
function isRounded(value, wanted, half, room) {
  return Math.abs(value - wanted) <= Math.max(half * (1 + 1e-6), SIX_DIGITS * Math.abs(wanted)) + room;
}

/** Whether a formula in the place of a line gives all that the reader wrote. */
function gives(tree, axes, one, given, room) {
  for (let k = 0; k < one.values.length; k++) {
    if (Number.isNaN(one.values[k])) continue;
    const [value, error] = entryOf(tree, places(axes, k, given.shapes[one.number]), given);
    if (!isRounded(one.values[k], value, one.halves[k] + error, room)) return false;
  }
  return true;
}

/**
 * Find what the reader's numbers come out of: mistakes in the line itself, else in one before it that was not given.
 * @returns {{line: number, fault: string, told: any[], tree: any}[]} the likeliest first, each kind of mistake once
 */
export function causesOf(model, one, given, verdicts) {
  const { lines } = model.page.check, line = lines[one.number], room = roomOf(one.expected);
  const own = line.causes.filter(([, , tree]) => gives(tree, line.axes, one, given, room)).map((cause) => named(one.number, cause));
  return once(own.length ? own : earlier(model, one, given, verdicts, room));
}

function named(line, [fault, told, tree]) {
  return { line, fault, told, tree };
}

function once(causes) {
  return causes.filter((cause, k) => causes.findIndex((other) => other.fault === cause.fault && other.line === cause.line) === k);
}

/** Look for a mistake in the lines that lead to one, from the nearest on: what follows from it must be what was written. */
function earlier(model, one, given, verdicts, room) {
  const { lines } = model.page.check, order = model.page.lines.map((line) => line.to), until = performance.now() + TIME;
  const needed = new Set([one.number]);
  for (const number of order.slice(0, order.indexOf(one.number) + 1).reverse()) {
    if (needed.has(number)) for (const n of readsOf(lines[number].right)) if (lines[n] && !verdicts.has(n)) needed.add(n);
  }
  for (const number of order.filter((n) => needed.has(n) && n !== one.number).reverse()) {
    const found = lines[number].causes.filter(([, , tree]) => {
      if (performance.now() > until) return false;
      const with_ = { ...given, arrays: given.arrays.slice() };
      with_.arrays[number] = given.arrays[number].map((_, k) => entryOf(tree, places(lines[number].axes, k, given.shapes[number]), with_)[0]);
      for (const line of model.page.lines.slice(order.indexOf(number) + 1, order.indexOf(one.number) + 1)) {
        if (needed.has(line.to)) with_.arrays[line.to] = fill(line, with_.arrays, model.N, new Float64Array(given.arrays[line.to].length));
      }
      return with_.arrays[one.number].every((value, k) => Number.isNaN(one.values[k]) || isRounded(one.values[k], value, one.halves[k] + (one.errors?.[k] ?? 0), room));
    });
    if (found.length) return found.map((cause) => named(number, cause));
  }
  return [];
}
