/** Numbers that a reader typed or pasted: cell by cell from a spreadsheet, as rows of text, or as NumPy prints an array. */
import { readNumber } from "./editing.js";

/**
 * Half a unit of the last digit that was written: so far from the truth may a number be that is rounded.
 * @returns {{half: number, digits: number, decimals: number}} half is 0 for a whole number
 */
export function precisionOf(text) {
  const [mantissa, power = "0"] = text.trim().replace(/−/g, "-").replace(",", ".").toLowerCase().split("e");
  const decimals = (mantissa.split(".")[1] ?? "").length, digits = mantissa.replace(/[^\d]/g, "").replace(/^0+/, "").length;
  return { half: decimals ? 0.5 * 10 ** (Number(power) - decimals) : 0, digits, decimals };
}

/**
 * How exactly each number of an array is meant. One with three digits or more speaks for itself; a shorter one (0.5 among
 * 0.4831) has lost its zeros, and is meant as exactly as the others. @param {string[]} texts @returns {Float64Array}
 */
export function halvesOf(texts) {
  const found = texts.map((text) => (typeof readNumber(text) === "string" ? null : precisionOf(text)));
  const finest = Math.min(...found.filter((one) => one?.half).map((one) => one.half));
  return Float64Array.from(found, (one) => {
    if (!one) return 0;
    if (one.half && one.digits > 2) return one.half;
    return Number.isFinite(finest) ? finest : 0;
  });
}

/**
 * Read an array that was pasted. @param {string} text @param {[number, number]} wanted rows and columns
 * @returns {string[][] | {error: "ragged" | "shape" | "turned" | "parts" | "empty", came: [number, number]}} the cells, as they were written
 */
export function readArray(text, wanted) {
  const tidy = text.replace(/\b(np|numpy|torch|jnp)\.|\b(array|tensor|matrix)\s*\(|,?\s*dtype\s*=\s*[\w.]+|[()]/g, " ").trim();
  if (!tidy) return { error: "empty", came: [0, 0] };
  if (/\.\.\.|…/.test(tidy)) return { error: "parts", came: [0, 0] };
  const lines = tidy.includes("[") ? tidy.split(/[[\]]/) : tidy.split(/\r?\n/);
  const rows = lines.flatMap((line) => (tidy.includes("[") ? line.split(";") : [line])).map((line) => line.replace(/^[\s,;|&\\]+|[\s,;|&\\]+$/g, "")).filter(Boolean);
  if (!rows.length) return { error: "empty", came: [0, 0] };
  let best = null;
  for (const between of separators(tidy)) {
    const made = rows.map((row) => row.split(between).map((cell) => cell.trim()));
    const found = shaped(made, wanted);
    if (Array.isArray(found)) return found;
    best ??= found;
  }
  return best;
}

/** What may stand between cells, the likeliest first: a comma is a decimal sign or not, and only the shape tells. */
function separators(text) {
  if (text.includes("\t")) return [/\t/];
  if (/;/.test(text) && !text.includes("[")) return [/\s*;\s*/];
  const comma = /\s*,\s*/, space = /\s+/, both = /,\s+|\s+/;
  return /\d\.\d*\s*,|,\s/.test(text) ? [comma, both, space] : [space, both, comma];
}

function shaped(rows, [high, wide]) {
  const came = [rows.length, rows[0].length];
  if (rows.some((row) => row.length !== came[1])) return { error: "ragged", came };
  if (came[0] === high && came[1] === wide) return rows;
  const flat = rows.flat();
  if ((high === 1 || wide === 1) && (came[0] === 1 || came[1] === 1) && flat.length === high * wide) {
    return wide === 1 ? flat.map((cell) => [cell]) : [flat];
  }
  return { error: came[0] === wide && came[1] === high ? "turned" : "shape", came };
}
