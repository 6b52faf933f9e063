/** Everything that the reader chose; it stands in the page's address. */
import { numbersRead, numbersWritten } from "./address.js";
import { placesOf } from "./place.js";
import { Filling } from "./template.js";

const CHOSEN_FORMS = new WeakMap(); // by what Python wrote
const TERM_MARK = /[\uf100-\uf17f]/g;

function withTerms(written, forms) {
  if (typeof written === "string") return written.replace(TERM_MARK, (mark) => forms.get(mark));
  if (Array.isArray(written)) return written.map((one) => withTerms(one, forms));
  if (typeof written !== "object" || written === null) return written;
  return Object.fromEntries(Object.entries(written).map(([key, one]) => [key, withTerms(one, forms)]));
}

/** What an address may say of any page. */
export const SAID = ["notation", "beside", "lang", "terms", "decimals", "comma", "all", "step", "case", "given"];

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
    this.terms = Object.fromEntries(Object.keys(page.terms).map((one) => [one, page.terms[one].names.map(() => 0)]));
    this.refused = []; // what the address asked for in vain
    this.tooMany = false; // whether changed numbers found no room in it
    this.all = false;
    this.chosen = { ...page.chosen };
  }

  get lesson() {
    return this.told(this.lessons[this.notation]);
  }

  get words() {
    return this.told(this.page.words[this.language]);
  }

  /** What Python wrote, with the terms that are chosen in the place of their marks. @template T @param {T} written @returns {T} */
  told(written) {
    const known = CHOSEN_FORMS.get(written);
    if (known?.terms === this.terms) return known.made;
    const forms = new Map(Object.entries(this.page.terms).flatMap(([language, { marks }]) =>
      Object.entries(marks).map(([mark, [term, all]]) => [mark, all[this.terms[language][term]]])));
    const made = withTerms(written, forms);
    CHOSEN_FORMS.set(written, { terms: this.terms, made });
    return made;
  }

  get options() {
    return { decimals: this.decimals ?? this.lesson.decimals, comma: this.comma ?? this.lesson.comma, sample: this.chosen.sample };
  }

  get filling() {
    return new Filling(this.model, this.lesson, this.options, placesOf(this.page, this.chosen));
  }

  /** The lesson in the notation that stands beside; none where it is the same. */
  get other() {
    return this.beside === null || this.beside === this.notation ? null : this.told(this.lessons[this.beside]);
  }

  get otherFilling() {
    const options = { ...this.options, decimals: this.decimals ?? this.other.decimals, comma: this.comma ?? this.other.comma };
    return new Filling(this.model, this.other, options, placesOf(this.page, this.chosen));
  }

  /** Whether numbers that were changed stand in the address. */
  get keepsNumbers() {
    return true;
  }

  /** Take what an address says; what makes no sense changes nothing, and is listed in `refused`. @param {string} address what follows # */
  read(address) {
    const said = new URLSearchParams(address), { page, lessons } = this;
    this.refused = [];
    const take = (key, use) => { if (said.has(key) && use(said.get(key)) === false) this.refused.push(`${key}=${said.get(key)}`.slice(0, 60)); };
    const one = (found, use) => (found < 0 ? false : use(found));
    take("notation", (name) => one(lessons.findIndex((lesson) => lesson.name === name), (k) => { this.notation = k; }));
    take("beside", (name) => one(lessons.findIndex((lesson) => lesson.name === name), (k) => { this.beside = k; }));
    take("lang", (name) => Object.hasOwn(page.words, name) && void (this.language = name));
    take("terms", (text) => {
      const names = text.split("."), known = page.terms[this.language].names, found = known.map((all, k) => all.indexOf(names[k]));
      if (names.length !== known.length || found.includes(-1)) return false;
      this.terms = { ...this.terms, [this.language]: found };
    });
    take("decimals", (text) => /^(\d|1[0-2])$/.test(text) && void (this.decimals = Number(text)));
    take("comma", (text) => /^[01]$/.test(text) && void (this.comma = text === "1"));
    take("all", (text) => /^[01]$/.test(text) && void (this.all = text === "1"));
    take("step", (key) => one(this.lesson.steps.findIndex((step) => step.key === key), (k) => { this.step = k; }));
    take("case", (text) => {
      const found = /^(\d+):([\d,]*)(?:@(\d+))?$/.exec(text);
      return Boolean(found) && this.choose(Number(found[1]), found[2] === "" ? [] : found[2].split(",").map(Number), found[3]);
    });
    if (this.keepsNumbers) this.takeNumbers(said.get("given") ?? "");
  }

  takeNumbers(text) {
    const found = numbersRead(text, this.model);
    if (!found) return this.refused.push(`given=${text}`.slice(0, 60));
    const other = found.map((array, number) => [number, array]).filter(([number, array]) => array.some((value, k) => !Object.is(value, this.model.arrays[number][k])));
    if (other.length) this.model.put(other);
  }

  /** Give the address that leads back to these choices. */
  written() {
    const said = new URLSearchParams({ step: this.lesson.steps[this.step].key, case: `${this.chosen.of}:${this.chosen.place}@${this.chosen.sample}` });
    if (this.notation) said.set("notation", this.lesson.name);
    if (this.other) said.set("beside", this.other.name);
    if (this.language !== this.page.language) said.set("lang", this.language);
    const terms = this.terms[this.language];
    if (terms.some(Boolean)) said.set("terms", this.page.terms[this.language].names.map((all, k) => all[terms[k]]).join("."));
    if (this.decimals !== null) said.set("decimals", this.decimals);
    if (this.comma !== null) said.set("comma", this.comma ? "1" : "0");
    if (this.all) said.set("all", "1");
    const numbers = this.keepsNumbers ? numbersWritten(this.model) : "";
    if (numbers) said.set("given", numbers);
    this.tooMany = numbers === null;
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
