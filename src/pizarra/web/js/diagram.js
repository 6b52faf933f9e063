/** The network drawn: values in the neurons, gradients below, the paths of the case lit; every number can be clicked. */
import { digitsFor, plain } from "./digits.js";
import { placeOfUnit, unitsShown } from "./place.js";
import { drawn } from "./symbols.js";

const SIZE = 17, SMALL = 16, GLYPH = 0.56;
const BENDS = [0, 60, -60, 110, -110, 170, -170, 240, -240, 330, -330];
const SHARES = [0.62, 0.55, 0.69, 0.48, 0.41, 0.76, 0.34, 0.65, 0.58, 0.52, 0.72, 0.45, 0.38, 0.31];

/**
 * Draw it: the drawing without its parts, and the parts, an element each. Lit are the units that `lit` has, as `array:unit`.
 * @param {import("./template.js").Filling} filling @returns {[string, string[]]}
 */
export function diagram(filling, lit, chosen, words, flat = new Map(), faint = new Set(), slope = () => null) {
  const { model, lesson } = filling, { columns, links, biases } = model.page.drawing;
  const sample = filling.options.sample;
  const figure = (value) => {
    const digits = digitsFor([value], Math.min(filling.options.decimals, 4));
    return plain(value, digits.scientific ? { ...digits, decimals: 1 } : digits, filling.comma);
  };
  const place = (n, unit) => placeOfUnit(model.page, n, sample, unit);
  const units = unitsShown(filling);
  const slopes = columns.map((n) => model.page.slope[n]);
  const texts = columns.flatMap((n, c) => units[c].filter((u) => u !== null).map((u) => figure(model.at(n, place(n, u)))));
  const radius = Math.max(29, Math.max(0, ...texts.map((t) => t.length)) * SIZE * GLYPH / 2 + 6);
  const down = 2 * radius + 12 + 22 * (1 + (biases.length ? 1 : 0)), most = Math.max(...units.map((u) => u.length));
  const tall = (most - 1) * down, top = 40 + (biases.length ? 22 : 0), across = 2 * radius + Math.max(112, tall / 8);
  const middle = top + radius + tall / 2, at = new Map();
  columns.forEach((n, c) => units[c].forEach((unit, k) => {
    at.set(`${c}:${unit ?? `gap${k}`}`, [radius + 6 + c * across, middle + (k - (units[c].length - 1) / 2) * down]);
  }));
  const lossText = figure(model.loss), half = Math.max(34, lossText.length * SIZE * GLYPH / 2 + 9);
  const lossX = radius + 6 + (columns.length - 1) * across + radius + Math.max(46, tall / 6) + half;
  const width = Math.round(lossX + half + 6), height = Math.round(top + tall + 2 * radius + 38 + (links.some((link) => link.to - link.from > 1) ? 28 : 0));
  const taken = [...at.values()].map(([x, y]) => [x - radius, y - radius - 22, x + radius, y + radius + 22]);
  const isLit = (c, unit) => lit.has(`${columns[c]}:${unit}`);
  const lines = [], plates = [], { maps } = model.page.drawing;
  const last = columns.length - 1;
  for (const unit of units[last]) if (unit !== null) lines.push([isLit(last, unit), at.get(`${last}:${unit}`), [lossX - half, middle], ""]);
  for (const { from, to, weight, same } of links) {
    for (const i of units[from]) for (const j of units[to]) {
      if (i === null || j === null || (same && i !== j)) continue;
      const key = weight === null ? "" : `${weight}:${i},${j}`;
      const on = isLit(from, i) && isLit(to, j) && (chosen.of !== weight || (chosen.place[0] === i && chosen.place[1] === j));
      const a = at.get(`${from}:${i}`), b = at.get(`${to}:${j}`);
      lines.push([on, a, b, key, maps && weight !== null ? model.at(weight, [i, j]) : null]);
      if (weight === null) continue;
      const local = on ? slope(columns[from], columns[to], i, j) : null;
      plates.push([on, a, b, key, figure(model.at(weight, [i, j])), local === null ? "" : `∂ ${explicit(figure(local))}`]);
    }
  }
  lines.sort((a, b) => a[0] - b[0]);
  const centres = [...at.values()];
  const heaviest = Math.max(...lines.map(([, , , , weight]) => Math.abs(weight ?? 0))) || 1;
  const path = lines.map(([on, a, b, key, weight = null]) => {
    const middle = b[0] === lossX - half ? midway(a, b) : bent(a, b, centres, radius, height);
    return stroke(on, near(a, middle, radius), middle, b[0] === lossX - half ? b : near(b, middle, radius), key, weight === null ? "" : weighed(weight / heaviest));
  });
  const nodes = columns.map((n, c) => units[c].map((unit, k) => {
    const [x, y] = at.get(`${c}:${unit ?? `gap${k}`}`);
    if (unit === null) return [text(x, y + 6, "⋮", "symbol")];
    const key = `${n}:${place(n, unit)}`, slope = slopes[c];
    const passed = slope === null ? "" : explicit(figure(model.at(slope, place(n, unit)))), half = passed.length * SMALL * GLYPH / 2;
    const below = slope === null ? "" : text(x, y + radius + SMALL + 1, passed, "gradient", SMALL, `${slope}:${place(n, unit)}`)
      + (faint.has(n) ? `<path d="M${r(x - half)} ${r(y + radius + SMALL + 5)}h${r(2 * half)}" class="d-faint"/>` : "");
    const bias = biases.find(([column]) => column === c);
    const above = bias ? text(x, y - radius - 6, `b = ${figure(model.at(bias[1], [unit]))}`, "bias", SMALL, `${bias[1]}:${unit}`) : "";
    return [`<g data-k="${key}"><circle cx="${r(x)}" cy="${r(y)}" r="${r(radius)}" class="d-node${isLit(c, unit) ? " d-on" : ""}${flat.has(`${n}:${unit}`) ? " d-flat" : ""}">${flat.has(`${n}:${unit}`) ? `<title>${words[flat.get(`${n}:${unit}`)]}</title>` : ""}</circle>`
      + (maps ? pictured(x, y, radius, n, unit) : "") + text(x, y - 4, drawn(lesson, n, place(n, unit)), "symbol") + text(x, y + 15, figure(model.at(n, place(n, unit))), "value", SIZE - 1) + "</g>", `<g>${below}${above}</g>`];
  }));
  const labels = plates.map(([on, a, b, key, label, local]) => plate(on, a, b, key, label, local, taken));
  const box = `<g><rect x="${r(lossX - half)}" y="${r(middle - 30)}" width="${r(2 * half)}" height="60" rx="4" class="d-box"/>`
    + text(lossX, middle - 5, drawn(lesson, model.page.loss, []), "loss") + text(lossX, middle + 17, lossText, "loss", SIZE - 1) + "</g>";
  const heads = columns.map((n, c) => text(radius + 6 + c * across, 24, lesson.symbols[n].head, "symbol"));
  const outside = `<svg xmlns="http://www.w3.org/2000/svg" class="diagram" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${words.diagram}" font-size="${SIZE}" text-anchor="middle"></svg>`;
  return [outside, [...path, ...nodes.flat(2), box, ...heads, ...labels]];
}

/** Room for a small picture in a neuron: what it says everywhere. */
function pictured(x, y, radius, n, unit) {
  const half = radius - 1;
  return `<foreignObject x="${r(x - half)}" y="${r(y - half)}" width="${r(2 * half)}" height="${r(2 * half)}" class="d-map"><canvas data-map="${n}:${unit}" width="12" height="12" aria-hidden="true"></canvas></foreignObject>`;
}

function explicit(figure) {
  return /^\d/.test(figure) ? `+${figure}` : figure;
}

function r(value) {
  return Math.round(value * 10) / 10;
}

function near(a, b, distance) {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  return [a[0] + (b[0] - a[0]) * distance / length, a[1] + (b[1] - a[1]) * distance / length];
}

function midway(a, b) {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

/** Where a line bends: just as far off as it must, to pass by the neurons between. */
function bent(a, b, centres, radius, height) {
  const straight = midway(a, b);
  if (Math.abs(a[0] - b[0]) <= 4 * radius + 100) return straight;
  const others = centres.filter((c) => c !== a && c !== b);
  for (const bend of BENDS) {
    const middle = [straight[0], straight[1] + bend];
    const points = Array.from({ length: 25 }, (_, k) => curved(a, middle, b, k / 24));
    if (points.every(([x, y]) => y > 16 && y < height - 16 && others.every(([cx, cy]) => Math.hypot(x - cx, y - cy) > radius + 4))) return middle;
  }
  return straight;
}

function curved(a, m, b, share) {
  const mix = (p, q) => [p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share];
  return mix(mix(a, m), mix(m, b));
}

/** How a link looks whose weight is such a share of the heaviest: four widths, and another line where it is negative. */
function weighed(share) {
  return ` d-w${Math.min(3, Math.floor(4 * Math.abs(share)))}${share < 0 ? " d-minus" : ""}`;
}

function stroke(on, a, middle, b, key, weight) {
  const link = key ? ` data-k="${key}"` : "", bend = `Q${r(middle[0])} ${r(middle[1])} `;
  if (!on) return `<path d="M${r(a[0])} ${r(a[1])}${bend}${r(b[0])} ${r(b[1])}" class="d-link${weight}"${link}/>`;
  const base = near(a, middle, 11), [tx, ty] = near([0, 0], [middle[0] - a[0], middle[1] - a[1]], 1), ux = tx, uy = ty;
  const tips = [a, [base[0] - 5 * uy, base[1] + 5 * ux], [base[0] + 5 * uy, base[1] - 5 * ux]].map((p) => p.map(r).join(",")).join(" ");
  return `<g><path d="M${r(b[0])} ${r(b[1])}${bend}${r(base[0])} ${r(base[1])}" class="d-return"${link}/><polygon points="${tips}" class="d-head"/></g>`;
}

function text(x, y, inside, paint, size = SIZE, key = "") {
  const link = key ? ` data-k="${key}"` : "";
  return `<text x="${r(x)}" y="${r(y)}"${size !== SIZE ? ` font-size="${size}"` : ""} class="d-${paint}"${link}>${inside}</text>`;
}

/**
 * A weight's number on its line, where it covers nothing, with the local derivative below it where the path is lit;
 * those off the path, and those that find no room, are shown when they are looked at.
 */
function plate(on, a, b, key, label, local, taken) {
  const half = Math.max(label.length, local.length) * SMALL * GLYPH / 2 + 6, tall = local ? 20 : 11;
  const spots = SHARES.map((share) => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]);
  const free = ([x, y]) => !taken.some(([l, t, rr, bb]) => x - half < rr && l < x + half && y - tall < bb && t < y + tall);
  const spot = spots.find(free);
  if (!spot && local) return plate(on, a, b, key, label, "", taken); // there is room for the weight alone
  const [x, y] = spot ?? spots[0], seen = on && spot;
  if (seen) taken.push([x - half, y - tall, x + half, y + tall]);
  return `<g data-k="${key}" class="${seen ? "plate" : "plate hidden"}"><rect x="${r(x - half)}" y="${r(y - tall)}" width="${r(2 * half)}" height="${2 * tall}" rx="4" class="d-plate"/>`
    + `${text(x, local ? y - 4 : y + 5, label, "weight", SMALL)}${local ? text(x, y + 14, local, "local", SMALL) : ""}</g>`;
}
