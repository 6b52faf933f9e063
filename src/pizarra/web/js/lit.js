/** What the drawing shows besides values: units on the case's paths, units that let nothing through, local derivatives. */
import { countOf, walk } from "./paths.js";
import { placeOfUnit } from "./place.js";

const MOST = 500; // more paths than that are not walked

/** Give the units, as `array:unit`. @param {import("./choices.js").Choices} of */
export function litUnits(of, filling) {
  const { page, model, chosen } = of, lit = new Set(), maker = page.feeds[chosen.of];
  const unit = (number, at) => lit.add(`${page.drawing.standsFor[number] ?? number}:${at}`);
  if (maker !== undefined) unit(maker, filling.places.get(maker)?.at(-1));
  else unit(chosen.of, chosen.place.at(-1));
  for (const way of page.routes[chosen.of] ?? []) {
    if (countOf(model, way) > MOST) continue;
    for (const path of walk(model, way, chosen.place)) for (const [number, at] of path.stops) if (at.length) unit(number, at.at(-1));
  }
  return lit;
}

const FLAT = 0.05; // a derivative below this passes on hardly anything

/** The units of activations that are flat where they stand: `array:unit` and "dead" (the derivative is 0) or "saturated". */
export function flatUnits({ page, model }, sample) {
  const found = new Map();
  for (const local of page.locals) {
    if (!page.drawing.columns.includes(local.target) || !local.links.length || local.links.some((link, axis) => link !== axis)) continue;
    const size = model.shape(local.target);
    for (let unit = 0; unit < size.at(-1); unit++) {
      const place = placeOfUnit(page, local.target, sample, unit);
      const slope = Math.abs(local.entry(model.arrays, model.N, ...place, ...place));
      if (slope < FLAT) found.set(`${local.target}:${unit}`, slope === 0 ? "dead" : "saturated");
    }
  }
  return found;
}

const FAINT = 0.01; // of the largest gradient of the last column

/** The columns, as arrays, in which the gradient has all but vanished on its way back from the output. */
export function faintColumns({ page, model }, sample) {
  const columns = page.drawing.columns.filter((n) => page.slope[n] !== null);
  const largest = (n) => {
    const slope = page.slope[n], length = model.shape(slope).at(-1), start = page.batch[n] ? sample * length : 0;
    return model.arrays[slope].subarray(start, start + length).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  };
  const arrives = columns.length ? largest(columns.at(-1)) : 0;
  return new Set(columns.filter((n) => largest(n) < FAINT * arrives));
}

/** The derivatives of the units of one column by a unit of another, along the layers between; none where there are too many. */
export function slopesBetween({ page, model }, from, to, sample, i) {
  const way = wayBetween(page, from, to), found = new Map();
  if (!way || countOf(model, way) > MOST) return found;
  for (const path of walk(model, way, placeOfUnit(page, from, sample, i))) {
    const unit = path.stops.at(-1)[1].at(-1);
    found.set(unit, (found.get(unit) ?? 0) + path.product);
  }
  return found;
}

function wayBetween(page, from, to) {
  const open = [[from, []]];
  while (open.length) {
    const [at, way] = open.shift();
    if (at === to) return way;
    if (way.length && page.drawing.columns.includes(at)) continue;
    page.locals.forEach((local, k) => { if (local.source === at) open.push([local.target, [...way, k]]); });
  }
  return null;
}
