/**
 * Data to learn: points in the plane (or on a line) with what is wanted of them, between −1 and 1.
 *
 * @typedef {{x: number[], t: number}} Sample
 * @typedef {{low: number, high: number}} Scale what −1 and 1 stand for
 */
import { normal, uniform } from "./random.js";

const COUNT = 200;
const circle = (radius, angle) => [radius * Math.sin(angle), radius * Math.cos(angle)];
const wavy = (x) => 300 * Math.exp(Math.sin(x));
const LOWEST = wavy(-Math.PI / 2), HIGHEST = wavy(Math.PI / 2);

/** How each kind is points: `make` gives one sample from uniform numbers; `classes` says that only −1 and 1 are wanted. */
export const KINDS = {
  circles: { classes: true, make: (next, k) => sample(circle(k % 2 ? 3.5 + 1.5 * next() : 2.5 * next(), 2 * Math.PI * next()), k % 2 ? -1 : 1) },
  xor: { classes: true, make: (next) => {
    const x = [next(), next()].map((u) => { const v = 10 * u - 5; return v + (v > 0 ? 0.3 : -0.3); });
    return sample(x, x[0] * x[1] >= 0 ? 1 : -1);
  } },
  blobs: { classes: true, make: (next, k) => {
    const draw = normal(next), side = k % 2 ? -2 : 2;
    return sample([side + draw(), side + draw()], Math.sign(side));
  } },
  spiral: { classes: true, make: (next, k) => {
    const turn = (k >> 1) / (COUNT / 2);
    return sample(circle(5 * turn, 3.5 * Math.PI * turn + (k % 2 ? Math.PI : 0)), k % 2 ? -1 : 1);
  } },
  plane: { classes: false, make: (next) => {
    const x = [12 * next() - 6, 12 * next() - 6];
    return sample(x, (x[0] + x[1]) / 12);
  } },
  hills: { classes: false, make: (next) => {
    const x = [12 * next() - 6, 12 * next() - 6];
    const hills = [[-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1]];
    const heights = hills.map(([a, b, sign]) => sign * Math.max(0, 1 - Math.hypot(x[0] - a, x[1] - b) / 2));
    return sample(x, heights.reduce((most, h) => (Math.abs(h) > Math.abs(most) ? h : most), 0));
  } },
  curve: { classes: false, line: true, scale: { low: LOWEST, high: HIGHEST }, make: (next) => {
    const x = 12 * next() - 6;
    return sample([x, 0], (2 * (wavy(x) - LOWEST)) / (HIGHEST - LOWEST) - 1);
  } },
};

function sample(x, t) {
  return { x, t };
}

/** Draw a kind of data; noise moves the points, or, of a number, the number. @param {string} kind @returns {Sample[]} */
export function points(kind, seed, noise) {
  const next = uniform(seed), draw = normal(uniform(seed + 1)), known = KINDS[kind];
  return Array.from({ length: COUNT }, (_, k) => {
    const { x, t } = known.make(next, k);
    if (known.classes) return { x: x.map((v) => v + 1.5 * noise * draw()), t };
    return { x, t: t + noise * draw() };
  });
}

/** What the network may see of a point. */
export const FEATURES = {
  x1: (a) => a,
  x2: (_, b) => b,
  x1x1: (a) => a * a,
  x2x2: (_, b) => b * b,
  x1x2: (a, b) => a * b,
  sinx1: (a) => Math.sin(a),
  sinx2: (_, b) => Math.sin(b),
};
const SECOND = new Set(["x2", "x2x2", "x1x2", "sinx2"]); // these need a second number

/** Those of the chosen features that data on a line, or in the plane, can have. */
export function usable(features, line) {
  const found = Object.keys(FEATURES).filter((name) => features.includes(name) && !(line && SECOND.has(name)));
  return found.length ? found : ["x1"];
}

const MOST_ROWS = 2000;

/**
 * Read rows of numbers, the last column being what is wanted: `{samples, line, classes, scale}`, or what is wrong,
 * `{wrong, row, cell}`, which is one of "columns", "cell", "few", "many". A first row of words is a head.
 */
export function readRows(text) {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  const split = (line) => line.split(/[;\t]/.test(line) ? /[;\t]/ : ",").map((cell) => cell.trim());
  const value = (cell) => (/^[-+−]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?$/.test(cell) ? Number(cell.replace("−", "-").replace(",", ".")) : NaN);
  if (lines.length && split(lines[0]).every((cell) => cell && Number.isNaN(value(cell)))) lines.shift();
  const rows = [];
  for (const [k, line] of lines.entries()) {
    const cells = split(line);
    if (cells.length < 2 || cells.length > 3 || (rows.length && cells.length !== rows[0].length)) return { wrong: "columns", row: k + 1 };
    const bad = cells.find((cell) => !Number.isFinite(value(cell)));
    if (bad !== undefined) return { wrong: "cell", row: k + 1, cell: bad };
    rows.push(cells.map(value));
  }
  if (rows.length < 4) return { wrong: "few" };
  if (rows.length > MOST_ROWS) return { wrong: "many" };
  const line = rows[0].length === 2, wanted = rows.map((row) => row.at(-1)), kinds = [...new Set(wanted)].sort((a, b) => a - b);
  const low = Math.min(...wanted), high = Math.max(...wanted), width = high - low || 1;
  const samples = rows.map((row) => sample(line ? [row[0], 0] : [row[0], row[1]], (2 * (row.at(-1) - low)) / width - 1));
  return { samples, line, classes: kinds.length === 2, scale: { low, high } };
}
