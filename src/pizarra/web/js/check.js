/** Check one's own numbers: a panel in every step that computes an array. What is typed there stays until it is cleared. */
import { digitsFor } from "./digits.js";
import { readNumber } from "./editing.js";
import { formulaOf } from "./formula.js";
import { causesOf, judge } from "./judge.js";
import { numberOf, placeOf } from "./pass.js";
import { isShownWhole } from "./place.js";
import { readArray } from "./reading.js";
import { element } from "./steps.js";
import { numeral, symbol, whole } from "./symbols.js";

const TOLD = 6; // wrong entries that are told one by one
const RIVALS = 3;

export class Check {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    this.mine = new Map(); // the texts of every entry, by the number of the array
    this.pasted = new Map();
    this.cleared = new Map();
    this.open = new Set();
    this.ask = null; // who finds causes instead of the page: it is given all arrays, and calls `answer`
    this.answers = null; // findings: of which array, what, the formula that gives it, the one that belongs there
  }

  get words() {
    return this.app.words.mine;
  }

  /** The panel of a step. @param {number} number the array that it computes */
  panel(number, filling) {
    const w = this.words, { lesson, model } = filling, size = model.shape(number);
    const node = element("details", { class: "mine", "data-mine": number }, `<summary>${w.title}</summary><p class="hint">${w.help}</p>`);
    node.open = this.open.has(number);
    if (isShownWhole(size)) node.append(this.grid(number, filling));
    const label = element("label", { class: "paste" }, `${w.paste} <textarea rows="2" spellcheck="false" autocomplete="off"></textarea>`);
    label.lastElementChild.value = this.pasted.get(number) ?? "";
    node.append(label, element("div", { class: "buttons" }, `<button data-act="clear">${w.clear}</button>`), element("div", { class: "verdict", role: "status" }));
    node.querySelector("button").textContent = this.cleared.has(number) ? w.back : w.clear;
    node.addEventListener("toggle", () => (node.open ? this.open.add(number) : this.open.delete(number)));
    node.addEventListener("change", (event) => this.changed(number, event.target));
    node.addEventListener("paste", (event) => this.paste(number, event));
    node.addEventListener("click", (event) => event.target.dataset.act && this.clear(number));
    return node;
  }

  /** As the reader lays the array out: how many rows and columns, and which entry stands where. */
  layout(number) {
    const size = this.app.model.shape(number), turned = Boolean(this.app.lesson.turned[number]) && size.length === 2;
    const [rows, columns] = turned ? [size[1], size[0]] : [size[0] ?? 1, size[1] ?? 1];
    return { rows, columns, at: (row, column) => numberOf((turned ? [column, row] : [row, column]).slice(0, size.length), size) };
  }

  name(number, index) {
    const { lesson, model } = this.app, place = placeOf(index, model.shape(number)).map((p) => p + lesson.base);
    return `${lesson.symbols[number].text}${place.length ? ` [${place}]` : ""}`;
  }

  grid(number, { lesson }) {
    const { rows, columns, at } = this.layout(number), table = element("table", { role: "presentation" });
    for (let r = 0; r < rows; r++) {
      const row = table.insertRow();
      for (let c = 0; c < columns; c++) {
        const index = at(r, c), cell = row.insertCell();
        const input = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", size: 6, "data-entry": index, "aria-label": `${this.words.yours} ${this.name(number, index)}` });
        input.value = this.mine.get(number)?.[index] ?? "";
        const pair = element("span", { class: "pair" });
        pair.append(input, element("span", { class: "mark" }));
        cell.append(pair);
      }
    }
    const box = element("div", { class: "given" }, `<math>${whole(lesson, number)}<mo>=</mo></math>`);
    box.append(table);
    return box;
  }

  // What the reader does

  texts(number) {
    if (!this.mine.has(number)) this.mine.set(number, new Array(this.app.model.arrays[number].length).fill(""));
    return this.mine.get(number);
  }

  changed(number, target) {
    if (target.localName === "textarea") return this.take(number, target.value);
    this.texts(number)[Number(target.dataset.entry)] = target.value;
    this.settle(number);
  }

  /** Several cells that are pasted into one are an array. */
  paste(number, event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (event.target.localName !== "input" || !/[\t\n[;]|\d\s+[-−\d]/.test(text.trim())) return;
    event.preventDefault();
    this.panelOf(number).querySelector("textarea").value = text;
    this.take(number, text);
  }

  /** Take a whole array; where it does not fit, that is said, and what was typed stays. */
  take(number, text) {
    const { rows, columns, at } = this.layout(number), panel = this.panelOf(number), area = panel.querySelector("textarea");
    this.pasted.set(number, text);
    panel.querySelector(".paste .error")?.remove();
    area.removeAttribute("aria-invalid");
    const found = readArray(text, [rows, columns]);
    if (!Array.isArray(found)) {
      if (found.error === "empty") return;
      const said = this.words[found.error].replace("{came}", found.came.join(" × ")).replace("{wanted}", `${rows} × ${columns}`);
      const alert = element("span", { class: "error", role: "alert", id: `mine-${number}` });
      alert.textContent = said;
      area.setAttribute("aria-invalid", "true");
      area.setAttribute("aria-describedby", alert.id);
      area.after(alert);
      return;
    }
    const texts = this.texts(number);
    found.forEach((row, r) => row.forEach((cell, c) => { texts[at(r, c)] = cell; }));
    for (const input of panel.querySelectorAll("[data-entry]")) input.value = texts[Number(input.dataset.entry)];
    this.settle(number);
  }

  /** Empty the panel; pressed again, all is there as it was. */
  clear(number) {
    const back = this.cleared.get(number), now = [this.mine.get(number), this.pasted.get(number)];
    if (back) {
      this.cleared.delete(number);
      if (back[0]) this.mine.set(number, back[0]);
      if (back[1]) this.pasted.set(number, back[1]);
    } else if (now[0] || now[1]) {
      this.cleared.set(number, now);
      this.mine.delete(number);
      this.pasted.delete(number);
    }
    const old = this.panelOf(number), made = this.panel(number, this.app.filling);
    old.replaceWith(made);
    made.querySelector("button").focus();
    this.mark();
  }

  settle(number) {
    this.cleared.delete(number);
    this.panelOf(number).querySelector("button").textContent = this.words.clear;
    if (this.mine.get(number).every((text) => !text.trim())) this.mine.delete(number);
    this.answers = null;
    this.mark();
    this.ask?.(this.given());
  }

  /** The reader's own arrays that are complete and have no letters in them, by name. */
  given() {
    const { verdicts } = judge(this.app.model, this.mine);
    return [...verdicts.values()].filter((one) => !one.missing.length).map((one) => [one.number, [...one.values]]);
  }

  /** Take what another found. @param {{line: number, message: string, found: string, expected: string}[]} answers */
  answer(answers) {
    this.answers = answers;
    this.mark();
  }

  // What is said

  panelOf(number) {
    return this.app.root.querySelector(`.mine[data-mine="${number}"]`);
  }

  /** Mark every panel that is on the page. */
  mark() {
    const panels = this.app.root.querySelectorAll(".mine");
    if (!panels.length) return;
    const { verdicts, given } = this.mine.size ? judge(this.app.model, this.mine) : { verdicts: new Map(), given: null };
    for (const panel of panels) {
      const number = Number(panel.dataset.mine), one = verdicts.get(number), texts = this.mine.get(number) ?? [];
      for (const input of panel.querySelectorAll("[data-entry]")) this.markEntry(input, texts[Number(input.dataset.entry)] ?? "", one);
      panel.querySelector(".verdict").innerHTML = one ? this.told(one, given, verdicts) : "";
    }
  }

  markEntry(input, text, one) {
    const index = Number(input.dataset.entry), cell = input.closest("td"), found = readNumber(text);
    const wrong = one?.wrong.includes(index) ?? false, unread = typeof found === "string" && found !== "empty";
    cell.querySelector(".mark").textContent = !one || typeof found === "string" ? "" : wrong ? "✗" : "✓";
    cell.classList.toggle("off", wrong);
    cell.querySelector(".error")?.remove();
    input.toggleAttribute("aria-invalid", false);
    input.removeAttribute("aria-describedby");
    if (wrong || unread) input.setAttribute("aria-invalid", "true");
    if (!unread) return;
    const said = element("span", { class: "error", role: "alert", id: `mine-${one?.number}-${index}` }, this.words[found]);
    input.setAttribute("aria-describedby", said.id);
    cell.append(said);
  }

  told(one, given, verdicts) {
    const w = this.words, { app } = this, count = one.values.length - one.missing.length, said = [];
    if (!count) return "";
    said.push(`<strong>${(one.wrong.length ? w.wrong : count === 1 ? w.one : w.right).replace("{wrong}", one.wrong.length).replace("{count}", count)}</strong>`);
    if (one.missing.length) said.push(w.missing.replace("{count}", one.missing.length));
    const finest = Math.min(...one.halves.filter((half) => half));
    if (Number.isFinite(finest)) said.push(w.digits.replace("{count}", Math.max(0, Math.round(-Math.log10(2 * finest)))));
    if (one.from.length) said.push(w.from.replace("{names}", one.from.map((n) => `<math>${whole(app.lesson, n)}</math>`).join(", ")));
    const entries = one.wrong.slice(0, TOLD).map((k) => `<li>${this.entry(one, k)}</li>`).join("");
    const rest = one.wrong.length > TOLD ? `<li>${w.more.replace("{count}", one.wrong.length - TOLD)}</li>` : "";
    return `<p>${said.join(" ")}</p>` + (entries ? `<ul>${entries}${rest}</ul>${this.why(one, given, verdicts)}` : "");
  }

  entry(one, k) {
    const { lesson, model, options } = this.app, place = placeOf(k, model.shape(one.number));
    const digits = digitsFor([one.expected[k]], Math.max(options.decimals, one.halves[k] ? Math.min(12, Math.ceil(-Math.log10(2 * one.halves[k]))) : 0));
    const put = { entry: symbol(lesson, one.number, place), mine: numeral(one.values[k], { ...digitsFor([one.values[k]], 15), scientific: digits.scientific }, options.comma), value: numeral(one.expected[k], digits, options.comma) };
    return this.words.entry.replace(/\{(\w+)\}/g, (_, key) => `<math>${put[key]}</math>`);
  }

  why(one, given, verdicts) {
    const w = this.words, answers = this.answers?.filter(({ line }) => line === one.number || !verdicts.has(line));
    if (answers?.length) return answers.map((answer) => this.answered(answer)).join("");
    const [first, ...rivals] = causesOf(this.app.model, one, given, verdicts);
    if (!first) return `<p>${w.unknown}</p>`;
    const { filling } = this.app, line = this.app.page.check.lines[first.line];
    const before = first.line === one.number ? "" : `${w.earlier.replace("{it}", `<math>${whole(filling.lesson, first.line)}</math>`)} `;
    const equation = (tree) => `<math displaystyle="true">${formulaOf(tree, line.axes, filling, first.line)}</math>`;
    const also = rivals.slice(0, RIVALS).map((cause) => `<li>${this.sentence(cause)}</li>`).join("");
    return `<p>${before}${this.reason(first, line, filling)} ${this.sentence(first)}</p>`
      + `<div class="scroll" tabindex="0"><table class="formulas"><tr><th scope="row">${w.gives}</th><td>${equation(first.tree)}</td></tr><tr><th scope="row">${w.belongs}</th><td>${equation(line.right)}</td></tr></table></div>`
      + (also ? `<p>${w.rivals}</p><ul>${also}</ul>` : "");
  }

  /** What a diagnosis in Python says, in its own names. */
  answered({ message, found, expected }) {
    const plain = (name, text) => element(name, {}, "").appendChild(document.createTextNode(text)).parentNode.outerHTML;
    const row = (head, text) => (text ? `<tr><th scope="row">${head}</th><td>${plain("code", text)}</td></tr>` : "");
    return `${plain("p", message)}<div class="scroll" tabindex="0"><table class="formulas">${row(this.words.gives, found)}${row(this.words.belongs, expected)}</table></div>`;
  }

  /** What was done to the line. */
  reason({ told, line: number }, line, filling) {
    const [kind, piece] = told;
    if (!kind) return this.words.other;
    return this.words[kind].replace("{it}", piece === undefined ? "" : `<math>${formulaOf(piece, line.axes, filling)}</math>`);
  }

  /** What the mistake is, as a diagnosis says it. */
  sentence({ fault, line }) {
    const { page, lesson, language } = this.app, text = this.app.told(page.check.faults[language])[fault];
    return text.replace("{name}", `<math>${whole(lesson, line)}</math>`).replace("{layer}", page.check.lines[line].layer);
  }
}
