/**
 * A pass of the network: arrays by number, computed from what is given by the formulas that Python wrote.
 * An array is flat, its last axis runs fastest; the samples are its first axis.
 *
 * @typedef {{to: number, size: (N: number) => number[], entry: Function}} Line
 */

/** Read numbers from base64: eight bytes each, the lowest first, as Python packed them. @param {string} text */
export function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer), out = new Float64Array(bytes.length / 8);
  for (let k = 0; k < out.length; k++) out[k] = view.getFloat64(8 * k, true);
  return out;
}

/** Write numbers as base64, to the last bit. @param {Float64Array} array */
export function packedNumbers(array) {
  const view = new DataView(new ArrayBuffer(8 * array.length));
  array.forEach((value, k) => view.setFloat64(8 * k, value, true));
  return btoa(Array.from(new Uint8Array(view.buffer), (byte) => String.fromCharCode(byte)).join(""));
}

/** Compute every line into its array, or only those that `wanted` says. @param {Line[]} lines */
export function compute(lines, arrays, N, wanted = () => true) {
  for (const line of lines) if (wanted(line)) fill(line, arrays, N);
}

/** Compute one line. */
export function fill(line, arrays, N, out = null) {
  const size = line.size(N), entry = line.entry;
  const to = out || room(arrays, line.to, size.reduce((a, b) => a * b, 1));
  if (size.length === 0) to[0] = entry(arrays, N);
  else if (size.length === 1) for (let i = 0; i < size[0]; i++) to[i] = entry(arrays, N, i);
  else if (size.length === 2) {
    for (let i = 0, k = 0; i < size[0]; i++) for (let j = 0; j < size[1]; j++, k++) to[k] = entry(arrays, N, i, j);
  } else for (let k = 0; k < to.length; k++) to[k] = entry(arrays, N, ...placeOf(k, size));
  return to;
}

function room(arrays, number, length) {
  if (!arrays[number] || arrays[number].length !== length) arrays[number] = new Float64Array(length);
  return arrays[number];
}

/** Where a number of a flat array stands. @param {number} k @param {number[]} size */
export function placeOf(k, size) {
  const place = new Array(size.length);
  for (let axis = size.length - 1; axis >= 0; axis--) {
    place[axis] = k % size[axis];
    k = Math.floor(k / size[axis]);
  }
  return place;
}

/** The number in a flat array of the entry at a place. @param {number[]} place @param {number[]} size */
export function numberOf(place, size) {
  return place.reduce((k, p, axis) => k * size[axis] + p, 0);
}
