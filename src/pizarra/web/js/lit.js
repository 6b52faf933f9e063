/** What is lit on the drawing: the units on the case's paths to the loss. */
import { countOf, walk } from "./paths.js";

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
