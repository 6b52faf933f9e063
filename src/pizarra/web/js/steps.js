/** The steps: those that are open in full, the others as a line of the outline. */
import { digitsFor } from "./digits.js";
import { become, becomeHtml } from "./patch.js";
import { pathTable } from "./paths.js";
import { numeral, symbol, whole } from "./symbols.js";

const FORMS = ["general", "matrices", "case"];

/** Every step with the headings of its chapters. @param {import("./choices.js").Choices} of */
export function stepNodes(of, filling) {
  const nodes = [];
  let section = "";
  of.lesson.steps.forEach((step, k) => {
    if (step.section !== section) {
      section = step.section;
      nodes.push(element("h2", {}, of.lesson.sections.find((one) => one.key === section).title[of.language]));
    }
    nodes.push(k === of.step || of.all ? openStep(of, step, k, filling) : outlined(of, step, k));
  });
  return nodes;
}

/** Show again what follows from the numbers and the case. @param {HTMLElement} box the one with all steps */
export function renewSteps(of, box, filling) {
  for (const node of box.querySelectorAll("[data-step]")) {
    const k = Number(node.dataset.step), step = of.lesson.steps[k];
    if (node.localName !== "section") {
      if (step.key === "paths") becomeHtml(node.lastElementChild, titleOf(of, step));
    } else if (step.key === "paths") become(node, openStep(of, step, k, filling));
    else for (const form of ["matrices", "case"]) {
      const old = node.querySelector(`[data-part="${form}"]`);
      if (old) become(old, equationsOf(of, step, form, filling));
    }
  }
}

function titleOf(of, step) {
  if (step.key !== "paths") return step.title[of.language];
  return `${of.words.paths} <math>${symbol(of.lesson, of.chosen.of, of.chosen.place)}</math>`;
}

function outlined(of, step, k) {
  return element("button", { class: "outline", "data-step": k }, `<span class="no">${k + 1}</span> <span>${titleOf(of, step)}</span>`);
}

function openStep(of, step, k, filling) {
  const w = of.words, active = k === of.step, paths = step.key === "paths";
  const heading = active ? ' data-is="step" tabindex="-1"' : "", purpose = paths ? w.pathsPurpose : step.purpose[of.language];
  const node = element("section", { class: active ? "step active" : "step", "data-step": k },
    `<h3${heading}><span class="no">${k + 1}</span> ${titleOf(of, step)}</h3><p class="purpose">${purpose}</p>`);
  node.append(...(paths ? pathParts(of, filling) : formParts(of, step, filling)));
  if (step.of !== undefined && of.page.check) node.append(of.check.panel(step.of, filling));
  if (active) {
    const last = of.lesson.steps.length;
    node.append(element("p", { class: "buttons" }, `<button data-is="before"${k ? "" : " disabled"}>← ${w.before}</button> <span>${k + 1} / ${last}</span> <button data-is="after"${k + 1 < last ? "" : " disabled"}>${w.after} →</button>`));
  }
  return node;
}

function formParts(of, step, filling) {
  const general = (one) => one.general.map((said) => said[of.language]).join("");
  const parts = general(step) ? [part(of, "general", twins(of, step, element("div", {}, general(step)), (other) => element("div", {}, general(other))))] : [];
  for (const form of ["matrices", "case"]) if (step[form].length) parts.push(equationsOf(of, step, form, filling));
  const code = (one) => element("pre", { class: "numpy" }, `<code>${one.numpy}</code>`);
  if (step.numpy) parts.push(part(of, "numpy", twins(of, step, code(step), code)));
  return parts;
}

/** A part of a step under its label; what has a key of its own can be folded. */
function part(of, form, content) {
  const open = !of.hidden.has(form), fold = FORMS.includes(form);
  const node = element("div", { class: "part", "data-part": form },
    `<h4 class="label">${fold ? `<button class="fold" data-form="${form}" aria-expanded="${open}">${of.words[form]}</button>` : of.words[form]}</h4><div class="body"></div>`);
  const body = node.querySelector(".body");
  if (typeof content === "string") body.innerHTML = content;
  else body.append(...content);
  body.hidden = fold && !open;
  return node;
}

function equationsOf(of, step, form, filling) {
  return part(of, form, twins(of, step, equations(of, step[form], step, filling), (other) => equations(of, other[form], other, of.otherFilling)));
}

/** What is said in this notation, and beside it the same in the other one, if one was chosen. */
function twins(of, step, own, make) {
  if (!of.other) return own.localName === "div" && !own.className ? [...own.childNodes] : [own];
  const other = of.other.steps[of.lesson.steps.indexOf(step)], box = element("div", { class: "twins" });
  for (const [lesson, node] of [[of.lesson, own], [of.other, make(other)]]) {
    const half = element("div"), whose = element("p", { class: "whose" });
    whose.textContent = lesson.titles[of.language];
    half.append(whose, node);
    box.append(half);
  }
  return [box];
}

function equations(of, lines, step, filling) {
  const box = element("div", { class: "equations" }), scroll = element("div", { class: "scroll", tabindex: 0 });
  for (const line of lines) {
    const [left, ...rest] = filling.equation(line, step);
    if (line.note) {
      rest[0].append(...rest.slice(1).flatMap((node) => [" ", ...node.childNodes]));
      rest.length = 1;
      rest[0].insertAdjacentHTML("beforeend", ` <span class="remark">${of.words[line.note]}</span>`);
    }
    rest.forEach((right, k) => box.append(k ? element("div") : left, right));
  }
  scroll.append(box);
  return scroll;
}

function pathParts(of, filling) {
  const { page, lesson, model, words: w } = of, { of: number, place } = of.chosen, ways = page.routes[number] ?? [];
  const parts = ways.map((way) => part(of, "case", pathTable(filling, number, way, place, w)));
  parts.forEach(standing);
  const slope = page.slope[number];
  if (slope === null) return parts;
  const found = model.at(slope, place), digits = digitsFor([found], of.options.decimals);
  const write = (value) => numeral(value, digits, of.options.comma);
  const left = `<mfrac><mrow><mi>∂</mi>${whole(lesson, page.loss)}</mrow><mrow><mi>∂</mi>${symbol(lesson, number, place)}</mrow></mfrac>`;
  const index = place.reduce((k, p, axis) => k * model.shape(number)[axis] + p, 0);
  const measured = model.measured(number, index);
  const agrees = Math.abs(measured - found) <= 1e-5 * Math.max(1, Math.abs(found));
  parts.push(part(of, "check", `<p><math>${left}<mo>=</mo><mrow class="r-gradient">${write(found)}</mrow></math> · ${w.measured} <math><mo>≈</mo>${write(measured)}</math> · <strong>${agrees ? w.agrees : w.differs}</strong></p>`));
  if (ways.length > 1) parts.unshift(part(of, "sum", `<p>${w.ways.replace("{count}", ways.length)}</p>`));
  return parts;
}

/** Let a table of few paths stand up on a narrow screen: one column a path. */
function standing(node) {
  const table = node.querySelector("table"), rows = table?.rows.length;
  if (!table || rows > 5) return;
  table.classList.add("turns");
  table.style.setProperty("--columns", table.rows[0].cells.length);
  table.style.setProperty("--rows", rows);
}

/** Make an element. @param {string} name @param {object} attributes @param {string} inside HTML of our own */
export function element(name, attributes = {}, inside = "") {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.innerHTML = inside;
  return node;
}
