/** A model that learns from data in batches: after every step the next batch is in its input and target. */
import { Model } from "./model.js";
import { shuffled, uniform } from "./random.js";

export class BatchModel extends Model {
  /** @param {object} page @param {{x: Float64Array, t: Float64Array, test: {x: Float64Array, t: Float64Array}, seed: number}} data */
  constructor(page, data) {
    super(page);
    this.data = data;
    this.wide = this.shape(0)[1];
    this.rows = data.t.length;
    this.load();
    this.follow();
    this.note();
  }

  /** Put the batch of this step into input and target: the data in an order of its own for every time through. */
  load() {
    const each = Math.floor(this.rows / this.N), epoch = Math.floor(this.steps / each), first = (this.steps % each) * this.N;
    if (this.epoch !== epoch) {
      this.epoch = epoch;
      this.order = shuffled(Array.from({ length: this.rows }, (_, k) => k), uniform(this.data.seed + 7 + epoch));
    }
    const [x, t] = this.arrays, { wide } = this;
    for (let n = 0; n < this.N; n++) {
      const row = this.order[first + n];
      for (let i = 0; i < wide; i++) x[n * wide + i] = this.data.x[row * wide + i];
      t[n] = this.data.t[row];
    }
  }

  moved(count, until) {
    let fine = true;
    for (let k = 0; fine && k < count && (k === 0 || until === Infinity || performance.now() < until); k++) {
      for (const [number, moved] of this.page.moves) this.arrays[number].set(this.arrays[moved]);
      this.steps += 1;
      this.load();
      this.follow();
      fine = Number.isFinite(this.loss);
    }
    this.note();
    return fine;
  }

  /** Take down how large the loss is, over all data and over what was kept for the test. */
  note() {
    const { x, t, test } = this.data;
    this.losses.push([this.steps, this.lossOf(x, t), test.t.length ? this.lossOf(test.x, test.t) : NaN]);
  }

  /** Go back to the first weights: the training begins again. */
  restart() {
    this.rememberAll();
    this.first.forEach((array, number) => this.arrays[number].set(array));
    this.steps = 0;
    this.load();
    this.follow();
    this.losses = [];
    this.note();
    this.changed();
  }

  forget() {} // a number that the reader changes does not end the training

  /** Training changes every number: none of them is marked. */
  isChanged() {
    return false;
  }

  rememberAll() {
    this.remember(this.first.map((_, number) => [number, null, this.arrays[number].slice()]));
  }

  get epochs() {
    return Math.floor(this.steps / Math.floor(this.rows / this.N));
  }
}
