/** The drawing as tables, which say the same: a row for each neuron, and one for each connection. */
import { digitsFor } from "./digits.js";
import { placeOfUnit, unitsShown } from "./place.js";
import { numeral, symbol, whole } from "./symbols.js";

/**
 * Write them as HTML. What is marked on the drawing is said in words in the last column.
 * @param {import("./template.js").Filling} filling @param {Set<string>} lit @param {Map<string, string>} flat
 * @param {Set<number>} faint arrays @param {(from: number, to: number, i: number, j: number) => number | null} slope
 */
export function drawingTables(filling, lit, words, flat, faint, slope) {
  const { model, lesson } = filling, { page } = model, { columns, links, biases } = page.drawing;
  const place = (n, unit) => placeOfUnit(page, n, filling.options.sample, unit);
  const units = unitsShown(filling);
  const entry = (n, at) => number(numeral(model.at(n, at), filling.digits(n), filling.comma), lesson.symbols[n].role, `${n}:${at}`);
  const gradient = (n, at) => (n === null ? "<td></td>" : entry(n, at));
  const isLit = (c, unit) => lit.has(`${columns[c]}:${unit}`);
  const marks = (...said) => `<td>${said.filter(Boolean).join(" ")}</td>`;
  const name = (n, at, scope = "") => `<th scope="${scope || "row"}"><math>${symbol(lesson, n, at)}</math></th>`;

  const neurons = columns.map((n, c) => {
    const bias = biases.find(([column]) => column === c)?.[1], wide = biases.length ? 6 : 4;
    return `<tbody>${units[c].map((unit, k) => {
      if (unit === null) return gap(units[c], k, wide, words);
      const at = place(n, unit);
      const own = bias === undefined ? "<td></td><td></td>" : entry(bias, [unit]) + gradient(page.slope[bias], [unit]);
      return `<tr>${name(n, at)}${entry(n, at)}${gradient(page.slope[n], at)}${biases.length ? own : ""}`
        + `${marks(isLit(c, unit) && words.table.lit, words[flat.get(`${n}:${unit}`)], faint.has(n) && words.table.faint)}</tr>`;
    }).join("")}</tbody>`;
  });
  const loss = `<tbody><tr><th scope="row"><math>${whole(lesson, page.loss)}</math></th>${entry(page.loss, [])}</tr></tbody>`;
  const connections = links.map(({ from, to, weight, same }) => `<tbody>${units[from].map((i, a) => units[to].map((j, b) => {
    if (i === null) return b ? "" : gap(units[from], a, 6, words);
    if (j === null) return gap(units[to], b, 6, words);
    if (same && i !== j) return "";
    const local = slope(columns[from], columns[to], i, j), on = isLit(from, i) && isLit(to, j);
    const derived = local === null ? "<td></td>" : number(numeral(local, digitsFor([local], filling.options.decimals), filling.comma), "local");
    const own = weight === null ? "<td></td><td></td>" : entry(weight, [i, j]) + gradient(page.slope[weight], [i, j]);
    return `<tr>${name(columns[from], place(columns[from], i))}<td><math>${symbol(lesson, columns[to], place(columns[to], j))}</math></td>${own}${derived}${marks(on && words.table.lit)}</tr>`;
  }).join("")).join("")}</tbody>`);
  const w = words.table;
  return table(w.neurons, [w.neuron, w.value, w.gradient, ...(biases.length ? [w.bias, w.own] : []), w.marks], neurons.join("") + loss)
    + table(w.connections, [w.from, w.to, w.weight, w.own, words.roles.local, w.marks], connections.join(""));
}

function table(caption, heads, body) {
  const row = heads.map((head) => `<th scope="col">${head}</th>`).join("");
  return `<div class="scroll" tabindex="0"><table class="drawn"><caption>${caption}</caption><thead><tr>${row}</tr></thead>${body}</table></div>`;
}

function number(inside, role, key = "") {
  return `<td class="number"><math><mrow class="r-${role}"${key ? ` data-k="${key}"` : ""}>${inside}</mrow></math></td>`;
}

/** The row for what is left out of a long layer. @param {(number | null)[]} shown @param {number} k where the gap is */
function gap(shown, k, wide, words) {
  return `<tr><td colspan="${wide}">⋯ ${words.table.more.replace("{count}", shown[k + 1] - shown[k - 1] - 1)}</td></tr>`;
}
