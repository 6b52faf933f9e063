/** One entry, path by path: a row for each way to the loss, a column for each factor, their product, and the sum. */
import { digitsFor, finer, readsSame, shown } from "./digits.js";
import { numeral, symbol, whole } from "./symbols.js";

const LISTED = 12, WALKED = 4000;

/**
 * Every path of one way from an entry: places on the way, factors in its order, product.
 * @returns {{stops: [number, number[]][], factors: number[], product: number}[]}
 */
export function walk(model, way, place) {
  const made = [];
  const go = (k, at, stops, factors) => {
    if (k === way.length) {
      made.push({ stops, factors, product: factors.reduce((a, b) => a * b, 1) });
      return;
    }
    const local = model.page.locals[way[k]];
    for (const out of reached(model, local, at)) {
      const value = local.entry(model.arrays, model.N, ...out, ...at);
      go(k + 1, out, [...stops, [local.target, out]], [...factors, value]);
    }
  };
  go(0, place, [], []);
  return made;
}

/** How many paths a way has, without walking them. */
export function countOf(model, way) {
  return way.reduce((count, k) => {
    const local = model.page.locals[k];
    return count * local.links.reduce((n, link, axis) => (link < 0 ? n * model.shape(local.target)[axis] : n), 1);
  }, 1);
}

function reached(model, local, at) {
  const size = model.shape(local.target);
  return local.links.reduce((places, link, axis) => {
    const choices = link >= 0 ? [at[link]] : Array.from({ length: size[axis] }, (_, k) => k);
    return places.flatMap((head) => choices.map((p) => [...head, p]));
  }, [[]]);
}

/** The table of one way, as HTML. @param {import("./template.js").Filling} filling */
export function pathTable(filling, number, way, place, words) {
  const { model, lesson } = filling;
  const many = countOf(model, way);
  if (many > WALKED) return `<p class="note">${words.many.replace("{count}", many)}</p>`;
  const every = walk(model, way, place);
  const total = every.reduce((sum, path) => sum + path.product, 0);
  const chosen = choose(every), rest = total - chosen.reduce((sum, k) => sum + every[k].product, 0);
  const columns = way.map((_, c) => chosen.map((k) => every[k].factors[way.length - 1 - c]));
  const { numbers, relations, results, summed } = settled(filling, columns, chosen.map((k) => every[k].product), every.length > chosen.length ? rest : null, total);
  const write = (value, digits) => numeral(value, digits, filling.comma);
  const rows = chosen.map((k, r) => {
    const cells = columns.map((column, c) => {
      const inside = write(column[r], numbers[c]);
      const held = c && shown(column[r], numbers[c]) < 0 ? `<mrow><mo lspace="0" rspace="0">(</mo>${inside}<mo lspace="0" rspace="0">)</mo></mrow>` : inside;
      return `<td class="number"><math><mrow class="r-${c === 0 && way.length > 1 ? "gradient" : "local"}">${held}</mrow></math></td>`;
    });
    const units = every[k].stops.map(([n, at]) => `${n}:${at}`).join(" ");
    const equals = relations[r] ? "" : "<mo>≈</mo>";
    return `<tr tabindex="0" data-path="${units}"><th scope="row">${words.via} <math>${via(filling, way, every[k])}</math></th>${cells.join("")}`
      + `<td class="number tinted"><math>${equals}<mrow class="r-gradient">${write(every[k].product, results)}</mrow></math></td></tr>`;
  });
  const blank = "<td></td>".repeat(way.length);
  const foot = every.length > chosen.length
    ? `<tr><th scope="row">${words.others.replace("{count}", every.length - chosen.length)}</th>${blank}<td class="number tinted"><math>${write(rest, results)}</math></td></tr>` : "";
  const sum = `<tr><th scope="row">${words.sum}</th>${blank}<td class="number tinted"><math>${summed ? "" : "<mo>≈</mo>"}<mrow class="r-gradient case">${write(total, results)}</mrow></math></td></tr>`;
  const head = heads(filling, way, place).map((text) => `<th scope="col" class="number"><math>${text}</math></th>`).join("");
  return `<div class="scroll" tabindex="0"><table class="paths"><thead><tr><th scope="col">${words.path}</th>${head}<th scope="col" class="number tinted">${words.contribution}</th></tr></thead>`
    + `<tbody>${rows.join("")}</tbody><tfoot>${foot}${sum}</tfoot></table></div>`;
}

function choose(every) {
  if (every.length <= LISTED) return every.map((_, k) => k);
  const largest = every.map((_, k) => k).sort((a, b) => Math.abs(every[b].product) - Math.abs(every[a].product)).slice(0, 3);
  return [...new Set([0, 1, 2, ...largest])].sort((a, b) => a - b);
}

/** Find digits with which every row's product and the sum can be checked by hand; what cannot says ≈. */
function settled(filling, columns, values, rest, total) {
  const own = columns.map((column) => digitsFor(column, filling.options.decimals));
  const start = digitsFor([...values, total], filling.options.decimals);
  let best = null;
  for (const more of [0, 1, 2]) {
    const results = finer(start, more);
    const sum = [...values, ...(rest === null ? [] : [rest])].reduce((s, v) => s + shown(v, results), 0);
    const summed = Math.abs(sum - shown(total, results)) < (results.scientific ? 1e-9 * Math.abs(total) : 0.5 * 10 ** -results.decimals);
    for (let extra = more; extra < more + 4; extra++) {
      const numbers = own.map((digits) => finer(digits, extra));
      const relations = values.map((value, r) => readsSame(columns.reduce((p, column, c) => p * shown(column[r], numbers[c]), 1), value, results));
      const bad = relations.filter((fine) => !fine).length + (summed ? 0 : 1);
      if (best === null || bad < best.bad) best = { bad, numbers, relations, results, summed };
      if (!bad) return best;
    }
  }
  return best;
}

/** Name a path by the entries where it could have gone elsewhere. */
function via(filling, way, path) {
  const { model, lesson } = filling;
  const at = path.stops.filter(([target], k) => target !== model.page.loss && countOf(model, [way[k]]) > 1);
  const stops = at.length ? at : [path.stops[0]];
  return stops.map(([target, place]) => (target === model.page.loss ? whole(lesson, target) : symbol(lesson, target, place))).join("<mo>→</mo>");
}

/** The factors in symbols, the one at the loss first; a letter runs where there is more than one way. */
function heads(filling, way, place) {
  const { model, lesson } = filling, letters = lesson.letters.slice(0, -1);
  let at = place;
  return way.map((k) => {
    const local = model.page.locals[k], size = model.shape(local.target);
    const out = local.links.map((link, axis) => {
      if (link >= 0) return at[link];
      if (size[axis] === 1) return 0;
      return model.page.batch[local.target] && axis === 0 ? bare(lesson.letters.at(-1)) : bare(letters.shift() ?? "<mi>s</mi>");
    });
    const top = local.target === model.page.loss ? whole(lesson, local.target) : symbol(lesson, local.target, out);
    const text = `<mfrac><mrow><mi>∂</mi>${top}</mrow><mrow><mi>∂</mi>${symbol(lesson, local.source, at)}</mrow></mfrac>`;
    at = out;
    return text;
  }).reverse();
}

export function bare(text) {
  return text.replace(/<\/?math>/g, "");
}
