/** What the reader does, with mouse and keys, and what comes of it. @typedef {import("./app.js").App} App */
import { goneOver } from "./cursor.js";

/** Listen to the whole page once. @param {App} app @param {EventTarget} keys where keys are pressed */
export function listen(app, keys) {
  const { root } = app;
  root.addEventListener("change", (event) => changed(app, event.target));
  root.addEventListener("click", (event) => clicked(app, event.target));
  root.addEventListener("dblclick", (event) => {
    const entry = event.target.closest("[data-k]");
    if (entry) root.querySelector(`input[data-k="${CSS.escape(entry.dataset.k)}"]`)?.focus();
  });
  root.addEventListener("toggle", (event) => { // it does not bubble
    if (event.target.open && event.target.dataset.is === "drawn") app.showDrawing(app.filling);
  }, true);
  for (const what of ["mouseover", "focusin"]) root.addEventListener(what, (event) => link(app, event.target));
  keys.addEventListener("keydown", (event) => pressed(app, event));
}

const SELECTED = {
  notation: (app, value) => { app.notation = Number(value); app.build(); app.part("notation").focus(); },
  beside: (app, value) => { app.beside = value === "" ? null : Number(value); app.show(); },
  language: (app, value) => { app.language = value; app.build(); app.part("language").focus(); },
  terms: (app, value) => {
    app.terms = { ...app.terms, [app.language]: value.split(",").map(Number) };
    app.build();
    app.part("terms").focus();
  },
  decimals: (app, value) => { app.decimals = Number(value); app.show(); },
  comma: (app, value) => { app.comma = value === "1"; app.show(); },
  detail: (app, value) => { app.all = value === "1"; app.show(); },
};

function changed(app, target) {
  if (target.dataset.field) app.edited(target);
  else SELECTED[target.dataset.is]?.(app, target.value);
}

const CLICKED = {
  help: (app) => app.help(),
  once: (app) => { app.model.rememberAll(); app.model.descend(1); },
  run: (app) => app.run(),
  undo: (app) => app.model.undo(),
  restart: (app) => app.model.restart(),
  before: (app) => app.go(app.step - 1),
  after: (app) => app.go(app.step + 1),
};

function clicked(app, target) {
  const fold = target.closest("[data-form]"), outline = target.closest("button.outline"), button = target.closest("button[data-is]");
  if (fold) return app.fold(fold.dataset.form);
  if (outline) return app.go(Number(outline.dataset.step));
  if (button) return CLICKED[button.dataset.is]?.(app);
  const entry = target.closest("[data-k]");
  if (!entry || entry.localName === "input") return;
  const [number, place] = entry.dataset.k.split(":");
  if (app.choose(Number(number), place === "" ? [] : place.split(",").map(Number))) app.refresh();
}

/** Outline everything that is the same as what is under the pointer, or in focus, and tint what that is worked out from. */
function link(app, target) {
  const { root } = app;
  for (const node of root.querySelectorAll(".same,.read")) node.classList.remove("same", "read");
  const path = target.closest?.("[data-path]"), entry = target.closest?.("[data-k]");
  const keys = path ? path.dataset.path.split(" ") : entry ? [entry.dataset.k] : [];
  const array = entry ? app.page.names.indexOf(entry.dataset.k) : -1;
  if (array >= 0) for (const node of root.querySelectorAll(`[data-k^="${array}:"]`)) node.classList.add("same");
  for (const key of keys) for (const node of root.querySelectorAll(`[data-k="${CSS.escape(key)}"]`)) node.classList.add("same");
  const section = target.closest?.("section.step"), [number, place] = (entry && section ? entry.dataset.k : "").split(":");
  if (!/^\d+$/.test(number) || !/^[\d,]*$/.test(place ?? "-")) return;
  const read = app.model.readBy(Number(number), place === "" ? [] : place.split(",").map(Number));
  for (const node of section.querySelectorAll("mtd [data-k]")) if (read.has(node.dataset.k)) node.classList.add("read");
}

const MOVES = {
  ArrowRight: (app) => app.go(app.step + 1),
  ArrowLeft: (app) => app.go(app.step - 1),
  ArrowDown: (app) => app.next(1),
  ArrowUp: (app) => app.next(-1),
  Escape: (app) => { app.chosen = { ...app.page.chosen }; app.refresh(); },
  g: (app) => app.fold("general"),
  m: (app) => app.fold("matrices"),
  c: (app) => app.fold("case"),
  n: (app) => { app.notation = (app.notation + 1) % app.lessons.length; app.build(); },
  "?": (app) => app.help(),
};

function pressed(app, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (goneOver(app, event, (entry) => clicked(app, entry))) return event.preventDefault();
  const { target } = event; // a drawing too wide for its place is moved by the arrow keys
  if (/^Arrow(Left|Right)$/.test(event.key) && target.dataset?.is === "drawing" && target.scrollWidth > target.clientWidth) return;
  const chapter = /^[1-5]$/.test(event.key) ? () => app.goChapter(Number(event.key) - 1) : null;
  const move = chapter ?? (Object.hasOwn(MOVES, event.key) ? MOVES[event.key] : null);
  if (!move) return;
  event.preventDefault();
  move(app);
}
