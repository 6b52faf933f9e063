/** The page as a widget of a notebook: its numbers are those of an object in Python, both ways. */
import { App, unfolded } from "./app.js";
import { inflated } from "./packed.js";
import { packedNumbers, unpacked } from "./pass.js";
import { element } from "./steps.js";

const PAUSE = 80; // milliseconds in which changes are gathered, as they come while it trains

/**
 * Show the page in a cell. Gives what must be done when the cell goes.
 * @param {{model: object, el: HTMLElement}} cell as anywidget gives it
 */
export async function shownIn({ model, el }, lines, locals) {
  const { page, lessons, steps } = await inflated(model.get("_page"));
  const root = inside(el, model.get("_rules"), model.get("_font"));
  const app = new App(root, ...unfolded(page, lessons, steps, lines, locals));
  const stop = [follow(app, model), diagnosed(app, model)];
  // A notebook has keys of its own for what is typed outside of fields.
  root.addEventListener("keydown", (event) => event.stopPropagation());
  return () => {
    app.running = 0;
    for (const one of stop) one();
  };
}

/** Make room that the notebook's own style does not reach. Fonts are only found when they are in the document. */
function inside(el, rules, font) {
  if (!document.getElementById("pizarra-font")) {
    const face = element("style", { id: "pizarra-font" });
    face.textContent = font;
    document.head.append(face);
  }
  const host = element("div", { "data-lm-suppress-shortcuts": "true", "data-jp-suppress-shortcuts": "true", tabindex: -1 });
  el.replaceChildren(host);
  const channels = getComputedStyle(el).color.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0];
  host.dataset.scheme = channels[0] + channels[1] + channels[2] > 382 ? "dark" : "light";
  const shadow = host.attachShadow({ mode: "open" }), style = element("style"), root = element("div", { class: "page above" });
  style.textContent = rules;
  shadow.append(style, root);
  return root;
}

/** Keep the page's numbers and Python's the same. Only numbers are sent: while one is not finite, Python keeps the last. */
function follow(app, model) {
  let waiting = 0;
  const given = () => app.model.arrays.slice(0, app.model.count);
  const send = () => {
    waiting = 0;
    const arrays = given();
    if (!arrays.every((array) => array.every(Number.isFinite))) return;
    const made = arrays.map(packedNumbers);
    if (same(made, model.get("_numbers"))) return;
    model.set("_numbers", made);
    model.save_changes();
  };
  const changed = () => { waiting ||= setTimeout(send, PAUSE); };
  const take = () => {
    const wanted = model.get("_numbers"), made = given().map(packedNumbers);
    const put = wanted.map((text, number) => [number, unpacked(text)]).filter(([number, array]) => wanted[number] !== made[number] && array.length === app.model.arrays[number].length);
    if (put.length) app.model.put(put);
  };
  take();
  app.model.addEventListener("change", changed);
  model.on("change:_numbers", take);
  return () => {
    clearTimeout(waiting);
    app.model.removeEventListener("change", changed);
    model.off("change:_numbers", take);
  };
}

function same(made, known) {
  return made.length === known.length && made.every((text, k) => text === known[k]);
}

/** Let Python say why a reader's numbers are wrong; until it answers, and where there is no kernel, the page does. */
function diagnosed(app, model) {
  let asked = 0;
  app.check.ask = (given) => {
    asked += 1;
    model.send({ kind: "check", asked, language: app.language, arrays: given.map(([number, values]) => [number, packedNumbers(Float64Array.from(values))]) });
  };
  const answer = (message) => {
    if (message?.kind === "answer" && message.asked === asked) app.check.answer(message.findings);
  };
  model.on("msg:custom", answer);
  return () => model.off("msg:custom", answer);
}
