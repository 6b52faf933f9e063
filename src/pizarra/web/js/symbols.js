/** Symbols and numbers as MathML, in the notation that is chosen. Texts come from Python, escaped; figures are ours. */
import { signed, written } from "./digits.js";

const PLACE = /<mi>([\uE000-\uE003])<\/mi>/g;
const PAIR = /<mi>([\uE000-\uE003])<\/mi>(?=<mi>[\uE000-\uE003]<\/mi>)/g;

/** One index: a place as it is counted here, or the letter that runs. @param {number | string} index */
function indexed(index, base) {
  return typeof index === "number" ? `<mn>${index + base}</mn>` : index;
}

/** The symbol of an entry. @param {object} lesson @param {number} number @param {(number | string)[]} place */
export function symbol(lesson, number, place, arrives = false) {
  const known = lesson.symbols[number];
  let text = arrives && known.arrives ? known.arrives : known.entry;
  if (place.some((p) => typeof p === "number" && p + lesson.base > 9)) text = text.replace(PAIR, "$&<mo>,</mo>");
  text = text.replace(PLACE, (_, letter) => indexed(place[letter.charCodeAt(0) - 0xe000], lesson.base));
  const key = place.every((p) => typeof p === "number") ? ` data-k="${number}:${place}"` : "";
  return `<mrow class="r-${known.role}"${key}>${text}</mrow>`;
}

/** The symbol as the drawing writes it. */
export function drawn(lesson, number, place) {
  const text = lesson.symbols[number].drawn;
  const long = place.some((p) => p + lesson.base > 9);
  return text.replace(/[\uE000-\uE003]+/g, (letters) =>
    [...letters].map((letter) => place[letter.charCodeAt(0) - 0xe000] + lesson.base).join(long ? "," : ""));
}

/** The whole array's symbol. */
export function whole(lesson, number) {
  const known = lesson.symbols[number];
  return `<mrow class="r-${known.role}">${known.whole}</mrow>`;
}

/** A number as MathML. @param {number} value */
export function numeral(value, digits, comma) {
  const [text, power] = written(value, digits);
  const figures = `<mn>${signed(text, comma)}</mn>`;
  if (!power) return figures;
  return `<mrow>${figures}<mo>·</mo><msup><mn>10</mn><mn>${String(power).replace("-", "−")}</mn></msup></mrow>`;
}

/** A column of numbers with equal places under each other: what lacks digits gets as much room. */
export function lined(values, digits, comma) {
  const texts = values.map((value) => (value === null ? null : written(value, digits)));
  const known = texts.filter((t) => t !== null && !t[1]).map(([t]) => t);
  const wide = Math.max(0, ...known.map((t) => t.replace("-", "").split(".")[0].length));
  const minus = known.some((t) => t.startsWith("-"));
  return texts.map((t, k) => {
    if (t === null) return "";
    const inside = numeral(values[k], digits, comma);
    if (t[1] || !/\d/.test(t[0])) return inside;
    const lack = "0".repeat(wide - t[0].replace("-", "").split(".")[0].length);
    const room = (minus && !t[0].startsWith("-") ? "−" : "") + lack;
    return (room ? `<mphantom><mn>${room}</mn></mphantom>` : "") + inside;
  });
}
