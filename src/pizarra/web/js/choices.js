/** Everything that the reader chose; it stands in the page's address. */
import { placesOf } from "./place.js";
import { Filling } from "./template.js";

export class Choices {
  /** @param {object} page @param {object[]} lessons @param {import("./model.js").Model} model */
  constructor(page, lessons, model) {
    this.page = page;
    this.lessons = lessons;
    this.model = model;
    this.hidden = new Set(); // forms that are folded
    this.notation = 0;
    this.beside = null; // another notation, shown beside it
    this.language = page.language;
    this.decimals = null;
    this.comma = null;
    this.step = 0;
    this.all = false;
    this.chosen = { ...page.chosen };
  }

  get lesson() {
    return this.lessons[this.notation];
  }

  get words() {
    return this.page.words[this.language];
  }

  get options() {
    return { decimals: this.decimals ?? this.lesson.decimals, comma: this.comma ?? this.lesson.comma, sample: this.chosen.sample };
  }

  get filling() {
    return new Filling(this.model, this.lesson, this.options, placesOf(this.page, this.chosen));
  }

  /** The lesson in the notation that stands beside; none where it is the same. */
  get other() {
    return this.beside === null || this.beside === this.notation ? null : this.lessons[this.beside];
  }

  get otherFilling() {
    const options = { ...this.options, decimals: this.decimals ?? this.other.decimals, comma: this.comma ?? this.other.comma };
    return new Filling(this.model, this.other, options, placesOf(this.page, this.chosen));
  }

  /** Take what an address says; what makes no sense changes nothing. @param {string} address what follows # */
  read(address) {
    const said = new URLSearchParams(address);
    const notation = this.lessons.findIndex((lesson) => lesson.name === said.get("notation"));
    if (notation >= 0) this.notation = notation;
    const beside = this.lessons.findIndex((lesson) => lesson.name === said.get("beside"));
    if (beside >= 0) this.beside = beside;
    if (said.get("lang") in this.page.words) this.language = said.get("lang");
    const decimals = Number(said.get("decimals"));
    if (said.has("decimals") && Number.isInteger(decimals) && decimals >= 0 && decimals <= 12) this.decimals = decimals;
    if (said.has("comma")) this.comma = said.get("comma") === "1";
    if (said.has("all")) this.all = true;
    const step = this.lesson.steps.findIndex((one) => one.key === said.get("step"));
    if (step >= 0) this.step = step;
    const found = /^(\d+):([\d,]*)(?:@(\d+))?$/.exec(said.get("case") ?? "");
    if (found) this.choose(Number(found[1]), found[2] === "" ? [] : found[2].split(",").map(Number), found[3]);
  }

  /** Give the address that leads back to these choices. */
  written() {
    const said = new URLSearchParams({ step: this.lesson.steps[this.step].key, case: `${this.chosen.of}:${this.chosen.place}@${this.chosen.sample}` });
    if (this.notation) said.set("notation", this.lesson.name);
    if (this.other) said.set("beside", this.other.name);
    if (this.language !== this.page.language) said.set("lang", this.language);
    if (this.decimals !== null) said.set("decimals", this.decimals);
    if (this.comma !== null) said.set("comma", this.comma ? "1" : "0");
    if (this.all) said.set("all", "1");
    return String(said);
  }

  /** Make an entry the case. Gives whether it is one. */
  choose(number, place, sample = null) {
    const of = this.model.base(number), size = this.model.shape(of);
    if (!(of in this.page.places) || !size || place.length !== size.length) return false;
    if (place.some((p, axis) => !Number.isInteger(p) || p < 0 || p >= size[axis])) return false;
    const n = this.page.batch[of] ? place[0] : Number(sample ?? this.chosen.sample);
    this.chosen = { of, place, sample: n < this.model.N ? n : 0 };
    return true;
  }
}
