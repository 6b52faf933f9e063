/** How training goes: the curve of the losses, and for two inputs what the network says everywhere. */

/** The losses as curves, one for each list. @param {...number[]} lists of equal length */
export function curve(words, ...lists) {
  const width = 320, height = 120, shown = lists.map((losses) => thinned(losses, 320));
  const finite = shown.flat().filter(Number.isFinite);
  if (shown[0].filter(Number.isFinite).length < 2) return "";
  const most = Math.max(...finite), least = Math.min(0, ...finite), range = most - least || 1;
  const lines = shown.map((losses, of) => {
    const points = losses.flatMap((loss, k) => (Number.isNaN(loss) ? [] : [`${(4 + (width - 8) * k / (losses.length - 1)).toFixed(1)},${(height - 4 - (height - 8) * (Math.min(loss, most) - least) / range).toFixed(1)}`]));
    return `<polyline class="c-${of}" points="${points.join(" ")}"/>`;
  });
  return `<svg class="curve" viewBox="0 0 ${width} ${height}" role="img" aria-label="${words.curve}">${lines.join("")}</svg>`;
}

function thinned(values, count) {
  if (values.length <= count) return values;
  return Array.from({ length: count }, (_, k) => values[Math.floor(k * (values.length - 1) / (count - 1))]);
}

/** Paint what a unit says over the plane into a small square, a number a pixel. @param {HTMLCanvasElement} canvas @param {ArrayLike<number>} values */
export function paintSmall(canvas, values, scale = null) {
  const pen = canvas.getContext("2d", { willReadFrequently: true }), picture = pen.createImageData(canvas.width, canvas.height), [from, to] = scale ?? extent(values);
  for (let k = 0; k < values.length; k++) {
    const share = to > from ? Math.min(1, Math.max(0, (values[k] - from) / (to - from))) : 0.5;
    picture.data.set([...colour(share), 255], 4 * k);
  }
  pen.putImageData(picture, 0, 0);
}

function extent(values) {
  let low = Infinity, high = -Infinity;
  for (const value of values) { low = Math.min(low, value); high = Math.max(high, value); }
  return [low, high];
}

const CELLS = 48;
const LOW = [11, 95, 176], MIDDLE = [255, 255, 255], HIGH = [192, 68, 0];

/**
 * Paint what is said over a plane, and samples on it. @param {HTMLCanvasElement} canvas
 * @param {[number, number][]} range of both axes @param {(grid: Float64Array, count: number) => ArrayLike<number>} ask
 * @param {{x: number[], t: number, hollow?: boolean}[]} samples @param {[number, number] | null} scale where colours end
 */
export function paint(canvas, range, ask, samples, scale = null, discrete = false) {
  const grid = new Float64Array(2 * CELLS * CELLS);
  for (let row = 0, k = 0; row < CELLS; row++) for (let column = 0; column < CELLS; column++) {
    grid[k++] = range[0][0] + (range[0][1] - range[0][0]) * (column + 0.5) / CELLS;
    grid[k++] = range[1][1] - (range[1][1] - range[1][0]) * (row + 0.5) / CELLS;
  }
  const values = ask(grid, CELLS * CELLS);
  const [from, to] = scale ?? extent(values), share = (value) => (to > from ? Math.min(1, Math.max(0, (value - from) / (to - from))) : 0.5);
  const pen = canvas.getContext("2d"), side = canvas.width / CELLS;
  for (let k = 0; k < CELLS * CELLS; k++) {
    pen.fillStyle = between(discrete ? Math.round(share(values[k])) : share(values[k]));
    pen.fillRect((k % CELLS) * side, Math.floor(k / CELLS) * side, side + 0.5, side + 0.5);
  }
  const wanted = samples.map(({ t }) => t), least = Math.min(...wanted), most = Math.max(...wanted);
  for (const { x, t, hollow } of samples) {
    pen.beginPath();
    pen.arc(canvas.width * (x[0] - range[0][0]) / (range[0][1] - range[0][0]), canvas.height * (range[1][1] - x[1]) / (range[1][1] - range[1][0]), samples.length > 40 ? 3.5 : 6, 0, 2 * Math.PI);
    pen.fillStyle = between(scale ? share(t) : most > least ? (t - least) / (most - least) : 0.5);
    pen.fill();
    pen.lineWidth = samples.length > 40 ? 1 : 2;
    pen.strokeStyle = hollow ? "#ffffff" : "#1d2228";
    pen.stroke();
  }
}

/** Paint what one output says over the plane of both inputs, and the samples on it. */
export function surface(canvas, model, unit) {
  const x = model.arrays[0], t = model.arrays[1], outputs = model.shape(model.page.prediction).at(-1);
  const range = [0, 1].map((axis) => {
    const values = Array.from({ length: model.N }, (_, n) => x[2 * n + axis]);
    const low = Math.min(...values), high = Math.max(...values), pad = 0.25 * (high - low) || 1;
    return [low - pad, high + pad];
  });
  const targets = model.shape(1).at(-1) ?? 1;
  const samples = Array.from({ length: model.N }, (_, n) => ({ x: [x[2 * n], x[2 * n + 1]], t: t[n * targets + Math.min(unit, targets - 1)] }));
  const ask = (grid, count) => model.predict(grid, count).filter((_, k) => k % outputs === unit);
  paint(canvas, range, ask, samples);
}

/** Draw what is said along a line, and samples. @param {[number, number]} range @param {[number, number]} scale up and down */
export function fitted(canvas, range, scale, ask, samples) {
  const pen = canvas.getContext("2d"), { width, height } = canvas, count = width;
  const down = (value) => height - 8 - (height - 16) * (value - scale[0]) / (scale[1] - scale[0]);
  const across = (value) => width * (value - range[0]) / (range[1] - range[0]);
  const grid = Float64Array.from({ length: 2 * count }, (_, k) => (k % 2 ? 0 : range[0] + (range[1] - range[0]) * (k / 2) / (count - 1)));
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, width, height);
  for (const { x, t, hollow } of samples) {
    pen.beginPath();
    pen.arc(across(x[0]), down(t), 3.5, 0, 2 * Math.PI);
    pen.fillStyle = hollow ? "#ffffff" : "#8c2d7d";
    pen.strokeStyle = "#8c2d7d";
    pen.fill();
    pen.stroke();
  }
  pen.beginPath();
  ask(grid, count).forEach((value, k) => pen.lineTo(k * width / (count - 1), down(value)));
  pen.lineWidth = 2.5;
  pen.strokeStyle = "#0b5fb0";
  pen.stroke();
}

function between(share) {
  return `rgb(${colour(share)})`;
}

function colour(share) {
  const [a, b, part] = share < 0.5 ? [LOW, MIDDLE, 2 * share] : [MIDDLE, HIGH, 2 * share - 1];
  return a.map((c, k) => Math.round(c + (b[k] - c) * part));
}
