/** The case: one entry, the sample that is looked at, and a unit in every other array that goes with it. */

const SAMPLE = 1000; // in the page's table of places: 1000 is the sample, 1001 and on are the places of the entry

/**
 * Find the place of the case in every array, by number.
 * @param {object} page @param {{of: number, place: number[], sample: number}} chosen
 */
export function placesOf(page, chosen) {
  const table = page.places[chosen.of], places = new Map();
  const own = page.batch[chosen.of] ? chosen.place.slice(1) : chosen.place;
  for (const [number, codes] of Object.entries(table)) {
    const found = codes.map((code) => (code === SAMPLE ? chosen.sample : code > SAMPLE ? own[code - SAMPLE - 1] : code));
    places.set(Number(number), found);
  }
  return places;
}

/** The place of a unit in an array, for one sample where it has many. @param {object} page @param {number} n the array */
export function placeOfUnit(page, n, sample, unit) {
  return page.batch[n] ? [sample, unit] : [unit];
}

/** Which units of each column of the drawing are shown; null is a gap. @param {import("./template.js").Filling} filling */
export function unitsShown({ model, places }) {
  return model.page.drawing.columns.map((n) => shownOf(model.shape(n).at(-1), places.get(n)?.at(-1) ?? null));
}

const WHOLE = 8; // a longer axis is shown by its first three places and its last one

/** Which places of an axis are shown; null is a gap. @param {number} length @param {number | null} place */
export function shownOf(length, place = null) {
  if (length <= WHOLE) return Array.from({ length }, (_, k) => k);
  const wanted = [...new Set([0, 1, 2, length - 1, place ?? length - 1])].sort((a, b) => a - b);
  return wanted.flatMap((k, i) => (i && k !== wanted[i - 1] + 1 ? [null, k] : [k]));
}

/** Whether every entry of an array is shown. @param {number[]} size */
export function isShownWhole(size) {
  return size.every((length) => length <= WHOLE);
}
