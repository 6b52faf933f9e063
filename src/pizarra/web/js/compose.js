/**
 * A network put together from what Python wrote of every depth: the page's own description of it, with the widths, the
 * activation and the penalty that were chosen. Formulas stay Python's; here they are only told sizes and places.
 */

const BATCH = 29, FIRST = 31; // these numbers stand for the batch and the widths (see skeleton.py)
const NAMED = /\ue010([sunlgc])\[([^\]]*)\]/g, TERMS = /\ue010e:~(\w+):(\d+)/g;
const TEXT = />[^<]+</g, WIDTH = /(?<![\w.])(29|3[1-7])(?![\w.])/g;

/**
 * Compose a network. @param {object} known what Python wrote @param {object} kernels its formulas
 * @param {{widths: number[], activation: string, output: string, penalty: string, batch: number}} wanted
 * @returns {{page: object, lesson: object}}
 */
export function composed(known, kernels, wanted) {
  const { widths, batch } = wanted, hidden = widths.length - 2;
  const from = known.networks[`${hidden}:${wanted.output}`];
  const actual = (n) => (n === BATCH ? batch : n >= FIRST ? widths[n - FIRST] : n);
  const sizes = (own) => Object.fromEntries(Object.entries(own).map(([axis, n]) => [axis, actual(n)]));
  const kernel = ([kind, name], own) => {
    const found = kernels[kind === "activation" ? wanted.activation : kind];
    const penalised = kind === "update" && name === "2" ? `${wanted.penalty}2` : kind === "update" ? `none${name}` : name;
    return found[penalised](own.bind, sizes(own.sizes));
  };
  const lines = from.lines.map((line) => {
    const size = line.size.map((n) => (n === BATCH ? null : actual(n)));
    return { to: line.to, size: (N) => size.map((n) => n ?? N), entry: kernel(line.kernel, line) };
  });
  const page = {
    ...from, lines, shapes: from.shapes.map((shape) => shape.map(actual)), plane: false, drawing: { ...from.drawing },
    locals: from.locals.map((local) => ({ ...local, entry: kernel(local.kernel, local) })),
  };
  return { page, lesson: lessonOf(known, from, wanted, page, actual) };
}

function lessonOf(known, from, wanted, page, actual) {
  const number = new Map(from.names.map((name, k) => [name, k]));
  const local = new Map(from.locals.map((one, k) => [`${from.names[one.target]}>${one.kernel[1].slice(1)}`, k]));
  const own = known.activations[wanted.activation], word = own.word;
  const told = (html, language) => html.replace(TEXT, (text) => text.replace(WIDTH, (n) => actual(Number(n)))).replaceAll("\ue011", word[language]);
  const plain = (html) => told(html, "en").replace(NAMED, (_, kind, name) => `\ue010${kind}:${kind === "l" ? local.get(name) : number.get(name)}`).replace(TERMS, (_, axis, n) => `\ue010e:~${axis}:${actual(Number(n))}`);
  const both = (said) => Object.fromEntries(Object.entries(said).map(([language, html]) => [language, told(`>${html}<`, language).slice(1, -1)]));
  const equation = (line) => ({ ...line, left: plain(line.left), chain: line.chain.map(([relation, html]) => [relation, plain(html)]) });
  const penalised = from.penalised[wanted.penalty] ?? {};
  const step = (k) => {
    let piece = known.pool[k];
    const replaced = own.steps[piece.key];
    if (replaced !== undefined && isHidden(piece.key, wanted)) piece = known.pool[replaced];
    if (piece.key in penalised) piece = known.pool[penalised[piece.key]];
    const made = { ...piece, title: both(piece.title), purpose: both(piece.purpose), general: piece.general.map(both) };
    if (piece.of === undefined) return made;
    const lines = (all) => all.map(equation).filter((line) => holds(line, page));
    return { ...made, of: number.get(piece.of), matrices: lines(piece.matrices), case: lines(piece.case) };
  };
  return { ...from.lesson, steps: from.lesson.steps.map(step), symbols: from.lesson.symbols.map((k) => known.pool[k]), guide: both(from.lesson.guide) };
}

/** Whether a step that depends on the activation is one of a hidden layer here. */
function isHidden(key, wanted) {
  return Number(/\d+$/.exec(key)?.[0]) <= 2 * (wanted.widths.length - 2);
}

/** Whether every entry that a line names is there: some lines state one entry each of an axis that may be short. */
function holds(line, page) {
  const text = line.left + line.chain.map(([, html]) => html).join("");
  for (const [, kind, n, where] of text.matchAll(/\ue010([snul]):(\d+):([^"]*)"/g)) {
    const array = kind === "l" ? page.locals[n].target : n, shape = page.shapes[array];
    if (where.split(";")[0].split(",").some((place, axis) => /^\d+$/.test(place) && Number(place) >= shape[axis])) return false;
  }
  return true;
}
