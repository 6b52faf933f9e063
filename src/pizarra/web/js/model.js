/**
 * The network with its numbers: what is given, what follows from it, and how it was before.
 * After every change it tells so, by an event "change": whoever shows the numbers listens, and so may others.
 */
import { compute, fill, numberOf, placeOf, unpacked } from "./pass.js";

const MOST_UNDONE = 200;

export class Model extends EventTarget {
  /** @param {object} page what Python wrote: names, shapes, given, lines, locals */
  constructor(page) {
    super();
    this.page = page;
    this.names = page.names;
    this.count = page.given.length; // so many arrays are given, the first ones
    this.first = page.given.map((given) => (typeof given === "string" ? unpacked(given) : given.slice()));
    this.arrays = this.first.map((array) => array.slice());
    this.N = page.shapes[0][0];
    this.typed = new Map(); // how given numbers were written, by `array:index`
    this.undone = [];
    this.losses = [];
    this.steps = 0;
    this.follow();
  }

  /** Compute everything that follows. */
  follow() {
    compute(this.page.lines, this.arrays, this.N);
  }

  /** Compute everything that follows from a change, and tell of it. */
  changed() {
    this.follow();
    this.dispatchEvent(new Event("change"));
  }

  get loss() {
    return this.arrays[this.page.loss][0];
  }

  /** The shape of an array. @param {number} number */
  shape(number) {
    return this.page.shapes[number];
  }

  /** One entry. @param {number} number @param {number[]} place */
  at(number, place) {
    return this.arrays[number][numberOf(place, this.shape(number))];
  }

  /** The line that computes an array, if it is computed. @param {number} number */
  line(number) {
    return this.page.lines[number - this.count];
  }

  /** The number of the array that an array belongs to: of a value its cotangent, of a parameter its gradient. */
  base(number) {
    return this.page.base[number];
  }

  /** Whether the reader may change it. */
  isGiven(number) {
    return number < this.count;
  }

  /** Put a number in. @param {number} number @param {number} index in the flat array @param {number} value */
  set(number, index, value) {
    this.remember([[number, index, this.arrays[number][index]]]);
    this.arrays[number][index] = value;
    this.forget();
    this.changed();
  }

  /** Put whole arrays in, as one change. @param {[number, ArrayLike<number>][]} given */
  put(given) {
    this.remember(given.map(([number]) => [number, null, this.arrays[number].slice()]));
    for (const [number, values] of given) this.arrays[number].set(values);
    this.forget();
    this.changed();
  }

  /** Forget how training went: it was from other numbers. */
  forget() {
    this.losses = [];
    this.steps = 0;
  }

  /**
   * Move every parameter against its gradient, `count` times or until the time is up, and tell of it once.
   * Stops where a number is no longer finite, and says so. @returns {boolean} whether all is finite
   */
  descend(count, until = Infinity) {
    const fine = this.moved(count, until);
    this.dispatchEvent(new Event("change"));
    return fine;
  }

  moved(count, until) {
    for (let k = 0; k < count && (k === 0 || until === Infinity || performance.now() < until); k++) {
      if (!this.losses.length) this.losses.push(this.loss);
      for (const [number, moved] of this.page.moves) this.arrays[number].set(this.arrays[moved]);
      this.follow();
      this.steps += 1;
      this.losses.push(this.loss);
      if (!Number.isFinite(this.loss)) return false;
    }
    return true;
  }

  /** Keep what the parameters are, to come back to. */
  rememberAll() {
    this.remember(this.page.moves.map(([number]) => [number, null, this.arrays[number].slice()]));
  }

  remember(entry) {
    this.undone.push({ entry, losses: this.losses, count: this.losses.length, steps: this.steps });
    if (this.undone.length > MOST_UNDONE) this.undone.shift();
  }

  /** Take the last change back. */
  undo() {
    const last = this.undone.pop();
    if (!last) return false;
    for (const [number, index, value] of last.entry) {
      if (index === null) this.arrays[number].set(value);
      else this.arrays[number][index] = value;
    }
    this.losses = last.losses;
    this.losses.length = last.count;
    this.steps = last.steps;
    this.changed();
    return true;
  }

  /** Go back to the numbers that the page came with. */
  restart() {
    this.remember(this.first.map((_, number) => [number, null, this.arrays[number].slice()]));
    this.first.forEach((array, number) => this.arrays[number].set(array));
    this.forget();
    this.changed();
  }

  /** Whether a given number is not the one that the page came with. */
  isChanged(number, index) {
    return !Object.is(this.arrays[number][index], this.first[number][index]);
  }

  get isEdited() {
    return this.first.some((array, number) => array.some((_, index) => this.isChanged(number, index)));
  }

  /** What other inputs give, flat: the prediction, or another array of the way forward. @param {number} rows */
  predict(x, rows, wanted = this.page.prediction, t = undefined) {
    return this.passed(x, rows, wanted, t)[wanted];
  }

  /** All arrays of the way forward from other inputs, up to the one that is wanted. */
  passed(x, rows, wanted = this.page.prediction, t = new Float64Array(rows * (this.shape(1)[1] || 1))) {
    const arrays = this.arrays.slice(0, this.count);
    arrays[0] = x;
    arrays[1] = t;
    for (const line of this.page.lines) {
      if (arrays[wanted]) break;
      fill(line, arrays, rows);
    }
    return arrays;
  }

  /** The loss over other samples. */
  lossOf(x, t) {
    return this.predict(x, t.length / (this.shape(1)[1] || 1), this.page.loss, t)[0];
  }

  /** What one entry is worked out from: every entry that its formula reads, as `array:place`. */
  readBy(number, place) {
    const line = this.line(number), found = new Set();
    if (!line) return found;
    const watched = this.arrays.map((array, of) => new Proxy(array, { get: (values, k) => {
      if (typeof k === "string" && /^\d+$/.test(k)) found.add(`${of}:${placeOf(Number(k), this.shape(of))}`);
      return values[k];
    } }));
    line.entry(watched, this.N, ...place);
    return found;
  }

  /** The derivative of the loss by one entry, measured by moving it a little both ways. */
  measured(number, index) {
    const value = this.arrays[number][index], step = 6e-6 * Math.max(1, Math.abs(value));
    const loss = (moved) => {
      const arrays = this.arrays.slice();
      arrays[number] = arrays[number].slice();
      arrays[number][index] = moved;
      for (const line of this.page.lines) {
        if (line.to === number) continue; // a value that is moved stays where it was put
        arrays[line.to] = fill(line, arrays, this.N, new Float64Array(this.arrays[line.to].length));
        if (line.to === this.page.loss) break;
      }
      return arrays[this.page.loss][0];
    };
    return (loss(value + step) - loss(value - step)) / (2 * step);
  }
}
