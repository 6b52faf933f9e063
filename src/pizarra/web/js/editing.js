/** The data as fields to be changed. What cannot be used is said beside the field, and the old value stays. */
import { numberOf } from "./pass.js";
import { isShownWhole, shownOf } from "./place.js";
import { whole } from "./symbols.js";

const NUMBER = /^[-+−]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+−]?\d+)?$/;

/** A number as JavaScript writes it. */
function tidied(text) {
  return text.trim().replace(/−/g, "-").replace(",", ".");
}

/** Read a number that a reader typed: `[value]`, or what is wrong: "empty", "letters", "large". @param {string} text */
export function readNumber(text) {
  const tidy = text.trim();
  if (!tidy) return "empty";
  if (!NUMBER.test(tidy)) return "letters";
  const value = Number(tidied(tidy));
  return Number.isFinite(value) ? [value] : "large";
}

/** The fields of every array that is given, a box for each. @param {import("./template.js").Filling} filling */
export function fields(filling, words) {
  const { model, lesson } = filling;
  const boxes = [];
  for (let number = 0; number < model.count; number++) {
    const size = model.shape(number), place = filling.places.get(number) ?? [];
    const turned = Boolean(lesson.turned[number]) && size.length === 2;
    const shape = turned ? [size[1], size[0]] : [size[0] ?? 1, size[1] ?? 1];
    const centre = turned ? [place[1] ?? null, place[0] ?? null] : [place[0] ?? null, place[1] ?? null];
    const rows = shownOf(shape[0], centre[0]), columns = shownOf(shape[1], centre[1]);
    const cells = rows.flatMap((row) => columns.map((column) => (row === null || column === null ? null : (turned ? [column, row] : [row, column]).slice(0, size.length))));
    const wide = Math.max(3, ...cells.map((core) => (core ? String(model.arrays[number][numberOf(core, size)]).length : 0)));
    const body = rows.map((row) => `<tr>${columns.map((column) => {
      if (row === null || column === null) return "<td>⋯</td>";
      const core = (turned ? [column, row] : [row, column]).slice(0, size.length);
      return `<td>${field(filling, number, core, words, Math.min(wide, 9))}</td>`;
    }).join("")}</tr>`).join("");
    boxes.push(`<div class="given"><math>${whole(lesson, number)}<mo>=</mo></math><table role="presentation"${size.length ? "" : ' class="one"'}><tbody>${body}</tbody></table></div>`);
  }
  return boxes;
}

/** Show the numbers again in fields that stay. Gives whether all that must be shown has its field. */
export function renewFields(box, filling) {
  const { model } = filling;
  for (let number = 0; number < model.count; number++) if (!isShownWhole(model.shape(number))) return false;
  for (const input of box.querySelectorAll("input[data-field]")) {
    const [number, index] = input.dataset.field.split(":").map(Number);
    const text = typed(model, number, index, filling.comma);
    if (input.value !== text) input.value = text;
    input.classList.toggle("changed", model.isChanged(number, index));
  }
  return true;
}

/** A given number as it was typed, zeros at its end and all; else as short as it can be. */
export function typed(model, number, index, comma) {
  const value = model.arrays[number][index], text = model.typed.get(`${number}:${index}`);
  const own = text !== undefined && Object.is(Number(text), value) ? text : String(value);
  return comma ? own.replace(".", ",") : own;
}

function field(filling, number, core, words, wide) {
  const { model, lesson } = filling;
  const index = numberOf(core, model.shape(number));
  const place = core.map((p) => p + lesson.base).join(",");
  const name = document.createElement("span");
  name.textContent = `${lesson.symbols[number].text}${place ? ` [${place}]` : ""}`;
  const text = typed(model, number, index, filling.comma);
  const changed = model.isChanged(number, index) ? " changed" : "";
  return `<input type="text" inputmode="decimal" autocomplete="off" spellcheck="false" size="${wide}" value="${text}" class="r-${lesson.symbols[number].role}${changed}" data-field="${number}:${index}" data-k="${number}:${core}" aria-label="${name.innerHTML.replace(/"/g, "&quot;")}" title="${words.edit}">`;
}

/** Take what was typed into a field; gives whether a number changed. @param {HTMLInputElement} input */
export function take(model, input, words, comma) {
  const [number, index] = input.dataset.field.split(":").map(Number), old = model.arrays[number][index];
  const found = readNumber(input.value);
  input.parentElement.querySelector(".error")?.remove();
  input.removeAttribute("aria-invalid");
  if (typeof found === "string") {
    const said = document.createElement("span");
    said.className = "error";
    said.setAttribute("role", "alert");
    said.id = `said-${number}-${index}`;
    said.textContent = words[found].replace("{value}", typed(model, number, index, comma));
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", said.id);
    input.after(said);
    input.value = typed(model, number, index, comma);
    return false;
  }
  model.typed.set(input.dataset.field, tidied(input.value));
  if (Object.is(found[0], old)) return false;
  model.set(number, index, found[0]);
  return true;
}
