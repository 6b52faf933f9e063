/** What the reader of a playground may choose: data, network, training; as fields, and as part of the address. */
import { FEATURES, KINDS } from "./datasets.js";
import { readNumber } from "./editing.js";

export const MOST_UNITS = 32, MOST_POINTS = 300;
const OUTPUTS = ["tanh", "linear", "sigmoid", "logistic"], PENALTIES = ["none", "l2", "l1"];
const SOURCES = [...Object.keys(KINDS), "own", "rows"];

/** What a number may be, and whether it counts something. */
export const RANGES = {
  noise: [0, 0.5], test: [0.1, 0.9], seed: [0, 1e6, true], first: [0, 1e6, true], rate: [0, 1e3], batch: [1, 1000, true], strength: [0, 10], units: [1, MOST_UNITS, true],
};

/** How it begins. @param {string[]} activations those that there are @param {number} deepest how many hidden layers there may be */
export function start(activations, deepest) {
  return {
    data: "circles", noise: 0, test: 0.5, seed: 1, features: ["x1", "x2"], hidden: [4, 2].slice(0, deepest), activation: "tanh", output: "tanh",
    rate: 0.03, batch: 10, penalty: "none", strength: 0.001, points: [], rows: "", showTest: false, discrete: false, activations, deepest,
    first: null, // the seed of the first weights, where it is not that of the data
  };
}

/** Whether a number is one that a setting may be. */
export function fits(name, value) {
  const [least, most, whole] = RANGES[name];
  return Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value));
}

const NAMES = ["data", "activation", "output", "penalty", "noise", "test", "seed", "first", "rate", "batch", "strength", "features", "hidden", "points", "tests", "discrete"];

/**
 * Take from an address what it says, as far as it makes sense; gives what it asks for in vain.
 * @param {URLSearchParams} said @param {string[]} others what else an address may say @returns {string[]}
 */
export function readSettings(settings, said, others) {
  const refused = [];
  const take = (name, fine, use) => {
    if (!said.has(name)) return;
    if (fine) use();
    else refused.push(name);
  };
  const one = (name, known) => take(name, known.includes(said.get(name)), () => { settings[name] = said.get(name); });
  const number = (name) => take(name, said.get(name)?.trim() && fits(name, Number(said.get(name))), () => { settings[name] = Number(said.get(name)); });
  one("data", SOURCES.filter((name) => name !== "rows"));
  one("activation", settings.activations);
  one("output", OUTPUTS);
  one("penalty", PENALTIES);
  ["noise", "test", "seed", "first", "rate", "batch", "strength"].forEach(number);
  const features = (said.get("features") ?? "").split(".");
  take("features", features.every((name) => Object.hasOwn(FEATURES, name)), () => { settings.features = [...new Set(features)]; });
  const hidden = said.get("hidden") ? said.get("hidden").split(".").map(Number) : [];
  take("hidden", hidden.length <= settings.deepest && hidden.every((n) => fits("units", n)), () => { settings.hidden = hidden; });
  const points = (said.get("points") ?? "").split("_").filter(Boolean).map((text) => text.split("~").map(Number));
  const usablePoints = points.length <= MOST_POINTS && points.every((p) => p.length === 3 && p.every(Number.isFinite) && Math.abs(p[2]) === 1);
  take("points", usablePoints, () => { settings.points = points.map(([a, b, t]) => ({ x: [a, b], t })); });
  for (const [key, name] of [["tests", "showTest"], ["discrete", "discrete"]]) {
    settings[name] = false;
    take(key, /^[01]$/.test(said.get(key)), () => { settings[name] = said.get(key) === "1"; });
  }
  const unknown = [...new Set(said.keys())].filter((name) => !NAMES.includes(name) && !others.includes(name));
  return [...refused, ...unknown].map((name) => `${name}=${said.get(name)}`.slice(0, 60));
}

/** Write what differs from the start into an address; a table that was given is too long for one. */
export function writeSettings(settings, said) {
  const first = start(settings.activations, settings.deepest);
  for (const name of ["data", "activation", "output", "penalty", "noise", "test", "seed", "rate", "batch", "strength"]) {
    if (settings[name] !== first[name] && settings[name] !== "rows") said.set(name, settings[name]);
  }
  for (const name of ["features", "hidden"]) if (String(settings[name]) !== String(first[name])) said.set(name, settings[name].join("."));
  if (settings.data === "own") said.set("points", settings.points.map(({ x, t }) => [...x, t].join("~")).join("_"));
  if (settings.first !== null) said.set("first", settings.first);
  if (settings.showTest) said.set("tests", "1");
  if (settings.discrete) said.set("discrete", "1");
}

/** The fields, as HTML. @param {object} w words @param {boolean} comma */
export function settingsForm(settings, w, comma) {
  const text = (value) => (comma ? String(value).replace(".", ",") : String(value));
  const select = (name, names) => `<label>${w[name]} <select data-set="${name}">${names.map((one) => `<option value="${one}"${settings[name] === one ? " selected" : ""}>${w[`${name}.${one}`] ?? one}</option>`).join("")}</select></label>`;
  const number = (name, label = w[name], value = settings[name], key = name) => `<label>${label} <span class="held"><input type="text" inputmode="decimal" autocomplete="off" size="5" data-set="${key}" value="${text(value)}"></span></label>`;
  const slider = (name, step) => `<label>${w[name]} <span class="slider"><input type="range" data-set="${name}" min="${RANGES[name][0]}" max="${RANGES[name][1]}" step="${step}" value="${settings[name]}"> <output>${Math.round(100 * settings[name])} %</output></span></label>`;
  const check = (name, on, label) => `<label class="check"><input type="checkbox" data-set="${name}"${on ? " checked" : ""}> ${label}</label>`;
  const line = KINDS[settings.data]?.line;
  const features = Object.keys(FEATURES).filter((name) => !line || !/x2/.test(name)).map((name) => check(`feature:${name}`, settings.features.includes(name), w[`feature.${name}`])).join("");
  const layers = settings.hidden.map((units, k) => `<div class="layer">${number("units", w.layer.replace("{count}", k + 1), units, `units:${k}`)}<button data-do="fewer:${k}" aria-label="${w.fewer.replace("{count}", k + 1)}"${units > 1 ? "" : " disabled"}>−</button><button data-do="more:${k}" aria-label="${w.more.replace("{count}", k + 1)}"${units < MOST_UNITS ? "" : " disabled"}>+</button></div>`).join("");
  const own = settings.data === "own" ? `<p class="note">${w.ownHow} <button data-do="clear"${settings.points.length ? "" : " disabled"}>${w.clear}</button></p>` : "";
  const rows = settings.data === "rows" ? `<label class="wide">${w.rowsHow} <textarea data-set="rows" rows="4" spellcheck="false"></textarea></label><label>${w.file} <input type="file" data-set="file" accept=".csv,.txt,text/csv,text/plain"></label>` : "";
  const noisy = Object.hasOwn(KINDS, settings.data) ? slider("noise", 0.05) : "";
  return `<fieldset><legend>${w.data}</legend>${select("data", SOURCES)}${own}${rows}${noisy}${slider("test", 0.05)}${number("seed")}<button data-do="renew">${w.renew}</button><button data-do="redraw">${w.redraw}</button><button data-do="reweigh">${w.reweigh}</button>
<div class="features" role="group" aria-label="${w.features}"><span>${w.features}</span>${features}</div></fieldset>
<fieldset><legend>${w.network}</legend>${layers}<div><button data-do="deeper"${settings.hidden.length < settings.deepest ? "" : " disabled"}>${w.deeper}</button> <button data-do="flatter"${settings.hidden.length ? "" : " disabled"}>${w.flatter}</button></div>${select("activation", settings.activations)}${select("output", OUTPUTS)}</fieldset>
<fieldset><legend>${w.learning}</legend>${number("rate")}${number("batch")}${select("penalty", PENALTIES)}${settings.penalty === "none" ? "" : number("strength")}</fieldset>`;
}

/** Read a number field: `[value]`, or what is wrong with it. */
export function readSetting(name, text, words) {
  const found = readNumber(text);
  if (typeof found === "string") return words[found];
  const [least, most, whole] = RANGES[name];
  if (fits(name, found[0])) return found;
  if (name === "units" && found[0] > most) return words.tooWide;
  return (whole ? words.wholeRange : words.range).replace("{least}", least).replace("{most}", most);
}
