/** The steps: those that are open in full, the others as a line of the outline. */
import { digitsFor } from "./digits.js";
import { escaped } from "./frame.js";
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

/**
 * Show again what follows from the numbers and the case, at first in the steps that are in view.
 * @param {HTMLElement} box the one with all steps @returns {(() => void) | null} what shows it in the others, if there are any
 */
export function renewSteps(of, box, filling) {
  const open = [...box.querySelectorAll("section[data-step]")], far = open.length > 1 ? open.filter(isFar) : [];
  const renew = (node) => renewStep(of, node, of.lesson.steps[node.dataset.step], Number(node.dataset.step), filling);
  for (const node of box.querySelectorAll("button.outline")) {
    const step = of.lesson.steps[node.dataset.step];
    if (step.key === "paths") becomeHtml(node.lastElementChild, titleOf(of, step));
  }
  for (const node of open) if (!far.includes(node)) renew(node);
  return far.length ? () => far.forEach(renew) : null;
}

/** Whether a step stands well outside of what the window shows. */
function isFar(node) {
  const { top, bottom } = node.getBoundingClientRect();
  return bottom < -innerHeight / 2 || top > 1.5 * innerHeight;
}

function renewStep(of, node, step, k, filling) {
  const paths = step.key === "paths", forms = paths ? pathForms(of, filling) : numberForms(of, step, filling);
  const parts = [...node.children].filter((one) => one.matches(paths ? ".part" : '[data-part="matrices"],[data-part="case"]'));
  if (String(parts.map((one) => one.dataset.part)) !== String(forms.map(([form]) => form))) return become(node, openStep(of, step, k, filling));
  if (paths) becomeHtml(node.firstElementChild, headOf(of, step, k));
  parts.forEach((one, at) => {
    becomeHtml(one.lastElementChild, forms[at][1]);
  });
}

function headOf(of, step, k) {
  return `<span class="no">${k + 1}</span> ${titleOf(of, step)}`;
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
    `<h3${heading}>${headOf(of, step, k)}</h3><p class="purpose">${purpose}</p>`);
  const parts = (paths ? pathForms(of, filling) : formsOf(of, step, filling)).map(([form, html]) => part(of, form, html));
  node.append(...parts);
  if (step.of !== undefined && of.page.check) node.append(of.check.panel(step.of, filling));
  if (active) {
    const last = of.lesson.steps.length;
    node.append(element("p", { class: "buttons" }, `<button data-is="before"${k ? "" : " disabled"}>← ${w.before}</button> <span>${k + 1} / ${last}</span> <button data-is="after"${k + 1 < last ? "" : " disabled"}>${w.after} →</button>`));
  }
  return node;
}

/** What a step says, a form and its HTML for each part. @returns {[string, string][]} */
function formsOf(of, step, filling) {
  const general = (one) => one.general.map((said) => said[of.language]).join("").replaceAll('<div class="scroll">', '<div class="scroll" tabindex="0">'), code = (one) => `<pre class="numpy"><code>${one.numpy}</code></pre>`;
  const forms = general(step) ? [["general", twins(of, step, general(step), general)]] : [];
  forms.push(...numberForms(of, step, filling));
  if (step.numpy) forms.push(["numpy", twins(of, step, code(step), code)]);
  return forms;
}

/** Those that follow the numbers. */
function numberForms(of, step, filling) {
  return ["matrices", "case"].filter((form) => step[form].length).map((form) => [form,
    twins(of, step, equations(of, step[form], step, filling), (other) => equations(of, other[form], other, of.otherFilling))]);
}

/** A part of a step under its label; what has a key of its own can be folded. */
function part(of, form, html) {
  const open = !of.hidden.has(form), fold = FORMS.includes(form);
  const node = element("div", { class: "part", "data-part": form },
    `<h4 class="label">${fold ? `<button class="fold" data-form="${form}" aria-expanded="${open}">${of.words[form]}</button>` : of.words[form]}</h4><div class="body"></div>`);
  becomeHtml(node.lastElementChild, html);
  node.lastElementChild.hidden = fold && !open;
  return node;
}

/** What is said in this notation, and beside it the same in the other one, if one was chosen. */
function twins(of, step, own, make) {
  if (!of.other) return own;
  const other = of.other.steps[of.lesson.steps.indexOf(step)];
  const half = (lesson, html) => `<div><p class="whose">${escaped(lesson.titles[of.language])}</p><div>${html}</div></div>`;
  return `<div class="twins">${half(of.lesson, own)}${half(of.other, make(other))}</div>`;
}

function equations(of, lines, step, filling) {
  const rows = lines.map((line) => {
    const [left, ...rest] = filling.equation(line, step);
    const rights = line.note ? [`${rest.join(" ")} <span class="remark">${of.words[line.note]}</span>`] : rest;
    return rights.map((right, k) => `<div>${k ? "" : left}</div><div>${right}</div>`).join("");
  });
  return `<div class="scroll" tabindex="0"><div class="equations">${rows.join("")}</div></div>`;
}

/** What the paths from the case say: where there are several ways, that; a table for each; the check. */
export function pathForms(of, filling) {
  const { page, lesson, model, words: w } = of, { of: number, place } = of.chosen, ways = page.routes[number] ?? [];
  const forms = ways.map((way) => ["case", pathTable(filling, number, way, place, w)]);
  const slope = page.slope[number];
  if (slope === null) return forms;
  const found = model.at(slope, place), digits = digitsFor([found], of.options.decimals);
  const write = (value) => numeral(value, digits, of.options.comma);
  const left = `<mfrac><mrow><mi>∂</mi>${whole(lesson, page.loss)}</mrow><mrow><mi>∂</mi>${symbol(lesson, number, place)}</mrow></mfrac>`;
  const index = place.reduce((k, p, axis) => k * model.shape(number)[axis] + p, 0);
  const measured = model.measured(number, index);
  const agrees = Math.abs(measured - found) <= 1e-5 * Math.max(1, Math.abs(found));
  forms.push(["check", `<p><math>${left}<mo>=</mo><mrow class="r-gradient">${write(found)}</mrow></math> · ${w.measured} <math><mo>≈</mo>${write(measured)}</math> · <strong>${agrees ? w.agrees : w.differs}</strong></p>`]);
  if (ways.length > 1) forms.unshift(["sum", `<p>${w.ways.replace("{count}", ways.length)}</p>`]);
  return forms;
}

/** Make an element. @param {string} name @param {object} attributes @param {string} inside HTML of our own */
export function element(name, attributes = {}, inside = "") {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.innerHTML = inside;
  return node;
}
