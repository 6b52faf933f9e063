/** How training goes: the curve of the losses, and for two inputs what the network says everywhere. */

/** The losses as a curve. @param {number[]} losses */
export function curve(losses, words) {
  const width = 320, height = 120, finite = losses.filter(Number.isFinite);
  if (finite.length < 2) return "";
  const most = Math.max(...thinned(finite, 2000)), least = Math.min(0, ...thinned(finite, 2000));
  const shown = thinned(losses, 320), range = most - least || 1;
  const points = shown.map((loss, k) => `${(4 + (width - 8) * k / (shown.length - 1)).toFixed(1)},${(height - 4 - (height - 8) * (Math.min(loss, most) - least) / range).toFixed(1)}`);
  return `<svg class="curve" viewBox="0 0 ${width} ${height}" role="img" aria-label="${words.curve}"><polyline points="${points.join(" ")}"/></svg>`;
}

function thinned(values, count) {
  if (values.length <= count) return values;
  return Array.from({ length: count }, (_, k) => values[Math.floor(k * (values.length - 1) / (count - 1))]);
}

const CELLS = 48;
const LOW = [11, 95, 176], MIDDLE = [255, 255, 255], HIGH = [192, 68, 0];

/** Paint what one output says over the plane of both inputs, and the samples on it. */
export function surface(canvas, model, unit) {
  const x = model.arrays[0], t = model.arrays[1], outputs = model.shape(model.page.prediction).at(-1);
  const range = [0, 1].map((axis) => {
    const values = Array.from({ length: model.N }, (_, n) => x[2 * n + axis]);
    const low = Math.min(...values), high = Math.max(...values), pad = 0.25 * (high - low) || 1;
    return [low - pad, high + pad];
  });
  const grid = new Float64Array(2 * CELLS * CELLS);
  for (let row = 0, k = 0; row < CELLS; row++) for (let column = 0; column < CELLS; column++) {
    grid[k++] = range[0][0] + (range[0][1] - range[0][0]) * (column + 0.5) / CELLS;
    grid[k++] = range[1][1] - (range[1][1] - range[1][0]) * (row + 0.5) / CELLS;
  }
  const said = model.predict(grid, CELLS * CELLS);
  const values = Array.from({ length: CELLS * CELLS }, (_, k) => said[k * outputs + unit]);
  const low = Math.min(...values), high = Math.max(...values);
  const pen = canvas.getContext("2d"), side = canvas.width / CELLS;
  values.forEach((value, k) => {
    pen.fillStyle = between(high > low ? (value - low) / (high - low) : 0.5);
    pen.fillRect((k % CELLS) * side, Math.floor(k / CELLS) * side, side + 0.5, side + 0.5);
  });
  const targets = model.shape(1).at(-1) ?? 1, wanted = Array.from({ length: model.N }, (_, n) => t[n * targets + Math.min(unit, targets - 1)]);
  const least = Math.min(...wanted), most = Math.max(...wanted);
  for (let n = 0; n < model.N; n++) {
    const px = canvas.width * (x[2 * n] - range[0][0]) / (range[0][1] - range[0][0]);
    const py = canvas.width * (range[1][1] - x[2 * n + 1]) / (range[1][1] - range[1][0]);
    pen.beginPath();
    pen.arc(px, py, 6, 0, 2 * Math.PI);
    pen.fillStyle = between(most > least ? (wanted[n] - least) / (most - least) : 0.5);
    pen.fill();
    pen.lineWidth = 2;
    pen.strokeStyle = "#1d2228";
    pen.stroke();
  }
  return [low, high];
}

function between(share) {
  const [a, b, part] = share < 0.5 ? [LOW, MIDDLE, 2 * share] : [MIDDLE, HIGH, 2 * share - 1];
  return `rgb(${a.map((c, k) => Math.round(c + (b[k] - c) * part)).join(",")})`;
}
