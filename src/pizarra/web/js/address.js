/**
 * Changed numbers as a piece of the page's address, to the last bit: arrays with `*` between. An array is its number and,
 * for each change, `_place_value`; or, where that is shorter, a dot and all its numbers, packed.
 */
import { packedNumbers, unpacked } from "./pass.js";

const LETTERS = 4000; // letters: longer addresses are cut by programs that pass them on
const CHANGES = /^_\d+_-?\d+(?:\.\d+)?(?:e-?\d+)?(?=_|$)/;

/** Write them; null where they are too many, or not finite. @param {import("./model.js").Model} model @returns {string | null} */
export function numbersWritten({ arrays, first }) {
  const said = [];
  let room = LETTERS;
  for (let number = 0; number < first.length; number++) {
    const piece = ofArray(arrays[number], first[number], room);
    if (piece === null) return null;
    if (!piece) continue;
    said.push(`${number}${piece}`);
    room -= said.at(-1).length + 1;
    if (room < 0) return null;
  }
  return said.join("*");
}

function ofArray(array, first, room) {
  const packed = Math.ceil(32 * array.length / 3);
  let text = "", any = false;
  for (let k = 0; k < array.length; k++) {
    if (Object.is(array[k], first[k])) continue;
    if (!Number.isFinite(array[k])) return null;
    any = true;
    if (text.length <= room) text += `_${k}_${Object.is(array[k], -0) ? "-0" : String(array[k]).replace("+", "")}`;
    else if (packed > room) return null;
  }
  if (!any || text.length <= packed) return text;
  return `.${packedNumbers(array).replace(/=+$/, "").replace(/\+/g, "-").replace(/\//g, "_")}`;
}

/** Read them: every given array, as the address has it; null where it has anything that cannot be used. @param {string} text */
export function numbersRead(text, { first }) {
  if (text.length > LETTERS) return null;
  const made = first.map((array) => array.slice());
  for (const piece of text ? text.split("*") : []) {
    const found = /^(\d{1,6})([._].+)$/.exec(piece), array = found && made[Number(found[1])];
    if (!array || !(found[2][0] === "_" ? changesTaken(array, found[2]) : allTaken(array, found[2].slice(1)))) return null;
  }
  return made;
}

function changesTaken(array, text) {
  while (text) {
    const found = CHANGES.exec(text);
    if (!found) return false;
    const [, place, value] = found[0].split("_").map(Number);
    if (place >= array.length || !Number.isFinite(value)) return false;
    array[place] = value;
    text = text.slice(found[0].length);
  }
  return true;
}

function allTaken(array, text) {
  if (!/^[\w-]+$/.test(text) || text.length !== Math.ceil(32 * array.length / 3)) return false;
  const values = unpacked(text.replace(/-/g, "+").replace(/_/g, "/"));
  if (values.length !== array.length || !values.every(Number.isFinite)) return false;
  array.set(values);
  return true;
}
